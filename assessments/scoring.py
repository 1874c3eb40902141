"""What an answer brings, by the behaviour that was promised."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from assessments import kinds
from assessments.answer import Given
from assessments.kinds.base import PLACES
from assessments.terms import CERTAINTY, IMMEDIATE, INTERACTIVE, Terms

# How sure she is, and what right and wrong bring then, as multiples of the marks. The table of
# certainty-based marking as in Moodle's question/behaviour/behaviourbase.php.
RIGHT = {1: 1, 2: 2, 3: 3}
WRONG = {1: 0, 2: -2, 3: -6}
LEAST_SURE = 1


def fraction(
    question: Any, given: Given, terms: Terms, marked: Decimal | None = None
) -> Decimal | None:
    """The part of the question's marks that it brings: 0 to 1; with certainty -6 to 3. None if a
    person must mark it and nobody has. `marked` is the part that a person gave, from 0 to 1:
    where there is a key it was given in her favour, and the better of the two counts."""
    by_key = _by_key(question, given, terms)
    if marked is None or by_key is None:
        return marked if by_key is None else by_key
    brings = _certain(marked, given) if terms.behaviour == CERTAINTY else marked
    return max(by_key, brings)


def _by_key(question: Any, given: Given, terms: Terms) -> Decimal | None:
    if terms.behaviour == INTERACTIVE and given.checked:
        return _interactive(question, given, terms)
    if terms.behaviour == IMMEDIATE and given.checked:
        return _grade(question, given.checked[0])
    found = _grade(question, given.value)
    if terms.behaviour == CERTAINTY and found is not None:
        return _certain(found, given)
    return found


def is_finished(question: Any, given: Given, terms: Terms) -> bool:
    """Whether no more answer to it is taken: it was right, or the tries are used up."""
    if not terms.checks or not given.checked:
        return False
    return len(given.checked) >= terms.tries_each or _grade(question, given.checked[-1]) == 1


def _grade(question: Any, value: Any) -> Decimal | None:
    return kinds.find(question.kind).grade(question.judged, value)


def _interactive(question: Any, given: Given, terms: Terms) -> Decimal | None:
    """The last answer counts, less the penalty for each wrong one before it. What was changed
    after the last check counts as one more try, if there is one left."""
    tried = list(given.checked[: terms.tries])
    if not is_finished(question, given, terms) and given.value != tried[-1]:
        tried.append(given.value)
    found = _grade(question, tried[-1])
    if found is None:
        return None
    off = terms.penalty_of(question.frozen) * (len(tried) - 1)
    return max(Decimal(0), found - off).quantize(PLACES, ROUND_HALF_UP)


def _certain(found: Decimal, given: Given) -> Decimal:
    if given.value is None:
        return Decimal(0)
    sure = given.certainty or LEAST_SURE
    return Decimal(WRONG[sure]) if found <= 0 else found * RIGHT[sure]
