"""What may happen on a learning path: somebody is put on it, comes from one course to the next, is
through with it, and learns it anew when it has to be renewed.

The courses of a path come one after the other: each is begun when the one before is finished, as
soon as she may begin it. What she takes or has finished anyway counts.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.access import may_begin, sees
from courses.audience import Learner
from courses.enrolment import begin, expiry, renew
from courses.listing import Listed, listed_courses
from courses.models import Enrolment, LearningPath, PathCourse, PathEnrolment
from school.lib.refusal import Refusal
from school.people.models import Leader

Source = PathEnrolment.Source


@transaction.atomic
def enrol_in_path(
    *, leader: Leader, path: LearningPath, source: str, by=None
) -> PathEnrolment | None:
    """Put a leader on a path; who is on it, or was through with it and needn't renew it, stays as
    she is (None)."""
    if PathEnrolment.objects.filter(leader=leader, path=path).exists():
        return None
    made = PathEnrolment.objects.create(leader=leader, path=path, source=source, by=by)
    advance(leader=leader)
    return made


def begin_path(*, leader: Leader, path: LearningPath) -> None:
    """She begins it herself. Refuses: path-not-offered."""
    if path not in offered_paths(leader=leader):
        raise Refusal("path-not-offered", _("This path isn't offered to you at the moment."))
    enrol_in_path(leader=leader, path=path, source=Source.SELF)


def offered_paths(*, leader: Leader) -> list[LearningPath]:
    """The paths that she may begin herself: all of their courses are there for her."""
    on_it = PathEnrolment.objects.filter(leader=leader).values("path")
    found = LearningPath.objects.filter(active=True, by_herself=True).exclude(pk__in=on_it)
    paths = list(found.prefetch_related("courses"))
    if not paths:
        return []
    learner, known = Learner(leader), _known()
    taken = {row.course_key: row for row in Enrolment.objects.filter(leader=leader)}
    return [
        path
        for path in paths
        if path.courses.all()
        and all(
            one.course_key in known
            and sees(learner, known[one.course_key].outline, taken.get(one.course_key))
            for one in path.courses.all()
        )
    ]


# --- by rule ------------------------------------------------------------------------------------


def join_intake(*, leader: Leader) -> None:
    """The paths that begin with joining her intake."""
    paths = LearningPath.objects.filter(active=True, on_joining=True)
    meant = paths.filter(Q(intakes=None) | Q(intakes=leader.intake_id)).distinct()
    for path in meant if leader.intake_id else ():
        enrol_in_path(leader=leader, path=path, source=Source.INTAKE)


def reach_tier(*, leader: Leader, tier: str) -> None:
    """The paths that begin with reaching this tier."""
    for path in LearningPath.objects.filter(active=True):
        if tier in path.on_reaching:
            enrol_in_path(leader=leader, path=path, source=Source.TIER)


def follow_plans(*, cohort: str, leaders: Iterable[Leader]) -> None:
    """The paths that begin with a coaching plan for this cohort, for whoever has just got one."""
    paths = [path for path in LearningPath.objects.filter(active=True) if cohort in path.on_plan]
    for leader in leaders if paths else ():
        for path in paths:
            enrol_in_path(leader=leader, path=path, source=Source.PLAN)


# --- from one course to the next ----------------------------------------------------------------


@transaction.atomic
def advance(*, leader: Leader) -> None:
    """Begin the next course of each path that she is on, and finish the paths that are done."""
    rows = PathEnrolment.objects.select_for_update(of=("self",)).select_related("path")
    open_rows = list(rows.filter(leader=leader, completed_at=None, path__active=True))
    if not open_rows:
        return
    orders = _orders({row.path_id for row in open_rows})
    for row in open_rows:
        _step_on(row, leader, orders.get(row.path_id, []))


def _step_on(row: PathEnrolment, leader: Leader, keys: Sequence[UUID]) -> None:
    mine = {one.course_key: one for one in Enrolment.objects.filter(leader=leader)}
    finished = {key for key, one in mine.items() if one.completed_at}
    known = _known()
    left = [key for key in keys if key in known and key not in finished]
    if not left:
        _finish(row)
    elif left[0] not in mine and may_begin(Learner(leader), known[left[0]].outline, finished):
        begin(leader=leader, course_key=left[0], source=Enrolment.Source.PATH)


def _finish(row: PathEnrolment) -> None:
    row.completed_at = timezone.now()
    row.expires_on = expiry(row.completed_at, row.path.valid_months)
    row.save(update_fields=["completed_at", "expires_on"])


def _orders(paths: Iterable[int]) -> dict[int, list[UUID]]:
    orders: dict[int, list[UUID]] = {}
    for one in PathCourse.objects.filter(path__in=paths).order_by("path", "position"):
        orders.setdefault(one.path_id, []).append(one.course_key)
    return orders


def _known() -> dict[UUID, Listed]:
    """The published courses by key; a course of a path that isn't published holds nobody up."""
    return {one.translation_key: one for one in listed_courses()}


def advance_everybody() -> int:
    """Look again at everybody on a path who has nothing of it under way: a course has opened, or
    the path was changed. Answers for how many."""
    under_way = PathCourse.objects.filter(
        path=OuterRef("path"),
        course_key__in=Enrolment.objects.unfinished()
        .filter(leader=OuterRef(OuterRef("leader")))
        .values("course_key"),
    )
    waiting = PathEnrolment.objects.filter(completed_at=None, path__active=True)
    waiting = waiting.filter(leader__status__in=Leader.STUDYING).exclude(Exists(under_way))
    leaders = list(Leader.objects.filter(pk__in=waiting.values("leader")))
    for leader in leaders:
        advance(leader=leader)
    return len(leaders)


# --- anew ---------------------------------------------------------------------------------------


def expired_paths(today: date):
    """The last rounds on paths that have to be renewed by now, of whoever still learns here."""
    later = PathEnrolment.objects.filter(
        leader=OuterRef("leader"), path=OuterRef("path"), round__gt=OuterRef("round")
    )
    found = PathEnrolment.objects.filter(expires_on__lte=today, path__active=True)
    found = found.filter(leader__status__in=Leader.STUDYING).exclude(Exists(later))
    return found.select_related("leader", "path")


@transaction.atomic
def renew_path(row: PathEnrolment, *, source: str = Source.RENEWAL, by=None) -> PathEnrolment:
    """A further round on a finished path: its courses begin anew, one after the other; those that
    she finished once more since then still count."""
    new, made = PathEnrolment.objects.get_or_create(
        leader=row.leader, path=row.path, round=row.round + 1, defaults={"source": source, "by": by}
    )
    if made:
        keys = PathCourse.objects.filter(path=row.path).values("course_key")
        old = Enrolment.objects.finished().filter(leader=row.leader, course_key__in=keys)
        for enrolment in old.filter(completed_at__lte=row.completed_at).order_by(F("pk")):
            renew(enrolment)
        advance(leader=row.leader)
    return new
