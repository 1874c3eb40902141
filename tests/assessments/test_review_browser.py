"""The daily review on a phone whose network goes away in the middle."""

import re

import pytest
from playwright.sync_api import expect

from assessments.models import ReviewCard, ReviewEvent
from tests import cast as people
from tests.assessments import cast
from tests.assessments.reviewing import miss

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def her(live_server, transactional_db):
    """A leader who missed a question of five kinds."""
    leader = people.leader()
    kinds = [cast.single(), cast.multiple(), cast.shorttext(), cast.matching(), cast.ordering()]
    miss(leader, kinds)
    return leader


@pytest.fixture
def phone(browser, live_server, her, client_of):
    """A function that gives her phone; its storage outlives the page."""
    session = client_of(her).cookies["sessionid"].value
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


def open_review(context):
    page = context.new_page()
    page.goto("/review/")
    return page


def kind_on(page) -> str:
    """Which kind of question stands on the page."""
    for kind, what in {
        "single": "[type=radio]", "multiple": "[type=checkbox]", "ordering": ".order",
        "matching": "select", "shorttext": "[type=text]",
    }.items():  # fmt: skip
        if page.locator(f"#card {what}").count():
            return kind
    raise AssertionError("no question on the page")


def give(page) -> str:
    """Answer the card that is shown, rightly where that takes no thought."""
    kind = kind_on(page)
    match kind:
        case "single":
            page.get_by_text("right", exact=True).click()
        case "multiple":
            for number in (1, 2):
                page.get_by_text(f"right {number}").click()
        case "shorttext":
            page.get_by_role("textbox").fill("pick up tomorrow")
        case "matching":
            page.get_by_label("traffic item").select_option("draws people")
            page.get_by_label("profit item").select_option("earns")
        case "ordering":
            mix(page)
    page.get_by_role("button", name="Is it right?").click()
    return kind


def mix(page) -> None:
    """Move things, to any order but the right one."""
    page.get_by_role("button", name="Move down").first.click()
    if page.locator(".order__text").all_inner_texts() == ["taste", "post", "pack"]:
        page.get_by_role("button", name="Move down").first.click()


OFFLINE = {
    "single": "Right",
    "multiple": "Partly right",
    "matching": "Right",
    "shorttext": "Compare it with yours",
    "ordering": "Compare it with yours",
}


def test_offline_in_the_middle_she_goes_on_and_nothing_is_lost(phone, her):
    context = phone()
    page = open_review(context)
    seen = [give(page)]
    expect(page.locator(".save")).to_have_attribute("data-state", "saved")
    page.get_by_role("link", name="Next").click()
    context.set_offline(True)
    for left in (3, 2, 1, 0):
        kind = give(page)
        seen.append(kind)
        expect(page.locator("[data-verdict]:visible")).to_have_text(OFFLINE[kind])
        expect(page.locator(".callout")).to_have_text("Because (en)")
        expect(page.get_by_text("On this phone, waiting")).to_be_visible()
        if left:
            page.get_by_role("link", name="Next").click()
            expect(page.get_by_text("No network.")).to_be_visible()
    assert sorted(seen) == sorted(OFFLINE)
    assert ReviewEvent.objects.count() == 1
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("You looked at 5 of your questions again.")).to_be_visible()
    context.set_offline(False)
    expect(page.locator(".save")).to_have_attribute("data-state", "saved")
    expect(page.get_by_text(re.compile(r"You knew 3 of 5\."))).to_be_visible()
    assert ReviewCard.objects.filter(leader=her, known=True).count() == 3
    assert ReviewEvent.objects.count() == 5
    page.goto("/review/")
    expect(page.get_by_text("You knew 3 of 5.")).to_be_visible()


def test_a_killed_tab_keeps_what_was_answered_and_asks_nothing_twice(phone):
    context = phone()
    page = open_review(context)
    context.route("**/review/save/", lambda route: route.abort())
    first = give(page)
    expect(page.get_by_text("On this phone, waiting")).to_be_visible()
    page.close()
    page = open_review(context)
    expect(page.get_by_text("2 / 5")).to_be_visible()
    assert kind_on(page) != first
    with page.expect_response("**/review/save/") as arrived:
        context.unroute("**/review/save/")
        page.reload()
    assert arrived.value.status == 200
    expect(page.get_by_text("2 / 5")).to_be_visible()
    assert ReviewEvent.objects.count() == 1


def test_what_was_hard_is_said_with_one_tap(phone):
    page = open_review(phone())
    while kind_on(page) != "single":
        page.get_by_role("button", name="I don't know").click()
        page.get_by_role("link", name="Next").click()
    page.get_by_role("button", name="Is it right?").click()
    expect(page.get_by_role("alert")).to_be_visible()
    give(page)
    page.get_by_role("button", name="it was hard").click()
    expect(page.locator(".save")).to_have_attribute("data-state", "saved")
    ratings = ReviewEvent.objects.order_by("pk").values_list("rating", flat=True)
    assert list(ratings)[-2:] == [3, 2]


def test_without_a_script_it_is_a_plain_form(phone):
    page = open_review(phone(java_script_enabled=False))
    expect(page.get_by_text("1 / 5")).to_be_visible()
    page.get_by_role("button", name="I don't know").click()
    expect(page.get_by_text("Not yet")).to_be_visible()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("2 / 5")).to_be_visible()
