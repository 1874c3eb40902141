"""A course out of one file: looked at, made as a draft by a job, taken back while nobody has
learned in it."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow
from PIL import UnidentifiedImageError
from wagtail.coreutils import find_available_slug
from wagtail.images import get_image_model
from wagtail.models import Locale
from wagtail.rich_text import RichText

from courses.authoring.course_import_reading import Lesson, Parsed, Picture, read_course
from courses.authoring.records import check_tree_deletable
from courses.models import CatalogPage, CourseImport, CoursePage, LessonPage
from school.jobs import job
from school.lib.refusal import Refusal

KIND = "courses.import_course"
State = CourseImport.State


def start(*, data: bytes, name: str, language: str, by) -> CourseImport:
    """Keep a file with what would come of it. Refuses what `read_course` refuses."""
    parsed = read_course(data, name)
    row = CourseImport(by=by, file_name=name[-200:], language=language, title=parsed.title)
    row.plan = [lesson.as_dict() for lesson in parsed.lessons]
    row.problems = [{"line": one.line, "text": str(one.text)} for one in parsed.problems]
    row.file.save(name.rpartition("/")[2][-80:] or "course", ContentFile(data), save=False)
    row.save()
    return row


@transaction.atomic
def enqueue(*, row: CourseImport, title: str, code: str, by) -> None:
    """Let a worker make the draft. Refuses: import-started, code-taken."""
    row = CourseImport.objects.select_for_update().get(pk=row.pk)
    if row.state == State.RUNNING and row.job and row.job.is_open:
        raise Refusal("import-started", _("It is being made already."))
    if row.state not in (State.LOOKED_AT, State.RUNNING):
        raise Refusal("import-started", _("It has been made already."))
    if CoursePage.objects.filter(code__iexact=code).exists():
        raise Refusal("code-taken", _("There is a course with this code already."))
    row.title, row.code, row.state = title, code, State.RUNNING
    row.job = job.enqueue(kind=KIND, args={"import_id": row.pk}, owner=by, key=f"{KIND}:{row.pk}")
    row.save()


def run(row: CourseImport) -> dict[str, Any]:
    """Make the course with its lessons and pictures, whole or not at all; twice is once. Refuses:
    no-catalog."""
    if row.state != State.RUNNING:
        return {"made": 0}
    with row.file.open("rb") as file:
        parsed = read_course(file.read(), row.file_name)
    with transaction.atomic():
        course = _course(row, parsed)
        for lesson in parsed.lessons:
            _lesson(row, course, lesson)
        row.course_key, row.state = course.translation_key, State.DONE
        row.save()
    return {"made": len(parsed.lessons)}


def _course(row: CourseImport, parsed: Parsed) -> CoursePage:
    shelf = CatalogPage.objects.filter(locale__language_code=row.language).first()
    if shelf is None:
        raise Refusal("no-catalog", _("There is no catalog in this language yet."))
    course = CoursePage(
        title=row.title,
        slug=find_available_slug(shelf, slugify(row.code) or "course"),
        code=row.code,
        track=CoursePage.Track.ONBOARDING,
        summary=parsed.summary or row.title,
        live=False,
        locale=Locale.objects.get(language_code=row.language),
        owner=row.by,
    )
    shelf.add_child(instance=course)
    course.save_revision(user=row.by, clean=False)
    return course


def _lesson(row: CourseImport, course: CoursePage, lesson: Lesson) -> None:
    number = course.numchild + 1
    page = LessonPage(
        title=lesson.title,
        slug=f"lesson-{number}",
        minutes=lesson.minutes,
        live=False,
        locale=course.locale,
        owner=row.by,
        body=[block for part in lesson.parts if (block := _block(row, *part))],
    )
    course.add_child(instance=page)
    page.save_revision(user=row.by, clean=False)


def _block(row: CourseImport, kind: str, value: Any) -> tuple[str, Any] | None:
    if kind == "text":
        return kind, RichText(value)
    if kind == "picture":
        image = _keep_picture(row, value)
        said = {"alt": value.alt, "caption": value.caption}
        return (kind, {"image": image} | said) if image else None
    return kind, value


def _keep_picture(row: CourseImport, picture: Picture):
    """The picture in the CMS; None, and a problem, where it can't be opened."""
    name = f"{row.code.lower() or 'course'}-{len(row.pictures) + 1}.{picture.suffix}"
    file = ImageFile(ContentFile(picture.data), name=name)
    try:
        with Pillow.open(file) as opened:
            width, height = opened.size
            opened.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, Pillow.DecompressionBombError):
        row.problems.append({"line": 0, "text": str(_("A picture is damaged."))})
        return None
    file.seek(0)
    image = get_image_model().objects.create(
        title=picture.alt or name, file=file, width=width, height=height, uploaded_by_user=row.by
    )
    row.pictures.append(image.pk)
    return image


@transaction.atomic
def undo(*, row: CourseImport) -> None:
    """Take the course and its pictures away again. Refuses: not-made; page-has-records, once
    somebody has learned in it; course-published."""
    row = CourseImport.objects.select_for_update().get(pk=row.pk)
    if row.state != State.DONE:
        raise Refusal("not-made", _("There is nothing to take back."))
    pages = CoursePage.objects.filter(translation_key=row.course_key)
    if pages.filter(live=True).exists():
        raise Refusal(
            "course-published", _("The course is published. Put it in the archive instead.")
        )
    for page in pages:
        check_tree_deletable(page)
        page.delete()
    get_image_model().objects.filter(pk__in=row.pictures).delete()
    row.state = State.UNDONE
    row.save()
