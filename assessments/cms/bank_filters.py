"""What the list of questions is narrowed by; the language is added by Wagtail."""

from collections.abc import Callable

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.filters import WagtailFilterSet

from assessments import kinds, usage
from assessments.models import Category, Question
from school.lib import dates


class CategoryFilter(django_filters.ModelChoiceFilter):
    """A drawer with everything inside it."""

    def filter(self, questions: QuerySet, category: Category | None) -> QuerySet:
        if category is None:
            return questions
        return questions.filter(category__path__startswith=category.path)


class OnlyFilter(django_filters.ChoiceFilter):
    """All questions, or only those that `wanted` leaves over. A check box would always stand
    among the chosen filters, ticked or not."""

    def __init__(self, *, wanted: Callable[[QuerySet], QuerySet], **kwargs) -> None:
        self.wanted = wanted
        choices = [("yes", _("Only these"))]
        super().__init__(choices=choices, empty_label=_("All"), widget=forms.RadioSelect, **kwargs)

    def filter(self, questions: QuerySet, value: str) -> QuerySet:
        return self.wanted(questions) if value == "yes" else questions


def _stale(questions: QuerySet) -> QuerySet:
    """Those whose facts should be looked up again by today."""
    return questions.filter(facts_checked_until__lt=dates.today())


class QuestionFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=kinds.choices)
    category = CategoryFilter(label=_("Category"), queryset=Category.objects.order_by("path"))
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=Question.State.choices, widget=forms.RadioSelect,
        empty_label=_("All"),
    )  # fmt: skip
    tag = django_filters.ModelChoiceFilter(
        label=_("Tag"),
        field_name="tagged_items__tag",
        queryset=Tag.objects.filter(assessments_questiontag_items__isnull=False).distinct(),
    )
    stale = OnlyFilter(label=_("Facts to be checked again"), wanted=_stale)
    unused = OnlyFilter(label=_("In no quiz"), wanted=usage.unused)

    class Meta:
        model = Question
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.filters["category"].field.label_from_instance = lambda category: category.drawn_in
