"""Sitting a quiz on a phone whose network comes and goes."""

import re

import pytest
from playwright.sync_api import expect

from assessments import answer
from assessments import attempt as rules
from assessments.models import AnswerEvent
from school.notices.models import SmsMessage
from tests import cast as people
from tests.assessments import cast

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SAVE = re.compile("/save/$")


@pytest.fixture
def sitting(live_server, transactional_db):
    """A leader in the middle of a quiz of three questions."""
    course = cast.course()
    quiz = cast.quiz(course, questions=[cast.truefalse(), cast.multiple(), cast.shorttext()])
    return rules.start(leader=people.leader(), quiz=quiz)


@pytest.fixture
def phone(browser, live_server, sitting, client_of):
    """A function that gives a page of her phone; its storage outlives the page."""
    session = client_of(sitting.leader).cookies["sessionid"].value
    contexts = []

    def take(**options):
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 360, "height": 740}, **options
        )
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        contexts.append(context)
        return context

    yield take
    for context in contexts:
        context.close()


def open_question(context, sitting, slot=1):
    page = context.new_page()
    page.goto(f"/attempts/{sitting.pk}/?q={slot}")
    return page


def standing(sitting) -> list:
    return list(answer.standing(sitting).values())


def test_an_answer_is_saved_as_it_is_given(phone, sitting):
    page = open_question(phone(), sitting)
    page.get_by_text("False").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    assert standing(sitting) == [cast.key_of(sitting, 1, "False")]
    page.get_by_role("button", name="Next").click()
    expect(page).to_have_url(re.compile("q=2$"))
    for choice in ("right 1", "right 3"):
        page.get_by_text(choice).click()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("textbox").fill("Pick up")
    page.get_by_role("button", name="Look over").click()
    expect(page.get_by_text("Everything is answered")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Done: 89 of 100")).to_be_visible()


def fetched(page):
    """Until the script has all pages, turning one needs the network."""
    expect(page.locator("#sheet[data-fetched]")).to_be_attached()


def test_without_a_network_she_goes_on_answering(phone, sitting):
    context = phone()
    page = open_question(context, sitting)
    fetched(page)
    context.set_offline(True)
    page.get_by_text("False").click()
    expect(page.get_by_text("On this phone, waiting")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page).to_have_url(re.compile("q=2$"))
    for choice in ("right 1", "right 2", "right 3"):
        page.get_by_text(choice).click()
    expect(page.get_by_text("No network.")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("False")).to_be_checked()
    page.go_back()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("textbox").fill("pick up")
    page.get_by_role("button", name="Look over").click()
    expect(page.get_by_text("Everything is answered")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Handed in on this phone.")).to_be_visible()
    assert not AnswerEvent.objects.exists()
    context.set_offline(False)
    expect(page.get_by_text("Done: 100 of 100")).to_be_visible()


def test_a_killed_tab_loses_neither_answers_nor_the_hand_in(phone, sitting):
    context = phone()
    page = open_question(context, sitting)
    fetched(page)
    context.route(SAVE, lambda route: route.abort())
    page.get_by_text("False").click()
    page.get_by_role("button", name="Next").click()
    page.get_by_text("right 1").click()
    expect(page.get_by_text("On this phone, waiting")).to_be_visible()
    page.close()
    context.unroute(SAVE)
    page = context.new_page()
    page.goto(f"/attempts/{sitting.pk}/")
    expect(page).to_have_url(re.compile("q=3$"))
    page.get_by_role("button", name="Look over").click()
    expect(page.get_by_text("1 question is still open")).to_be_visible()


def test_a_log_in_that_ran_out_is_renewed_on_the_page(phone, sitting):
    context = phone()
    page = open_question(context, sitting)
    fetched(page)
    context.clear_cookies(name="sessionid")
    page.get_by_text("False").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Mobile number").fill(sitting.leader.user.phone)
    dialog.get_by_role("button", name="Send me a code").click()
    digits = dialog.get_by_label("The six digits")
    digits.fill("000000")
    dialog.get_by_role("button", name="Go on").click()
    expect(dialog.get_by_role("alert")).to_contain_text("not the code")
    digits.fill(re.search(r"\d{6}", SmsMessage.objects.latest("pk").text).group())
    dialog.get_by_role("button", name="Go on").click()
    expect(dialog).not_to_be_visible()
    expect(page.get_by_text("Saved")).to_be_visible()
    assert standing(sitting) == [cast.key_of(sitting, 1, "False")]
    page.get_by_role("button", name="Next").click()
    page.get_by_text("right 1").click()
    expect(page.get_by_text("Saved")).to_be_visible()


def test_what_a_second_device_has_answered_is_seen_on_return(phone, sitting):
    page = open_question(phone(), sitting)
    fetched(page)
    cast.give(sitting, {1: cast.key_of(sitting, 1, "False")}, client_id="tablet")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_label("False")).to_be_checked()


def test_answers_of_an_attempt_whose_time_ran_out_without_network_are_still_sent(phone, sitting):
    context = phone()
    page = open_question(context, sitting)
    fetched(page)
    context.route(SAVE, lambda route: route.abort())
    page.get_by_text("False").click()
    expect(page.get_by_text("On this phone, waiting")).to_be_visible()
    page.close()
    cast.end_now(sitting)
    context.unroute(SAVE)
    page = context.new_page()
    page.goto(f"/attempts/{sitting.pk}/")
    expect(page.get_by_text("1 answer reached us after the end")).to_be_visible()
    assert AnswerEvent.objects.get().late


def test_a_closed_page_sends_what_waited_when_it_is_opened_again(phone, sitting):
    context = phone()
    page = open_question(context, sitting)
    context.route(SAVE, lambda route: route.abort())
    page.get_by_text("False").click()
    expect(page.get_by_text("On this phone, waiting")).to_be_visible()
    page.close()
    context.unroute(SAVE)
    page = open_question(context, sitting)
    expect(page.get_by_label("False")).to_be_checked()
    expect(page.get_by_text("Saved")).to_be_visible()
    assert standing(sitting) == [cast.key_of(sitting, 1, "False")]


def test_without_a_script_the_page_is_a_plain_form(phone, sitting):
    page = open_question(phone(java_script_enabled=False), sitting)
    page.get_by_text("False").click()
    page.get_by_role("button", name="Next").click()
    expect(page).to_have_url(re.compile("q=2$"))
    assert standing(sitting) == [cast.key_of(sitting, 1, "False")]


# --- forward only -------------------------------------------------------------------------------


@pytest.fixture
def forward(live_server, transactional_db):
    """A leader at the first of four questions between which there is no way back."""
    questions = [cast.truefalse(), cast.shorttext(), cast.truefalse(), cast.shorttext()]
    quiz = cast.quiz(cast.course(), questions=questions, navigation="sequential")
    return rules.start(leader=people.leader(), quiz=quiz)


@pytest.fixture
def her_phone(browser, live_server, forward, client_of):
    session = client_of(forward.leader).cookies["sessionid"].value
    context = browser.new_context(base_url=live_server.url, viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    yield context
    context.close()


def leave(page):
    """Close a page whose network is pretended to be gone. One that is closed as it is gets it back
    for a moment, and sends."""
    page.goto("about:blank")
    page.close()


def go_on(page):
    page.get_by_role("button", name="Next").click()


def test_forward_only_offline_no_question_is_skipped_by_a_slip_and_none_asked_twice(
    her_phone, forward
):
    page = open_question(her_phone, forward)
    fetched(page)
    her_phone.set_offline(True)
    page.get_by_text("False").click()
    go_on(page)
    expect(page).to_have_url(re.compile("q=2$"))
    go_on(page)
    expect(page.get_by_text("There is no way back to this page")).to_be_visible()
    expect(page).to_have_url(re.compile("q=2$"))
    page.get_by_role("textbox").fill("pick up")
    expect(page.get_by_text("There is no way back to this page")).not_to_be_visible()
    go_on(page)
    expect(page).to_have_url(re.compile("q=3$"))
    expect(page.get_by_role("button", name="Back")).to_have_count(0)
    go_on(page)
    go_on(page)
    expect(page).to_have_url(re.compile("q=4$"))
    assert not AnswerEvent.objects.exists()
    leave(page)
    her_phone.set_offline(False)
    page = her_phone.new_page()
    page.goto(f"/attempts/{forward.pk}/?q=4")
    expect(page).to_have_url(re.compile("q=3$"))
    expect(page.get_by_label("False")).to_be_visible()
    page.get_by_text("False").click()
    go_on(page)
    page.get_by_role("textbox").fill("pick up")
    page.get_by_role("button", name="Look over").click()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Done: 100 of 100")).to_be_visible()
    asked = AnswerEvent.objects.values_list("attempt_question__slot", flat=True).distinct()
    assert sorted(asked) == [1, 2, 3, 4]


def test_forward_only_a_tab_that_is_behind_is_shown_where_she_is(her_phone, forward):
    behind = open_question(her_phone, forward)
    fetched(behind)
    page = open_question(her_phone, forward)
    fetched(page)
    page.get_by_text("False").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    go_on(page)
    expect(page).to_have_url(re.compile("q=2$"))
    page.get_by_role("textbox").fill("pick up")
    expect(page.get_by_text("Saved")).to_be_visible()
    behind.get_by_text("True").click()
    expect(behind.get_by_text("This page is behind you already.")).to_be_visible()
    expect(behind.get_by_role("textbox")).to_have_value("pick up")
    assert standing(forward) == [cast.key_of(forward, 1, "False"), "pick up"]


# --- sent from other pages ----------------------------------------------------------------------


def waiting(context, sitting):
    """An answer that waits on a phone whose tab was killed."""
    page = open_question(context, sitting)
    fetched(page)
    context.route(SAVE, lambda route: route.abort())
    page.get_by_text("False").click()
    expect(page.get_by_text("On this phone, waiting")).to_be_visible()
    page.close()


@pytest.mark.parametrize("address", ["/path/", "/inbox/"])
def test_answers_that_wait_are_sent_from_any_page_of_the_school(phone, sitting, address):
    context = phone()
    waiting(context, sitting)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_text("Answers of a quiz wait on this phone.")).to_be_visible()
    assert standing(sitting) == []
    context.unroute(SAVE)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Saved")).to_be_visible()
    assert standing(sitting) == [cast.key_of(sitting, 1, "False")]
    page.goto(address)
    assert "attempt.js" not in page.content()


def test_a_hand_in_that_waits_is_sent_from_another_page_too(phone, sitting):
    context = phone()
    page = open_question(context, sitting)
    fetched(page)
    page.get_by_text("False").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    context.set_offline(True)
    for name in ("Next", "Next", "Look over", "Hand in"):
        page.get_by_role("button", name=name).click()
    expect(page.get_by_text("Handed in on this phone.")).to_be_visible()
    leave(page)
    context.set_offline(False)
    page = context.new_page()
    page.goto("/path/")
    expect(page.get_by_text("Saved")).to_be_visible()
    sitting.refresh_from_db()
    assert sitting.state == "done"


def test_what_waits_of_another_leader_stays_hers(phone, sitting, client_of, live_server):
    """A shared phone: nothing is said to the one, and nothing is lost of the other."""
    context = phone()
    waiting(context, sitting)
    context.unroute(SAVE)
    hers = context.cookies()
    session = client_of(people.leader("Zhou Lan")).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    with page.expect_response(SAVE) as told:
        page.goto("/path/")
    assert told.value.status == 404
    expect(page.get_by_text("Answers of a quiz wait on this phone.")).not_to_be_visible()
    context.add_cookies([one for one in hers if one["name"] == "sessionid"])
    page.goto("/path/")
    expect(page.get_by_text("Saved")).to_be_visible()
    assert standing(sitting) == [cast.key_of(sitting, 1, "False")]


def test_pages_without_anything_waiting_carry_nothing_for_it(client_of, sitting):
    client = client_of(sitting.leader)
    assert "attempt.js" not in client.get("/path/").content.decode()
    client.cookies["unsent"] = f"{sitting.pk}.x.99999999999999999"
    html = client.get("/path/").content.decode()
    assert html.count("data-attempt=") == 1
    client.logout()
    client.cookies["unsent"] = str(sitting.pk)
    assert "data-attempt=" not in client.get("/", follow=True).content.decode()
