"""Courses, quizzes and tasks as rules name them: by codes and slugs, the same in each language."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language

from assessments.models import QuizPage, TaskPage
from courses.listing import stamp
from courses.models import CoursePage


@dataclass(frozen=True)
class Named:
    """A page that a rule names: its key, and its words in the reader's language."""

    key: UUID
    slug: str
    title: str
    tier: str = ""
    course: str = ""
    live: bool = True


class References:
    """Looked up at most once for all requirements together: one query a kind of page."""

    @classmethod
    def now(cls) -> "References":
        """What is true now, in the reader's language: kept until a course or step changes."""
        return _kept(stamp(), get_language())

    def __init__(self, stamp: str = "") -> None:
        self.stamp = stamp

    def course(self, code: str) -> Named | None:
        return self._courses.get(code)

    def quiz(self, course: str, slug: str) -> Named | None:
        return self._quizzes.get((course, slug))

    def courses(self) -> list[Named]:
        return list(self._courses.values())

    def task(self, course: str, slug: str) -> Named | None:
        """A published task."""
        return self._tasks_by_name.get((course, slug))

    def tasks_of(self, tier: str) -> list[Named]:
        """The published tasks of a tier's courses, in no order."""
        codes = {code for code, course in self._courses.items() if course.tier == tier}
        return [task for task in self._tasks if task.course in codes]

    def step_link(self, step: Named) -> str:
        course = self.course(step.course)
        return reverse("courses:step", args=[course.slug, step.slug]) if course else ""

    def course_link(self, code: str) -> str:
        """Where a published course is; empty for others."""
        course = self.course(code)
        return reverse("courses:course", args=[course.slug]) if course and course.live else ""

    def course_choices(self) -> list[tuple[str, str]]:
        return [
            (code, f"{code} · {course.title}") for code, course in sorted(self._courses.items())
        ]

    def quiz_choices(self) -> list[tuple[str, str]]:
        return _choices(self._quizzes)

    def task_choices(self) -> list[tuple[str, str]]:
        return _choices(self._tasks_by_name)

    @cached_property
    def _rows(self) -> list[dict]:
        rows = CoursePage.objects.values(
            "code",
            "translation_key",
            "slug",
            "title",
            "tier",
            "live",
            "path",
            "locale__language_code",
        )
        return list(rows)

    @cached_property
    def _courses(self) -> dict[str, Named]:
        """The reader's language goes in last and so wins over the other."""
        rows = sorted(self._rows, key=lambda row: row["locale__language_code"] == get_language())
        return {
            row["code"]: Named(
                row["translation_key"], row["slug"], row["title"], row["tier"], live=row["live"]
            )
            for row in rows
        }

    @cached_property
    def _quizzes(self) -> dict[tuple[str, str], Named]:
        return {(step.course, step.slug): step for step in self._steps(QuizPage.objects.all())}

    @cached_property
    def _tasks(self) -> list[Named]:
        by_key = {step.key: step for step in self._steps(TaskPage.objects.live())}
        return list(by_key.values())

    @cached_property
    def _tasks_by_name(self) -> dict[tuple[str, str], Named]:
        return {(task.course, task.slug): task for task in self._tasks}

    def _steps(self, pages) -> list[Named]:
        """Steps with the codes of the courses whose children they are."""
        paths = {row["path"]: row["code"] for row in self._rows}
        steplen = CoursePage.steplen
        rows = pages.values("translation_key", "slug", "title", "path", "locale__language_code")
        ordered = sorted(rows, key=lambda row: row["locale__language_code"] == get_language())
        return [
            Named(
                row["translation_key"],
                row["slug"],
                row["title"],
                course=paths.get(row["path"][:-steplen], ""),
            )
            for row in ordered
        ]


def _choices(steps: dict[tuple[str, str], Named]) -> list[tuple[str, str]]:
    """Steps of courses for a form: "C4/quiz", and their titles. One whose course is gone isn't
    offered."""
    return [
        (f"{course}/{slug}", f"{course} · {step.title}")
        for (course, slug), step in sorted(steps.items(), key=lambda pair: pair[0])
        if course
    ]


@lru_cache(maxsize=8)
def _kept(stamp: str, _language: str) -> References:
    return References(stamp)
