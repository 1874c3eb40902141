"""Who has how many: each coach's leaders, by cohort, and what is open with them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, QuerySet

from school.coaching.access import coached_by, coaches, may_hand_over
from school.coaching.models import CoachingLimits
from school.coaching.plan import COACHED
from school.coaching.queue import on_the_list
from school.people.models import Leader, User
from school.standing.models import Cohort


@dataclass
class Load:
    """One coach's load. `today`: how many of them are on the list of today."""

    coach: User | None
    by_cohort: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Cohort.values, 0))
    today: int = 0
    limit: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_cohort.values())

    @property
    def is_over(self) -> bool:
        return self.coach is not None and self.total > self.limit

    @property
    def cohorts(self) -> list[int]:
        return [self.by_cohort[cohort] for cohort in Cohort.values]


def case_loads(user, on: date) -> list[Load]:
    """The loads that this person may see: a coach his own; a manager those of her region's leaders
    and of every other coach; leaders without a coach last. Four queries for any number."""
    seen = coached_by(user).filter(status__in=COACHED)
    limit = CoachingLimits.objects.valid_on(on).case_load
    there = coaches() if may_hand_over(user) else coaches().filter(pk=user.pk)
    loads = {coach.pk: Load(coach, limit=limit) for coach in there}
    nobody = Load(None, limit=limit)
    for coach, by_cohort in _by_cohort(seen).items():
        loads.get(coach, nobody).by_cohort |= by_cohort
    for coach, number in _today(seen, on).items():
        loads.get(coach, nobody).today += number
    return [*loads.values(), nobody] if nobody.total else list(loads.values())


def _by_cohort(seen: QuerySet[Leader]) -> dict[int | None, dict[str, int]]:
    found: dict = defaultdict(lambda: defaultdict(int))
    rows = seen.order_by().values_list("coach", "standing__cohort").annotate(n=Count("pk"))
    for coach, cohort, number in rows:
        found[coach][cohort or Cohort.NEW.value] += number
    return found


def _today(seen: QuerySet[Leader], on: date) -> dict[int | None, int]:
    listed = on_the_list(seen, on).order_by().values("coach").annotate(n=Count("pk"))
    return {row["coach"]: row["n"] for row in listed}
