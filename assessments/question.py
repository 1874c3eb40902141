"""What may happen to a question of the bank. Nothing here touches attempts: they keep what they
asked."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from assessments.models import Question
from school.lib.refusal import Refusal


def translate(*, question: Question, locale: Locale, by: Any) -> Question:
    """The question in another language: a draft with the same words, to be written over. The
    answers keep their keys, so that both languages ask the same.

    Refuses: translation-exists.
    """
    if Question.objects.filter(translation_key=question.translation_key, locale=locale).exists():
        raise Refusal("translation-exists", _("This question is there in this language already."))
    with transaction.atomic():
        other = question.copy_for_translation(locale)
        other.state, other.author = Question.State.DRAFT, by
        other.latest_revision = None
        if _is_taken(question.code, locale):
            other.code = ""
        other.save()
        other.save_revision(user=by)
    return other


def _is_taken(code: str, locale: Locale) -> bool:
    return bool(code) and Question.objects.filter(code=code, locale=locale).exists()
