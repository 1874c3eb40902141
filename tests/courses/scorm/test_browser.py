"""Packages in a real browser: at their own address, to the end, and no further."""

import re

import pytest
from playwright.sync_api import expect

from courses.models import ScormSession, StepCompletion
from tests import cast as people
from tests.courses import tree
from tests.courses.scorm import packages
from tests.running import wait_until

SCRIPT = re.compile(r"/js/scorm\.[^/]*js")
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def leader(live_server, transactional_db):
    return people.leader()


@pytest.fixture
def phone(browser, live_server, client_of):
    """A function that gives a leader's phone."""
    contexts = []

    def take(leader):
        session = client_of(leader).cookies["sessionid"].value
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 360, "height": 740}
        )
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield take
    for context in contexts:
        context.close()


def sco(page):
    """The package's own page, two frames below the school's."""
    return page.frame_locator(".scorm iframe").frame_locator("iframe")


def open_with_a_slow_script(page, address):
    """The frame is there before the script of the school's page, which it talks to."""
    held = []
    page.route(SCRIPT, lambda route: held.append(route))
    with page.expect_request(SCRIPT):
        page.goto(address, wait_until="commit")
    expect(page.frame_locator(".scorm iframe").locator("body[data-school]")).to_be_attached()
    page.frames[1].wait_for_load_state("load")
    held[0].continue_()


# Some browsers keep nothing for a frame from another address, and say so by an error.
REFUSED = """
for (const name of ["localStorage", "sessionStorage"]) {
  const refuse = () => { throw new DOMException("Access is denied.", "SecurityError"); };
  if (location.hostname.startsWith("packages")) {
    Object.defineProperty(window, name, { get: refuse, configurable: true });
  }
}
"""


@pytest.mark.parametrize("standard", ["1.2", "2004"])
def test_a_package_is_gone_on_with_on_another_phone_and_finished(phone, leader, standard):
    step = packages.step(tree.course(lessons=0), packages.brought(standard))
    first = phone(leader)
    first.add_init_script(REFUSED)
    first.goto(step.address)
    expect(sco(first).locator("#out")).to_have_text("ab-initio page 1 seen 1")
    sco(first).locator("#next").click()
    expect(sco(first).locator("#out")).to_have_text("resume page 1 seen 2")
    first.context.set_offline(True)
    sco(first).locator("#answer").click()
    expect(first.get_by_text("On this phone, waiting")).to_be_visible()
    first.context.set_offline(False)
    expect(first.get_by_text("Saved")).to_be_visible()

    second = phone(leader)
    second.goto(step.course.address)
    open_with_a_slow_script(second, step.address)
    expect(sco(second).locator("#out")).to_have_text("resume page 2 a=b seen 1")
    sco(second).locator("#finish").click()
    expect(sco(second).locator("#out")).to_have_text("true 0")
    if standard == "1.2":
        # By the phone's own back key.
        second.evaluate("history.back()")
        expect(second).to_have_url(re.compile(f"{step.course.address}$"))
        # A slow school may still be reading what the page said last.
        wait_until(lambda: ScormSession.objects.latest("changed_at").done, what="the last word")
    else:
        expect(second.get_by_role("link", name="Back to the course")).to_be_visible()
    row = ScormSession.objects.latest("changed_at")
    assert (row.done, str(row.score), row.seconds) == (True, "85.00", 125)
    assert StepCompletion.objects.get(step_key=step.translation_key).source == "package"


NOSY = """
var found = {};
function look(name, how) { try { found[name] = String(how()); } catch (e) { found[name] = "no"; } }
look("cookie", function () { return document.cookie; });
look("page", function () { return parent.parent === parent; });
look("top", function () { return window.top.document.title; });
look("leave", function () { window.top.location = "/path/"; return "asked"; });
var school = "SCHOOL";
function either(promise) {
  return promise.then(function () { return "in"; }, function () { return "no"; });
}
Promise.all([
  either(fetch(school + "/path/", { credentials: "include" })),
  either(navigator.serviceWorker.register("run.js"))
]).then(function (answers) {
  found.fetch = answers[0];
  found.register = answers[1];
  show(JSON.stringify(found));
});
"""


def test_a_package_reaches_nothing_of_the_school(phone, leader, live_server):
    run = NOSY.replace("SCHOOL", live_server.url)
    step = packages.step(tree.course(lessons=0), packages.brought("2004", run=run))
    page = phone(leader)
    page.goto(step.address)
    out = sco(page).locator("#out")
    expect(out).to_contain_text("register")
    found = out.evaluate("(e) => JSON.parse(e.textContent)")
    assert found["cookie"] == "" and found["page"] == "true"
    assert {found[name] for name in ("top", "leave", "fetch", "register")} == {"no"}
    assert page.url.endswith(step.address)


TALK = """async ([standard, start, calls]) => {
  const { runtime } = await import("/static/js/scorm_runtime.js");
  const told = [];
  const { api } = runtime({ standard, seconds: 3725, values: {}, leader: "x", ...start }, (...all) => told.push(all), () => 0);
  const last = standard === "1.2" ? "LMSGetLastError" : "GetLastError";
  const answers = calls.map(([name, ...given]) => [api[name](...given), api[last]()]);
  return [answers, told.at(-1)];
}"""  # noqa: E501
TALKS = {
    "1.2": [
        (["LMSGetValue", "cmi.core.entry"], ["", "301"]),
        (["LMSInitialize", ""], ["true", "0"]),
        (["LMSInitialize", ""], ["false", "101"]),
        (["LMSGetValue", "cmi.core.entry"], ["ab-initio", "0"]),
        (["LMSGetValue", "cmi.core.total_time"], ["0001:02:05", "0"]),
        (["LMSGetValue", "cmi.core.lesson_status"], ["not attempted", "0"]),
        (["LMSGetValue", "cmi.core.score._children"], ["raw,min,max", "0"]),
        (["LMSSetValue", "cmi.core.lesson_status", "done"], ["false", "405"]),
        (["LMSSetValue", "cmi.core.student_id", "me"], ["false", "403"]),
        (["LMSSetValue", "cmi.core._children", "x"], ["false", "402"]),
        (["LMSGetValue", "cmi.core.session_time"], ["", "404"]),
        (["LMSGetValue", "cmi.other"], ["", "401"]),
        (["LMSSetValue", "cmi.objectives.1.id", "b"], ["false", "201"]),
        (["LMSSetValue", "cmi.objectives.0.id", "a"], ["true", "0"]),
        (["LMSGetValue", "cmi.objectives._count"], ["1", "0"]),
        (["LMSSetValue", "cmi.interactions.0.id", "q"], ["true", "0"]),
        (["LMSGetValue", "cmi.objectives.0.status"], ["not attempted", "0"]),
        (["LMSGetValue", "cmi._version"], ["3.4", "0"]),
        (["LMSSetValue", "cmi.core.score.raw", 237.5 / 3], ["true", "0"]),
        (["LMSSetValue", "cmi.core.session_time", "00:01:05.5"], ["true", "0"]),
        (["LMSFinish", ""], ["true", "0"]),
        (["LMSCommit", ""], ["false", "301"]),
        (["LMSInitialize", ""], ["true", "0"]),
        (["LMSGetValue", "cmi.core.entry"], ["resume", "0"]),
        (["LMSGetValue", "cmi.core.score.raw"], [str(237.5 / 3), "0"]),
    ],
    "2004": [
        (["GetValue", "cmi.entry"], ["", "122"]),
        (["Commit", ""], ["false", "142"]),
        (["Initialize", ""], ["true", "0"]),
        (["Initialize", ""], ["false", "103"]),
        (["GetValue", "cmi.total_time"], ["PT1H2M5S", "0"]),
        (["GetValue", "cmi.location"], ["", "403"]),
        (["GetValue", "cmi.scaled_passing_score"], ["0.8", "0"]),
        (["SetValue", "cmi.score.scaled", "2"], ["false", "407"]),
        (["SetValue", "cmi.score.scaled", "much"], ["false", "406"]),
        (["SetValue", "cmi.learner_id", "me"], ["false", "404"]),
        (["GetValue", "cmi.exit"], ["", "405"]),
        (["SetValue", "cmi.other", "x"], ["false", "401"]),
        (["SetValue", "cmi.objectives.1.id", "b"], ["false", "351"]),
        (["SetValue", "cmi.objectives.0.id", "a"], ["true", "0"]),
        (["GetValue", "cmi.objectives.0.success_status"], ["unknown", "0"]),
        (["GetValue", "cmi.comments_from_lms._count"], ["0", "0"]),
        (["GetValue", "adl.nav.request_valid.continue"], ["false", "0"]),
        (["SetValue", "cmi.score.scaled", 2.375 / 3], ["true", "0"]),
        (["SetValue", "cmi.session_time", "P"], ["false", "406"]),
        (["SetValue", "cmi.session_time", "P0Y0M0DT0H1M5.4S"], ["true", "0"]),
        (["Terminate", ""], ["true", "0"]),
        (["SetValue", "cmi.location", "x"], ["false", "133"]),
        (["Terminate", ""], ["false", "113"]),
        (["Initialize", ""], ["true", "0"]),
    ],
}
LEFT = {
    "1.2": {
        "cmi.objectives.0.id": "a",
        "cmi.core.score.raw": str(237.5 / 3),
        "cmi.core.lesson_status": "failed",
    },
    "2004": {
        "cmi.objectives.0.id": "a",
        "cmi.score.scaled": str(2.375 / 3),
        "cmi.success_status": "failed",
    },
}


@pytest.mark.parametrize("standard", ["1.2", "2004"])
def test_the_runtime_answers_by_the_standards(page, live_server, standard):
    page.goto(f"{live_server.url}/static/js/scorm_runtime.js")
    calls = [call for call, _answer in TALKS[standard]]
    answers, told = page.evaluate(TALK, [standard, {"passMark": 80}, calls])
    assert answers == [answer for _call, answer in TALKS[standard]]
    assert told[:2] == [LEFT[standard], 65 if standard == "2004" else 66]
