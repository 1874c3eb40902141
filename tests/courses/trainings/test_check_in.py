"""Codes on the trainer's screen: what they prove, and what they don't."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from courses.models import AttendanceMark, AttendanceSettings, CheckIn, Session
from courses.trainings import check_in_prompt
from courses.trainings.attendance import current_mark, mark, withdraw
from courses.trainings.check_in import KEPT, answer, check_in, of_session, read_typed
from courses.trainings.check_in_code import (
    SLOT,
    Proof,
    digits_of,
    read_token,
    slot_of,
    token_of,
)
from courses.trainings.check_in_hints import clear, hints_of
from school.lib.refusal import Refusal
from tests import cast
from tests.courses import tree

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def running(minutes: int = 1, **fields) -> Session:
    """A session that began some minutes ago."""
    return tree.session(timezone.now() - timedelta(minutes=minutes), **fields)


def proof(session: Session, at=None, **fields) -> Proof:
    at = at or timezone.now()
    return Proof(**{"session_id": session.pk, "slot": slot_of(at), "way": "qr", "at": at} | fields)


def code(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as refusal:
        call(*args, **kwargs)
    return refusal.value.code


# --- codes ------------------------------------------------------------------------------------


def test_a_token_proves_its_session_and_slot():
    now = timezone.now()
    read = read_token(token_of(36, slot_of(now)), at=now)
    assert (read.session_id, read.slot, read.way, read.at) == (36, slot_of(now), "qr", now)


def test_a_token_is_good_for_two_slots_and_the_grace():
    now = timezone.now()
    begins = slot_of(now)
    token = token_of(1, begins)
    start = now - timedelta(seconds=now.timestamp() - begins * SLOT)
    grace = AttendanceSettings.load().grace_seconds
    assert read_token(token, at=start + timedelta(seconds=2 * SLOT + grace - 1)).age == 34
    late = start + timedelta(seconds=2 * SLOT + grace + 0.1)
    assert code(read_token, token, at=late) == "code-expired"


def test_the_grace_is_a_setting():
    AttendanceSettings.objects.create(grace_seconds=60)
    now = timezone.now()
    token = token_of(1, slot_of(now) - 5)
    assert read_token(token, at=now).slot == slot_of(now) - 5


@pytest.mark.parametrize("change", ["session", "slot", "signature", "shape", "nonsense", "empty"])
def test_a_changed_token_is_forged(change):
    now = timezone.now()
    session, slot, signature = token_of(7, slot_of(now)).split("-")
    other = token_of(8, slot_of(now)).split("-")
    tokens = {
        "session": f"{other[0]}-{slot}-{signature}",
        "slot": f"{session}-{token_of(7, slot_of(now) + 1).split('-')[1]}-{signature}",
        "signature": f"{session}-{slot}-{other[2]}",
        "shape": f"{session}-{slot}",
        "nonsense": "ü-!-" + signature,
        "empty": "",
    }
    assert code(read_token, tokens[change], at=now) == "code-forged"


def test_a_code_of_a_time_to_come_is_forged():
    now = timezone.now()
    assert code(read_token, token_of(7, slot_of(now) + 2), at=now) == "code-forged"


def test_digits_find_their_session():
    one, other = running(), running(of=tree.series("group"))
    now = timezone.now()
    assert len(digits_of(one.pk, slot_of(now))) == 6
    typed = digits_of(other.pk, slot_of(now))
    read = read_typed(f" {typed[:3]} {typed[3:]} ", at=now)
    assert (read.session_id, read.way) == (other.pk, "code")


def test_digits_of_before_are_expired_and_others_are_forged():
    session, now = running(), timezone.now()
    assert code(read_typed, digits_of(session.pk, slot_of(now) - 4), at=now) == "code-expired"
    assert code(read_typed, digits_of(session.pk, slot_of(now) - 40), at=now) == "code-forged"
    assert code(read_typed, "", at=now) == "code-forged"


def test_digits_of_another_session_say_so():
    here, there, now = running(), running(of=tree.series("group")), timezone.now()
    typed = digits_of(there.pk, slot_of(now))
    assert code(read_typed, typed, at=now, only=here.pk) == "other-session"
    assert code(of_session, proof(there), here.pk) == "other-session"
    assert of_session(proof(here), here.pk)


def test_digits_of_a_session_that_is_not_on_are_nothing():
    session, now = tree.soon(), timezone.now()
    assert code(read_typed, digits_of(session.pk, slot_of(now)), at=now) == "code-forged"


# --- checking in ------------------------------------------------------------------------------


def test_a_scan_marks_her_there(leader):
    session = running()
    done = check_in(leader=leader, proof=proof(session), device="phone")
    marked = current_mark(session=session, leader=leader)
    assert not done.again
    assert (marked.present, marked.proof, marked.by) == (True, "qr", leader.user)
    assert (marked.late_minutes, marked.reference) == (0, f"check-in {done.check_in.pk}")


def test_a_second_time_changes_nothing(leader):
    session = running()
    first = check_in(leader=leader, proof=proof(session))
    again = check_in(leader=leader, proof=proof(session, way="code"))
    assert again.again
    assert again.check_in == first.check_in
    assert (CheckIn.objects.count(), AttendanceMark.objects.count()) == (1, 1)


def test_minutes_late_count_from_the_scan_and_not_from_the_log_in(leader):
    session = running(minutes=20)
    scanned = timezone.now() - timedelta(minutes=8)
    check_in(leader=leader, proof=proof(session, at=scanned))
    marked = current_mark(session=session, leader=leader)
    assert (marked.late_minutes, marked.proven_at) == (12, scanned)


def test_what_is_late_is_a_setting_and_the_end_says_nothing(leader, other_leader):
    AttendanceSettings.objects.create(late_after=30)
    check_in(leader=leader, proof=proof(session := running(minutes=25)))
    assert current_mark(session=session, leader=leader).late_minutes == 0
    over = running(minutes=50, of=tree.series("group"))
    check_in(leader=other_leader, proof=proof(over))
    assert current_mark(session=over, leader=other_leader).late_minutes == 0


def test_she_may_come_a_little_early(leader):
    session = tree.session(timezone.now() + timedelta(minutes=8))
    check_in(leader=leader, proof=proof(session))
    assert current_mark(session=session, leader=leader).present


def refusals():
    now = timezone.now
    return {
        "not-started": lambda: tree.soon(),
        "over": lambda: tree.session(now() - timedelta(hours=2)),
        "cancelled": lambda: running(state=Session.State.CANCELLED),
        "not-for-you": lambda: running(of=tree.series(region=cast.region("Elsewhere"))),
    }


@pytest.mark.parametrize("reason", ["not-started", "over", "cancelled", "not-for-you"])
def test_it_is_refused_with_a_code_and_nothing_is_written(reason, leader):
    session = refusals()[reason]()
    assert code(check_in, leader=leader, proof=proof(session)) == reason
    assert not CheckIn.objects.exists()
    assert not AttendanceMark.objects.exists()


def test_a_proof_waits_for_a_log_in_but_not_for_ever(leader):
    old = timezone.now() - KEPT - timedelta(seconds=1)
    assert code(check_in, leader=leader, proof=proof(running(30), at=old)) == "proof-old"


def test_a_session_that_is_gone(leader):
    gone = Proof(0, slot_of(timezone.now()), "qr", timezone.now())
    assert code(check_in, leader=leader, proof=gone) == "session-gone"


def test_a_trainers_no_before_the_scan_gives_way_to_it(leader, trainer):
    session = running()
    mark(session=session, leader=leader, present=False, by=trainer)
    check_in(leader=leader, proof=proof(session))
    assert current_mark(session=session, leader=leader).present


def test_a_trainers_no_after_the_scan_stays(leader, trainer):
    session = running()
    check_in(leader=leader, proof=proof(session))
    mark(session=session, leader=leader, present=False, by=trainer)
    assert check_in(leader=leader, proof=proof(session)).again
    prompt = check_in_prompt.ask(session=session, by=trainer)
    answer(leader=leader, prompt=prompt)
    assert not current_mark(session=session, leader=leader).present


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_are_one_check_in(leader):
    session, start, problems = running(), Barrier(4), []

    def tap() -> None:
        try:
            start.wait()
            check_in(leader=leader, proof=proof(session))
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [Thread(target=tap) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert CheckIn.objects.count() == 1
    assert AttendanceMark.objects.count() == 1


# --- withdrawing ------------------------------------------------------------------------------


def test_a_slip_is_taken_back_and_what_was_before_counts(leader, trainer):
    session = running()
    check_in(leader=leader, proof=proof(session))
    slip = mark(session=session, leader=leader, present=False, by=trainer)
    assert withdraw(mark=slip, by=trainer).proof == "qr"
    assert current_mark(session=session, leader=leader).present
    slip.refresh_from_db()
    assert slip.withdrawn_by == trainer
    assert AttendanceMark.objects.count() == 2


def test_a_first_mark_taken_back_leaves_none(leader, trainer):
    session = running()
    slip = mark(session=session, leader=leader, present=True, by=trainer)
    assert withdraw(mark=slip, by=trainer) is None
    assert current_mark(session=session, leader=leader) is None
    assert code(withdraw, mark=slip, by=trainer) == "mark-replaced"


# --- the question in between --------------------------------------------------------------------


def test_an_answer_is_a_proof(leader, trainer):
    session = running()
    prompt = check_in_prompt.ask(session=session, by=trainer)
    assert check_in_prompt.open_question(session_id=session.pk, leader=leader) == prompt
    assert not answer(leader=leader, prompt=prompt).again
    assert answer(leader=leader, prompt=prompt).again
    assert check_in_prompt.open_question(session_id=session.pk, leader=leader) is None
    marked = current_mark(session=session, leader=leader)
    assert (marked.present, marked.proof) == (True, "prompt")


def test_a_question_by_chance_lies_within_the_session(trainer):
    session = running()
    prompt = check_in_prompt.ask(session=session, by=trainer, by_chance=True)
    assert timezone.now() <= prompt.opens_at + timedelta(seconds=1)
    assert prompt.closes_at <= session.ends_at
    assert code(check_in_prompt.ask, session=session, by=trainer) == "asked-already"


def test_who_may_ask_when(trainer):
    assert code(check_in_prompt.ask, session=tree.soon(), by=trainer) == "not-running"
    ending = running(minutes=44, of=tree.series("group"))
    assert code(check_in_prompt.ask, session=ending, by=trainer) == "too-late"


def test_too_late_for_an_answer(leader, trainer):
    session = running()
    prompt = check_in_prompt.ask(session=session, by=trainer)
    prompt.closes_at = timezone.now()
    prompt.save()
    assert code(answer, leader=leader, prompt=prompt) == "prompt-closed"


# --- hints ------------------------------------------------------------------------------------


def hints(session) -> dict[int, list[str]]:
    return {leader: [one.code for one in all_] for leader, all_ in hints_of(session).items()}


def test_one_phone_for_two_leaders_is_a_hint_for_both(leader, other_leader, trainer):
    session = running()
    check_in(leader=leader, proof=proof(session), device="phone")
    check_in(leader=other_leader, proof=proof(session), device="phone")
    assert hints(session) == {leader.pk: ["shared-phone"], other_leader.pk: ["shared-phone"]}
    assert current_mark(session=session, leader=other_leader).present
    clear(session=session, leader_id=leader.pk, by=trainer)
    assert hints(session) == {other_leader.pk: ["shared-phone"]}


def test_a_phone_of_last_week_is_remembered(leader, other_leader):
    before, now = running(of=tree.series("group")), running()
    check_in(leader=other_leader, proof=proof(before), device="phone")
    check_in(leader=leader, proof=proof(now), device="phone")
    assert hints(now) == {leader.pk: ["shared-phone"]}


def test_an_old_code_is_a_hint_and_a_phone_without_number_is_none(leader, other_leader):
    session, at = running(), timezone.now()
    check_in(leader=leader, proof=proof(session, slot=slot_of(at) - 2), device="")
    check_in(leader=other_leader, proof=proof(session), device="")
    assert hints(session) == {leader.pk: ["old-code"]}


def test_silence_is_a_hint_for_who_had_checked_in(leader, other_leader, trainer):
    session = running()
    for one in (leader, other_leader):
        check_in(leader=one, proof=proof(session), device="")
    prompt = check_in_prompt.ask(session=session, by=trainer)
    answer(leader=leader, prompt=prompt)
    prompt.closes_at = timezone.now()
    prompt.save()
    assert hints(session) == {other_leader.pk: ["no-answer"]}


def test_hints_take_the_same_queries_for_many(leader, django_assert_num_queries):
    session = running()
    for number in range(4):
        one = cast.leader(f"Leader {number}", region=leader.region)
        check_in(leader=one, proof=proof(session), device="phone")
    with django_assert_num_queries(3):
        assert len(hints_of(session)) == 4
