"""What a requirement names besides its threshold, one class a sort of detail: how it is kept in
the requirement's `params`, checked, and asked for in a form."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy, pgettext

from school.standing.models.tier import Tier

LONGEST_WINDOW = 366


class Detail:
    """One detail under its own name. `default` is what holds where it is left out."""

    def __init__(self, label, *, help: Any = "", required: bool = True, default: Any = None):
        self.label, self.help = label, help
        self.required, self.default = required, default

    def names(self, key: str) -> frozenset[str]:
        """The names in `params` that belong to it."""
        return frozenset({key})

    def is_right(self, value: Any) -> bool:
        raise NotImplementedError

    def read(self, key: str, params: dict[str, Any]) -> Any:
        """What a form shows for these params."""
        return params.get(key, self.default)

    def write(self, key: str, value: Any) -> dict[str, Any]:
        """What a form's answer is kept as; nothing where it was left empty."""
        return {} if value in (None, "", []) else {key: value}

    def words(self, value: Any, references) -> str:
        """What a preview adds to the title of the requirement; empty where that says it."""
        return ""

    def field(self, references) -> forms.Field:
        """The form's field; `references` knows the courses, quizzes and tasks there are."""
        return self._field(references, label=self.label, help_text=self.help)

    def _field(self, references, **words) -> forms.Field:
        raise NotImplementedError


class Days(Detail):
    """A number of days up to the day of the evaluation."""

    def is_right(self, value: Any) -> bool:
        return type(value) is int and 1 <= value <= LONGEST_WINDOW

    def _field(self, references, **words) -> forms.Field:
        limits = [MinValueValidator(1), MaxValueValidator(LONGEST_WINDOW)]
        return forms.IntegerField(required=self.required, validators=limits, **words)


class TierOf(Detail):
    """One tier by its code."""

    def is_right(self, value: Any) -> bool:
        return isinstance(value, str) and bool(value)

    def _field(self, references, **words) -> forms.Field:
        tiers = [(tier.code, tier.title) for tier in Tier.objects.all()]
        return forms.ChoiceField(choices=_with_none(tiers, self), required=self.required, **words)


class OneCourse(TierOf):
    """One course by its code."""

    def words(self, value: Any, references) -> str:
        return _names([value], references.course_choices()) if value else ""

    def _field(self, references, **words) -> forms.Field:
        choices = _with_none(references.course_choices(), self)
        return forms.ChoiceField(choices=choices, required=self.required, **words)


class OneQuiz(Detail):
    """One quiz, kept as the code of its course and its own slug."""

    def names(self, key: str) -> frozenset[str]:
        return frozenset({"course", "quiz"})

    def is_right(self, value: Any) -> bool:
        return isinstance(value, str) and bool(value)

    def read(self, key: str, params: dict[str, Any]) -> Any:
        return f"{params['course']}/{params['quiz']}" if "quiz" in params else None

    def write(self, key: str, value: str) -> dict[str, Any]:
        course, _slash, quiz = value.partition("/")
        return {"course": course, "quiz": quiz}

    def _field(self, references, **words) -> forms.Field:
        return forms.ChoiceField(choices=references.quiz_choices(), **words)


class Several(Detail):
    """Several of a list, kept by their codes."""

    def is_right(self, value: Any) -> bool:
        return (
            isinstance(value, list)
            and bool(value)
            and all(isinstance(one, str) for one in value)
            and len(set(value)) == len(value)
        )

    def choices(self, references) -> list[tuple[str, str]]:
        raise NotImplementedError

    def words(self, value: Any, references) -> str:
        return _names(value or [], self.choices(references))

    def _field(self, references, **words) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=self.choices(references),
            widget=forms.CheckboxSelectMultiple,
            required=self.required,
            **words,
        )


class Courses(Several):
    def choices(self, references) -> list[tuple[str, str]]:
        return references.course_choices()


class Quizzes(Several):
    def choices(self, references) -> list[tuple[str, str]]:
        return references.quiz_choices()


class Tasks(Several):
    def choices(self, references) -> list[tuple[str, str]]:
        return references.task_choices()


def window(default: int = 28) -> Days:
    """The window of a figure that is summed over days."""
    return Days(
        gettext_lazy("Over how many days"),
        help=gettext_lazy("Up to the day of the evaluation. Sales count by whole weeks."),
        required=False,
        default=default,
    )


def lesson() -> OneCourse:
    """The course that helps a leader with a figure, for "what to do next"."""
    return OneCourse(
        gettext_lazy("Course that helps with it"),
        help=gettext_lazy("She finds a link to it beside what is missing."),
        required=False,
    )


def _with_none(choices: list, detail: Detail) -> list:
    return choices if detail.required else [("", pgettext("of a choice", "None")), *choices]


def _names(codes: list[str], choices: list[tuple[str, str]]) -> str:
    """Names for codes; what isn't there any more keeps its code, so that it is seen."""
    known = dict(choices)
    return ", ".join(known.get(code, code) for code in codes)
