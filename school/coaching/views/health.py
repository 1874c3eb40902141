"""The group health check: three short screens, what they say, and a plan."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from school.coaching import health
from school.coaching.health_words import ADVICE, NUMBERS, SCREENS
from school.coaching.models import HealthCheck, HealthFigure, HealthFinding
from school.lib import dates
from school.lib.forms import AsksKindly
from school.lib.refusal import Refusal
from school.people.access import leaders_only

LARGEST = 100_000
TONES = {"strong": "leaf", "fine": "sky", "look": "amber"}


class NumbersForm(AsksKindly, forms.Form):
    """The numbers of one screen; what the school knows already stands in them."""

    def __init__(self, *args, screen: int, known: dict[str, int], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for code in health.SCREENS[screen - 1]:
            number = NUMBERS[code]
            self.fields[code] = forms.IntegerField(
                label=number.label,
                help_text=number.help,
                min_value=0,
                max_value=LARGEST,
                initial=known.get(code),
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )


class DaysForm(AsksKindly, forms.Form):
    """By when she does each of the proposed things."""

    def __init__(self, *args, steps: list[health.Step], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        today = dates.today()
        for step in steps:
            limits = {"min": f"{today:%Y-%m-%d}", "max": f"{today + health.LONGEST:%Y-%m-%d}"}
            self.fields[step.area] = forms.DateField(
                label=pgettext("day for a leader", "By"),
                initial=step.due_on,
                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **limits}),
            )


@require_http_methods(["GET", "POST"])
@leaders_only
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """What it is, and what the last one said."""
    if request.method == "POST":
        check = health.begin(leader=request.leader)
        return redirect("coaching:health_numbers", _first_open(check))
    checks = HealthCheck.objects.filter(leader=request.leader)
    last = checks.finished().first()
    return render(
        request,
        "coaching/health_start.html",
        {
            "is_open": checks.filter(finished_at=None).exists(),
            "last": last,
            "rows": _rows(last) if last else [],
            "tab": "me",
        },
    )


@require_http_methods(["GET", "POST"])
@leaders_only
@never_cache
def numbers(request: HttpRequest, screen: int) -> HttpResponse:
    """One screen of numbers, kept as soon as it is sent."""
    if not 1 <= screen <= len(SCREENS):
        raise Http404
    check = _open(request)
    form = NumbersForm(request.POST or None, screen=screen, known=health.figures_of(check))
    if request.method == "POST" and form.is_valid():
        try:
            health.put(check=check, numbers=form.cleaned_data)
        except Refusal as refusal:
            _say(form, check, refusal)
        else:
            if screen < len(SCREENS):
                return redirect("coaching:health_numbers", screen + 1)
            return redirect("coaching:health_plan")
    told = HealthFigure.objects.filter(check_up=check, from_sales=True, code__in=form.fields)
    title, lead = SCREENS[screen - 1]
    return render(
        request,
        "coaching/health_numbers.html",
        {
            "form": form,
            "screen": screen,
            "screens": len(SCREENS),
            "segments": _segments(screen),
            "title": title,
            "lead": lead,
            "is_told": told.exists(),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@leaders_only
@never_cache
def plan(request: HttpRequest) -> HttpResponse:
    """What her numbers say, and the two or three things that follow."""
    check, today = _open(request), dates.today()
    if screen := health.open_screen(health.figures_of(check)):
        return redirect("coaching:health_numbers", screen)
    findings = health.diagnose(check)
    steps = health.propose(findings, today)
    form = DaysForm(request.POST or None, steps=steps)
    if request.method == "POST" and form.is_valid():
        try:
            health.finish(check=check, due=form.cleaned_data, on=today)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your plan is kept. Your coach sees it too."))
            return redirect("coaching:health_result", check.pk)
    return render(
        request,
        "coaching/health_plan.html",
        {
            "form": form,
            "rows": _compare(findings, health.before(check)),
            "steps": [(step, form[step.area]) for step in steps],
        },
        status=422 if form.errors else 200,
    )


@require_safe
@leaders_only
@never_cache
def result(request: HttpRequest, check_id: int) -> HttpResponse:
    """A finished check: what it said beside the one before, and what she set out to do."""
    finished = HealthCheck.objects.finished().filter(leader=request.leader)
    check = get_object_or_404(finished, pk=check_id)
    return render(
        request,
        "coaching/health_result.html",
        {
            "check": check,
            "rows": _rows(check),
            "items": check.items.all(),
            "again_on": dates.day_of(check.finished_at) + timedelta(days=30),
            "earlier": health.before(check),
            "tab": "me",
        },
    )


def _say(form: NumbersForm, check: HealthCheck, refusal: Refusal) -> None:
    """What is wrong, at the numbers of this screen that it is about."""
    found = health.problems(health.figures_of(check))
    told = {code: problem for code, problem in found.items() if code in form.fields}
    for code, problem in told.items():
        form.add_error(code, str(problem))
    if not told:
        form.add_error(None, str(refusal))


def _open(request: HttpRequest) -> HealthCheck:
    return get_object_or_404(HealthCheck, leader=request.leader, finished_at=None)


def _first_open(check: HealthCheck) -> int:
    """The screen on which she goes on."""
    return health.open_screen(health.figures_of(check)) or len(SCREENS)


def _segments(screen: int) -> list[str]:
    whole = range(1, len(SCREENS) + 1)
    return ["done" if at < screen else "here" if at == screen else "" for at in whole]


def _rows(check: HealthCheck) -> list[dict]:
    return _compare(list(check.findings.all()), health.before(check))


def _compare(findings: list[HealthFinding], earlier: HealthCheck | None) -> list[dict]:
    """Each area in her words, beside what it was the time before."""
    then = {one.area: one.value for one in earlier.findings.all()} if earlier else {}
    return [
        {
            "area": one.get_area_display(),
            "value": shown(one.area, one.value),
            "before": shown(one.area, then[one.area]) if one.area in then else "",
            "level": one.get_level_display(),
            "tone": TONES[one.level],
            "is_weak": one.level == HealthFinding.Level.LOOK,
            "says": ADVICE[one.area].says(one.level),
        }
        for one in findings
    ]


def shown(area: str, value) -> str:
    """A figure as people say it: per cent, but for posts and answers."""
    if area in ("posts", "answers"):
        return f"{value:.0f}"
    return f"{value:.0f}%"
