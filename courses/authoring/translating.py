"""Beginning the other language of a course: drafts with the words that there are, to write over."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from courses.authoring.board import Board
from courses.models import CoursePage
from school.lib.refusal import Refusal


@transaction.atomic
def translate(board: Board, *, language: str) -> None:
    """Make what is missing in this language, course and steps, as drafts. Refuses:
    no-such-language, and no-catalog where the language has no shelf to put it on."""
    if language not in dict(settings.LANGUAGES):
        raise Refusal("no-such-language", _("The school doesn't speak this language."))
    locale, _made = Locale.objects.get_or_create(language_code=language)
    shelf = board.course.get_parent().get_translation_or_none(locale)
    if shelf is None:
        raise Refusal("no-catalog", _("There is no catalog in this language yet."))
    if board.course.get_translation_or_none(locale) is None:
        board.course.copy_for_translation(locale)
    course = CoursePage.objects.get(translation_key=board.course.translation_key, locale=locale)
    for line in board.lines:
        if all(one.page is None or one.language != language for one in line.versions):
            copy = line.page.copy_for_translation(locale)
            Page.objects.get(pk=copy.pk).move(course, pos="last-child")
            course.refresh_from_db()
