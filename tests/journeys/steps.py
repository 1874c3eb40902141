"""What people do with a phone, one verb each; journeys are made of them."""

import json
import re

from playwright.sync_api import Page, expect

from tests.answers import right_value


def texted_code(school, phone: str) -> str:
    """The newest code that was texted to this number."""
    texts = school.rows(
        f"SELECT text FROM notices_smsmessage WHERE phone = '{phone}' ORDER BY id DESC LIMIT 1"
    )
    return re.search(r"\d{6}", texts[0][0]).group()


def type_code(page: Page, school, phone: str) -> None:
    field = page.locator("input[name=code]")
    expect(field).to_be_visible()  # By now the code has been texted.
    field.fill(texted_code(school, phone))
    page.locator("button[value=verify]").click()
    expect(field).to_have_count(0)


def log_in(page: Page, school, phone: str) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(phone.removeprefix("+86"))
    page.locator("main form").first.locator("button").first.click()
    type_code(page, school, phone)


def turn_the_cards(page: Page) -> int:
    """Read a lesson to its last card; answers how many cards were turned."""
    turned = 0
    onward = page.locator("[data-cards-next]")
    expect(page.locator(".cards--on")).to_be_visible()
    while onward.is_visible():
        onward.click()
        turned += 1
    return turned


def finish_lesson(page: Page) -> None:
    turn_the_cards(page)
    page.locator("[data-cards-end] button").click()


def right_answers(school, attempt: int) -> dict[int, tuple[str, list[str]]]:
    """Slot -> kind and what to choose or type, read from the attempt as it was frozen."""
    found = {}
    for slot, kind, frozen in school.rows(
        f"SELECT slot, kind, frozen FROM assessments_attemptquestion WHERE attempt_id = {attempt}"
    ):
        frozen = json.loads(frozen) if isinstance(frozen, str) else frozen
        value = right_value(kind, frozen["answers"])
        found[slot] = (kind, value if isinstance(value, list) else [value])
    return found


def answer(page: Page, kind: str, values: list[str]) -> None:
    if kind in {"number", "shorttext"}:
        page.locator("input[name=answer]").fill(values[0])
        return
    for value in values:
        page.locator(f"label.choice:has(input[value='{value}'])").click()


def sit_quiz(page: Page, school, *, before=lambda slot: None, after=lambda slot: None) -> int:
    """Answer every question rightly and hand in; answers the attempt's number."""
    page.locator(".bottom form button").click()
    expect(page.locator("#answer-form")).to_be_visible()
    attempt = int(re.search(r"/attempts/(\d+)/", page.url).group(1))
    for slot, (kind, values) in sorted(right_answers(school, attempt).items()):
        expect(page.locator(f"#answer-form[data-slot='{slot}']")).to_be_visible()
        before(slot)
        answer(page, kind, values)
        after(slot)
        page.locator("#answer-form .btn:not(.btn--quiet)").click()
    expect(page.locator("#answer-form[data-slot='0']")).to_be_attached()
    page.locator("#answer-form button").click()
    page.wait_for_url("**/result/")
    return attempt
