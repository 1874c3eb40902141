"""A leader sees a figure that isn't right, asks in two taps though the network goes, is answered by
her manager, and reads the answer."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import office, steps

LEADER, MANAGER = "+8613800004101", "+8613800004102"
ANSWER = "查过了，那笔退款是隔壁小区的，下周的文件里会改过来。"

SET_THE_SCENE = f"""
from school.people import roles
from school.people.models import Leader, Region, User
city, _ = Region.objects.get_or_create(name="株洲", parent=None)
manager, _ = User.objects.get_or_create(phone="{MANAGER}", defaults=dict(name="谭经理"))
roles.give(manager, roles.MANAGER)
manager.regions.set([city])
user, _ = User.objects.get_or_create(phone="{LEADER}", defaults=dict(name="秦玉珍"))
roles.give(user, roles.LEADER)
Leader.objects.get_or_create(user=user, defaults=dict(
    code="Q4101", region=city, status="active", group_members=150, community="阳光花园"))
"""


@pytest.fixture
def scene(school):
    school.ask(SET_THE_SCENE)
    office.bring_week(school, 1, [office.row("Q4101", "秦玉珍", LEADER, 6950, refunds=64)])
    return school


def test_a_leader_asks_and_reads_the_answer(page: Page, scene, browser):
    school = scene
    steps.log_in(page, school, LEADER)
    page.wait_for_url("**/path/")
    page.locator("a[href='/ladder/']").click()
    page.locator("a[href='/figures/']").first.click()
    expect(page.locator("main")).to_contain_text("6,950")
    page.locator("a[href^='/figures/refunds/']").click()
    expect(page.locator("main")).to_contain_text("¥ 64")

    page.locator("details summary").click()
    page.locator("textarea").fill("榨汁机不是我们小区的。")
    page.context.set_offline(True)
    page.locator("button[value='refund-foreign']").click()
    expect(page.locator("#offline")).to_be_visible()
    page.context.set_offline(False)
    page.wait_for_url("**/questions/*/")
    expect(page.locator("main")).to_contain_text("榨汁机不是我们小区的。")
    question = page.url

    with office.desk(browser, school, MANAGER) as desk:
        desk.goto("/cms/questions/")
        desk.get_by_role("row", name="秦玉珍").get_by_role("link").first.click()
        expect(desk.locator("main")).to_contain_text("榨汁机不是我们小区的。")
        desk.locator("textarea[name=words]").fill(ANSWER)
        desk.locator("button[value=accept]").click()
        expect(desk.get_by_role("status").filter(has_text="秦玉珍")).to_be_visible()

    office.open_notice(page, ANSWER)
    expect(page).to_have_url(question)
    expect(page.locator("main")).to_contain_text(ANSWER)


def test_what_waits_for_a_network_outlives_the_page(page: Page, scene, browser):
    """The page is closed before the network is back; opened again, it sends by itself."""
    steps.log_in(page, scene, LEADER)
    page.wait_for_url("**/path/")
    address = f"/figures/orders/{office.week(1)}/"
    page.goto(address)
    page.locator("details summary").click()
    page.locator("textarea").fill("还有三单。")
    page.route("**" + address, lambda route: route.abort())
    page.locator("button[value='sold-more']").click()
    expect(page.locator("#offline")).to_be_visible()
    page.goto("/path/")
    page.unroute("**" + address)
    page.goto(address)
    page.wait_for_url("**/questions/*/")
    expect(page.locator("main")).to_contain_text("还有三单。")
