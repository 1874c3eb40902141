"""From the blocks of a GIFT file to questions."""

from django.utils.translation import gettext_lazy as _

from assessments.formats.check import check
from assessments.formats.decode import decode
from assessments.formats.gift import comments
from assessments.formats.gift.answers import read_answers
from assessments.formats.gift.blocks import Block, blocks
from assessments.formats.gift.braces import Parts, part
from assessments.formats.gift.escapes import hide, hide_in_html, read_text, show
from assessments.formats.path import read_path
from assessments.formats.question import Parsed, ParsedQuestion, Problem, told
from school.lib.refusal import Refusal

CODE = "gift"
# Where an answer is no word of the text, marks after the braces make no gap in it.
_WITHOUT_GAP = ("truefalse", "matching", "essay")


def read(data: bytes) -> Parsed:
    """The questions of a GIFT file; what can't be read is among the problems."""
    decoded = decode(data)
    parsed = Parsed(CODE, problems=decoded.problems())
    category: tuple[str, ...] = ()
    for block in blocks(hide(decoded.text)):
        if block.category is not None:
            category = read_path(show(block.category))
        else:
            _take(parsed, block, category)
    return parsed


def _take(parsed: Parsed, block: Block, category: tuple[str, ...]) -> None:
    parsed.read += 1
    question = ParsedQuestion("description", "", line=block.line, category=category)
    try:
        notes = _fill(question, block)
        notes += check(question)
    except Refusal as refusal:
        message = told(refusal.message, refusal.params)
        parsed.problems.append(Problem(block.line, refusal.code, message))
        return
    parsed.questions.append(question)
    parsed.problems += notes


def _fill(question: ParsedQuestion, block: Block) -> list[Problem]:
    question.name, text = _title(hide_in_html(block.text))
    question.id_number = comments.id_number([line.text for line in block.comments])
    question.tags = comments.tags([line.text for line in block.comments])
    parts = part(text)
    question.text, question.text_format = read_text(parts.text, "moodle")
    # A question that is no more than its title asks with it.
    question.text = question.text or question.name
    if parts.body is None:
        question.mark = question.mark * 0
        return []
    notes = [*_oddities(question, parts), *read_answers(question, parts.body)]
    if question.kind in _WITHOUT_GAP and parts.ends_with_marks and parts.before.strip():
        question.text = read_text(parts.before, "moodle").text
    return notes


def _title(text: str) -> tuple[str, str]:
    """The name between double colons, and the rest."""
    text = text.strip()
    if text.startswith("：："):
        text = text.replace("：：", "::", 2)
    if not text.startswith("::"):
        return "", text
    end = text.find("::", 2)
    if end < 0 or "{" in text[:end]:
        return "", text[2:].strip()
    return " ".join(show(text[2:end]).split()), text[end + 2 :].strip()


def _oddities(question: ParsedQuestion, parts: Parts) -> list[Problem]:
    if not parts.odd:
        return []
    message = _("There are more braces than one pair. Look whether text and answers are right.")
    return [Problem(question.line, "braces-doubtful", message, cost=False)]
