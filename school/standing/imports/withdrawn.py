"""What goes when a roster that made leaders is taken back."""

from django.db.models import Exists, OuterRef
from django.dispatch import receiver

from school.people.directory import slices
from school.people.signals import leaders_withdrawn
from school.standing.models import Standing, TierChange


@receiver(leaders_withdrawn)
def forget_standings(leaders, **_kwargs) -> None:
    """Where these leaders stand goes with them, unless something was ever decided about them."""
    for some in slices(leaders):
        decided = TierChange.objects.filter(leader=OuterRef("pk"))
        Standing.objects.filter(~Exists(decided), leader__in=some).delete()
