"""The courses: written ones published, those with outlines as drafts."""

from collections.abc import Mapping
from typing import Any

from courses.models import CoursePage
from school.home.starter.course_file import (
    CourseFile,
    OutlineCourse,
    read_courses,
    read_outlines,
)
from school.home.starter.files import LANGUAGES
from school.home.starter.ledger import Ledger
from school.home.starter.pages import PageFile, put_page
from school.home.starter.questions import load_category, load_questions
from school.home.starter.steps import outline_page, step_pages


def load_courses(ledger: Ledger, shelves: Mapping[str, Any], drawings: Mapping[str, Any]) -> None:
    """Put all courses on their shelves (language -> catalog page)."""
    placed: dict[tuple[str, str], CoursePage] = {}
    for course in read_courses():
        category = load_category(ledger, course.code, f"{course.code} {course.title['zh']}")
        bank = load_questions(ledger, course.quiz.questions, category)
        for language in LANGUAGES:
            before = [placed[code, language] for code in course.prerequisites]
            page = put_page(ledger, _course(course, language, drawings, before), shelves[language])
            placed[course.code, language] = page
            _load_steps(ledger, page, step_pages(course, language, drawings, category, bank))
    for outline in read_outlines():
        for language in LANGUAGES:
            _load_outline(ledger, outline, language, shelves[language])


def _course(course: CourseFile, language: str, drawings, before: list[CoursePage]) -> PageFile:
    values = _shared(course, language) | {
        "cover": drawings[course.cover],
        "prerequisites": before,
    }
    return PageFile(course.code, language, CoursePage, course.slug, values, course.source)


def _shared(course: CourseFile | OutlineCourse, language: str) -> dict[str, Any]:
    return {
        "title": course.title[language],
        "summary": course.summary[language],
        "code": course.code,
        "track": course.track,
        "tier": course.tier,
        "required": course.required,
    }


def _load_steps(ledger: Ledger, course: CoursePage, steps: list[PageFile]) -> None:
    before = None
    for step in steps:
        before = put_page(ledger, step, course, after=before)


def _load_outline(ledger: Ledger, outline: OutlineCourse, language: str, shelf) -> None:
    values = _shared(outline, language)
    file = PageFile(
        outline.code, language, CoursePage, outline.slug, values, outline.source, live=False
    )
    page = put_page(ledger, file, shelf)
    for number, lesson in enumerate(outline.lessons, start=1):
        put_page(ledger, outline_page(outline.code, number, lesson, language), page)
