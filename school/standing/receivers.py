"""What standing does when something happens below."""

from django.db.models.signals import post_delete, post_migrate, post_save, pre_migrate
from django.dispatch import receiver

from assessments.signals import results_changing
from school.people.signals import leaders_imported
from school.standing import resting, rules, tier, triggers
from school.standing.models import RuleSet

post_save.connect(rules.forget_todays, sender=RuleSet)
post_delete.connect(rules.forget_todays, sender=RuleSet)


@receiver(pre_migrate)
def let_migrations_work(sender, using, **_kwargs) -> None:
    if sender.label == "standing":
        triggers.remove(using)


@receiver(post_migrate)
def guard_the_history(sender, using, **_kwargs) -> None:
    if sender.label == "standing":
        triggers.install(using)


@receiver(leaders_imported)
def take_over_tiers(tiers, by, **_kwargs) -> None:
    """The tier that a roster gives a leader is the beginning of her history here."""
    tier.begin(tiers=tiers, by=by)


@receiver(results_changing)
def name_promotions(changes, **_kwargs) -> list:
    """What rests on results that are about to be judged anew."""
    return resting.promotions(changes)
