"""From an invitation to a certificate on the wall, as people go the way: in Chinese, on a phone."""

import re
from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from school.lib import dates
from tests.journeys import steps
from tests.running import wait_until

PHONE = "+8613800003001"
MANAGER = "+8613800003002"
CODE = "JOURNEY2"

SET_THE_SCENE = f"""
from school.lib import dates
from school.people import roles
from school.people.models import Intake, Invitation, Region, User
city, _ = Region.objects.get_or_create(name="长沙", parent=None)
region, _ = Region.objects.get_or_create(name="岳麓", parent=city)
trainer, _ = User.objects.get_or_create(phone="+8613800003003", defaults=dict(name="林老师"))
roles.give(trainer, roles.TRAINER)
manager, _ = User.objects.get_or_create(phone="{MANAGER}", defaults=dict(name="何经理"))
roles.give(manager, roles.MANAGER)
manager.regions.set([city])
intake, _ = Intake.objects.get_or_create(
    number=12,
    defaults=dict(name="第 12 期训练营", region=region, trainer=trainer, starts_on=dates.today()),
)
Invitation.objects.get_or_create(code="{CODE}", defaults=dict(intake=intake, invited_by=trainer))
"""

# The rest of the onboarding, done by the same rules that the screens call.
FINISH_ONBOARDING = f"""
from assessments import attempt
from assessments.models import QuizPage
from courses.models import CoursePage
from courses.outline import outline_of
from courses.progress import complete_step
from school.people.models import Leader
from tests.answers import answer_rightly
leader = Leader.objects.get(user__phone="{PHONE}")
for course in CoursePage.objects.live().filter(locale__language_code="zh-hans", code__lte="C4"):
    for step in outline_of(course).steps():
        if step.kind == "quiz":
            quiz = QuizPage.objects.get(pk=step.page_id)
            answer_rightly(attempt.start(leader=leader, quiz=quiz))
        else:
            complete_step(leader=leader, step=step)
"""


@pytest.fixture
def scene(school):
    school.ask(SET_THE_SCENE)
    return school


def bring_sales(school) -> None:
    """Her last complete week in the trading system's own export: twelve effective orders."""
    week = dates.week_start(dates.today()) - timedelta(days=7)
    file = school.folder / "week.csv"
    file.write_text(
        "ID,团长昵称,团长姓名,团长手机号,小区信息,总订单量,有效订单量,已关闭订单量,"
        "订单总金额（元）,有效订单金额（元）,待付款量,退款量,退款总金额（元）\n"
        f"1,小雨,周小雨,{PHONE[3:]},阳光花园,13,12,1,¥420.00,¥396.50,0,0,0\n"
    )
    school.manage("import_sales", str(file), "--week", week.isoformat(), "--complete")


def join(page: Page, school) -> None:
    page.goto(f"/join/{CODE}/")
    expect(page.locator("main")).to_contain_text("林老师")
    page.locator("input[name=name]").fill("周小雨")
    page.locator("input[name=phone]").fill("138 0000 3001")
    page.locator("input[name=community]").fill("阳光花园")
    page.locator("input[name=group_members]").fill("128")
    page.locator("label.choice:has(input[name=kind][value=mother])").click()
    page.locator("label.choice:has(input[name=language][value=zh-hans])").click()
    page.locator("label.checkbox:has(input[name=consent])").click()
    page.locator("main form button").last.click()
    steps.type_code(page, school, PHONE)
    page.wait_for_url("**/intake/")


def test_from_invitation_to_certificate(page: Page, scene, browser, browser_context_args):
    school = scene
    join(page, school)
    expect(page.locator("main")).to_contain_text("第 12 期训练营")

    page.locator(".bottom a").click()
    first_lesson = page.url
    steps.finish_lesson(page)
    expect(page).not_to_have_url(first_lesson)

    page.goto(re.sub(r"[^/]+/$", "quiz/", first_lesson))

    def lose_the_network(slot):
        if slot == 3:
            page.context.set_offline(True)

    def find_it_again(slot):
        if slot == 3:
            expect(page.locator(".save[data-state=waiting]")).to_be_visible()
            expect(page.locator("#offline")).to_contain_text("没有网")
            page.context.set_offline(False)
            expect(page.locator(".save[data-state=saved]")).to_be_visible()

    steps.sit_quiz(page, school, before=lose_the_network, after=find_it_again)
    expect(page.locator("main")).to_contain_text("100")

    school.ask(FINISH_ONBOARDING)
    bring_sales(school)
    school.manage("evaluate_standing")

    approve(browser, school)

    page.goto("/inbox/")
    expect(page.locator("main")).to_contain_text("普通")
    page.goto("/path/")
    check_certificate(page, school, browser, browser_context_args)


def approve(browser, school) -> None:
    """The manager, at a desk, looks at the evidence and approves."""
    context = browser.new_context(
        base_url=school.url, viewport={"width": 1280, "height": 900}, locale="zh-CN"
    )
    desk = context.new_page()
    steps.log_in(desk, school, MANAGER)
    desk.goto("/cms/promotions/")
    expect(desk.locator("main")).to_contain_text("周小雨")
    desk.get_by_role("row", name="周小雨").get_by_role("button", name="同意").click()
    expect(desk.get_by_role("status").filter(has_text="位团长升级了")).to_be_visible()
    context.close()


def check_certificate(page: Page, school, browser, browser_context_args) -> None:
    """Print the sheet, read its code back with a scanner, and open what it says as a stranger."""
    sheet = page.locator("a.certificate", has_text="普通").get_attribute("href")
    pdf = wait_until(lambda: printed(page, school.url + sheet), what="the printed sheet")
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil()
    address = zxingcpp.read_barcode(picture).text
    assert address.startswith(f"{school.url}/verify/")

    stranger = browser.new_context(**browser_context_args)
    door = stranger.new_page()
    door.goto(address)
    expect(door.locator("main")).to_contain_text("周小雨")
    expect(door.locator("main")).to_contain_text("普通")
    assert PHONE[3:] not in door.content()
    assert "阳光花园" not in door.content()
    stranger.close()


def printed(page: Page, address: str) -> bytes | None:
    """The sheet, once the worker has made it; until then a page says that it is being made."""
    answer = page.context.request.get(address)
    assert answer.ok
    return answer.body() if answer.headers["content-type"] == "application/pdf" else None
