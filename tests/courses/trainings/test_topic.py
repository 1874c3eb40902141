from datetime import timedelta

import pytest

from courses.models import Topic, TopicNight
from courses.trainings.attendance import mark
from courses.trainings.booking import book
from courses.trainings.topic import follow_up, plan_night, suggestions
from courses.trainings.topic_post import as_html
from courses.trainings.topic_question import ask
from courses.trainings.topic_script import script_of
from school.lib import dates
from school.lib.refusal import Refusal
from school.notices.models import Notice
from tests import cast
from tests.courses import tree


@pytest.fixture
def night(db):
    return tree.soon(kind="topic")


def code(act) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def plan(session, **fields):
    fields = {"topic": None, "guest": None, "title": "", "title_en": ""} | fields
    return plan_night(session=session, **fields)


def test_the_weeks_own_topic_is_suggested_first_and_a_held_one_not_again(night):
    week = dates.week_start(dates.day_of(night.starts_at))
    any_time = Topic.objects.create(area="life", title="Any time")
    later = Topic.objects.create(area="life", title="Later", week=week + timedelta(weeks=2))
    own = Topic.objects.create(area="life", title="Own", week=week)
    Topic.objects.create(area="life", title="Far", week=week + timedelta(weeks=9))
    Topic.objects.create(area="life", title="Aside", active=False)
    assert suggestions(session=night) == [own, later, any_time]
    plan(night, topic=own)
    assert suggestions(session=night) == [later, any_time]


def test_a_title_of_its_own_outranks_the_topics(night):
    topic = Topic.objects.create(area="life", title="题目", title_en="Topic")
    plan(night, topic=topic, title="今晚", title_en="Tonight")
    night.refresh_from_db()
    assert (night.title, night.title_en) == ("今晚", "Tonight")


def test_only_a_topic_night_that_takes_place_is_planned(night):
    assert code(lambda: plan(tree.soon(kind="sales"))) == "no-topic-night"
    night.state = "cancelled"
    assert code(lambda: plan(night)) == "session-cancelled"


def test_nothing_stays_of_what_has_not_been(night):
    assert code(lambda: follow_up(session=night, text="x", text_en="")) == "session-in-future"
    over = tree.session(kind="topic")
    assert code(lambda: follow_up(session=over, text="  ", text_en="")) == "follow-up-empty"
    assert not TopicNight.objects.exists()


def test_who_came_booked_or_asked_is_told_and_nobody_else(trainer):
    night = tree.soon(kind="topic")
    came, booked, asked, stranger = [cast.leader(name) for name in ("A", "B", "C", "D")]
    book(session=night, leader=booked)
    ask(session=night, leader=asked, text="?")
    night.starts_at -= timedelta(hours=3)
    night.ends_at -= timedelta(hours=3)
    night.save()
    mark(session=night, leader=came, present=True, by=trainer)
    mark(session=night, leader=stranger, present=False, by=trainer)
    follow_up(session=night, text="Salt last", text_en="")
    told = Notice.objects.filter(kind="topic-follow-up").values_list("user", flat=True)
    assert set(told) == {came.user_id, booked.user_id, asked.user_id}


def test_the_script_takes_the_kits_agenda_or_the_usual_one(night):
    usual = script_of(night).items
    assert len(usual) == 5 and usual[0].at and sum(item.minutes for item in usual) <= night.minutes


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("One\nTwo\n\nThree", "<p>One<br>Two</p>\n<p>Three</p>"),
        (
            "## Soup\n- Salt\n- **Rice**",
            "<h3>Soup</h3>\n<ul><li>Salt</li><li><strong>Rice</strong></li></ul>",
        ),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("2 * 3 ** 4", "<p>2 * 3 ** 4</p>"),
        (
            "https://a.example",
            '<p><a href="https://a.example" rel="nofollow">https://a.example</a></p>',
        ),
    ],
)
def test_a_follow_up_has_a_few_signs_and_nothing_that_runs(written, html):
    assert as_html(written) == html


def test_an_address_cannot_hide_a_script():
    assert 'href="javascript' not in as_html('javascript:alert(1) https://x.example/"onclick="y')
