"""What a quiz is for: one choice of a trainer that sets all its rules."""

from typing import Any

from django.utils.translation import gettext_lazy as _

QUIZ, FINAL, PRACTICE, EXAM = "quiz", "final", "practice", "exam"
CHOICES = [
    (QUIZ, _("A quiz: at the end of a course, with as many tries as she likes")),
    (FINAL, _("Final assessment: three tries, right answers stay hidden")),
    (PRACTICE, _("Practice: says at once what is right, keeps no grade")),
    (EXAM, _("Exam on a day: one try, results after it has closed")),
]

# The review grid: what may be seen, and when.
ITEMS = {
    "attempt": _("Her answers"),
    "correctness": _("Whether right"),
    "marks": _("Points"),
    "specific": _("Word to her answer"),
    "general": _("Explanation"),
    "right": _("The right answer"),
    "overall": _("Word to the result"),
}
TIMES = {
    "during": _("While answering"),
    "just": _("Right after"),
    "later": _("Later, while open"),
    "closed": _("After it has closed"),
}
AFTER = ["just", "later", "closed"]
ALWAYS = list(TIMES)

Review = dict[str, list[str]]


def open_review() -> Review:
    """Everything, as soon as it helps and doesn't tell too much."""
    return {item: AFTER if item == "overall" else ALWAYS for item in ITEMS}


def _final_review() -> Review:
    return open_review() | {"right": ["closed"], "general": ["during", "closed"]}


def _exam_review() -> Review:
    return {item: ["closed"] for item in ITEMS} | {"attempt": ALWAYS}


_PLAIN: dict[str, Any] = {
    "practice": False,
    "behaviour": "deferred",
    "navigation": "free",
    "grading": "best",
    "attempts_allowed": None,
    "time_limit": None,
    "overtime": "submit",
    "delay_second": 0,
    "delay_later": 0,
    "shuffle": True,
    "shuffle_answers": True,
}


def rules_of(preset: str) -> dict[str, Any]:
    """The values of the quiz's fields that a preset stands for."""
    particular: dict[str, dict[str, Any]] = {
        QUIZ: {"review": open_review()},
        FINAL: {"attempts_allowed": 3, "delay_later": 60, "review": _final_review()},
        PRACTICE: {"practice": True, "behaviour": "interactive", "review": open_review()},
        EXAM: {"attempts_allowed": 1, "time_limit": 45, "review": _exam_review()},
    }
    return _PLAIN | particular[preset]
