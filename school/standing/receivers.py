"""What standing does when something happens below."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from assessments.signals import results_changing
from school.people.signals import leaders_imported
from school.standing import resting, rules, tier
from school.standing.models import RuleSet

post_save.connect(rules.forget_todays, sender=RuleSet)
post_delete.connect(rules.forget_todays, sender=RuleSet)


@receiver(leaders_imported)
def take_over_tiers(tiers, by, **_kwargs) -> None:
    """The tier that a roster gives a leader is the beginning of her history here."""
    tier.begin(tiers=tiers, by=by)


@receiver(results_changing)
def name_promotions(changes, **_kwargs) -> list:
    """What rests on results that are about to be judged anew."""
    return resting.promotions(changes)
