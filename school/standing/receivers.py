"""What standing does when something happens below."""

from django.dispatch import receiver

from school.people.signals import leaders_imported
from school.standing import tier


@receiver(leaders_imported)
def take_over_tiers(tiers, by, **_kwargs) -> None:
    """The tier that a roster gives a leader is the beginning of her history here."""
    tier.begin(tiers=tiers, by=by)
