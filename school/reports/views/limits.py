"""The limits of the cohorts: what holds, what other limits would do, and operations' saving."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from school.jobs.models import Job
from school.lib import dates
from school.lib.refusal import Refusal
from school.people import roles
from school.people.models import Leader, Region
from school.reports.access import DecidersOnly
from school.reports.amounts import whole_yuan
from school.reports.views.base import ReportView
from school.standing import limits as rule
from school.standing import what_if_work
from school.standing.cohort import first_limits
from school.standing.models import Cohort, CohortLimits, CohortRun
from school.standing.placement_words import place
from school.standing.placing_sql import LIMITS
from school.standing.what_if import Mover, WhatIf

SCHOOL = ""


class LimitsForm(forms.Form):
    region = forms.ChoiceField(label=gettext_lazy("For"), required=False)
    valid_from = forms.DateField(
        label=gettext_lazy("From the Monday"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args, regions: list[Region], whole: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= forms.fields_for_model(CohortLimits, LIMITS)
        school = [(SCHOOL, _("The whole school"))] if whole else []
        self.regions = {str(region.pk): region for region in regions}
        self.fields["region"].choices = [
            *school,
            *((number, str(region)) for number, region in self.regions.items()),
        ]
        self.fields["region"].required = not whole

    def clean(self):
        numbers = {name: self.cleaned_data.get(name) for name in LIMITS}
        if None not in numbers.values():
            try:
                rule.check(numbers)
            except Refusal as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return self.cleaned_data

    @property
    def place(self) -> Region | None:
        return self.regions.get(self.cleaned_data["region"])

    @property
    def numbers(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in LIMITS}


class LimitsView(DecidersOnly, ReportView):
    """Managers try limits for their regions; operations try and save them for any, or for all."""

    page_title = gettext_lazy("Limits of the cohorts")
    header_icon = "order"
    template_name = "reports/limits.html"
    above = (("reports:cohorts", gettext_lazy("Cohorts")),)

    def get_context_data(self, **kwargs):
        user = self.request.user
        kwargs.setdefault("form", self._form(initial=self._present()))
        regions = [None, *kwargs["form"].regions.values()]
        return super().get_context_data(
            rows=_rows(regions),
            may_save=_owns(user),
            **kwargs,
        )

    def post(self, request, *_args, **_kwargs):
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if request.POST.get("do") == "save":
            return self._save(form)
        return redirect("reports:limits_trial", self._try(form).pk)

    def _try(self, form: LimitsForm) -> Job:
        """These limits in the latest week placed."""
        run = CohortRun.objects.latest_on(dates.today())
        week = run.week if run else dates.week_start(dates.today())
        limits = CohortLimits(region=form.place, **form.numbers)
        return what_if_work.ask_for(limits=limits, week=week, by=self.request.user)

    def _save(self, form: LimitsForm):
        day = form.cleaned_data["valid_from"]
        try:
            rule.save(by=self.request.user, region=form.place, valid_from=day, numbers=form.numbers)
        except Refusal as refusal:
            form.add_error("valid_from", str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        said = _("Saved. The placement of %(day)s is the first to go by these limits.")
        messages.success(self.request, said % {"day": day.isoformat()})
        return redirect("reports:limits")

    def _form(self, data=None, **kwargs) -> LimitsForm:
        whole = _owns(self.request.user)
        return LimitsForm(data, regions=_regions(self.request.user), whole=whole, **kwargs)

    def _present(self) -> dict:
        """What holds for the region that the address names, or for the first one offered."""
        offered = {str(region.pk): region for region in _regions(self.request.user)}
        first = SCHOOL if _owns(self.request.user) else next(iter(offered), SCHOOL)
        asked = self.request.GET.get("region", first)
        region = offered.get(asked)
        day = rule.first_free_monday()
        nearest = CohortLimits.objects.nearest(region, day)
        numbers = rule.numbers_of(nearest) if nearest else first_limits()
        return {"region": asked if region else first, "valid_from": day, **numbers}


class TrialView(LimitsView):
    """What limits would do that she has tried: the form as she filled it in, and the answer once
    it is there. A region that isn't hers any more isn't shown."""

    http_method_names = ["get", "head"]
    above = (*LimitsView.above, ("reports:limits", LimitsView.page_title))
    page_title = gettext_lazy("Who would move")

    @cached_property
    def job(self) -> Job:
        mine = Job.objects.filter(owner=self.request.user, kind=what_if_work.KIND)
        job = get_object_or_404(mine, pk=self.kwargs["job_id"])
        offered = {region.pk for region in _regions(self.request.user)}
        region = job.args["region"]
        if region not in offered and not (region is None and _owns(self.request.user)):
            raise Http404
        return job

    def get_context_data(self, **kwargs):
        done = self.job.state == Job.State.DONE
        trial = _trial(*what_if_work.answer(self.job)) if done else None
        return super().get_context_data(job=self.job, trial=trial, **kwargs)

    def _present(self) -> dict:
        asked = self.job.args
        day = rule.first_free_monday()
        return {"region": asked["region"] or SCHOOL, "valid_from": day, **asked["numbers"]}


class TakeBackView(DecidersOnly, View):
    """Forget limits that haven't placed anybody yet."""

    def post(self, request, limits_id: int):
        try:
            rule.take_back(by=request.user, limits=get_object_or_404(CohortLimits, pk=limits_id))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Taken back."))
        return redirect("reports:limits")


def _owns(user) -> bool:
    return roles.has_any(user, {roles.OPERATIONS})


def _regions(user) -> list[Region]:
    """The regions that she answers for, with all inside; all of them for operations."""
    regions = Region.objects.select_related("parent")
    return list(regions if _owns(user) else regions.within(user.regions.all()))


def _rows(regions: list[Region | None]) -> list[CohortLimits]:
    """The school's limits and those of these regions, the latest first."""
    inside = {region.pk if region else None for region in regions}
    last = rule.last_placed()
    rows = CohortLimits.objects.select_related("region__parent", "by")
    rows = [row for row in rows if row.region_id in inside]
    for row in rows:
        row.is_planned = last is None or row.valid_from > last
    return rows


def _trial(seen: WhatIf, found: list[Mover]) -> dict:
    """What limits would do, ready to be read."""
    return {
        "week": seen.week,
        "moved": seen.moved,
        "at_once": seen.at_once,
        "later": seen.moved - seen.at_once,
        "cohorts": list(Cohort),
        "counts": [_count(seen, cohort) for cohort in Cohort],
        "matrix": [
            (was, [(was == would, seen.moves.get((was, would), 0)) for would in Cohort])
            for was in Cohort
        ],
        "movers": _in_words(found),
        "shown": what_if_work.SHOWN,
    }


def _count(seen: WhatIf, cohort: Cohort) -> dict:
    now, would = (seen.count(cohort, before=before) for before in (True, False))
    return {"cohort": cohort, "now": now, "would": would}


def _in_words(found: list[Mover]) -> list[Mover]:
    leaders = Leader.objects.select_related("user", "region__parent").in_bulk(
        [mover.placement.leader_id for mover in found]
    )
    for mover in found:
        placement = mover.placement
        placement.leader = leaders[placement.leader_id]
        placement.words = capfirst(place(placement))
        placement.money = whole_yuan(placement.sales)
    return found
