"""Writing questions that were read from a file into the bank."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Revision

from assessments import kinds, pictures
from assessments.drawers import Drawers
from assessments.formats.question import ParsedQuestion, Problem
from assessments.models import Answer, Gap, Question
from school.lib.refusal import Refusal

_CHINESE = re.compile(r"[㐀-鿿]")
SKIP = "skip"
SEVEN = Decimal("0.0000001")


@dataclass
class Prepared:
    """A question that could go into the bank, not saved yet, with what is worth a look."""

    question: Question
    parsed: ParsedQuestion
    picture: tuple[str, bytes] | None = None
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Kept:
    """A question that went in: new, or a new version of one that there was."""

    question: Question
    is_new: bool
    before: int | None = None
    picture: int | None = None


def language_of(parsed: ParsedQuestion, chosen: str = "") -> str:
    """The language that was chosen for the file, or that the question says, or that it is in."""
    said = parsed.language.casefold().replace("_", "-")
    if said.startswith("zh"):
        return "zh-hans"
    if said.startswith("en"):
        return "en"
    if chosen:
        return chosen
    words = parsed.text + "".join(answer.text for answer in parsed.answers)
    return "zh-hans" if _CHINESE.search(words) else "en"


class Bank:
    """The bank as an import sees it: where questions go, in which language, and what happens to
    those that are there already."""

    def __init__(self, *, drawers: Drawers, by=None, language: str = "", known: str = "") -> None:
        self.drawers, self.by, self.language, self.known = drawers, by, language, known
        self.codes: set[tuple[str, str]] = set()
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}

    def prepare(self, parsed: ParsedQuestion) -> Prepared:
        """The question as it would be, without touching the bank.

        Refuses what can't be kept as it is; codes are those of its kind's problems."""
        code = language_of(parsed, self.language)
        with translation.override(code):
            made = kinds.find(parsed.kind).from_parsed(parsed)
        for problem in made.problems:
            if problem.cost:
                raise Refusal(problem.code, problem.message)
        question = Question(locale=self._locale(code), author=self.by, **_fields(made.fields))
        question.answers = [
            Answer(locale=question.locale, sort_order=at, **row)
            for at, row in enumerate(made.answers)
        ]
        question.gaps = [Gap(sort_order=at, **row) for at, row in enumerate(made.gaps)]
        prepared = Prepared(question, parsed, made.picture, list(made.problems))
        self._check_code(prepared)
        self._check_picture(prepared)
        return prepared

    def keep(self, prepared: Prepared) -> Kept:
        """Write one question, all of it or nothing. Refuses code-known (where those are to be
        left alone) and not-kept (the database would not take it)."""
        made = len(self.drawers.made)
        try:
            with transaction.atomic():
                return self._keep(prepared)
        except (DatabaseError, ValueError) as error:
            self.drawers.forget_after(made)
            message = _("The bank could not keep this question as it is.")
            raise Refusal("not-kept", message) from error

    def _locale(self, code: str) -> Locale:
        if code not in self.locales:
            self.locales[code] = Locale.objects.get_or_create(language_code=code)[0]
        return self.locales[code]

    def _check_code(self, prepared: Prepared) -> None:
        """Two questions of one file can't be versions of each other."""
        question = prepared.question
        code = (question.code, question.locale.language_code)
        if question.code and code in self.codes:
            question.code = ""
            said = _("Its number is that of a question before it; it went in without.")
            prepared.problems.append(Problem(prepared.parsed.line, "code-doubled", said, False))
        self.codes.add(code)

    def _check_picture(self, prepared: Prepared) -> None:
        if prepared.picture and not pictures.suffix_of(prepared.picture[1]):
            prepared.picture = None
            said = _("Its picture is of a kind that we can't show; it went in without.")
            prepared.problems.append(
                Problem(prepared.parsed.line, "picture-unreadable", said, cost=False)
            )

    def _keep(self, prepared: Prepared) -> Kept:
        question, new_picture = prepared.question, None
        known = self._known(question)
        if known and self.known == SKIP:
            raise Refusal("code-known", _("We have a question of this number; it was left alone."))
        question.category = self.drawers.at(prepared.parsed.category)
        if prepared.picture:
            question.picture, is_new = pictures.keep(*prepared.picture, self.by)
            new_picture = question.picture.pk if is_new else None
        self._check_state(prepared)
        before = _take_place(question, known) if known else None
        if not known:
            _join_translation(question)
        question.tags.set(tag[:100] for tag in prepared.parsed.tags)
        question.save()
        _write_version(question, self.by)
        return Kept(question, not known, before, new_picture)

    def _known(self, question: Question) -> Question | None:
        if not question.code:
            return None
        return Question.objects.filter(code=question.code, locale=question.locale).first()

    def _check_state(self, prepared: Prepared) -> None:
        """What can't be asked as it stands goes in as a draft, for a trainer to finish."""
        sentence = problem_of(prepared)
        if sentence:
            prepared.question.state = Question.State.DRAFT
            prepared.problems.append(
                Problem(prepared.parsed.line, "draft", draft_reason(sentence), cost=False)
            )


def draft_reason(sentence: Any) -> str:
    return _("It went in as a draft: %(reason)s") % {"reason": sentence}


def problem_of(prepared: Prepared) -> Any | None:
    """What keeps a prepared question from being asked, its picture counted as kept."""
    question = prepared.question
    if prepared.picture and not question.picture_id:
        # Not kept yet: to be asked whether there is one, it is enough that there will be.
        facts = _Facts(question.text, True, question.units, list(question.gaps.all()))
        return kinds.find(question.kind).problem(list(question.answers.all()), facts)
    return question.problem()


@dataclass
class _Facts:
    text: str
    picture: bool
    units: str
    gaps: list[Gap]


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    """With a penalty only where it is one: a part of the marks."""
    penalty = given.get("penalty")
    if penalty is not None:
        given["penalty"] = penalty.quantize(SEVEN) if 0 <= penalty <= 1 else None
    return given


def _write_version(question: Question, by) -> None:
    """As `save_revision` does, which would save and index the question a second time."""
    question.latest_revision = Revision.objects.create(
        content_object=question,
        base_content_type=question.get_base_content_type(),
        user=by,
        content=question.serializable_data(),
        object_str=str(question),
    )
    Question.objects.filter(pk=question.pk).update(latest_revision=question.latest_revision)


def _take_place(question: Question, known: Question) -> int:
    """Let the new question be the next version of the known one; answers the version before."""
    before = known.latest_revision or known.save_revision(clean=False)
    question.pk, question.translation_key = known.pk, known.translation_key
    question.author, question.latest_revision = known.author, before
    question.facts_checked_until = known.facts_checked_until
    keys = list(known.answers.values_list("translation_key", flat=True))
    for answer, key in zip(question.answers.all(), keys, strict=False):
        answer.translation_key = key
    return before.pk


def _join_translation(question: Question) -> None:
    """The same number in another language is the same question."""
    others = Question.objects.filter(code=question.code, kind=question.kind)
    other = others.exclude(locale=question.locale).first() if question.code else None
    if other is None:
        return
    taken = Question.objects.filter(translation_key=other.translation_key, locale=question.locale)
    keys = list(other.answers.values_list("translation_key", flat=True))
    if not taken.exists() and len(keys) == question.answers.count():
        question.translation_key = other.translation_key
        for answer, key in zip(question.answers.all(), keys, strict=True):
            answer.translation_key = key
