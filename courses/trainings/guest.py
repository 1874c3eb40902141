"""Guests of topic nights, and their consent to being shown."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.models import Guest
from school.lib import dates
from school.lib.photos import read_photo
from school.lib.refusal import Refusal
from school.people.models import User


@transaction.atomic
def save_guest(*, guest: Guest, consent: bool, by: User, photo: Any = None) -> Guest:
    """Keep a guest, and whether she agrees that name and photo are shown: with the day and who
    took it down. Taking it back is noted too; her photo is then gone.

    Refuses: photo-too-large, photo-unreadable, consent-missing (a photo is kept only with it).
    """
    if photo and not consent:
        raise Refusal("consent-missing", _("A photo needs her consent. Ask her first."))
    if consent and not guest.may_be_shown:
        guest.consent_on, guest.consent_by, guest.withdrawn_on = dates.today(), by, None
    if not consent and guest.may_be_shown:
        guest.withdrawn_on = dates.today()
        _forget_photo(guest)
    if photo:
        _forget_photo(guest)
        guest.photo.save(f"{guest.key}.jpg", read_photo(photo).content, save=False)
    guest.save()
    return guest


def _forget_photo(guest: Guest) -> None:
    if guest.photo:
        stored, name = guest.photo.storage, guest.photo.name
        guest.photo = ""
        transaction.on_commit(lambda: stored.delete(name))
