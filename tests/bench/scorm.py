"""Packages of real tools, from the trainer's upload to what the school knows in the end.

A trainer brings the two zips in the CMS, a worker unpacks them, and a leader goes through each on a
phone by its own buttons: completion and score must have reached her progress.
"""

import json
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.bench import exports
from tests.chromium import launch_args

PATIENCE = 60_000  # milliseconds: a book of PreTeXt has 286 files
PEOPLE = """
import json
from school.people import roles
from school.people.models import Leader, User
from tests.bench.sessions import session_of
leader = Leader.objects.filter(status="active").select_related("user").first()
trainer = User.objects.filter(groups__name=roles.TRAINER).first()
print(json.dumps([session_of(trainer), session_of(leader.user)]))
"""
STEPS = """
import json
from courses.models import ScormPackage, ScormPage
from tests.courses import tree
course = tree.course("packages-of-tools", lessons=0)
rows = ScormPackage.objects.filter(state="ready")
print(json.dumps({
    row.title: tree.step(course, ScormPage, f"step-{row.pk}", package=row).address for row in rows
}))
"""
OUTCOME = """
import json
from courses.models import ScormSession, StepCompletion
rows = ScormSession.objects.order_by("pk")
done = set(StepCompletion.objects.filter(source="package").values_list("step_key", flat=True))
print(json.dumps([
    [str(row.package.title), row.package.standard, row.package.files, row.package.size,
     row.step_key in done, float(row.score or 0)]
    for row in rows
]))
"""


def report(school, folder: Path) -> list[str]:
    """Print what came out; answer what missed its mark."""
    try:
        zips = {"JClic": exports.jclic(folder), "PreTeXt": exports.pretext(folder)}
    except RuntimeError as problem:
        print(f"packages of real tools: left out. {problem}")
        return [f"scorm: {problem}"]
    trainer, leader = json.loads(school.ask(PEOPLE))
    school.start_worker()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_args())
        _bring(_page(browser, school.url, trainer, 1200), zips)
        steps = json.loads(school.ask(STEPS))
        page = _page(browser, school.url, leader, 360)
        for title, walk in (("JClic", _match), ("PreTeXt", _answer)):
            page.goto(steps[title])
            walk(page)
        browser.close()
    school.kill("worker")
    return _judge(json.loads(school.ask(OUTCOME)))


def _page(browser, url: str, session: str, width: int) -> Page:
    context = browser.new_context(base_url=url, viewport={"width": width, "height": 740})
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def _bring(page: Page, zips: dict[str, Path]) -> None:
    """As a trainer does, until all are unpacked: the page looks again by itself."""
    for title, path in zips.items():
        page.goto("/cms/school/packages/")
        page.fill("[name=title]", title)
        page.set_input_files("[name=file]", path)
        page.click(".school-import form button")
    for standard in ("SCORM 1.2", "SCORM 2004"):
        expect(page.locator("tbody tr", has_text=standard)).to_be_visible(timeout=PATIENCE)


def _package(page: Page):
    """The package's own page, two frames below the school's."""
    return page.frame_locator(".scorm iframe").frame_locator("iframe")


def _match(page: Page) -> None:
    """Two pairs, each a cell above and the one below it. It says on leaving that she is through."""
    cells = _package(page).locator(".JClicActivity canvas").first
    cells.wait_for()
    box = cells.bounding_box()
    frame = next(one for one in page.frames if one.url.endswith("index.html"))
    playing = "JClicObject.currentPlayers[0].actPanel.playing"
    frame.wait_for_function(playing)
    for across in (0.25, 0.75):
        for down in (0.25, 0.75):
            page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
    frame.wait_for_function(f"!{playing}")
    page.click(".topbar a")
    page.wait_for_url("**/packages-of-tools/")


def _answer(page: Page) -> None:
    """To the book's second page, its one question, and handing in."""
    book = _package(page)
    book.get_by_role("link", name="Why taste").first.click()
    book.get_by_text("What comes first?").first.click()
    book.get_by_text("Taste it at home.").click()
    book.get_by_role("button", name="Check Me").click()
    book.get_by_role("button", name="Submit Assignment").click()
    page.locator("[data-scorm-done] a").wait_for()


def _judge(rows: list[list]) -> list[str]:
    missed = [] if len(rows) == 2 else [f"scorm: {len(rows)} openings instead of 2"]
    for title, standard, files, size, done, score in rows:
        words = "done" if done else "not done"
        print(
            f"{title} (SCORM {standard}, {files} files, {size / 1e6:.1f} MB): {words}, {score:.0f}"
        )
        if not done or score != 100:
            missed.append(f"scorm, {title}: {words}, {score:.0f}")
    return missed
