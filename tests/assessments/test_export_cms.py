"""A trainer gives questions out: a category, a format, and the file."""

import pytest
from django.urls import reverse
from django.utils import translation

from assessments import exporting
from assessments.formats import moodlexml, xlsx
from assessments.models import Question
from school.jobs.models import Job
from tests.assessments import cast

pytestmark = pytest.mark.django_db
START = reverse("question_imports:export")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def desk(client_of, trainer):
    return client_of(trainer)


@pytest.fixture
def bank(db):
    fresh, dry = cast.category("生鲜"), cast.category("干货")
    cast.single(category=cast.category("鸡蛋", parent=fresh), text="Eggs?")
    cast.number(category=dry, text="Rice?")
    return fresh


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def page(job: Job) -> str:
    return reverse("question_imports:exported", args=[job.pk])


def test_the_ways_in_and_out_stand_side_by_side(desk):
    assert START in desk.get(reverse("question_imports:start")).content.decode()
    html = desk.get(START).content.decode()
    assert reverse("question_imports:start") in html
    listing = reverse("wagtailsnippets_assessments_question:list")
    assert f"{START}?category=7" in desk.get(listing, {"category": "7"}).content.decode()


def test_a_few_questions_come_at_once(desk, bank):
    answer = desk.post(START, {"category": bank.pk, "format": "xlsx"})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert "filename*=utf-8''%E7%94%9F%E9%B2%9C.xlsx" in answer["Content-Disposition"]
    assert {one.text for one in xlsx.read(body(answer)).questions} == {
        "Eggs? (zh-hans)",
        "Eggs? (en)",
    }
    assert not Job.objects.filter(kind=exporting.KIND).exists()


def test_the_whole_bank_as_moodle_xml(desk, bank):
    answer = desk.post(START, {"category": "", "format": "moodlexml"})
    assert answer["Content-Disposition"] == 'attachment; filename="questions.xml"'
    assert moodlexml.read(body(answer)).read == 4


@pytest.mark.parametrize("code", ["gift", "moodlexml", "xlsx", "csv", "qti", "qti3", "aiken"])
def test_every_format_is_offered(desk, code):
    assert f'value="{code}"' in desk.get(START).content.decode()


def test_many_are_written_in_a_job(desk, bank, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(exporting, "FEW", 3)
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(START, {"category": "", "format": "moodlexml"})
    job = Job.objects.get(kind=exporting.KIND)
    assert answer["Location"] == page(job)
    html = desk.get(page(job)).content.decode()
    assert "4 questions are in the file" in html
    assert "Nothing was left out." in html
    answer = desk.get(reverse("question_imports:export_file", args=[job.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="questions.xml"'
    assert moodlexml.read(body(answer)).read == 4
    assert page(job) in desk.get(START).content.decode()


def test_while_it_is_written_the_page_shows_how_far(desk, bank, monkeypatch):
    monkeypatch.setattr(exporting, "FEW", 0)
    desk.post(START, {"category": "", "format": "xlsx"})
    job = Job.objects.get(kind=exporting.KIND)
    job.state, job.done, job.total = Job.State.RUNNING, 1, 4
    job.save()
    html = desk.get(page(job)).content.decode()
    assert '<progress max="100" value="25">' in html
    assert '<meta http-equiv="refresh" content="2">' in html
    assert desk.get(reverse("question_imports:export_file", args=[job.pk])).status_code == 404


def test_what_the_format_can_not_say_is_listed(desk, bank, django_capture_on_commit_callbacks):
    cast.place(category=bank, text="Where is the date?")
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(START, {"category": "", "format": "xlsx"})
    job = Job.objects.get(kind=exporting.KIND)
    html = desk.get(page(job)).content.decode()
    assert "4 questions are in the file" in html
    assert "Where is the date? (en)" in html
    assert len(job.result["left_out"]) == 2


def test_a_format_that_there_is_not(desk, bank):
    assert "Select a valid choice" in desk.post(START, {"format": "word"}).content.decode()


def test_retired_questions_stay(desk, bank):
    Question.objects.filter(text__startswith="Rice").update(state=Question.State.RETIRED)
    answer = desk.post(START, {"category": "", "format": "moodlexml"})
    assert moodlexml.read(body(answer)).read == 2


def test_another_persons_file_is_not_hers(desk, bank, client_of, operations, monkeypatch):
    monkeypatch.setattr(exporting, "FEW", 0)
    desk.post(START, {"category": "", "format": "xlsx"})
    job = Job.objects.get(kind=exporting.KIND)
    for address in (page(job), reverse("question_imports:export_file", args=[job.pk])):
        assert client_of(operations).get(address).status_code == 404


def test_others_have_no_business_here(client_of, manager, leader, bank):
    for person in (manager, leader):
        assert client_of(person).get(START).status_code in (302, 403)
        refused = client_of(person).post(START, {"category": "", "format": "csv"})
        assert refused.status_code in (302, 403)


def test_the_bank_is_read_in_as_many_queries_for_one_question_as_for_many(
    bank, django_assert_num_queries, django_assert_max_num_queries
):
    exporting.parsed_questions()
    with django_assert_max_num_queries(8) as few:
        exporting.parsed_questions()
    for _each in range(5):
        cast.single(category=bank)
    Question.objects.first().tags.add("eggs")
    with django_assert_num_queries(len(few.captured_queries)):
        exporting.parsed_questions()
