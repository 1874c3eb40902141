"""Whether a question that was read can be asked at all; every reader asks this last."""

from django.utils.translation import gettext_lazy as _

from assessments.formats.question import ParsedQuestion, Problem, told
from assessments.formats.weights import HUNDRED, equal_share, in_plain, meant_by, offered, shares
from school.lib.refusal import Refusal

_NEAR = HUNDRED / 10_000


def check(question: ParsedQuestion) -> list[Problem]:
    """What is worth a look in a question that goes in. Mends what has one meaning only.

    Refuses text-missing, answer-missing and weight-sum."""
    if not question.text.strip() and not question.pictures:
        raise Refusal("text-missing", _("The question has no words."))
    rule = _RULES.get(question.kind)
    notes = rule(question) if rule else []
    for gap in question.gaps:
        notes += [Problem(question.line, n.code, n.message, n.cost) for n in _check_gap(gap)]
    return notes


def _check_gap(gap: ParsedQuestion) -> list[Problem]:
    rule = _RULES.get(gap.kind)
    return rule(gap) if rule else []


def _worded(question: ParsedQuestion) -> None:
    if len(question.answers) < 2:
        raise Refusal("answer-missing", _("There are fewer than two answers."))
    if any(not answer.text.strip() for answer in question.answers):
        raise Refusal("answer-missing", _("One of the answers has no words."))


def _choice(question: ParsedQuestion) -> list[Problem]:
    _worded(question)
    return [*_best(question), *_unusual(question)]


def _multiple(question: ParsedQuestion) -> list[Problem]:
    _worded(question)
    right = [answer for answer in question.answers if answer.fraction > 0]
    if not right:
        raise Refusal("answer-missing", _("None of the answers is marked as right."))
    if shares([answer.fraction for answer in right]):
        return _unusual(question)
    if shares([meant_by(answer.fraction) for answer in right]):
        return _round(question)
    if len({answer.fraction for answer in right}) > 1:
        raise Refusal("weight-sum", _("The right answers don't share 100 per cent between them."))
    for answer in right:
        answer.fraction = equal_share(len(right))
    message = _("The right answers were not worth 100 per cent together; they now share it.")
    return [Problem(question.line, "weight-shared", message, cost=False)]


def _round(question: ParsedQuestion) -> list[Problem]:
    """Three times 33 is meant as three thirds."""
    notes = []
    for answer in question.answers:
        meant = meant_by(answer.fraction)
        if meant != answer.fraction:
            message = told(
                _("%(weight)s per cent was read as %(meant)s."),
                {"weight": in_plain(answer.fraction), "meant": in_plain(meant)},
            )
            notes.append(Problem(question.line, "weight-illegal", message, cost=False))
            answer.fraction = meant
    return notes[:1] or _unusual(question)


def _typed(question: ParsedQuestion) -> list[Problem]:
    if not question.answers:
        raise Refusal("answer-missing", _("There is no answer."))
    return [*_best(question), *_unusual(question)]


def _best(question: ParsedQuestion) -> list[Problem]:
    best = max(answer.fraction for answer in question.answers)
    if best <= 0:
        raise Refusal("answer-missing", _("None of the answers is marked as right."))
    if best < HUNDRED - _NEAR:
        raise Refusal("weight-sum", _("No answer is worth 100 per cent."))
    return []


def _pairs(question: ParsedQuestion) -> list[Problem]:
    pairs = [answer for answer in question.answers if answer.text.strip()]
    if len(question.answers) < 2 or not pairs:
        raise Refusal("answer-missing", _("There are fewer than two pairs to match."))
    if any(not answer.match.strip() for answer in question.answers):
        raise Refusal("answer-missing", _("One of the pairs has no partner."))
    return []


def _ordered(question: ParsedQuestion) -> list[Problem]:
    _worded(question)
    return []


def _unusual(question: ParsedQuestion) -> list[Problem]:
    """Weights that other programs won't take. Here they are kept as they are."""
    weights = [answer.fraction for answer in question.answers]
    even = equal_share(sum(1 for weight in weights if weight > 0) or 1)
    odd = [weight for weight in weights if abs(weight) != even and not offered(weight)]
    if not odd:
        return []
    message = told(
        _("%(weight)s is not one of the usual weights. It was kept."),
        {"weight": in_plain(odd[0])},
    )
    return [Problem(question.line, "weight-illegal", message, cost=False)]


_RULES = {
    "single": _choice,
    "multiple": _multiple,
    "truefalse": _choice,
    "shorttext": _typed,
    "number": _typed,
    "matching": _pairs,
    "ordering": _ordered,
}
