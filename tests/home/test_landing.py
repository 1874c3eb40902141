"""The front page: true to the rules and the timetable of today, and there on the first day."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
from wagtail.models import Locale, Page

from courses.models import Series
from school.home.models import HomePage
from school.lib import dates
from school.standing.samples import install_sample_rules
from tests.courses import tree

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def front_pages():
    top = Page.get_first_root_node()
    for language, title, intro in (("zh-hans", "团长商学院", "你好"), ("en", "School", "Hello")):
        locale = Locale.objects.get_or_create(language_code=language)[0]
        page = HomePage(title=title, slug=f"front-{language}", intro=intro, locale=locale)
        top.add_child(instance=page)


def shown(client, language: str = "en") -> str:
    answered = client.get("/", headers={"accept-language": language})
    assert answered.status_code == 200
    return answered.text


def test_a_school_without_pages_has_a_front_page(client):
    HomePage.objects.all().delete()
    text = shown(client)
    assert 'href="/join/"' in text
    assert 'href="/accounts/login/"' in text
    assert "12%" not in text


def test_the_words_are_those_of_the_readers_language(client, front_pages):
    assert "Hello" in shown(client, "en")
    assert "你好" in shown(client, "zh-hans")


def test_a_language_without_a_page_gets_the_other_one(client, front_pages):
    HomePage.objects.filter(locale__language_code="en").delete()
    assert "你好" in shown(client, "en")


def test_the_tiers_are_those_of_the_rules_of_today(client):
    rules = install_sample_rules()
    text = shown(client)
    for said in ("12%", "14%", "16%", "¥\u00a0120", "¥\u00a0140", "¥\u00a0160"):
        assert said in text
    assert text.count('<th scope="row">') == 3, "preparatory pays no stated rate"
    rules.rates.filter(tier="core").update(rate=Decimal("0.17"))
    assert "17%" in shown(client)


def test_the_week_is_the_timetables(client):
    tree.series("group", weekday=1, starts_at=time(13, 30))
    tree.series("sales", weekday=2, starts_at=time(20, 30))
    tree.series("topic", weekday=3, starts_at=time(20, 0))
    tree.series("group", weekday=5, starts_at=time(13, 30), title_en="Repeat")
    text = shown(client)
    assert "2 trainings a week" in text
    for said in ("Tue", "13:30", "Wed", "20:30", "Thu 20:00", "Repeat", "Sat 13:30"):
        assert said in text
    Series.objects.filter(kind="group").update(active=False)
    assert "One training a week" in shown(client)


def test_the_week_leaves_out_what_is_for_some_and_what_is_over(client, intake):
    tree.series("sales", weekday=2, starts_at=time(20, 30))
    tree.series("group", title_en="Newcomers").intakes.set([intake])
    tree.series("group", title_en="Core only", lowest_rank=4)
    yesterday = dates.today() - timedelta(days=1)
    tree.series("skills", title_en="Last term", starts_on=yesterday, ends_on=yesterday)
    text = shown(client)
    assert "One training a week" in text
    assert not any(name in text for name in ("Newcomers", "Core only", "Last term"))


def test_who_is_logged_in_goes_on_to_her_place(client_of, leader):
    assert client_of(leader).get("/").headers["location"] == "/start/"


def test_the_front_page_reads_a_fixed_number_of_rows(
    client, front_pages, django_assert_max_num_queries
):
    install_sample_rules()
    tree.series()
    with django_assert_max_num_queries(4):
        client.get("/", headers=ENGLISH)


def test_the_cms_shows_a_draft_with_the_facts_around_it(rf, front_pages, client):
    install_sample_rules()
    page = HomePage.objects.get(locale__language_code="en")
    page.intro = "Not published yet"
    preview = page.make_preview_request()
    preview.render()
    assert "Not published yet" in preview.text
    assert "12%" in preview.text
