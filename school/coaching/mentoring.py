"""Mentors and newcomers: a pair begins, meets, and comes to an end."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from school.coaching.access import coached_by, may_coach
from school.coaching.models import MentorMeeting
from school.coaching.plan import COACHED
from school.lib.refusal import Refusal
from school.notices.context import worded
from school.notices.inbox import notify
from school.people.models import Leader, User
from school.standing import recheck
from school.standing.models.mentorship import Mentorship


@transaction.atomic
def pair(*, mentor: Leader, newcomer: Leader, by: User, on: date) -> Mentorship:
    """Let this leader take the newcomer by the hand. Both are told.

    Refuses: leader-not-yours (the newcomer must be), mentor-not-here, same-leader,
    newcomer-has-mentor.
    """
    _check_hers(newcomer, by)
    if mentor.pk == newcomer.pk:
        raise Refusal("same-leader", gettext_lazy("Choose somebody else as her mentor."))
    if not possible_mentors(newcomer).filter(pk=mentor.pk).exists():
        raise Refusal("mentor-not-here", gettext_lazy("Choose an active leader of her city."))
    try:
        with transaction.atomic():
            made = Mentorship.objects.create(mentor=mentor, newcomer=newcomer, began_on=on)
    except IntegrityError as error:
        raise Refusal("newcomer-has-mentor", gettext_lazy("She has a mentor already.")) from error
    _tell(made)
    return made


def possible_mentors(newcomer: Leader) -> QuerySet[Leader]:
    """Active leaders around her: of her region, or of one in the same city."""
    others = Leader.objects.filter(status=Leader.Status.ACTIVE, on_leave=False)
    others = others.exclude(pk=newcomer.pk)
    if newcomer.region_id is None:
        return others
    top = newcomer.region.path.partition("/")[0]
    return others.filter(region__path__startswith=f"{top}/")


@transaction.atomic
def meet(*, mentorship: Mentorship, by: User, on: date, words: str, today: date) -> MentorMeeting:
    """Write down that the two met. The mentor may, the newcomer, and who coaches the newcomer.

    Refuses: pair-not-yours, pair-ended, meeting-empty, meeting-ahead.
    """
    if not of_person(by).filter(pk=mentorship.pk).exists():
        raise Refusal("pair-not-yours", gettext_lazy("This pair is somebody else's."))
    if not mentorship.is_running:
        raise Refusal("pair-ended", gettext_lazy("This pair has come to its end."))
    if not words.strip():
        raise Refusal("meeting-empty", gettext_lazy("Write in a few words what it was about."))
    if not mentorship.began_on <= on <= today:
        raise Refusal("meeting-ahead", gettext_lazy("Choose a day since you began, up to today."))
    return MentorMeeting.objects.create(mentorship=mentorship, on=on, words=words.strip(), by=by)


@transaction.atomic
def finish(*, mentorship: Mentorship, by: User, outcome: str, on: date) -> Mentorship:
    """End a pair, done or given up. Ending it twice changes nothing.

    Refuses: leader-not-yours.
    """
    _check_hers(mentorship.newcomer, by)
    running = Mentorship.objects.running().filter(pk=mentorship.pk)
    running.update(outcome=outcome, ended_on=max(on, mentorship.began_on))
    mentorship.refresh_from_db()
    recheck.soon([mentorship.mentor_id])
    return mentorship


def of_person(user) -> QuerySet[Mentorship]:
    """The pairs that concern this person: her own, and those of newcomers whom she coaches."""
    mine = Q(mentor__user=user) | Q(newcomer__user=user)
    if may_coach(user):
        mine |= Q(newcomer__in=coached_by(user))
    return Mentorship.objects.filter(mine)


def own(leader: Leader) -> list[Mentorship]:
    """The running pairs of one leader, as mentor or newcomer. Two queries."""
    pairs = Mentorship.objects.running().filter(Q(mentor=leader) | Q(newcomer=leader))
    return list(pairs.select_related("mentor__user", "newcomer__user").prefetch_related("meetings"))


def waiting(seen: QuerySet[Leader]) -> QuerySet[Leader]:
    """Newcomers on probation whom nobody takes by the hand yet."""
    paired = Mentorship.objects.running().values("newcomer")
    return seen.filter(status=COACHED[0]).exclude(pk__in=paired)


def _check_hers(newcomer: Leader, by: User) -> None:
    if not may_coach(by) or not coached_by(by).filter(pk=newcomer.pk).exists():
        raise Refusal("leader-not-yours", gettext_lazy("She is with somebody else."))


def _tell(made: Mentorship) -> None:
    for leader, told, other in (
        (made.mentor, gettext_lazy("You are %(other)s's mentor now"), made.newcomer),
        (made.newcomer, gettext_lazy("%(other)s is your mentor now"), made.mentor),
    ):
        notify(
            user=leader.user,
            kind="mentoring",
            key=f"mentorship-{made.pk}",
            title=worded(told, other=other.name),
            body=gettext_lazy("Her number is on your mentoring page. Begin with a short call."),
            link=reverse("coaching:mentoring"),
        )
