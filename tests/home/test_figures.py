"""My figures: each number with where it comes from, and a way to say that it isn't right."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from assessments.models import Attempt, GradeEvent, Submission
from courses.trainings import attendance
from school.home.figures import asked_in_words
from school.lib import dates
from school.lib.dates import SHANGHAI
from school.standing.models import HeldRow, Question, SalesImport, SalesWeek
from tests.assessments import cast as bank
from tests.courses import tree
from tests.standing.conftest import sell

pytestmark = pytest.mark.django_db
MONDAY = dates.week_start(dates.today()) - timedelta(days=7)
ROW = {
    "net": Decimal("3210.50"),
    "gross": Decimal("3300.50"),
    "refunds": Decimal("90"),
    "refund_count": 2,
    "orders": 95,
    "effective_orders": 92,
    "cases": 3,
    "leader_fault_cases": 1,
    "buyers": 50,
    "repeat_buyers": 20,
}
NET = f"/figures/net/{MONDAY}/"


@pytest.fixture
def client(client_of, leader):
    return client_of(leader)


@pytest.fixture
def shown(client):
    return lambda: client.get("/figures/").text


def mark(leader, by, *, present=True, days_ago=3):
    """A training of hers that is over, marked by its trainer."""
    start = datetime.combine(dates.today() - timedelta(days=days_ago), datetime.min.time())
    session = tree.session(start.replace(hour=13, tzinfo=SHANGHAI))
    attendance.mark(session=session, leader=leader, present=present, by=by)
    return session


def graded(leader, *, percent: int) -> GradeEvent:
    """A quiz that she has handed in."""
    now, quiz = timezone.now(), uuid4()
    attempt = Attempt.objects.create(
        leader=leader,
        quiz_key=quiz,
        course_key=uuid4(),
        title={"en": "The check"},
        number=1,
        state=Attempt.State.DONE,
        pass_mark=80,
        started_at=now,
        submitted_at=now,
        percent=percent,
        passed=percent >= 80,
    )
    return GradeEvent.objects.create(
        leader=leader,
        step_key=quiz,
        course_key=attempt.course_key,
        attempt=attempt,
        percent=percent,
        passed=attempt.passed,
        at=now,
    )


def handed_in(leader, **fields) -> Submission:
    return Submission.objects.create(
        leader=leader,
        course_key=uuid4(),
        number=1,
        state=Submission.State.ACCEPTED,
        sent_at=timezone.now(),
        marked_at=timezone.now(),
        **{"task_key": uuid4(), "title": "Welcome text"} | fields,
    )


def test_before_the_first_week_it_says_that_figures_come(shown):
    assert "No figures yet" in shown()


def test_each_figure_of_a_week_can_be_asked_about(shown, leader):
    sell(MONDAY, {leader: ROW})
    text = shown()
    for about in ("net", "orders", "refunds", "cases", "buyers"):
        assert f'href="/figures/{about}/{MONDAY}/"' in text
    assert text.count("This isn't right?") == 5
    assert "¥\u00a03,210.50" in text
    assert "From sales.csv, version 1, came in on" in text


def test_what_the_file_does_not_carry_is_no_figure(shown, leader):
    sell(MONDAY, {leader: {**ROW, "buyers": None, "leader_fault_cases": None}})
    text = shown()
    assert "/figures/buyers/" not in text
    assert "/figures/cases/" not in text


def test_a_replaced_week_shows_old_and_new(shown, leader):
    sell(MONDAY, {leader: {**ROW, "net": Decimal("3100")}})
    sell(MONDAY, {leader: ROW})
    text = shown()
    assert "A newer file replaced this week" in text
    assert "¥\u00a03,100 → ¥\u00a03,210.50" in text
    assert "version 2" in text
    assert "92 orders → " not in text


def test_what_was_taken_back_is_not_the_version_before(shown, leader):
    first = sell(MONDAY, {leader: {**ROW, "net": Decimal("9999")}})
    sell(MONDAY, {leader: ROW})
    SalesImport.objects.filter(pk=first.pk).update(state=SalesImport.State.UNDONE)
    assert "9,999" not in shown()


def test_absent_from_a_complete_file_is_nothing_sold_and_said(shown, leader, other_leader):
    sell(MONDAY - timedelta(days=7), {leader: ROW})
    sell(MONDAY, {other_leader: 10})
    text = shown()
    assert "you aren&#x27;t in it: that counts as 0" in text
    assert "¥\u00a00" in text


def test_absent_from_an_incomplete_file_is_unknown(shown, leader, other_leader):
    sell(MONDAY - timedelta(days=7), {leader: ROW})
    sell(MONDAY, {other_leader: 10}, complete=False)
    text = shown()
    assert "the file isn&#x27;t complete" in text
    assert "1 week is known" in text


def test_a_held_row_is_said(shown, leader, other_leader):
    made = sell(MONDAY, {other_leader: 10})
    HeldRow.objects.create(sales_import=made, leader=leader, row=4, why="effective-over-total")
    assert "Your row in the file couldn&#x27;t be read" in shown()


def test_a_week_without_a_file_is_said(shown, leader):
    sell(MONDAY - timedelta(days=7), {leader: ROW})
    assert "The figures of this week haven&#x27;t come yet." in shown()


def test_weeks_before_she_began_are_not_shown(shown, leader, other_leader):
    for ago in range(4):
        sell(MONDAY - timedelta(weeks=ago), {other_leader: 10})
    sell(MONDAY - timedelta(weeks=1), {leader: ROW})
    assert shown().count("/figures/net/") == 2


def test_weeks_before_the_school_had_files_are_not_shown(shown, leader, other_leader):
    leader.joined_on = MONDAY - timedelta(weeks=9)
    leader.save()
    sell(MONDAY - timedelta(weeks=2), {other_leader: 10})
    sell(MONDAY - timedelta(weeks=1), {leader: ROW})
    assert shown().count("/figures/net/") == 3


def test_the_figure_shows_what_it_is_made_of(client, leader):
    sell(MONDAY, {leader: ROW})
    text = client.get(NET).text
    for said in (
        "¥\u00a03,300.50",
        "-¥\u00a090",
        "¥\u00a03,210.50",
        "sales.csv",
        "My group sold more",
    ):
        assert said in text


def test_two_taps_and_it_is_asked(client, leader):
    sell(MONDAY, {leader: ROW})
    answer = client.post(NET, {"reason": "sold-more"})
    question = Question.objects.get()
    assert answer.headers["Location"] == f"/questions/{question.pk}/"
    assert (question.leader, question.about, question.ref) == (leader, "net", str(MONDAY))
    assert question.frozen["value"] == "3210.50"
    text = client.get(f"/questions/{question.pk}/").text
    assert "We are looking at it" in text
    assert "My group sold more" in text


def test_what_she_saw_stays_as_she_saw_it(client, leader):
    sell(MONDAY, {leader: ROW})
    client.post(NET, {"reason": "sold-more"})
    sell(MONDAY, {leader: {**ROW, "net": Decimal("4000")}})
    text = client.get(f"/questions/{Question.objects.get().pk}/").text
    assert "¥\u00a03,210.50" in text
    assert "4,000" not in text


def test_a_photo_comes_along_and_is_hers_alone(client, client_of, leader, other_leader):
    sell(MONDAY, {leader: ROW})
    photo = SimpleUploadedFile("p.jpg", bank.picture())
    client.post(NET, {"reason": "other", "text": "See the photo.", "photo": photo})
    address = f"/questions/{Question.objects.get().pk}/photo/"
    assert client.get(address).headers["Content-Type"] == "image/jpeg"
    assert client_of(other_leader).get(address).status_code == 404


def test_what_is_typed_stays_where_the_school_says_no(client, leader):
    sell(MONDAY, {leader: ROW})
    broken = SimpleUploadedFile("p.jpg", b"not a picture")
    answer = client.post(NET, {"reason": "other", "text": "My words stay.", "photo": broken})
    assert answer.status_code == 422
    assert "My words stay." in answer.text
    assert not Question.objects.exists()


def test_asking_twice_leads_to_what_was_asked(client, leader):
    sell(MONDAY, {leader: ROW})
    first = client.post(NET, {"reason": "sold-more"}).headers["Location"]
    assert client.post(NET, {"reason": "sold-less"}).headers["Location"] == first
    assert client.get(NET).headers["Location"] == first
    text = client.get("/figures/").text
    assert "You asked" in text
    assert "Answer by" in text


def test_no_figure_is_no_page(client, leader, other_leader):
    sell(MONDAY, {leader: ROW})
    for about, ref in [
        ("net", "2026-02-30"),
        ("net", str(MONDAY + timedelta(days=1))),
        ("net", str(MONDAY + timedelta(weeks=4))),
        ("net", f"{MONDAY:%Y%m%d}"),
        ("attendance", "99999999"),
        ("attendance", "9" * 30),
        ("score", "x"),
        ("task", "00000000-0000-0000-0000-000000000000"),
        ("proposal", "1"),
        ("nothing", "1"),
    ]:
        assert client.get(f"/figures/{about}/{ref}/").status_code == 404, (about, ref)


def test_anothers_training_is_no_figure_of_hers(client_of, leader, other_leader, trainer):
    session = mark(leader, trainer)
    address = f"/figures/attendance/{session.pk}/"
    assert client_of(leader).get(address).status_code == 200
    assert client_of(other_leader).get(address).status_code == 404


def test_anothers_question_is_no_page_of_hers(client_of, client, leader, other_leader):
    sell(MONDAY, {leader: ROW})
    address = client.post(NET, {"reason": "sold-more"}).headers["Location"]
    assert client_of(other_leader).get(address).status_code == 404


def test_what_she_learnt_is_called_as_she_reads_it(client, leader, trainer):
    here = tree.course("opening")
    task = bank.task(here, title="First group buy")
    there = tree.course("opening", language="zh-hans")
    tree.translated(task, "zh-hans", there, title="第一次开团", instructions="<p>做。</p>")
    sent = handed_in(leader, task_key=task.translation_key, title="第一次开团")
    mark(leader, trainer)
    graded(leader, percent=90)
    english = client.get("/figures/").text
    assert "First group buy" in english and "Sales training" in english
    page = f"/figures/task/{sent.task_key}/"
    client.post(page, {"reason": "other", "text": "It was accepted before."})
    question = Question.objects.get()
    with translation.override("en"):
        assert "First group buy" in asked_in_words(question)
    with translation.override("zh-hans"):
        assert "第一次开团" in asked_in_words(question)


def test_trainings_scores_and_tasks_stand_there_too(shown, client, leader, trainer):
    mark(leader, trainer)
    graded(leader, percent=82)
    sent = handed_in(leader)
    text = shown()
    for said in ("/figures/attendance/", "/figures/score/", f"/figures/task/{sent.task_key}/"):
        assert said in text
    assert "82 points" in text
    assert "1 of 1" in text


def test_a_corrected_mark_shows_old_and_new(shown, leader, trainer):
    session = mark(leader, trainer, present=False)
    attendance.mark(session=session, leader=leader, present=True, by=trainer)
    assert "not there → there" in shown()


def fill(leader, trainer, many: int) -> None:
    for at in range(many):
        sell(MONDAY - timedelta(weeks=at), {leader: ROW})
        sell(MONDAY - timedelta(weeks=at), {leader: {**ROW, "net": 7}})
        mark(leader, trainer, days_ago=at + 1)
        graded(leader, percent=70)
        handed_in(leader)
        Question.objects.create(
            leader=leader,
            about="net",
            ref=str(MONDAY - timedelta(weeks=at, days=70 * many)),
            frozen={"week": str(MONDAY), "value": "1.00"},
            reason="sold-more",
            due_at=timezone.now(),
        )


def test_the_page_takes_as_many_queries_at_one_week_as_at_twelve(client, leader, trainer):
    fill(leader, trainer, 1)
    few = queries(client)
    fill(leader, trainer, 10)
    SalesWeek.objects.filter(week_start__lt=MONDAY - timedelta(weeks=20)).delete()
    assert queries(client) <= few + 1
    assert few <= 19


def queries(client) -> int:
    client.get("/figures/")
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/figures/").status_code == 200
    return len(seen)
