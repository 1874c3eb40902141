"""Which answer stands: the fold over everything that arrived."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from assessments.answer import fold

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)


def arrived(*rows):
    """Events (question, device, count, value) in the order in which they were received."""
    return [
        SimpleNamespace(
            pk=pk,
            attempt_question_id=q,
            client_id=device,
            seq=seq,
            value=value,
            certainty=None,
            checked=False,
            late=False,
            given_at=None,
            received_at=BEGIN + timedelta(seconds=pk),
        )
        for pk, (q, device, seq, value) in enumerate(rows, start=1)
    ]


ROWS = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from("ab"), st.integers(1, 6), st.text(max_size=2))
)


def test_the_last_one_received_stands():
    assert fold(arrived((1, "phone", 1, "A"), (1, "phone", 2, "B"), (2, "phone", 3, "C"))) == {
        1: "B",
        2: "C",
    }


def test_an_old_answer_that_comes_late_does_not_undo_a_newer_one():
    assert fold(arrived((1, "phone", 2, "new"), (1, "phone", 1, "old"))) == {1: "new"}


def test_a_second_device_sees_and_replaces_the_latest():
    rows = arrived((1, "phone", 9, "A"), (1, "tablet", 1, "B"))
    assert fold(rows) == {1: "B"}


def test_a_late_answer_has_its_place_where_it_was_given():
    events = arrived((1, "phone", 1, "A"), (1, "tablet", 1, "B"), (1, "phone", 2, "late"))
    events[2].late, events[2].given_at = True, BEGIN + timedelta(seconds=1.5)
    assert fold(events) == {1: "B"}


def test_an_answer_can_be_taken_back():
    assert fold(arrived((1, "phone", 1, "A"), (1, "phone", 2, None))) == {1: None}


@given(ROWS)
def test_the_order_of_the_rows_does_not_matter_only_that_of_their_arrival(rows):
    events = arrived(*rows)
    assert fold(reversed(events)) == fold(events)


@given(ROWS)
def test_every_answered_question_has_an_answer_that_arrived(rows):
    standing = fold(arrived(*rows))
    assert set(standing) == {row[0] for row in rows}
    assert all(any(q == r[0] and value == r[3] for r in rows) for q, value in standing.items())


@given(ROWS, st.data())
def test_sending_again_what_has_arrived_changes_nothing(rows, data):
    """The same device sends a row again, right after: a lost acknowledgement."""
    events = arrived(*rows)
    if rows:
        last = rows[-1]
        assert fold(arrived(*rows, last)) == fold(events)
