"""The forms in which rules are written: one for each kind of requirement, made of its details."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from school.standing import requirement
from school.standing.kinds import registry
from school.standing.kinds.base import plain
from school.standing.models import Requirement, RuleSet, StepRule, Tier, TierRate
from school.standing.models.rules import GROUPS
from school.standing.references import References


class RequirementForm(forms.Form):
    """One requirement: the details of its kind by their own fields, the threshold, the group."""

    def __init__(self, *args, requirement: Requirement, **kwargs) -> None:
        self.requirement, self.kind = requirement, registry.find(requirement.kind)
        super().__init__(*args, initial=self._initial(), **kwargs)
        references = References.now()
        for key, detail in self.kind.details.items():
            self.fields[key] = detail.field(references)
        if self.kind.fixed is None:
            self.fields["threshold"] = self._threshold()
        self.fields["group"] = self._group()

    def _initial(self) -> dict[str, Any]:
        row = self.requirement
        details = {key: one.read(key, row.params) for key, one in self.kind.details.items()}
        return {**details, "threshold": row.threshold, "group": row.group}

    def _threshold(self) -> forms.Field:
        label = _("At least") if self.kind.at_least else _("At most")
        places = -self.kind.threshold_step.as_tuple().exponent
        return forms.DecimalField(
            label=f"{label} ({self.kind.unit})",
            required=not self.kind.counts_all,
            help_text=self.kind.help,
            min_value=0,
            max_value=self.kind.most,
            max_digits=14,
            decimal_places=places,
        )

    def _group(self) -> forms.Field:
        alone = pgettext("of a requirement", "None: it counts by itself")
        return forms.ChoiceField(
            label=_("Group"),
            required=False,
            choices=[("", alone), *((letter, letter) for letter in GROUPS)],
            help_text=_(
                "Requirements with the same letter count as one: where the step asks for all, any "
                "one of the group is enough."
            ),
        )

    def save(self, *, by) -> Requirement | None:
        """The requirement as it was written; None where the kind finds something wrong."""
        params = {}
        for key, detail in self.kind.details.items():
            params |= detail.write(key, self.cleaned_data[key])
        try:
            return requirement.write(
                requirement=self.requirement,
                params=params,
                threshold=self.cleaned_data.get("threshold", self.kind.fixed),
                group=self.cleaned_data["group"],
                by=by,
            )
        except ValidationError as error:
            self.add_error(None, ValidationError(error.messages))
            return None


class StepForm(forms.ModelForm):
    """How a step's requirements count together, and who decides."""

    class Meta:
        model = StepRule
        fields = ["takes", "automatic"]
        widgets = {"takes": forms.RadioSelect}
        help_texts = {
            "takes": gettext_lazy(
                "A group counts the other way round: any one of it where the step takes all."
            )
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.people_decide:
            del self.fields["automatic"]


class DetailsForm(forms.ModelForm):
    """A draft's day, its review and the rate of every tier, in per cent."""

    class Meta:
        model = RuleSet
        fields = ["valid_from", "note", "review_percent"]
        widgets = {"valid_from": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.tiers = {f"rate_{tier.pk}": tier for tier in Tier.objects.all()}
        rates = dict(TierRate.objects.filter(rule_set=self.instance.pk).values_list("tier", "rate"))
        for name, tier in self.tiers.items():
            rate = rates.get(tier.pk)
            self.fields[name] = forms.DecimalField(
                label=_("%(tier)s, commission in %%") % {"tier": tier.title},
                required=False,
                initial=None if rate is None else plain(rate * 100),
                min_value=0,
                max_value=Decimal("99.99"),
                decimal_places=2,
                help_text=_("Empty where no rate is agreed."),
            )

    @transaction.atomic
    def save(self) -> RuleSet:
        rule_set = super().save()
        for name, tier in self.tiers.items():
            rate = self.cleaned_data[name]
            share = None if rate is None else rate / 100
            TierRate.objects.update_or_create(
                rule_set=rule_set, tier=tier, defaults={"rate": share}
            )
        return rule_set
