"""The kinds with parts in a real browser: moved, tapped and chosen, with a finger and without."""

import re

import pytest
from playwright.sync_api import expect

from assessments import answer
from assessments import attempt as rules
from tests import cast as people
from tests.assessments import cast
from tests.running import wait_until

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sitting(live_server, transactional_db):
    questions = [cast.ordering(), cast.place(), cast.matching(), cast.cloze()]
    quiz = cast.quiz(cast.course(), questions=questions)
    return rules.start(leader=people.leader(), quiz=quiz)


@pytest.fixture
def page(browser, live_server, sitting, client_of):
    session = client_of(sitting.leader).cookies["sessionid"].value
    context = browser.new_context(base_url=live_server.url, viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    yield context.new_page()
    context.close()


def open_question(page, sitting, slot):
    page.goto(f"/attempts/{sitting.pk}/?q={slot}")


def given(sitting, slot):
    return answer.standing(sitting).get(sitting.questions.get(slot=slot).pk)


def test_things_are_moved_into_their_order(page, sitting):
    open_question(page, sitting, 1)
    right = sitting.questions.get(slot=1).frozen["right"]
    words = ["taste", "post", "pack"]
    for place, word in enumerate(words):
        rows = page.locator(".order__row")
        while rows.nth(place).locator(".order__text").inner_text() != word:
            page.get_by_role("button", name=f"Move up: {word}").click()
    expect(page.get_by_text("Saved").first).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page).to_have_url(re.compile("q=2$"))
    # "Saved" may have been said of an earlier move.
    wait_until(lambda: given(sitting, 1) == {key: at for at, key in enumerate(right, start=1)})
    open_question(page, sitting, 1)
    assert page.locator(".order__text").all_inner_texts() == words


def test_a_place_is_tapped_on(page, sitting):
    open_question(page, sitting, 2)
    box = page.locator(".place__picture").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.5)
    expect(page.get_by_text("Your spot is marked")).to_be_visible()
    expect(page.get_by_text("Saved").first).to_be_visible()
    value = given(sitting, 2)
    assert (round(float(value["x"])), round(float(value["y"]))) == (55, 50)


def test_a_place_is_chosen_by_its_number_with_the_keyboard(page, sitting):
    open_question(page, sitting, 2)
    page.get_by_text("Choose by number").focus()
    page.keyboard.press("Enter")
    page.get_by_label("date").focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("Saved").first).to_be_visible()
    assert given(sitting, 2) == {"area": cast.key_of(sitting, 2, "date")}


def test_pairs_and_gaps_are_saved_as_they_are_chosen(page, sitting):
    open_question(page, sitting, 3)
    page.get_by_label("traffic item").select_option("draws people")
    expect(page.get_by_text("Saved").first).to_be_visible()
    assert len(given(sitting, 3)) == 1
    open_question(page, sitting, 4)
    page.get_by_label("Gap 1").select_option("12%")
    page.get_by_label("Gap 2").fill("100")
    page.get_by_role("button", name="Look over").click()
    expect(page).to_have_url(re.compile("q=end$"))
    # What was typed last goes up while the next page opens.
    assert wait_until(lambda: given(sitting, 4).get("2")) == "100"
