"""Holidays in the CMS: a day, or several in a row, and what they do to the timetable at once."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from courses.models import Holiday
from courses.trainings import holiday as rules
from school.people.menu import SCHOOL_MENU_HOOK

LONGEST = timedelta(days=31)


class HolidayForm(WagtailAdminModelForm):
    until = forms.DateField(
        label=_("last day"),
        required=False,
        help_text=_("For several days in a row. Empty: one day."),
    )

    def clean(self) -> dict:
        given = super().clean()
        on, until = given.get("on"), given.get("until")
        if on and until and not on <= until <= on + LONGEST:
            self.add_error("until", _("The last day is before the first, or a month later."))
        if until and given.get("working"):
            self.add_error("until", _("Write down working days one by one."))
        return given

    @property
    def more(self) -> list[Holiday]:
        """The days after the first one."""
        first, until = self.cleaned_data["on"], self.cleaned_data.get("until")
        days = (until - first).days if until else 0
        names = {"name": self.instance.name, "name_en": self.instance.name_en}
        return [Holiday(on=first + timedelta(days=at + 1), **names) for at in range(days)]


def _tell(request, count: int) -> None:
    if count:
        said = ngettext("%(count)s session follows. Whoever is coming is told.",
                        "%(count)s sessions follow. Whoever is coming is told.", count)  # fmt: skip
        messages.info(request, said % {"count": count})


class HolidayCreateView(generic.CreateView):
    def save_instance(self):
        first = super().save_instance()
        rows = [first]
        for one in self.form.more:
            rows.append(Holiday.objects.get_or_create(on=one.on, defaults={
                "name": one.name, "name_en": one.name_en})[0])  # fmt: skip
        days = {day for row in rows for day in rules.touched(row)}
        _tell(self.request, rules.settle(days, by=self.request.user))
        return first


class HolidayEditView(generic.EditView):
    def save_instance(self):
        before = Holiday.objects.get(pk=self.object.pk)
        row = super().save_instance()
        days = rules.touched(before) | rules.touched(row)
        _tell(self.request, rules.settle(days, formerly={before.on}, by=self.request.user))
        return row


class HolidayDeleteView(generic.DeleteView):
    def delete_action(self):
        _tell(self.request, rules.remove(self.object, by=self.request.user))


class HolidayViewSet(ModelViewSet):
    model = Holiday
    icon = "date"
    menu_order = 215
    menu_hook = SCHOOL_MENU_HOOK
    menu_label = _("Holidays")
    add_view_class = HolidayCreateView
    edit_view_class = HolidayEditView
    delete_view_class = HolidayDeleteView
    copy_view_enabled = False
    list_display = ["on", "title", BooleanColumn("working", label=_("Worked")), "stands_for"]
    list_filter = ["working"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
            FieldRowPanel([FieldPanel("on"), FieldPanel("until")]),
            FieldPanel("working"),
            FieldPanel("stands_for"),
        ],
        base_form_class=HolidayForm,
    )
