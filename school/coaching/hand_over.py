"""Leaders go from one coach to another."""

from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from school.coaching.access import coached_by, coaches, may_hand_over
from school.coaching.models import HandOver
from school.lib.refusal import Refusal
from school.notices.context import worded
from school.notices.inbox import notify, plain
from school.notices.models import Notice
from school.people.models import Leader, User

BATCH = 1000


@transaction.atomic
def hand_over(
    *,
    giver: User,
    taker: User,
    by: User,
    words: str,
    leader_ids: Collection[int] | None = None,
) -> HandOver:
    """Give these of a coach's leaders (all whom `by` may see, without a list) to another coach,
    with a word about them. Both coaches and the leaders are told.

    Refuses: hand-over-not-yours, same-coach, not-a-coach, words-missing, nobody-chosen.
    """
    _check(giver, taker, by, words)
    mine = coached_by(by).filter(coach=giver)
    if leader_ids is not None:
        mine = mine.filter(pk__in=leader_ids)
    locked = Leader.objects.select_for_update(of=("self",)).filter(pk__in=mine.values("pk"))
    leaders = list(locked.select_related("user"))
    if not leaders:
        raise Refusal("nobody-chosen", gettext_lazy("Choose at least one leader."))
    done = HandOver.objects.create(giver=giver, taker=taker, by=by, words=words.strip())
    through = HandOver.leaders.through
    through.objects.bulk_create(
        (through(handover_id=done.pk, leader_id=leader.pk) for leader in leaders), BATCH
    )
    Leader.objects.filter(pk__in=[leader.pk for leader in leaders]).update(coach=taker)
    _tell_coaches(done, len(leaders))
    _tell_leaders(done, leaders)
    return done


def _check(giver: User, taker: User, by: User, words: str) -> None:
    if not may_hand_over(by):
        raise Refusal("hand-over-not-yours", gettext_lazy("A manager hands leaders over."))
    if giver == taker:
        raise Refusal("same-coach", gettext_lazy("Choose another coach."))
    if not coaches().filter(pk=taker.pk).exists():
        raise Refusal("not-a-coach", gettext_lazy("Choose somebody who coaches."))
    if not words.strip():
        raise Refusal("words-missing", gettext_lazy("Write what the new coach should know."))


def _tell_coaches(done: HandOver, number: int) -> None:
    for coach, told in ((done.giver, _given), (done.taker, _taken)):
        said = {"number": number, "giver": done.giver, "taker": done.taker}
        notify(
            user=coach,
            kind="coaching",
            key=f"hand-over-{done.pk}",
            title=lambda _language, told=told, said=said: told(number) % said,
            body=done.words,
            link=reverse("coach:queue"),
        )


def _given(number: int) -> str:
    return ngettext(
        "%(number)s of your leaders is with %(taker)s now",
        "%(number)s of your leaders are with %(taker)s now",
        number,
    )


def _taken(number: int) -> str:
    return ngettext(
        "%(number)s leader comes to you from %(giver)s",
        "%(number)s leaders come to you from %(giver)s",
        number,
    )


def _tell_leaders(done: HandOver, leaders: list[Leader]) -> None:
    title = worded(gettext_lazy("%(coach)s is your coach now"), coach=done.taker)
    body = gettext_lazy("Ask anything: the number is on your page.")
    languages = {leader.user.language for leader in leaders}
    texts = {language: plain(title, body, language) for language in languages}
    Notice.objects.bulk_create(
        (
            Notice(
                user=leader.user,
                kind="coaching",
                key=f"hand-over-{done.pk}",
                link=reverse("people:profile"),
                **texts[leader.user.language],
            )
            for leader in leaders
        ),
        BATCH,
    )
