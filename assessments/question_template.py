"""Our spreadsheet for questions, with one example of each kind that trainers write most."""

from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.formats import xlsx
from assessments.formats.question import ParsedAnswer, ParsedQuestion

HUNDRED, HALF, NOTHING = Decimal(100), Decimal(50), Decimal(0)


def template() -> bytes:
    """The spreadsheet as a file, its examples in today's language. It can be imported as it is."""
    return xlsx.write(examples())


def examples() -> list[ParsedQuestion]:
    why = _("Fresh food spoils first, so it leaves the cold last.")
    return [
        _asked(
            "single",
            _("Which goods do you hand out last?"),
            [(_("Frozen dumplings"), HUNDRED), (_("Tissues"), NOTHING), (_("Rice"), NOTHING)],
            why,
        ),
        _asked(
            "multiple",
            _("What belongs into a morning post?"),
            [
                (_("A real photo"), HALF),
                (_("The closing time"), HALF),
                (_("Twenty products"), -HUNDRED),
            ],
        ),
        _asked(
            "truefalse",
            _("Neighbours pick up on the day after they ordered."),
            [("true", HUNDRED), ("false", NOTHING)],
        ),
        _asked(
            "shorttext",
            _("What is a cheap item called that brings people in?"),
            [(_("traffic item"), HUNDRED)],
        ),
        ParsedQuestion(
            "number",
            _("How many neighbours do you need for a group?"),
            answers=[ParsedAnswer(value=HUNDRED, fraction=HUNDRED)],
        ),
        ParsedQuestion("essay", _("Write three sentences about a product that you tasted.")),
    ]


def _asked(
    kind: str, text: str, answers: list[tuple[str, Decimal]], why: str = ""
) -> ParsedQuestion:
    offered = [ParsedAnswer(words, fraction=worth) for words, worth in answers]
    return ParsedQuestion(kind, text, answers=offered, general_feedback=why)
