from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from courses.models import KitFile, WarmUp
from courses.trainings.kit import (
    Item,
    add_file,
    kit_of,
    put_replay,
    read_item,
    remove_file,
    save_kit,
)
from courses.trainings.warm_up import answer, asked, tally
from school.lib.refusal import Refusal
from tests import cast
from tests.courses import tree

PDF = b"%PDF-1.7 slides"


def pdf(name="slides.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def code(act) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


@pytest.fixture
def session(db):
    return tree.soon()


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("10 Welcome", Item("Welcome", 10)),
        ("5 min: Numbers of 2025", Item("Numbers of 2025", 5)),
        ("15分钟 老师讲", Item("老师讲", 15)),
        ("Goodbye", Item("Goodbye")),
        ("2025", Item("2025")),
    ],
)
def test_a_line_of_the_agenda_is_minutes_and_words(line, item):
    assert read_item(line) == item


def test_the_agenda_tells_the_clock_while_it_knows_it(db):
    session = tree.session(datetime(2026, 11, 25, 12, 30, tzinfo=UTC))
    save_kit(of=session.series, agenda="10 One\nTwo\n5 Three")
    assert [item.at for item in kit_of(session).agenda] == ["20:30", "20:40", ""]


def test_a_days_own_parts_come_before_those_of_the_series(session, trainer):
    save_kit(of=session.series, agenda="10 Usual", warm_up="Usual?", answers="a\nb")
    add_file(of=session.series, kind="slides", upload=pdf(), by=trainer)
    add_file(of=session.series, kind="handout", upload=pdf("sheet.pdf"), by=trainer)
    save_kit(of=session, agenda="10 Today")
    add_file(of=session, kind="slides", upload=pdf("today.pdf"), by=trainer)
    kit = kit_of(session)
    assert [item.words for item in kit.agenda] == ["Today"] and kit.warm_up.warm_up == "Usual?"
    assert [file.name for file in kit.files] == ["today.pdf", "sheet.pdf"]


@pytest.mark.parametrize("answers", ["only one", "a\nb\nc\nd\ne\nf\ng", f"a\n{'b' * 61}"])
def test_a_warm_up_has_two_to_six_short_answers(session, answers):
    asking = lambda: save_kit(of=session, warm_up="Well?", answers=answers)  # noqa: E731
    assert code(asking) == "warm-up-answers"


def test_a_quiz_must_be_there(session):
    assert code(lambda: save_kit(of=session, quiz_key=uuid4())) == "quiz-unknown"


def test_a_file_is_known_by_its_content(session, trainer):
    page = pdf("slides.pdf", b"<html><script>alert(1)</script>")
    adding = lambda: add_file(of=session, kind="slides", upload=page, by=trainer)  # noqa: E731
    assert code(adding) == "file-unreadable"


def test_six_files_fill_a_kit(session, trainer):
    for _number in range(6):
        add_file(of=session, kind="slides", upload=pdf(), by=trainer)
    adding = lambda: add_file(of=session, kind="slides", upload=pdf(), by=trainer)  # noqa: E731
    assert code(adding) == "kit-full"


def test_a_file_of_another_kit_stays(session, trainer):
    row = add_file(of=session.series, kind="slides", upload=pdf(), by=trainer)
    remove_file(of=session, file_id=row.pk)
    assert KitFile.objects.filter(pk=row.pk).exists()
    remove_file(of=session.series, file_id=row.pk)
    assert not KitFile.objects.exists()


def test_a_replay_is_there_after_it_was_held(session):
    assert (
        code(lambda: put_replay(session=session, url="https://r.example/")) == "session-in-future"
    )


# --- getting a file --------------------------------------------------------------------------


def address(session, row) -> str:
    return reverse("courses:kit_file", args=[session.pk, row.key])


def test_who_may_come_gets_the_file_and_it_never_runs(client_of, leader, session, trainer):
    row = add_file(of=session.series, kind="slides", upload=pdf(), by=trainer)
    answer = client_of(leader).get(address(session, row))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_file_of_another_regions_training_is_not_found(client_of, leader, trainer):
    far = tree.soon(of=tree.series("sales", region=cast.region("Elsewhere")))
    row = add_file(of=far, kind="slides", upload=pdf(), by=trainer)
    browser = client_of(leader)
    assert browser.get(address(far, row)).status_code == 404
    hers = tree.soon(kind="group")
    assert browser.get(address(hers, row)).status_code == 404


def test_visitors_get_no_file(client, session, trainer):
    row = add_file(of=session, kind="slides", upload=pdf(), by=trainer)
    assert client.get(address(session, row)).status_code == 302


# --- the warm-up -----------------------------------------------------------------------------


@pytest.fixture
def asking(session):
    save_kit(of=session.series, warm_up="Which?", answers="Soup\nNoodles\nRice")
    return session


def test_the_latest_answer_counts(asking, leader, other_leader):
    for choice in (0, 1):
        answer(session=asking, leader=leader, choice=choice)
    answer(session=asking, leader=other_leader, choice=1)
    told = [(one.words, one.count, one.percent) for one in tally(WarmUp.objects.get())]
    assert told == [("Soup", 0, 0), ("Noodles", 2, 100), ("Rice", 0, 0)]


def test_the_question_stays_as_it_was_asked(asking, leader):
    answer(session=asking, leader=leader, choice=2)
    save_kit(of=asking.series, warm_up="Another?", answers="x\ny")
    frozen = asked(asking, kit_of(asking).warm_up)
    assert frozen.question == "Which?" and frozen.choices == ["Soup", "Noodles", "Rice"]


@pytest.mark.parametrize("choice", [-1, 3])
def test_an_answer_must_be_there(asking, leader, choice):
    assert code(lambda: answer(session=asking, leader=leader, choice=choice)) == "no-such-answer"


def test_nobody_answers_after_the_end_or_elsewhere(asking, leader, other_leader):
    asking.series.region = other_leader.region
    asking.series.save()
    act = lambda: answer(session=asking, leader=leader, choice=0)  # noqa: E731
    assert code(act) == "session-elsewhere"
    asking.ends_at = timezone.now() - timedelta(minutes=1)
    asking.starts_at = asking.ends_at - timedelta(minutes=45)
    asking.save()
    assert code(lambda: answer(session=asking, leader=other_leader, choice=0)) == "session-over"


def test_without_a_question_there_is_no_answer(session, leader):
    assert code(lambda: answer(session=session, leader=leader, choice=0)) == "no-warm-up"
