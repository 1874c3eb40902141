"""Planning a series: the form, and beside it its next dates with what they clash with."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.cms.trainings.series_form import SeriesForm
from courses.meant import meant_by
from courses.models import Series
from courses.trainings import series as rules
from courses.trainings.preview import next_dates
from courses.trainings.term import proposals
from school.lib import dates
from school.lib.refusal import Refusal
from school.people import roles
from school.people.screen import Screen

# What a link from elsewhere may fill in.
SUGGESTED = ("kind", "region", "intakes", "starts_on")


class SeriesScreen(Screen):
    """Adding a series or, with `pk`, changing one that this person runs."""

    template_name = "courses/cms/series_form.html"
    header_icon = "history"
    above = (("series:index", gettext_lazy("Weekly timetable")),)

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        action = "change" if kwargs.get("pk") else "add"
        if not request.user.has_perm(f"courses.{action}_series"):
            raise PermissionDenied
        mine = Series.objects.run_by(request.user).select_related("region")
        self.series = get_object_or_404(mine, pk=kwargs["pk"]) if kwargs.get("pk") else None

    def get_page_title(self):
        return self.series.name if self.series else _("Add a series")

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.form = SeriesForm(instance=self.series, initial=self._suggested())
        self.dates = next_dates(self.series, meant_by(self.series)) if self.series else None
        return super().get(request, *args, **kwargs)

    def _suggested(self) -> dict:
        if self.series:
            return {}
        asked = {name: self.request.GET[name] for name in SUGGESTED if name in self.request.GET}
        if "intakes" in asked:
            asked["intakes"] = [asked["intakes"]]
        trainer = self.request.user if roles.has_any(self.request.user, [roles.TRAINER]) else None
        given = {"trainer": trainer, "starts_on": dates.today(), "minutes": 45}
        return given | _usual(asked.get("kind", "")) | asked

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.form = SeriesForm(request.POST, instance=self.series)
        self.dates = (
            next_dates(self.form.instance, self.form.meant) if self.form.is_valid() else None
        )
        if "look" in request.POST:
            return self._look(request)
        if not self.form.is_valid():
            return super().get(request, *args, **kwargs)
        try:
            self._save()
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return super().get(request, *args, **kwargs)
        return redirect("series:index")

    def _look(self, request: HttpRequest) -> HttpResponse:
        """The dates alone, for the script that keeps them up to date; else the whole page."""
        if request.headers.get("X-Part") != "dates":
            return super().get(request)
        return render(request, "courses/cms/series_dates.html", {"dates": self.dates})

    def _save(self) -> None:
        form = self.form
        if self.series is None:
            series = form.save()
            made = rules.begin(series)
            said = ngettext("%(count)s session is in the timetable.",
                            "%(count)s sessions are in the timetable.", made)  # fmt: skip
            messages.success(self.request, said % {"count": made})
            return
        given = form.cleaned_data
        outcome = rules.change(
            series=form.instance,
            since=given.get("since"),
            intakes=given["intakes"],
            by=self.request.user,
        )
        messages.success(self.request, _told(outcome))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            form=self.form, dates=self.dates, series=self.series, **kwargs
        )


def _usual(kind: str) -> dict:
    """How the school's own series of a kind is called and when it meets."""
    found = next((one for one in proposals() if one.kind == kind), None)
    if found is None:
        return {}
    names = ("title", "title_en", "starts_at", "minutes")
    return {name: getattr(found, name) for name in names} | {"weekdays": [found.weekday]}


def _told(outcome: rules.Outcome) -> str:
    """What the change did, as far as it did something."""
    parts = [
        (outcome.moved, _("moved: %(count)s")),
        (outcome.cancelled, _("called off: %(count)s")),
        (outcome.added, _("new: %(count)s")),
    ]
    done = [words % {"count": count} for count, words in parts if count]
    if not done:
        return _("Saved. No session had to move.")
    return _("Saved. Sessions %(what)s. Whoever is coming is told.") % {"what": " · ".join(done)}
