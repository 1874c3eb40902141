"""One leader's whole story, read from the rows of every floor in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import cached_property

from assessments.models import Attempt, Certificate, Submission
from courses.models import AttendanceMark, Booking, CoursePage, Enrolment
from courses.progress import Progress, progress_of
from courses.trainings.attendance import attendance_rate
from courses.trainings.excuse import excuses
from courses.translation import current_language
from school.lib import dates
from school.lib.money import yuan
from school.lib.refusal import Refusal
from school.notices.models import Notice
from school.people.models import Leader
from school.reports import charts
from school.reports.evidence import with_facts
from school.standing.evaluation import Explanation, Item, explain
from school.standing.history_words import with_words
from school.standing.kinds import registry
from school.standing.models import (
    Case,
    Departure,
    Elimination,
    HistoryEntry,
    Placement,
    Plan,
    Proposal,
    Question,
    Review,
    SalesWeek,
    Standing,
    TierChange,
)
from school.standing.placement_words import words

WEEKS, ROWS, LONG, ATTENDANCE_DAYS = 12, 12, 40, 28


@dataclass(frozen=True)
class CourseRow:
    """A course that she takes, and how far she is."""

    course: CoursePage
    enrolment: Enrolment
    progress: Progress


class Story:
    """What the page of one leader tells; each part is read when the page asks for it."""

    def __init__(self, leader: Leader) -> None:
        self.leader = leader

    @cached_property
    def standing(self) -> Standing | None:
        return Standing.objects.select_related("tier").filter(leader=self.leader).first()

    @cached_property
    def explanation(self) -> Explanation | None:
        """None while the school has no rules."""
        try:
            return explain(leader=self.leader)
        except Refusal:
            return None

    @property
    def asked(self) -> list[tuple[str, Item]]:
        """What the next step asks, by the name that staff know it by. The items' own titles speak
        to the leader."""
        items = self.explanation.items if self.explanation else []
        return [(registry.find(item.kind).label, item) for item in items]

    @cached_property
    def tier_changes(self) -> list[TierChange]:
        changes = TierChange.objects.filter(leader=self.leader)
        return list(changes.select_related("from_tier", "to_tier", "by")[:ROWS])

    @cached_property
    def history(self) -> list[HistoryEntry]:
        """All that was decided about her, in words: reviews, plans, cases, moves, leaving."""
        rows = HistoryEntry.objects.filter(leader=self.leader).select_related("by")
        return with_words(rows.order_by("-number")[:LONG])

    @cached_property
    def reviews(self) -> list[Review]:
        return list(Review.objects.filter(leader=self.leader).select_related("tier")[:ROWS])

    @cached_property
    def plans(self) -> list[Plan]:
        return list(Plan.objects.filter(leader=self.leader).select_related("tier", "coach")[:ROWS])

    @cached_property
    def cases(self) -> list[Case]:
        return list(Case.objects.filter(leader=self.leader).select_related("opened_by")[:ROWS])

    @cached_property
    def questions(self) -> list[Question]:
        """What she asked about figures, and her appeals against decisions."""
        rows = Question.objects.filter(leader=self.leader).select_related("answered_by")
        return list(rows[:ROWS])

    @cached_property
    def elimination(self) -> Elimination | None:
        """What is proposed, or the notice that runs."""
        return Elimination.objects.open().filter(leader=self.leader).first()

    @cached_property
    def departure(self) -> Departure | None:
        return Departure.objects.open().filter(leader=self.leader).first()

    @property
    def is_gone(self) -> bool:
        return self.leader.status in (Leader.Status.LEFT, Leader.Status.ELIMINATED)

    @property
    def may_be_taken_back(self) -> TierChange | None:
        """Her latest move, if it is one between two tiers and hasn't been taken back."""
        latest = self.tier_changes[0] if self.tier_changes else None
        return latest if latest and latest.from_tier_id and not self.is_gone else None

    @cached_property
    def placements(self) -> list[Placement]:
        """The weekly placements that count, the latest first, each with its reason in words."""
        rows = Placement.objects.filter(leader=self.leader, run__current=True)
        found = list(
            rows.select_related("run", "unit__parent", "limits").order_by("-run__week")[:WEEKS]
        )
        for placement in found:
            placement.words = words(placement)
        return found

    @cached_property
    def weeks(self) -> list[SalesWeek]:
        rows = SalesWeek.objects.current().filter(leader=self.leader)
        found = list(rows.order_by("-week_start")[:WEEKS])
        for week in found:
            week.money, week.refund_money = yuan(week.net), yuan(week.refunds)
        return found

    @property
    def chart_width(self) -> int:
        return charts.STEP * len(self.weeks)

    @property
    def sales_chart(self) -> str:
        weeks = reversed(self.weeks)
        return charts.data_uri(charts.columns([(_day(w.week_start), w.net) for w in weeks]))

    @cached_property
    def courses(self) -> list[CourseRow]:
        taken = {row.course_key: row for row in Enrolment.objects.filter(leader=self.leader)}
        courses = CoursePage.objects.open_to_read().filter(translation_key__in=taken)
        courses = courses.in_language(current_language())
        progress = progress_of(leader=self.leader, courses=courses)
        return [
            CourseRow(course, taken[course.translation_key], progress[course.translation_key])
            for course in courses
        ]

    @cached_property
    def attempts(self) -> list[Attempt]:
        found = list(Attempt.objects.filter(leader=self.leader)[:ROWS])
        for attempt in found:
            attempt.name = attempt.title.get(current_language()) or next(
                iter(attempt.title.values()), ""
            )
        return found

    @cached_property
    def attendance(self) -> list[AttendanceMark]:
        marks = AttendanceMark.objects.current().filter(leader=self.leader)
        return list(marks.select_related("session__series").order_by("-session__starts_at")[:ROWS])

    @cached_property
    def excuses(self) -> list[Booking]:
        """The trainings that she said no to of late, and why."""
        return list(excuses(Leader.objects.filter(pk=self.leader.pk))[:ROWS])

    @cached_property
    def attendance_rate(self):
        return attendance_rate(leader=self.leader, window_days=ATTENDANCE_DAYS)

    @cached_property
    def submissions(self) -> list[Submission]:
        return list(Submission.objects.filter(leader=self.leader)[:ROWS])

    @cached_property
    def certificates(self) -> list[Certificate]:
        return list(Certificate.objects.filter(leader=self.leader)[:ROWS])

    @cached_property
    def notices(self) -> list[Notice]:
        return list(Notice.objects.filter(user=self.leader.user)[:ROWS])

    @cached_property
    def proposals(self) -> list[Proposal]:
        rows = Proposal.objects.filter(leader=self.leader).select_related(
            "from_tier", "to_tier", "decided_by", "evaluation__rule_set"
        )
        return with_facts(rows.order_by("-created_at", "-pk")[:ROWS])

    @property
    def days_here(self) -> int | None:
        joined = self.leader.joined_on
        return (dates.today() - joined).days if joined else None


def _day(monday: date) -> str:
    return f"{monday.month}/{monday.day}"
