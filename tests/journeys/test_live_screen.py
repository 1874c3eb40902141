"""The code on the trainer's screen, read by a camera: a leader who is logged out scans it, logs in,
and is there; the trainer sees her come without touching anything."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys import office, steps

LEADER, TRAINER = "+8613800004601", "+8613800004602"

SET_THE_SCENE = f"""
from datetime import timedelta
from django.utils import timezone
from courses.models import Series, Session
from school.lib import dates
from school.people import roles
from school.people.models import Leader, Region, User
city, _ = Region.objects.get_or_create(name="湘潭", parent=None)
trainer, _ = User.objects.get_or_create(phone="{TRAINER}", defaults=dict(name="彭讲师"))
roles.give(trainer, roles.TRAINER)
user, _ = User.objects.get_or_create(phone="{LEADER}", defaults=dict(name="易小兰"))
roles.give(user, roles.LEADER)
leader, _ = Leader.objects.get_or_create(user=user, defaults=dict(
    code="L4601", region=city, status="active", group_members=150))
begun = timezone.now() - timedelta(minutes=1)
series = Series.objects.create(kind="skills", title="湘潭技能培训", region=city, active=False,
    starts_at=begun.time(), weekday=dates.day_of(begun).weekday())
print(Session.objects.create(series=series, on=dates.day_of(begun), starts_at=begun,
    ends_at=begun + timedelta(minutes=45), trainer=trainer).pk)
"""


@pytest.fixture
def session(school) -> int:
    return int(school.ask(SET_THE_SCENE))


def camera(desk: Page) -> str:
    """The address in the code, as a camera sees it from the back row."""
    picture = Image.open(BytesIO(desk.screenshot())).convert("L")
    (code,) = zxingcpp.read_barcodes(picture.resize((picture.width // 2, picture.height // 2)))
    return code.text


def test_a_scan_through_the_log_in_reaches_the_trainers_screen(page, school, browser, session):
    with office.desk(browser, school, TRAINER) as desk:
        desk.goto(f"/cms/live/{session}/")
        expect(desk.locator(".live-lists")).not_to_contain_text("易小兰")
        shown = desk.locator(".live-digits").inner_text()

        page.goto(camera(desk))
        page.locator("input[name=login]").fill(LEADER.removeprefix("+86"))
        page.locator("main form").first.locator("button").first.click()
        steps.type_code(page, school, LEADER)
        page.wait_for_url(f"**/here/at/{session}/")

        expect(desk.locator(".live-lists")).to_contain_text("易小兰")
        expect(desk.locator(".live-digits")).not_to_have_text(shown)
        desk.get_by_role("button", name="撤销").click()
        expect(desk.locator(".live-lists")).not_to_contain_text("易小兰")
