"""How requirements count together: groups count the other way round than their step."""

import pytest
from django.db.models import Q

from school.standing.counting import Counting


@pytest.mark.parametrize(
    ("letters", "takes", "met", "is_met", "counted"),
    [
        # all of: one, one
        (["", ""], "all", [True, True], True, [True, True]),
        (["", ""], "all", [True, False], False, [True, False]),
        # any of: one, one
        (["", ""], "any", [True, False], True, [True, False]),
        (["", ""], "any", [False, False], False, [False, False]),
        # all of: one, any of (two)
        (["", "A", "A"], "all", [True, False, True], True, [True, False, True]),
        (["", "A", "A"], "all", [True, False, False], False, [True, False, False]),
        (["", "A", "A"], "all", [False, True, True], False, [False, True, True]),
        # any of: all of (two), all of (two)
        (["A", "B", "A", "B"], "any", [True, True, True, False], True, [True, False, True, False]),
        (["A", "B", "A", "B"], "any", [True, True, False, False], False, [False] * 4),
        # nothing asked moves nobody
        ([], "all", [], False, []),
        ([], "any", [], False, []),
    ],
)
def test_counts(letters, takes, met, is_met, counted):
    counting = Counting(letters, takes)
    assert (counting.is_met(met), counting.counted(met)) == (is_met, counted)


def test_groups_stand_where_their_first_requirement_does():
    groups = Counting(["", "B", "A", "B", ""]).groups
    assert [(group.letter, group.places) for group in groups] == [
        ("", (0,)),
        ("B", (1, 3)),
        ("A", (2,)),
        ("", (4,)),
    ]


X, Y = Q(x=1), Q(y=1)


@pytest.mark.parametrize(
    ("letters", "takes", "conditions", "kept"),
    [
        (["", ""], "all", [X, None], X),
        (["", ""], "any", [X, None], None),
        (["A", "A"], "all", [X, None], None),
        (["A", "A"], "all", [X, Y], X | Y),
        (["A", "A", ""], "any", [X, None, Y], X | Y),
        (["", ""], "all", [None, None], None),
    ],
)
def test_what_can_not_be_lost_holds(letters, takes, conditions, kept):
    assert Counting(letters, takes).kept(conditions) == kept
