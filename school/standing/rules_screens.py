"""The screens of one rule set: reading it in both languages, writing a draft, trying it out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from school.lib.refusal import Refusal
from school.people import roles
from school.people.screen import Screen
from school.standing import comparison, dry_run_words, dry_run_work, requirement, wording
from school.standing.kinds import registry
from school.standing.kinds.base import Kind, Section
from school.standing.models import Requirement, RuleSet, StepRule, Tier
from school.standing.rules import Rules
from school.standing.rules_forms import RequirementForm, StepForm

INDEX, READ = "rules:index", "rules:inspect"


def may_write(user) -> bool:
    return roles.has_any(user, {roles.OPERATIONS})


class RuleScreen(Screen):
    """A screen of the rule set in the address. Who may read rules may see it."""

    header_icon = "list-ol"
    above = ((INDEX, _("Rules of the ladder")),)

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm("standing.view_ruleset"):
            raise PermissionDenied
        self.rule_set = get_object_or_404(RuleSet, pk=kwargs["pk"])

    def get_page_title(self):
        return str(self.rule_set)

    def get_context_data(self, **kwargs):
        return super().get_context_data(rule_set=self.rule_set, **kwargs)


def consequences(rule_set: RuleSet) -> dict[str, Any]:
    """What these rules change against those before, and what they would do, if it was tried."""
    before, job = comparison.version_before(rule_set), dry_run_work.latest(rule_set)
    done = job and job.result.get("lines")
    return {
        "before": before,
        "changes": before and comparison.changes(before=before, after=rule_set),
        "job": job,
        "tried": dry_run_words.shown(job.result, rule_set) if done else None,
    }


class ReadView(RuleScreen):
    """A rule set in plain words, what it changes, and what it would do."""

    template_name = "standing/cms/rules.html"

    def get_context_data(self, **kwargs):
        rules = self._rules
        writes = may_write(self.request.user)
        return super().get_context_data(
            may_write=writes,
            may_edit=writes and self.rule_set.is_draft,
            rates=[(tier, wording.rate_in_words(rules, tier)) for tier in rules.tiers],
            lacking=Tier.objects.exclude(rates__rule_set=self.rule_set),
            languages=wording.languages(),
            steps=wording.steps_of(self.rule_set),
            **consequences(self.rule_set),
            **kwargs,
        )

    @cached_property
    def _rules(self) -> Rules:
        return Rules(self.rule_set, self.rule_set.valid_from)


class DraftScreen(RuleScreen):
    """A screen on which operations write a draft; approved rules are only read."""

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        if not may_write(request.user):
            raise PermissionDenied

    def dispatch(self, request, *args, **kwargs):
        if not self.rule_set.is_draft:
            messages.info(request, _("Approved rules don't change. Make a new draft from them."))
            return redirect(READ, self.rule_set.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        here = {"url": self.back, "label": str(self.rule_set)}
        return [*items[:-1], here, items[-1]]

    @property
    def back(self) -> str:
        return redirect(READ, self.rule_set.pk).url

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.back, **kwargs)


class StepScreen(DraftScreen):
    """A screen of one step of a draft, named by the tier that it leads from."""

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.from_tier = get_object_or_404(Tier, pk=kwargs["tier"])
        self.to_tier = Tier.objects.filter(rank__gt=self.from_tier.rank).order_by("rank").first()
        if self.to_tier is None:
            raise Http404

    @property
    def step_words(self) -> str:
        return f"{self.from_tier.title} → {self.to_tier.title}"


class ChooseKindView(StepScreen):
    """What shall the step ask for?"""

    template_name = "standing/cms/rules_kinds.html"
    page_title = _("Ask for something more")

    def get_page_title(self):
        return self.page_title

    def get_context_data(self, **kwargs):
        kinds = registry.every()
        sections = [
            (section.label, [kind for kind in kinds if kind.section == section])
            for section in Section
        ]
        kwargs |= {"sections": sections, "step": self.step_words, "tier": self.from_tier.pk}
        return super().get_context_data(**kwargs)


class FormMixin:
    """A screen with one form: shown, and written if it is right."""

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.get_form())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, **_kwargs) -> HttpResponse:
        form = self.get_form(request.POST)
        if form.is_valid() and self.written(form):
            messages.success(request, _("It is in the draft."))
            return redirect(self.back)
        return self.render_to_response(self.get_context_data(form=form))


class AddRequirementView(FormMixin, StepScreen):
    template_name = "standing/cms/rules_form.html"

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.kind = _kind(kwargs["kind"])

    def get_page_title(self):
        return self.kind.label

    def get_form(self, data=None) -> RequirementForm:
        row = Requirement(
            rule_set=self.rule_set,
            from_tier=self.from_tier,
            to_tier=self.to_tier,
            kind=self.kind.code,
        )
        return RequirementForm(data, requirement=row)

    def written(self, form: RequirementForm) -> bool:
        return form.save(by=self.request.user) is not None

    def get_context_data(self, **kwargs):
        return super().get_context_data(**(kwargs | {"kind": self.kind, "step": self.step_words}))


def _kind(code: str) -> type[Kind]:
    try:
        return registry.find(code)
    except KeyError:
        raise Http404 from None


class EditRequirementView(FormMixin, DraftScreen):
    template_name = "standing/cms/rules_form.html"

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        rows = self.rule_set.requirements.get_queryset().select_related("from_tier", "to_tier")
        self.row = get_object_or_404(rows, pk=kwargs["requirement"])

    def get_page_title(self):
        return self.row.get_kind_display()

    def get_form(self, data=None) -> RequirementForm:
        return RequirementForm(data, requirement=self.row)

    def written(self, form: RequirementForm) -> bool:
        return form.save(by=self.request.user) is not None

    def get_context_data(self, **kwargs):
        step = f"{self.row.from_tier.title} → {self.row.to_tier.title}"
        kind = registry.find(self.row.kind)
        return super().get_context_data(**(kwargs | {"kind": kind, "step": step}))


class EditStepView(FormMixin, StepScreen):
    template_name = "standing/cms/rules_form.html"

    def get_page_title(self):
        return self.step_words

    def get_form(self, data=None) -> StepForm:
        rows = StepRule.objects.filter(rule_set=self.rule_set, from_tier=self.from_tier)
        row = rows.first() or StepRule(rule_set=self.rule_set, from_tier=self.from_tier)
        row.to_tier = self.to_tier
        return StepForm(data, instance=row)

    def written(self, form: StepForm) -> bool:
        requirement.set_step(
            rule_set=self.rule_set,
            from_tier=self.from_tier,
            to_tier=self.to_tier,
            takes=form.cleaned_data["takes"],
            automatic=form.cleaned_data.get("automatic", False),
            by=self.request.user,
        )
        return True

    def get_context_data(self, **kwargs):
        return super().get_context_data(step=self.step_words, **kwargs)


@require_POST
def change_order(request: HttpRequest, pk: int, requirement_id: int) -> HttpResponse:
    """Move a requirement up or down, or take it out."""
    row = get_object_or_404(Requirement, pk=requirement_id, rule_set=pk)
    do = request.POST.get("do")
    try:
        if do == "remove":
            requirement.remove(requirement=row, by=request.user)
        elif do in ("up", "down"):
            requirement.move(requirement=row, up=do == "up", by=request.user)
    except Refusal as refusal:
        _refuse(request, refusal)
    return redirect(f"{redirect(READ, pk).url}#step-{row.from_tier_id}")


@require_POST
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a dry run of these rules."""
    if not may_write(request.user):
        raise PermissionDenied
    dry_run_work.ask_for(rule_set=get_object_or_404(RuleSet, pk=pk), by=request.user)
    return redirect(f"{redirect(READ, pk).url}#dry-run")


def download(request: HttpRequest, pk: int) -> FileResponse:
    """Everybody who would move: only for operations, who see everybody."""
    if not may_write(request.user):
        raise PermissionDenied
    job = dry_run_work.latest(get_object_or_404(RuleSet, pk=pk))
    if job is None or not job.result_file:
        raise Http404
    name = dry_run_work.file_name(pk)
    return FileResponse(job.result_file.open(), as_attachment=True, filename=name)


def _refuse(request: HttpRequest, refusal: Refusal) -> None:
    if refusal.code == "not-allowed":
        raise PermissionDenied
    messages.error(request, str(refusal))
