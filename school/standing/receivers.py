"""What standing does when something happens below."""

from django.db.models.signals import post_delete, post_migrate, post_save, pre_migrate
from django.dispatch import receiver

from assessments.signals import grade_recorded, results_changing, task_accepted
from courses.path import reach_tier
from courses.signals import attendance_recorded, course_completed
from school.people.signals import leaders_imported
from school.standing import recheck, resting, rules, tier, triggers
from school.standing.models import RuleSet
from school.standing.signals import sales_imported, tier_changed

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


# A finished step changes no figure by itself: the course, grade, task or training that it finishes
# tells so with a signal of its own.
@receiver([course_completed, grade_recorded, task_accepted, attendance_recorded])
def look_again_at_a_learner(leader, **_kwargs) -> None:
    recheck.soon([leader.pk])


@receiver(leaders_imported)
def look_again_at_a_roster(tiers, **_kwargs) -> None:
    recheck.soon(tiers)


@receiver(tier_changed)
def look_again_after_a_move(change, **_kwargs) -> None:
    """She may meet the step after it already."""
    recheck.soon([change.leader_id])


@receiver(tier_changed)
def begin_paths_of_a_tier(change, **_kwargs) -> None:
    reach_tier(leader=change.leader, tier=change.to_tier_id)


@receiver(sales_imported)
def look_again_at_everybody(**_kwargs) -> None:
    recheck.everybody_soon()
