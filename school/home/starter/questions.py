"""The questions of the bank: each in every language, in the category of its course."""

from collections.abc import Iterable

from assessments.models import Answer, Category, Question
from school.home.starter.files import LANGUAGES
from school.home.starter.ledger import Ledger, Piece
from school.home.starter.pages import key_of, locale_of
from school.home.starter.quiz_file import AnswerEntry, QuestionEntry

_NAMES = ["kind", "text", "feedback", "state", "answers"]


def load_category(ledger: Ledger, code: str, name: str) -> Category:
    return ledger.settle(
        Piece(
            kind="categories",
            name=f"category/{code}",
            source="",
            model=Category,
            make=lambda: Category.objects.create(name=name),
            own=lambda: Category.objects.filter(name=name, parent=None).first(),
        )
    )


def load_questions(
    ledger: Ledger, entries: Iterable[QuestionEntry], category: Category
) -> dict[str, list[Question]]:
    """Language -> the questions in the order of the file."""
    return {
        language: [ledger.settle(_piece(entry, language, category)) for entry in entries]
        for language in LANGUAGES
    }


def _piece(entry: QuestionEntry, language: str, category: Category) -> Piece:
    code = LANGUAGES[language]
    return Piece(
        kind="questions",
        name=f"question/{entry.code}.{language}",
        source=entry.source,
        model=Question,
        make=lambda: _make(entry, language, category),
        renew=lambda question: _write(question, entry, language),
        own=lambda: Question.objects.filter(code=entry.code, locale__language_code=code).first(),
        names=_NAMES,
    )


def _make(entry: QuestionEntry, language: str, category: Category) -> Question:
    question = Question(
        code=entry.code,
        category=category,
        locale=locale_of(language),
        translation_key=key_of(f"question/{entry.code}"),
    )
    question.tags.add(*entry.tags)
    _write(question, entry, language)
    return question


def _write(question: Question, entry: QuestionEntry, language: str) -> None:
    question.kind = entry.kind
    question.text = entry.text[language].strip()
    question.feedback = entry.feedback[language].strip()
    question.answers = [
        _answer(answer, f"question/{entry.code}/{place}", language, question)
        for place, answer in enumerate(entry.answers)
    ]
    question.save()


def _answer(entry: AnswerEntry, name: str, language: str, question: Question) -> Answer:
    return Answer(
        text=str(entry.text[language]),
        value=entry.value,
        tolerance=entry.tolerance,
        unit=entry.unit[language] if entry.unit else "",
        fraction=entry.fraction,
        feedback=entry.feedback[language],
        locale=question.locale,
        translation_key=key_of(name),
    )
