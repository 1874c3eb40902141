"""The editor in a real browser: a comment beside a field, and steps dragged into another order."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect
from wagtail.models import Comment

from courses.authoring.editing import steps_of
from school.people import roles
from tests import cast
from tests.courses import tree

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser, live_server, transactional_db, client_of):
    """A function that opens a page at somebody's desk."""
    contexts = []

    def take(person, address):
        session = client_of(person).cookies["sessionid"].value
        size = {"width": 1280, "height": 900}
        context = browser.new_context(base_url=live_server.url, viewport=size, locale="en")
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        contexts.append(context)
        opened = context.new_page()
        opened.goto(address)
        return opened

    yield take
    for context in contexts:
        context.close()


def names(window) -> list[str]:
    return window.locator("tr[data-name]").evaluate_all("all => all.map(one => one.dataset.name)")


def test_a_comment_is_sent_once_and_steps_are_dragged(desk):
    trainer, head = cast.trainer(), cast.trainer("Head Lin")
    head.groups.add(Group.objects.get(name=roles.HEAD_TRAINER))
    course = tree.course("rain", lessons=3)
    lesson = steps_of([course])[course.pk][0]

    hers = desk(trainer, f"/cms/pages/{lesson.pk}/edit/")
    hers.locator("[data-side-panel-toggle=comments]").click()
    hers.locator("[data-contentpath=summary] [data-comment-add]").click()
    hers.locator(".comment textarea").fill("Could it be shorter?")
    hers.locator(".comment").get_by_role("button", name="Comment").click()
    # At once: the editor is just saving by itself.
    hers.get_by_role("button", name="Save draft").click()
    expect(hers.get_by_text("has been updated")).to_be_visible()
    assert Comment.objects.get().text == "Could it be shorter?"

    assert head.notices.get().body == f"{trainer.name}: Could it be shorter?"

    his = desk(head, f"/cms/school/courses/{course.translation_key}/")
    lines = his.locator("tr[data-name]")
    lines.nth(0).locator(".course-handle").drag_to(lines.nth(2))
    expect(his.locator("[data-said]")).to_contain_text("Step 1 is number")
    dragged = names(his)
    assert dragged[0] == "Step 2"
    his.get_by_label("Step 3: one up").press("Enter")
    wanted = names(his)
    assert wanted.index("Step 3") == dragged.index("Step 3") - 1
    his.get_by_role("button", name="Save the steps").first.press("Enter")
    expect(his.get_by_text("Saved, in all languages.")).to_be_visible()
    assert names(his) == wanted
