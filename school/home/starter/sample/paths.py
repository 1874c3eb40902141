"""A learning path for the newest class, with a course that is for this class alone and opens bit by
bit."""

from functools import cache
from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import Locale
from wagtail.rich_text import RichText

from courses.models import CatalogPage, CoursePage, LearningPath, LessonPage, PathCourse
from courses.path import join_intake
from school.home.starter.files import LANGUAGES, ROOT, read_yaml
from school.home.starter.pages import key_of
from school.home.starter.sample.people import People
from school.people import roles
from school.people.models import Intake, User

CLASS = 12


@cache
def _script() -> dict[str, Any]:
    return read_yaml(ROOT / "sample" / "paths.yaml")


def write_paths(people: People) -> None:
    """Of the two trainers of the sample one is a head trainer, who publishes."""
    Group.objects.get(name=roles.HEAD_TRAINER).user_set.add(people.staff["trainer"])
    intake = people.intakes[CLASS]
    courses = {
        language: _course(language, Locale.objects.get(language_code=code), intake)
        for language, code in LANGUAGES.items()
    }
    _submit(courses["zh"], people.staff["new-trainer"])
    _path(intake)
    for leader in people.leaders:
        if leader.intake_id == intake.pk:
            join_intake(leader=leader)


def _course(language: str, locale: Locale, intake: Intake) -> CoursePage:
    entry = _script()["course"]
    course = CoursePage(
        slug=entry["slug"],
        code=entry["code"],
        track=entry["track"],
        title=entry["title"][language],
        summary=entry["summary"][language],
        valid_months=entry["valid_months"],
        locale=locale,
        translation_key=key_of("sample/K12"),
    )
    course.intakes = [intake]
    CatalogPage.objects.get(locale=locale).add_child(instance=course)
    course.save_revision(clean=False).publish()
    for step in entry["steps"]:
        lesson = _lesson(step, language, locale)
        course.add_child(instance=lesson)
        lesson.save_revision(clean=False).publish()
    return course


def _submit(course: CoursePage, trainer: User) -> None:
    """A lesson that waits for a head trainer to look at it."""
    lesson = _lesson(_script()["submitted"], "zh", course.locale)
    lesson.live, lesson.owner = False, trainer
    course.add_child(instance=lesson)
    lesson.save_revision(user=trainer, clean=False)
    lesson.get_workflow().start(lesson, trainer)


def _lesson(entry: dict[str, Any], language: str, locale: Locale) -> LessonPage:
    return LessonPage(
        slug=entry["slug"],
        minutes=entry["minutes"],
        drip_days=entry.get("drip_days"),
        due_days=entry.get("due_days"),
        title=entry["title"][language],
        locale=locale,
        translation_key=key_of(f"sample/K12/{entry['slug']}"),
        body=[
            ("heading", entry["heading"][language]),
            ("text", RichText(f"<p>{entry['text'][language]}</p>")),
        ],
    )


def _path(intake: Intake) -> None:
    entry = _script()["path"]
    path = LearningPath.objects.create(
        slug=entry["slug"],
        title=entry["title"]["zh"],
        title_en=entry["title"]["en"],
        words=entry["words"]["zh"],
        words_en=entry["words"]["en"],
        on_joining=True,
    )
    path.intakes.add(intake)
    found = CoursePage.objects.filter(code__in=entry["courses"]).values_list(
        "code", "translation_key"
    )
    keys = dict(found)
    PathCourse.objects.bulk_create(
        PathCourse(path=path, course_key=keys[code], position=at)
        for at, code in enumerate(entry["courses"])
    )
