"""Her plan this week: one next thing, kind words, never her cohort."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from school.coaching.models import Plan, PlanItem
from school.coaching.note import write
from school.coaching.plan import follow
from school.coaching.samples import install_sample_templates
from school.coaching.week import week_of_plan
from school.lib import dates
from tests import cast
from tests.coaching.conftest import days, place, template, today
from tests.courses.tree import course
from tests.standing.conftest import sell, week

PAGE = reverse("coaching:plan")


def started(leader, cohort="tail", ago=0):
    follow(run=place({leader: cohort}, today() - days(ago)))


@pytest.mark.parametrize("cohort", ["head", "middle", "tail"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_she_never_reads_her_cohort(client_of, region, cohort, language):
    install_sample_templates()
    leader = cast.leader("Li Mei", region=region, language=language)
    started(leader, cohort)
    client = client_of(leader)
    client.post(reverse("set_language"), {"language": language})
    page = BeautifulSoup(client.get(PAGE).content, "html.parser").get_text().lower()
    assert Plan.objects.get().template.name_en.lower() in page or language != "en"
    for word in ("tail", "middle", "cohort", "尾部", "腰部", "头部", "分层"):
        assert word not in page


def test_one_next_thing_and_the_day_of_the_plan(client_of, leader, restart):
    started(leader, ago=1)
    page = client_of(leader).get(PAGE)
    shown, text = page.context["week"], page.content.decode()
    assert (shown.day, shown.days) == (2, 3)
    assert "Day 2 of 3" in text
    assert text.count('method="post"') == 1
    assert "task by 1" in text
    assert "task by 2" not in text


def test_she_ticks_it_and_then_rests(client_of, leader, restart):
    started(leader)
    client = client_of(leader)
    item = client.get(PAGE).context["week"].next
    client.post(reverse("coaching:done", args=[item.pk]))
    shown = client.get(PAGE).context["week"]
    assert (shown.next, shown.next_on, shown.done) == (None, today() + days(1), [item])
    assert "That is all for now" in client.get(PAGE).content.decode()


def test_another_persons_thing_stays_open(client_of, leader, other_leader, restart):
    started(leader)
    item = PlanItem.objects.hers().first()
    client_of(other_leader).post(reverse("coaching:done", args=[item.pk]))
    item.refresh_from_db()
    assert item.state == "open"


def test_a_course_is_opened_and_a_training_looked_up(leader):
    page = course("C6")
    template("head", [("course", 1, {"refers_to": "C6"})])
    started(leader, "head")
    assert week_of_plan(leader=leader, on=today()).action["url"] == page.address
    PlanItem.objects.update(kind="session", refers_to="sales")
    action = week_of_plan(leader=leader, on=today()).action
    assert action["url"] == reverse("courses:timetable")


def test_her_one_number(client_of, leader, coach, small_group):
    started(leader, "middle")
    client = client_of(coach)
    client.post(reverse("coach:metric", args=[leader.pk]), {"metric": "repeat_buyers"})
    assert Plan.objects.get().metric == "repeat_buyers"
    monday = dates.week_start(today())
    for ago, number in ((2, 7), (1, 9)):
        sell(week(ago, monday), {leader: {"net": 1, "repeat_buyers": number}})
    shown = week_of_plan(leader=leader, on=today()).metric
    assert (shown.name, shown.now, shown.before) == ("Repeat buyers", "9", "7")


def test_notes_for_her_and_no_others(client_of, leader, coach):
    for visibility in ("me", "staff", "leader"):
        write(leader=leader, by=coach, text=f"Note {visibility}", visibility=visibility)
    page = client_of(leader).get(PAGE).content.decode()
    assert "Note leader" in page
    assert "Note staff" not in page
    assert "Note me" not in page


def test_nothing_planned_is_said_kindly(client_of, leader):
    assert "Nothing on your list" in client_of(leader).get(PAGE).content.decode()


def test_visitors_log_in_and_staff_go_home(client, client_of, coach):
    assert client.get(PAGE).status_code == 302
    assert client_of(coach).get(PAGE).headers["location"] == reverse("home:start")


def test_same_queries_for_a_short_and_a_long_plan(client_of, leader, restart, queries):
    started(leader)
    client = client_of(leader)
    number = queries(client, PAGE)
    for item in PlanItem.objects.hers():
        for _number in range(9):
            item.pk, item.follows = None, None
            item.source = None
            item.save()
    assert queries(client, PAGE) == number


def test_the_way_there_is_on_her_own_page(client_of, leader):
    page = client_of(leader).get(reverse("people:profile")).content.decode()
    assert PAGE in page
    assert reverse("coaching:health") in page
