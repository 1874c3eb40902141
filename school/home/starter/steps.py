"""The steps of a course as pages: what each kind of file becomes."""

from collections.abc import Mapping
from typing import Any

from assessments.models import Category, Question, QuizItem, QuizPage, TaskPage
from courses.models import LessonPage, SessionStepPage
from school.home.starter.course_file import CourseFile, OutlineLesson, TaskFile
from school.home.starter.files import digest
from school.home.starter.lesson_file import Check, LessonFile, Part
from school.home.starter.markdown import rich_text
from school.home.starter.pages import PageFile
from school.home.starter.quiz_file import QuizFile
from school.home.starter.words import read_words

Drawings = Mapping[str, Any]
Bank = Mapping[str, list[Question]]

OUTLINE_MINUTES = 5


def step_pages(
    course: CourseFile, language: str, drawings: Drawings, category: Category, bank: Bank
) -> list[PageFile]:
    """The pages of a course's steps in one language, in their order."""
    return [_page(course, step, language, drawings, category, bank) for step in course.steps]


def _page(course, step, language, drawings, category, bank) -> PageFile:
    if step == "quiz":
        return _quiz(course, course.quiz, language, category, bank)
    if step == "task":
        return _task(course, course.task, language)
    if step.startswith("session:"):
        return _session(course, step.partition(":")[2], language)
    return _lesson(course, step, course.lessons[step][language], language, drawings)


def _lesson(
    course: CourseFile, stem: str, lesson: LessonFile, language: str, drawings: Drawings
) -> PageFile:
    return PageFile(
        name=f"{course.code}/{stem}",
        language=language,
        model=LessonPage,
        slug=stem.partition("-")[2],
        source=lesson.source,
        values={
            "title": lesson.title,
            "minutes": lesson.minutes,
            "summary": lesson.summary,
            "body": [_block(part, drawings) for part in lesson.parts],
            "check_question": [("check", _check(lesson.check))],
        },
    )


def _block(part: Part, drawings: Drawings) -> tuple[str, Any]:
    if part.kind == "picture":
        return part.kind, {**part.value, "image": drawings[part.value["image"]]}
    return part.kind, part.value


def _check(check: Check) -> dict[str, Any]:
    return {"question": check.question, "options": [vars(option) for option in check.options]}


def _quiz(
    course: CourseFile, quiz: QuizFile, language: str, category: Category, bank: Bank
) -> PageFile:
    return PageFile(
        name=f"{course.code}/quiz",
        language=language,
        model=QuizPage,
        slug=quiz.slug,
        source=quiz.source,
        values={
            "title": quiz.title[language],
            "minutes": quiz.minutes,
            "intro": quiz.intro[language],
            "pass_mark": quiz.pass_mark,
            "items": _items(quiz, category, bank[language]),
        },
    )


def _items(quiz: QuizFile, category: Category, questions: list[Question]) -> list[QuizItem]:
    if quiz.draw:
        return [QuizItem(category=category, count=quiz.draw)]
    return [QuizItem(question=question, sort_order=at) for at, question in enumerate(questions)]


def _task(course: CourseFile, task: TaskFile, language: str) -> PageFile:
    return PageFile(
        name=f"{course.code}/task",
        language=language,
        model=TaskPage,
        slug=task.slug,
        source=task.source,
        values={
            "title": task.title[language],
            "minutes": task.minutes,
            "instructions": rich_text(task.instructions[language]),
            "wants_photos": "photo" in task.evidence,
            "wants_text": "text" in task.evidence,
        },
    )


def _session(course: CourseFile, kind: str, language: str) -> PageFile:
    words = read_words().sessions[kind]
    return PageFile(
        name=f"{course.code}/session-{kind}",
        language=language,
        model=SessionStepPage,
        slug=words["slug"],
        source=digest(str(words)),
        values={
            "title": words["title"][language],
            "summary": words["summary"][language],
            "bring": words["bring"][language],
            "minutes": 45,
            "series_kind": kind,
        },
    )


def outline_page(code: str, number: int, lesson: OutlineLesson, language: str) -> PageFile:
    """A lesson that is still to be written: a draft that says what it will teach."""
    return PageFile(
        name=f"{code}/{number}",
        language=language,
        model=LessonPage,
        slug=f"lesson-{number}",
        source=f"{lesson.title}{lesson.outline}",
        live=False,
        values={
            "title": lesson.title[language],
            "minutes": OUTLINE_MINUTES,
            "body": [("text", rich_text(lesson.outline[language]))],
        },
    )
