"""What a training would get in the way of: the same trainer, place or link at the same time, or
leaders who are meant for both. These are warnings; a person decides."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.meant import Meant, meant_by, share_leaders
from courses.models import Session

WORDS = {
    "trainer": _("the same trainer"),
    "place": _("the same place"),
    "link": _("the same meeting link"),
    "audience": _("the same leaders"),
}


@dataclass(frozen=True)
class Clash:
    """Another session at the same time, and what the two share."""

    session: Session
    kinds: tuple[str, ...]

    @property
    def shared(self) -> str:
        return gettext(", ").join(str(WORDS[kind]) for kind in self.kinds)


def clashes(
    wanted: Iterable[Session], meant: Meant, *, apart_from: int | None = None
) -> list[list[Clash]]:
    """For each wanted session, which may not be saved yet, what it clashes with; the sessions of
    the series `apart_from` are left out. Two queries, however many there are."""
    wanted = list(wanted)
    if not wanted:
        return []
    there = Session.objects.planned().filter(
        starts_at__lt=max(one.ends_at for one in wanted),
        ends_at__gt=min(one.starts_at for one in wanted),
    )
    if apart_from:
        there = there.exclude(series=apart_from)
    others = list(
        there.select_related("series__region", "trainer").prefetch_related("series__intakes")
    )
    audiences = {other.pk: meant_by(other.series) for other in others}
    return [_of(one, meant, others, audiences) for one in wanted]


def among(sessions: Iterable[Session]) -> dict[int, list[Clash]]:
    """What these sessions share with each other, by their number. Asks nothing where their series,
    regions and intakes are loaded."""
    rows = [one for one in sessions if not one.is_cancelled]
    audiences = {one.pk: meant_by(one.series) for one in rows}
    return {one.pk: _of(one, audiences[one.pk], rows, audiences) for one in rows}


def _of(
    one: Session, meant: Meant, others: list[Session], audiences: dict[int, Meant]
) -> list[Clash]:
    found = []
    for other in others:
        same = other is one or (one.pk and other.pk == one.pk)
        if same or other.starts_at >= one.ends_at or other.ends_at <= one.starts_at:
            continue
        kinds = tuple(_kinds(one, meant, other, audiences[other.pk]))
        if kinds:
            found.append(Clash(other, kinds))
    return found


def _kinds(one: Session, meant: Meant, other: Session, theirs: Meant):
    if one.trainer_id and one.trainer_id == other.trainer_id:
        yield "trainer"
    if one.place.strip() and one.place.strip().casefold() == other.place.strip().casefold():
        yield "place"
    if one.meeting_link and one.meeting_link == other.meeting_link:
        yield "link"
    if share_leaders(meant, theirs):
        yield "audience"
