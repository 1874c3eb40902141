"""What one leader may do at one quiz: the quiz's rules, with the exceptions that were made."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assessments.models import Attempt, QuizOverride, QuizPage
from courses.models import Enrolment
from courses.spoken import spoken
from school.lib.refusal import Refusal
from school.people.models import Leader

# So many wrong access codes of one person in a minute; more is guessing.
WRONG_CODES = 10
SECONDS = 60
# Further off, the name of a weekday could be that of another week.
SOON = timedelta(days=6)


@dataclass(frozen=True)
class Allowance:
    """Moments are aware, `time_limit` in minutes; None for no such limit."""

    opens_at: datetime | None
    due_at: datetime | None
    closes_at: datetime | None
    time_limit: int | None
    attempts_allowed: int | None
    access_code: str

    def is_before(self, now: datetime) -> bool:
        return self.opens_at is not None and now < self.opens_at

    def is_after(self, now: datetime) -> bool:
        return self.closes_at is not None and self.closes_at <= now

    def left(self, taken: int) -> int | None:
        """How many tries are left, None for no end."""
        return None if self.attempts_allowed is None else max(0, self.attempts_allowed - taken)

    def deadline(self, start: datetime) -> datetime | None:
        """When answers stop counting: after the time, or when the quiz closes."""
        limit = start + timedelta(minutes=self.time_limit) if self.time_limit else None
        return min((end for end in (limit, self.closes_at) if end), default=None)


def allowance(*, quiz: QuizPage, leader: Leader | None) -> Allowance:
    """The rules for her. The newest exception for herself stands before the newest for her
    class, each field by itself. One query."""
    found = Allowance(**{name: getattr(quiz, name) for name in QuizOverride.FIELDS})
    if leader is not None:
        for override in _overrides(quiz, leader):
            said = {name: getattr(override, name) for name in QuizOverride.FIELDS}
            found = replace(found, **{name: value for name, value in said.items() if value})
    return replace(found, attempts_allowed=None) if quiz.practice else found


def _overrides(quiz: QuizPage, leader: Leader) -> list[QuizOverride]:
    """Of her class, then her own: the later one wins."""
    rows = list(QuizOverride.objects.concerning(leader, quiz.translation_key))
    for_class = [row for row in rows if row.intake_id][:1]
    return for_class + [row for row in rows if row.leader_id][:1]


def next_try_at(quiz: QuizPage, taken: Sequence[Attempt]) -> datetime | None:
    """When the next try may begin; None for now. `taken` are her attempts so far, in order."""
    if not taken or quiz.practice:
        return None
    last = taken[-1].submitted_at or taken[-1].deadline or taken[-1].started_at
    return last + timedelta(minutes=quiz.delay_second if len(taken) == 1 else quiz.delay_later)


def tries_left(
    *, quiz: QuizPage, leader: Leader, allowed: Allowance, taken: Sequence[Attempt]
) -> int | None:
    """How many tries are left, None for no end. Who takes a course once more, because it had to
    be renewed, has all of them again: only those of this round count."""
    left = allowed.left(len(taken))
    if left != 0:
        return left
    mine = Enrolment.objects.filter(leader=leader, course_key=quiz.course_key, round__gt=1)
    since = mine.values_list("enrolled_at", flat=True).first()
    return left if since is None else allowed.left(sum(one.started_at >= since for one in taken))


def check_start(
    *, quiz: QuizPage, leader: Leader, allowed: Allowance, taken: Sequence[Attempt], code: str
) -> None:
    """Refuses: quiz-not-open, quiz-closed, attempts-used-up, too-soon, access-code-wrong,
    too-many-codes."""
    now = timezone.now()
    if allowed.is_before(now):
        raise Refusal(
            "quiz-not-open", _("It opens on %(at)s."), {"at": said_when(allowed.opens_at)}
        )
    if allowed.is_after(now):
        raise Refusal("quiz-closed", _("This quiz has closed. Your trainer can help."))
    if tries_left(quiz=quiz, leader=leader, allowed=allowed, taken=taken) == 0:
        raise Refusal("attempts-used-up", _("You have used all your tries at this quiz."))
    later = next_try_at(quiz, taken)
    if later and now < later:
        raise Refusal("too-soon", _("The next try opens on %(at)s."), {"at": said_when(later)})
    _check_code(leader, allowed.access_code, code)


def said_when(moment: datetime | None) -> str:
    """A moment as people say it: "Wed 20:30" in these days, with its date further off."""
    if moment is None:
        return ""
    if abs(moment - timezone.now()) < SOON:
        return spoken(moment)
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _check_code(leader: Leader, wanted: str, said: str) -> None:
    if not wanted:
        return
    key = f"quiz-code:{leader.pk}"
    if cache.get(key, 0) >= WRONG_CODES:
        raise Refusal("too-many-codes", _("Wait a minute, then type the code again."))
    if said.strip().casefold() != wanted.strip().casefold():
        cache.set(key, cache.get(key, 0) + 1, SECONDS)
        raise Refusal("access-code-wrong", _("That is not the code. Your trainer says it."))
