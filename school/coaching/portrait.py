"""What the coach's page of one leader tells, each part read when the page asks for it."""

from django.utils.functional import cached_property

from assessments.review_topics import Known, Topic, known, weak_topics
from school.coaching.flag import rows_of, words
from school.coaching.health_words import ADVICE
from school.coaching.models import Contact, Flag, HandOver, HealthCheck, Note, Plan, PlanItem
from school.lib.money import yuan
from school.people.models import Leader
from school.standing.models.mentorship import Mentorship

ROWS = 10


class Portrait:
    def __init__(self, leader: Leader, reader) -> None:
        self.leader, self.reader = leader, reader

    @cached_property
    def plan(self) -> Plan | None:
        running = Plan.objects.running().filter(leader=self.leader)
        return running.select_related("template").first()

    @cached_property
    def past_plans(self) -> list[Plan]:
        plans = Plan.objects.filter(leader=self.leader, ended_on__isnull=False)
        return list(plans.select_related("template")[:ROWS])

    @cached_property
    def items(self) -> list[PlanItem]:
        """What is planned for her: of the running plan, and from her health checks."""
        items = PlanItem.objects.filter(leader=self.leader).exclude(state=PlanItem.State.DROPPED)
        mine = items.filter(plan=self.plan) if self.plan else items.none()
        agreed = items.filter(plan=None)
        return [*mine.order_by("due_on", "pk"), *agreed.order_by("-due_on", "pk")[:ROWS]]

    @cached_property
    def flags(self) -> list[Flag]:
        """Those that stand, each with its reason and the rows that it looked at."""
        flags = list(Flag.objects.open().filter(leader=self.leader).select_related("answer"))
        for flag in flags:
            flag.words, flag.rows = words(flag), rows_of(flag)
            for row in flag.rows:
                row.money = yuan(row.net)
        return flags

    @cached_property
    def past_flags(self) -> list[Flag]:
        flags = Flag.objects.filter(leader=self.leader, ended_on__isnull=False)
        return list(flags.order_by("-ended_on", "-pk")[:ROWS])

    @cached_property
    def contacts(self) -> list[Contact]:
        return list(Contact.objects.filter(leader=self.leader).select_related("by")[:ROWS])

    @cached_property
    def notes(self) -> list[Note]:
        """Those that stand and that this reader may read, each with those it corrects."""
        seen = Note.objects.visible_to(self.reader).filter(leader=self.leader)
        notes = {note.pk: note for note in seen.select_related("by")}
        corrected = {note.corrects_id for note in notes.values()}
        for note in notes.values():
            note.earlier = _earlier(note, notes)
            note.is_own = note.by_id == self.reader.pk
        return [note for note in notes.values() if note.pk not in corrected]

    @cached_property
    def checks(self) -> list[HealthCheck]:
        """The last two finished health checks, what they say in words."""
        checks = HealthCheck.objects.finished().filter(leader=self.leader)
        found = list(checks.prefetch_related("findings")[:2])
        for check in found:
            check.said = list(check.findings.all())
            for finding in check.said:
                finding.says = ADVICE[finding.area].says(finding.level)
        return found

    @cached_property
    def mentorships(self) -> list[Mentorship]:
        mine = Mentorship.objects.filter(newcomer=self.leader) | Mentorship.objects.filter(
            mentor=self.leader
        )
        pairs = mine.select_related("mentor__user", "newcomer__user")
        return list(pairs.prefetch_related("meetings")[:ROWS])

    @cached_property
    def hand_overs(self) -> list[HandOver]:
        done = HandOver.objects.filter(leaders=self.leader)
        return list(done.select_related("giver", "taker", "by")[:ROWS])

    @cached_property
    def topics(self) -> list[Topic]:
        """What she gets wrong: for the talk, never for her pay."""
        return weak_topics(self.leader)

    @cached_property
    def known(self) -> Known:
        return known(self.leader)


def _earlier(note: Note, notes: dict[int, Note]) -> list[Note]:
    found, at = [], note
    while at.corrects_id in notes:
        at = notes[at.corrects_id]
        found.append(at)
    return found
