"""The warm-up: one question with a quick answer, and what the room says."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from courses.models import Kit, Session, WarmUp, WarmUpAnswer
from courses.trainings.kit import kit_of, lines
from school.lib.refusal import Refusal
from school.people.models import Leader


@dataclass(frozen=True)
class Told:
    """One answer, how many chose it, and what share of all that is."""

    words: str
    count: int
    percent: int


def asked(session: Session, kit: Kit | None) -> WarmUp | None:
    """The question as it stands: the frozen one, else (unsaved) what the kit asks."""
    frozen = WarmUp.objects.filter(session=session).first()
    return frozen or (_from_kit(session, kit) if kit else None)


def _from_kit(session: Session, kit: Kit) -> WarmUp:
    return WarmUp(
        session=session,
        question=kit.warm_up,
        question_en=kit.warm_up_en,
        answers=lines(kit.answers),
        answers_en=lines(kit.answers_en),
    )


@transaction.atomic
def answer(*, session: Session, leader: Leader, choice: int) -> WarmUpAnswer:
    """Keep what a leader chose, by its place from 0; the latest counts.

    Refuses: session-elsewhere, session-cancelled, session-over, no-warm-up, no-such-answer.
    """
    held = Session.objects.select_for_update(of=("self",)).for_leader(leader.pk)
    found = held.filter(pk=session.pk).first()
    check_open(found)
    frozen = asked(found, kit_of(found).warm_up)
    if frozen is None:
        raise Refusal("no-warm-up", _("There is no question at the moment."))
    if not 0 <= choice < len(frozen.answers):
        raise Refusal("no-such-answer", _("This answer isn't there any more. Choose another."))
    if frozen.pk is None:
        frozen.save()
    row, _made = WarmUpAnswer.objects.update_or_create(
        warm_up=frozen, leader=leader, defaults={"choice": choice}
    )
    return row


def check_open(session: Session | None) -> None:
    """Refuses: session-elsewhere, session-cancelled, session-over."""
    if session is None:
        raise Refusal("session-elsewhere", _("This training is for another region."))
    if session.is_cancelled:
        raise Refusal("session-cancelled", _("This training has been called off."))
    if session.has_ended():
        raise Refusal("session-over", _("This training is over."))


def choice_of(warm_up: WarmUp | None, leader: Leader) -> int | None:
    """What she chose; None while she hasn't."""
    if warm_up is None or warm_up.pk is None:
        return None
    mine = WarmUpAnswer.objects.filter(warm_up=warm_up, leader=leader)
    return mine.values_list("choice", flat=True).first()


def tally(warm_up: WarmUp) -> list[Told]:
    """How often each answer was chosen, in their order. One query."""
    rows = WarmUpAnswer.objects.filter(warm_up=warm_up.pk).values_list("choice")
    counts = dict(rows.annotate(n=Count("pk")).order_by())
    total = sum(counts.values())
    return [
        Told(words, counts.get(at, 0), round(counts.get(at, 0) * 100 / total) if total else 0)
        for at, words in enumerate(warm_up.choices)
    ]
