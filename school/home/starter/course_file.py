"""A course's folder: what course.yaml says, with the lessons, the quiz and the task beside it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from school.home.starter import files
from school.home.starter.files import LANGUAGES, ContentError, Texts, read_yaml, require
from school.home.starter.lesson_file import LessonFile, read_lesson
from school.home.starter.quiz_file import QuizFile, read_quiz

_NAMES = [
    "code", "slug", "track", "tier", "required", "prerequisites", "cover", "title", "summary",
    "steps",
]  # fmt: skip


@dataclass(frozen=True)
class TaskFile:
    file: Path
    source: str
    slug: str
    title: Texts
    minutes: int
    instructions: Texts
    evidence: list[str]


@dataclass(frozen=True)
class OutlineLesson:
    """What a lesson that nobody has written yet will teach."""

    title: Texts
    outline: Texts


@dataclass(frozen=True)
class OutlineCourse:
    """A course that is a draft with the outlines of its lessons."""

    code: str
    slug: str
    track: str
    tier: str
    required: bool
    title: Texts
    summary: Texts
    lessons: list[OutlineLesson]
    source: str


@dataclass(frozen=True)
class CourseFile:
    """`steps` are the stems of lesson files, `quiz`, `task`, or `session:` and a kind of
    training, in their order."""

    folder: Path
    source: str
    code: str
    slug: str
    track: str
    tier: str
    required: bool
    prerequisites: list[str]
    cover: str
    title: Texts
    summary: Texts
    steps: list[str]

    @cached_property
    def lessons(self) -> dict[str, dict[str, LessonFile]]:
        """Stem -> language -> lesson."""
        stems = [step for step in self.steps if _is_lesson(step)]
        return {stem: {code: self._lesson(stem, code) for code in LANGUAGES} for stem in stems}

    @cached_property
    def quiz(self) -> QuizFile:
        return read_quiz(self.folder / "quiz.yaml")

    @cached_property
    def task(self) -> TaskFile:
        return read_task(self.folder / "task.yaml")

    def _lesson(self, stem: str, language: str) -> LessonFile:
        file = self.folder / f"{stem}.{language}.md"
        if not file.exists():
            raise ContentError(file, "there is no such file")
        return read_lesson(file)


def _is_lesson(step: str) -> bool:
    return step not in ("quiz", "task") and ":" not in step


def read_courses() -> list[CourseFile]:
    """All written courses in the order of their codes. Raises ContentError."""
    found = [read_course(file.parent) for file in files.COURSES.glob("*/course.yaml")]
    return sorted(found, key=lambda course: (len(course.code), course.code))


def read_course(folder: Path) -> CourseFile:
    file = folder / "course.yaml"
    data = read_yaml(file)
    require(data, _NAMES, file)
    return CourseFile(
        folder=folder,
        source=file.read_text(encoding="utf-8"),
        **{name: data[name] for name in _NAMES},
    )


def read_task(file: Path) -> TaskFile:
    data = read_yaml(file)
    names = ["slug", "title", "minutes", "instructions", "evidence"]
    require(data, names, file)
    source = file.read_text(encoding="utf-8")
    return TaskFile(file=file, source=source, **{name: data[name] for name in names})


def read_outlines() -> list[OutlineCourse]:
    """The courses that are still drafts. Raises ContentError."""
    return [_read_outline(entry) for entry in read_yaml(files.OUTLINES)]


def _read_outline(entry: dict) -> OutlineCourse:
    names = ["code", "slug", "track", "tier", "required", "title", "summary", "lessons"]
    require(entry, names, files.OUTLINES)
    for lesson in entry["lessons"]:
        require(lesson, ["title", "outline"], files.OUTLINES)
    kept = {name: entry[name] for name in names if name != "lessons"}
    lessons = [OutlineLesson(lesson["title"], lesson["outline"]) for lesson in entry["lessons"]]
    return OutlineCourse(lessons=lessons, source=files.digest(str(entry)), **kept)
