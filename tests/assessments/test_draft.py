"""Drafts: nothing typed or uploaded is lost; plans and reports are filled in bit by bit."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assessments import draft, submission
from assessments.checks.words import SENSES
from assessments.evidence import read_amount, read_link, read_text
from assessments.models import Draft, Submission, Upload
from school.lib import dates
from tests.assessments import cast
from tests.assessments.test_checks import good_day
from tests.assessments.test_marking import refused

pytestmark = pytest.mark.django_db


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("p.jpg", cast.picture())


@pytest.fixture
def wide(course):
    """A task that wants everything."""
    wants = dict.fromkeys(("wants_text", "wants_link", "wants_number"), True)
    return cast.task(course, slug="wide", **wants)


@pytest.fixture
def plan(course):
    return cast.task(course, slug="plan", work="plan")


def address(name, task, *args):
    return reverse(f"assessments:{name}", args=[task.translation_key, *args])


# --- reading ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "read"),
    [("", None), (" 1,234.5 ", Decimal("1234.50")), ("４２", Decimal(42)), ("-3", Decimal(-3))],
)
def test_a_number_as_people_type_it(typed, read):
    assert read_amount(typed) == read


@pytest.mark.parametrize("typed", ["many", "NaN", "inf", "1e400", "9" * 20, "1.2.3"])
def test_what_is_no_number(typed):
    refused("number-unreadable", read_amount, typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("", ""), ("mp.weixin.qq.com/s/abc", "https://mp.weixin.qq.com/s/abc"), (None, "")],
)
def test_a_link(typed, read):
    assert read_link(typed) == read


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "javascript://x.com/%0aalert(1)", "data:text/html,x", "hello",
              "https://x.com/" + "a" * 500]
)  # fmt: skip
def test_what_is_no_link(typed):
    refused("link-unreadable", read_link, typed)


def test_words_without_what_no_database_keeps():
    assert read_text(" a\0b\r\nc ") == "ab\nc"


# --- keeping ------------------------------------------------------------------------------------


def test_what_is_typed_is_there_again(client_of, leader, wide):
    client = client_of(leader)
    kept = client.post(address("save_draft", wide), {"text": "42 orders", "amount": "4o"})
    assert kept.status_code == 204
    html = client.get(wide.address).content.decode()
    assert "42 orders" in html
    assert 'value="4o"' in html


def test_a_field_that_did_not_come_stays(leader, wide):
    draft.keep(leader=leader, task=wide, fields={"text": "words"})
    draft.keep(leader=leader, task=wide, fields={"link": "x.com"})
    kept = Draft.objects.get()
    assert (kept.text, kept.link) == ("words", "x.com")


def test_refused_nothing_is_lost(client_of, leader, wide):
    client = client_of(leader)
    fields = {"text": "42 orders", "photos": [photo()], "amount": "42", "link": "not a link"}
    html = client.post(address("hand_in", wide), fields, follow=True).content.decode()
    assert "a link that we can open" in html
    assert "42 orders" in html
    assert "Has arrived" in html
    assert not Submission.objects.exists()
    client.post(address("hand_in", wide), {"link": "example.com/1"})
    sent = Submission.objects.get()
    assert (sent.text, sent.amount, sent.link) == ("42 orders", 42, "https://example.com/1")
    assert sent.files.count() == 1
    assert not Draft.objects.exists()
    assert not Upload.objects.exists()


@pytest.mark.parametrize("missing", ["text", "link", "amount", "photos"])
def test_each_kind_of_evidence_is_asked_for(leader, wide, missing):
    given = {"text": "x", "link": "x.com", "amount": "1", "uploads": [photo()]}
    given.pop({"photos": "uploads"}.get(missing, missing))
    refused("evidence-missing", submission.hand_in, leader=leader, task=wide, **given)


def test_tries_are_counted(leader, course, trainer):
    task = cast.task(course, slug="once", tries=1)
    sent = submission.hand_in(leader=leader, task=task, uploads=[photo()])
    submission.send_back(submission=sent, by=trainer, comment="Hm.")
    refused("tries-used-up", submission.hand_in, leader=leader, task=task, uploads=[photo()])


def test_a_late_one_is_taken_and_says_so(client_of, leader, course):
    task = cast.task(course, slug="due", due_at=timezone.now() - timezone.timedelta(hours=1))
    assert "Send it all the same" in client_of(leader).get(task.address).content.decode()
    assert submission.hand_in(leader=leader, task=task, uploads=[photo()]).is_late


# --- the plan -----------------------------------------------------------------------------------


def rows(day: list[dict]) -> dict[str, list[str]]:
    return {name: [row[name] for row in day] for name in ("product", "category", "role")}


def test_a_plan_is_filled_in_day_by_day(client_of, leader, plan):
    client = client_of(leader)
    assert "Start with day 1" in client.get(plan.address).content.decode()
    day = address("plan_day", plan, 1)
    onward = client.post(day, rows(good_day()) | {"go": "2"})
    assert onward["Location"] == address("plan_day", plan, 2)
    html = client.get(onward["Location"]).content.decode()
    assert "Copy day 1" in html
    client.post(onward["Location"], rows([]) | {"copy": "1"})
    kept = draft.days_of(Draft.objects.get())
    assert kept[0] == kept[1] == good_day()
    assert 'value="Apples 0"' in client.get(day).content.decode()


def test_a_day_saves_as_she_goes(client_of, leader, plan):
    headers = {"X-Requested-With": "fetch"}
    day = address("plan_day", plan, 3)
    assert client_of(leader).post(day, rows(good_day(2)), headers=headers).status_code == 204
    assert [len(one) for one in draft.days_of(Draft.objects.get())] == [0, 0, 2, 0, 0, 0, 0]


def test_what_does_not_fit_is_said_before_it_is_sent(client_of, leader, plan):
    draft.keep_day(leader=leader, task=plan, day=1, rows=good_day(7))
    client = client_of(leader)
    assert "7 products, at least 8" in client.get(plan.address).content.decode()
    client.post(address("hand_in", plan), {})
    codes = [one["code"] for one in Submission.objects.get().findings]
    assert codes == ["plan-day-few", *["plan-day-empty"] * 6]


def test_a_plan_that_has_to_fit(leader, plan):
    plan.must_fit = True
    draft.keep_day(leader=leader, task=plan, day=1, rows=good_day(7))
    refused("does-not-fit", draft.hand_in, leader=leader, task=plan)
    for day in range(1, 8):
        draft.keep_day(leader=leader, task=plan, day=day, rows=good_day())
    assert draft.hand_in(leader=leader, task=plan).findings == []


def test_an_empty_plan_is_not_handed_in(leader, plan):
    refused("evidence-missing", draft.hand_in, leader=leader, task=plan)


@pytest.mark.parametrize("number", [0, 8, 99])
def test_there_are_seven_days(client_of, leader, plan, number):
    assert client_of(leader).get(address("plan_day", plan, number)).status_code == 404


def test_other_tasks_have_no_days(client_of, leader, task):
    assert client_of(leader).get(address("plan_day", task, 1)).status_code == 404


def test_a_sent_plan_is_not_written_on(client_of, leader, plan):
    draft.keep_day(leader=leader, task=plan, day=1, rows=good_day())
    draft.hand_in(leader=leader, task=plan)
    response = client_of(leader).post(address("plan_day", plan, 1), rows(good_day(3)))
    assert response["Location"] == plan.address
    assert not Draft.objects.exists()


# --- the report ---------------------------------------------------------------------------------


def test_a_tasting_report(client_of, leader, course):
    task = cast.task(course, slug="tasting", work="tasting")
    client = client_of(leader)
    fields = {"product": "Pears", "date": dates.today().isoformat(), "look": "yellow and round"}
    client.post(address("save_draft", task), fields)
    html = client.get(task.address).content.decode()
    assert "yellow and round" in html
    assert "Who would buy it: nothing yet." in html
    senses = dict.fromkeys(SENSES, "crisp and sweet")
    client.post(address("hand_in", task), fields | senses | {"photos": [photo()]})
    sent = Submission.objects.get()
    assert (sent.findings, sent.data["product"], sent.files.count()) == ([], "Pears", 1)
    assert "crisp and sweet" in client.get(task.address).content.decode()


def test_a_task_takes_the_same_queries_with_much_and_with_little(
    client_of, leader, course, trainer, django_assert_max_num_queries
):
    counts = []
    client = client_of(leader)
    for tries in (1, 3):
        task = cast.task(course, slug=f"task-{tries}", due_days=3)
        for number in range(tries):
            sent = submission.hand_in(leader=leader, task=task, uploads=[photo()] * (number + 1))
            submission.send_back(submission=sent, by=trainer, comment="Once more.")
        client.post(address("save_draft", task), {"text": "x"})
        client.get(task.address)
        with django_assert_max_num_queries(22) as captured:
            client.get(task.address)
        counts.append(len(captured))
    assert counts[0] == counts[1]
