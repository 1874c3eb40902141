"""A trainer plans a term at her desk; a leader says that she comes; the training is moved, and she
reads the new hour and still has her place."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from school.lib import dates
from tests.journeys import office, steps
from tests.running import wait_until

LEADER, TRAINER = "+8613800004401", "+8613800004402"

SET_THE_SCENE = f"""
from school.lib import dates
from school.people import roles
from school.people.models import Intake, Leader, Region, User
city, _ = Region.objects.get_or_create(name="衡阳", parent=None)
trainer, _ = User.objects.get_or_create(phone="{TRAINER}", defaults=dict(name="蒋讲师"))
roles.give(trainer, roles.TRAINER)
intake, _ = Intake.objects.get_or_create(number=441, defaults=dict(
    name="第 441 期", region=city, trainer=trainer, starts_on=dates.today()))
user, _ = User.objects.get_or_create(phone="{LEADER}", defaults=dict(name="贺春燕"))
roles.give(user, roles.LEADER)
Leader.objects.get_or_create(user=user, defaults=dict(
    code="P4401", region=city, intake=intake, status="active", group_members=150))
"""


def next_monday():
    return dates.week_start(dates.today()) + timedelta(days=7)


def test_a_term_is_planned_and_a_training_moved(page: Page, school, browser):
    school.ask(SET_THE_SCENE)
    with office.desk(browser, school, TRAINER) as desk:
        see_dates_while_typing(desk)
        plan_the_term(desk)
        session = first_session(school)
        steps.log_in(page, school, LEADER)
        say_yes(page, session)
        move(desk, session)
    read_the_new_hour(page, session)


def see_dates_while_typing(desk: Page) -> None:
    """The dates follow the form by themselves, and a clash is said."""
    desk.goto("/cms/series/new/?kind=sales")
    desk.locator("input[name=count]").fill("3")
    desk.locator("input[name=count]").blur()
    expect(desk.locator("#dates li")).to_have_count(3)
    expect(desk.locator("#dates .week-clash").first).to_be_visible()


def plan_the_term(desk: Page) -> None:
    desk.goto("/cms/week/")
    desk.locator("a[href='/cms/week/term/']").click()
    desk.locator("select[name=intake]").select_option(label="第 441 期")
    desk.locator("input[name=starts_on]").fill(next_monday().isoformat())
    desk.locator("input[name=weeks]").fill("2")
    desk.locator("input[name='group-starts_at']").fill("10:15")
    desk.locator("button[name=look]").click()
    expect(desk.locator(".week-line")).to_have_count(4)
    desk.locator("form button:not([name])").last.click()
    desk.wait_for_url("**/cms/week/?on=*")
    expect(desk.locator(".week-item", has_text="10:15")).to_have_count(1)


def first_session(school) -> int:
    return school.rows(
        "SELECT s.id FROM courses_session s JOIN courses_series_intakes i"
        " ON i.series_id = s.series_id JOIN people_intake p ON p.id = i.intake_id"
        " JOIN courses_series e ON e.id = s.series_id"
        " WHERE p.number = 441 AND e.kind = 'group' ORDER BY s.starts_at LIMIT 1"
    )[0][0]


def say_yes(page: Page, session: int) -> None:
    page.goto(f"/timetable/{session}/")
    page.locator(f"form[action='/timetable/{session}/coming/'] button").first.click()
    expect(page.locator("main")).to_contain_text("10:15")


def move(desk: Page, session: int) -> None:
    desk.goto(f"/cms/sessions/edit/{session}/")
    form = desk.locator(f"form[action$='/{session}/move/']")
    form.locator("input[name=starts]").fill("19:45")
    form.locator("button").click()
    expect(desk.locator(".school-message--success")).to_contain_text("19:45")


def read_the_new_hour(page: Page, session: int) -> None:
    def told() -> bool:
        page.goto("/inbox/")
        return "19:45" in page.locator("main").inner_text()

    wait_until(told)
    page.goto(f"/timetable/{session}/")
    expect(page.locator("main")).to_contain_text("19:45")
