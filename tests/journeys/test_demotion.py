"""The way down, as it is meant to be: two reviews, two weeks of help, a third look, a person who
decides and says why; and the way back, by an appeal that somebody else answers.

The months before are written by the same rules as on their days; nobody waits for them here."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from school.lib import dates
from tests.journeys import office, steps

LEADER = "+8613800004301"
MANAGER, OPERATIONS, COACH = "+8613800004302", "+8613800004303", "+8613800004304"
REASON = "三个月都在线下，先退一步，把团稳住。"
APPEAL = "那两个月我在医院，有单子。"
ANSWER = "看过住院单，这一步收回来。"

SET_THE_SCENE = f"""
from datetime import timedelta
from school.lib import dates
from school.people import roles
from school.people.models import Leader, Region, User
from school.standing import tier
city, _ = Region.objects.get_or_create(name="衡阳", parent=None)
people = {{}}
for phone, name, role in [
    ("{LEADER}", "何冬梅", roles.LEADER),
    ("{MANAGER}", "蒋经理", roles.MANAGER),
    ("{OPERATIONS}", "许主管", roles.OPERATIONS),
    ("{COACH}", "谢督导", roles.COACH),
]:
    people[phone] = User.objects.create(phone=phone, name=name)
    roles.give(people[phone], role)
people["{MANAGER}"].regions.set([city])
leader = Leader.objects.create(
    user=people["{LEADER}"], code="D4301", region=city, status="active", group_members=150,
    joined_on=dates.today() - timedelta(weeks=40), coach=people["{COACH}"], community="阳光花园")
tier.begin(tiers={{leader.pk: "advanced"}})
"""

# The second review lies so far back that the plan that it began has ended.
SECOND = dates.today() - timedelta(days=16)
FIRST = SECOND - timedelta(days=31)

BRING_THE_WEEKS = """
from datetime import date
from school.standing.sales import import_sales
for monday, text in {weeks!r}:
    week = date.fromisoformat(monday)
    import_sales(data=text.encode(), name="week.csv", week=week, complete=True)
"""

HOLD_A_REVIEW = """
from datetime import date
from school.standing import review
print(len(review.hold(on=date({day:%Y, %-m, %-d})).plans))
"""

LOOK_A_THIRD_TIME = """
from school.lib import dates
from school.standing import plan
print(*[str(one.state) for one in plan.close_due(on=dates.today())])
"""


@pytest.fixture
def scene(school):
    school.ask(SET_THE_SCENE)
    text = office.HEADER + office.row("D4301", "何冬梅", LEADER, 3000, orders=60)
    weeks = [(office.week(ago).isoformat(), text) for ago in range(12, 0, -1)]
    school.ask(BRING_THE_WEEKS.format(weeks=weeks))
    return school


def tier_of(school) -> str:
    return school.ask(
        "from school.standing.models import Standing\n"
        f"print(Standing.objects.get(leader__user__phone='{LEADER}').tier_id)"
    )


def test_a_step_down_with_help_and_the_way_back(page: Page, scene, browser):
    school = scene
    assert school.ask(HOLD_A_REVIEW.format(day=FIRST)) == "0"
    assert school.ask(HOLD_A_REVIEW.format(day=SECOND)) != "0"
    steps.log_in(page, school, LEADER)
    page.wait_for_url("**/path/")
    page.goto("/inbox/")
    page.locator("article a.btn[href^='/plans/']").click()
    expect(page.locator("main")).to_contain_text("20,000")
    expect(page.locator("main")).to_contain_text("谢督导")

    assert "missed" in school.ask(LOOK_A_THIRD_TIME)
    assert tier_of(school) == "advanced"
    decide(browser, school)
    assert tier_of(school) == "ordinary"

    office.open_notice(page, REASON)
    expect(page.locator("main")).to_contain_text("蒋经理")
    page.locator("details summary").click()
    page.locator("textarea").fill(APPEAL)
    page.locator("button[value='was-away']").click()
    page.wait_for_url("**/questions/*/")

    the_decider_may_not_answer(browser, school)
    answer(browser, school)
    assert tier_of(school) == "advanced"
    office.open_notice(page, ANSWER)
    expect(page.locator("main")).to_contain_text(ANSWER)
    page.goto("/ladder/")
    expect(page.locator("[aria-current=step]")).to_contain_text("进阶")


def decide(browser, school) -> None:
    """The manager reads the evidence, writes a reason, and moves her one step down."""
    with office.desk(browser, school, MANAGER) as desk:
        desk.goto("/cms/promotions/")
        waiting = desk.get_by_role("row", name="何冬梅")
        waiting.locator("td.school-decide a").first.click()
        expect(desk.locator("main")).to_contain_text("12,000")
        desk.locator("textarea[name=reason]").fill(REASON)
        desk.locator("form[action='/cms/promotions/approve/'] button").click()
        expect(desk.get_by_role("status").last).to_be_visible()


def the_decider_may_not_answer(browser, school) -> None:
    with office.desk(browser, school, MANAGER) as desk:
        open_appeal(desk)
        expect(desk.locator("button[value=accept]")).to_have_count(0)


def answer(browser, school) -> None:
    with office.desk(browser, school, OPERATIONS) as desk:
        open_appeal(desk)
        desk.locator("textarea[name=words]").fill(ANSWER)
        desk.locator("button[value=accept]").click()
        expect(desk.get_by_role("status").filter(has_text="何冬梅")).to_be_visible()


def open_appeal(desk: Page) -> None:
    desk.goto("/cms/questions/")
    desk.get_by_role("row", name="何冬梅").get_by_role("link").first.click()
    expect(desk.locator("main")).to_contain_text(APPEAL)
