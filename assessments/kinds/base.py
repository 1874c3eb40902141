"""What every kind of question can do."""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any, ClassVar

from assessments.formats.question import ParsedQuestion
from assessments.kinds.exchange import (
    Written,
    parsed_answer,
    parsed_question,
    written,
    written_answer,
)

HUNDRED = Decimal(100)
ONE = Decimal(1)
# Thirds are kept as 33.33333 per cent: four places bring three of them back to a whole.
PLACES = Decimal("0.0001")
# Longer than any short answer; what a person could not have meant is not kept.
LONGEST = 500
# How the fields of an answer with several parts are called in a form.
PART = "answer-"
PICTURE = "max-800x1200|format-webp|preserve-svg"

Frozen = Mapping[str, Any]


class Kind:
    """A kind of question: how it is checked when written, put, read, graded and explained.

    `frozen` is the question as an attempt keeps it:
    `{"texts": {language: {"text", "feedback"}}, "answers": [{"key", "fraction", "texts", …}]}`,
    the answers in the order in which they are shown. A value is what is kept of an answer: JSON,
    the same in every language, None for "not answered".

    `mixes` says whether its answers may change their order, `asks` whether there is anything to
    answer, `by_person` whether a person gives the mark, and `fields` which of a question's and
    its answers' fields a trainer fills in.
    """

    code: ClassVar[str]
    label: ClassVar[Any]
    order: ClassVar[int] = 100
    template: ClassVar[str]
    mixes: ClassVar[bool] = False
    asks: ClassVar[bool] = True
    by_person: ClassVar[bool] = False
    fields: ClassVar[frozenset[str]] = frozenset({"text", "fraction", "feedback", "answers"})

    def problem(self, answers: Sequence[Any], question: Any = None) -> Any | None:
        """What is wrong with these answers of a question, in a sentence for the trainer.
        `question` has its text, picture, units and gaps; a kind that looks at none can do
        without."""
        raise NotImplementedError

    def freeze(self, versions: Sequence[Any], mix: Random | None = None) -> dict[str, Any]:
        """The question as an attempt keeps it. `versions` are its translations, the one that
        decides what is right first; `mix` shuffles the answers where kind and question allow."""
        answers = self.freeze_answers(versions)
        if mix and self.mixes and versions[0].shuffle:
            mix.shuffle(answers)
        texts = {
            version.locale.language_code: {"text": version.text, "feedback": version.feedback}
            for version in versions
        }
        kept = {"texts": texts, "answers": answers, "version": versions[0].latest_revision_id}
        if versions[0].picture:
            kept["picture"] = frozen_picture(versions[0].picture)
        return kept | self.freeze_more(versions, mix)

    def freeze_more(self, versions: Sequence[Any], mix: Random | None) -> dict[str, Any]:
        """What only this kind keeps."""
        return {}

    def freeze_answers(self, versions: Sequence[Any]) -> list[dict[str, Any]]:
        raise NotImplementedError

    def read(self, frozen: Frozen, raw: Any) -> Any:
        """The value that a client sent, checked; None for an empty answer.

        Refuses answer-unreadable: something that this question can't be answered with."""
        raise NotImplementedError

    def read_form(self, frozen: Frozen, data: Any) -> Any:
        """The value in a posted HTML form, in which the field is called `answer`."""
        return self.read(frozen, data.get("answer"))

    def title(self, frozen: Frozen, language: str) -> str:
        """The words of the question where it is only named or looked back at."""
        return said(frozen["texts"], language)

    def grade(self, frozen: Frozen, value: Any) -> Decimal | None:
        """The part of the marks that the value earns, from 0 to 1; None if a person has to say."""
        raise NotImplementedError

    def feedback(self, frozen: Frozen, value: Any, language: str) -> list[str]:
        """What to say to this answer, most particular first; the explanation is not part of it."""
        raise NotImplementedError

    def shown(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        """What the template needs to put the question, with the value filled in."""
        raise NotImplementedError

    def reviewed(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        """What the template needs to show the given and the right answer."""
        raise NotImplementedError

    def response(self, frozen: Frozen, value: Any, language: str = "") -> str:
        """The answer in a line, the same for answers that are the same: what a distribution of
        answers counts by. Empty for "not answered"."""
        raise NotImplementedError

    def from_parsed(self, parsed: ParsedQuestion) -> Written:
        """A question from a file as the bank writes it, with what could not be kept."""
        return written(parsed, [written_answer(answer) for answer in parsed.answers])

    def to_parsed(self, question: Any) -> ParsedQuestion:
        """A question of the bank as a file gives it."""
        answers = [parsed_answer(question, answer) for answer in question.answers.all()]
        return parsed_question(question, answers)


def parts_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of an answer that came as several fields of a form."""
    return {name[len(PART) :]: data.get(name) for name in data if name.startswith(PART)}


def frozen_picture(picture: Any) -> dict[str, Any]:
    """A picture as an attempt keeps it: small enough for a phone, with its size."""
    small = picture.get_rendition(PICTURE)
    return {
        "url": small.url,
        "width": small.width,
        "height": small.height,
        "alt": picture.description,
    }


def frozen_answer(answer: Any, **more: Any) -> dict[str, Any]:
    """One answer as kept; its key names it in every language."""
    return {"key": answer.translation_key.hex[:12], "fraction": str(answer.fraction), **more}


def texts_of(answer: Any) -> dict[str, str]:
    return {"text": answer.text, "feedback": answer.feedback}


def pair(
    versions: Sequence[Any], texts: Callable[[Any], dict[str, str]] = texts_of
) -> list[tuple[Any, dict[str, dict[str, str]]]]:
    """The answers of the first version, each with its texts in every language. Translations of an
    answer are found by their key, or else by their place."""
    lists = {version.locale.language_code: list(version.answers.all()) for version in versions}
    return [
        (answer, {code: texts(_twin(answer, place, others)) for code, others in lists.items()})
        for place, answer in enumerate(versions[0].answers.all())
    ]


def _twin(answer: Any, place: int, others: list[Any]) -> Any:
    same = [other for other in others if other.translation_key == answer.translation_key]
    if same:
        return same[0]
    return others[place] if place < len(others) else answer


def fraction_of(answer: Mapping[str, Any]) -> Decimal:
    return Decimal(answer["fraction"])


def part(per_cent: Decimal) -> Decimal:
    """Per cent of the marks as a part of 1, never below 0 nor above 1."""
    return min(ONE, max(Decimal(0), per_cent / HUNDRED)).quantize(PLACES, ROUND_HALF_UP)


def said(texts: Mapping[str, Mapping[str, str]], language: str, name: str = "text") -> str:
    """The wording in this language, or in the first one there is."""
    chosen = texts.get(language) or next(iter(texts.values()), {})
    return chosen.get(name, "")
