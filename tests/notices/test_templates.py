"""Every notice that the school has: it can be shown and said, in both languages."""

import pytest
from django.conf import settings
from django.utils.translation import gettext_lazy

from school.notices.overriding import preview
from school.notices.templates import everyone, lines, register
from school.notices.wording import fill

CODES = [language for language, _name in settings.LANGUAGES]


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("template", everyone(), ids=lambda one: one.code)
def test_it_has_a_name_and_a_sample_for_the_editor(template, language):
    shown = preview(template, language, {})
    assert shown["title"]
    assert "%(" not in "".join(shown.values())
    assert set(template.sample) <= template.placeholders
    assert "〔" not in shown["title"].replace("〔number〕", "")


def test_a_topic_that_there_is_not_is_an_error():
    with pytest.raises(ValueError, match="weather"):
        register("test.odd", "Odd", topic="weather")


def test_paragraphs_without_words_leave_no_gap():
    text = str(lines(gettext_lazy("Save"), "%(why)s", "End"))
    assert text.count("\n\n") == 2
    assert fill(text.replace("%(why)s", "{why}"), {"why": ""}).endswith("\n\nEnd")
