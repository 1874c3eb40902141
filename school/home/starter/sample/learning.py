"""What the leaders have learnt: courses begun and finished, quizzes sat, certificates earned."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

from assessments.models import Certificate, QuizPage
from courses.models import CoursePage, Enrolment, StepCompletion
from courses.outline import outline_of
from courses.step import Step
from school.home.starter.files import LANGUAGES
from school.home.starter.sample.papers import SITTING, Bank, Desk
from school.home.starter.sample.people import BATCH, People
from school.home.starter.sample.plan import COURSES, SEED, Plan
from school.home.starter.sample.tasks import Tray
from school.lib.dates import SHANGHAI, day_of
from school.people.models import Leader

ZH = LANGUAGES["zh"]
# Nobody does more than one step in so many hours, whatever the time she has had.
PACE = timedelta(hours=31)
NOON, EVENING = time(12, 20), time(20, 10)
FINAL = "C4"
SOURCES = {"lesson": "leader", "quiz": "quiz", "task": "task", "session": "attendance"}
CAST_DRAWS = 300


@dataclass(frozen=True)
class Course:
    """A published course as a history needs it."""

    code: str
    key: object
    required: bool
    titles: dict[str, str]
    before: tuple
    steps: list[Step]
    bank: Bank


@dataclass
class History:
    """Rows that are to be written, all at once at the end."""

    chance: Random
    desk: Desk = field(default_factory=Desk)
    tray: Tray = field(default_factory=Tray)
    enrolments: list[Enrolment] = field(default_factory=list)
    completions: list[StepCompletion] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)

    def write(self, people: People) -> None:
        Enrolment.objects.bulk_create(self.enrolments, batch_size=BATCH)
        StepCompletion.objects.bulk_create(self.completions, batch_size=BATCH)
        Certificate.objects.bulk_create(self.certificates, batch_size=BATCH)
        self.desk.write()
        self.tray.write(people.staff["trainer"], self.chance)


def write_learning(plans: list[Plan], people: People) -> None:
    courses = read_courses()
    history = History(Random(SEED + 3))
    for plan, leader in zip(plans, people.leaders, strict=True):
        _live(plan, leader, courses, history)
    history.write(people)


def read_courses() -> list[Course]:
    """The published courses of the starter school, in the order of their codes."""
    pages = CoursePage.objects.live().filter(locale__language_code=ZH).order_by("code")
    return [_course(page) for page in pages if page.code in {f"C{n + 1}" for n in range(COURSES)}]


def _course(page: CoursePage) -> Course:
    quiz = QuizPage.objects.live().descendant_of(page).get()
    titles = CoursePage.objects.filter(translation_key=page.translation_key)
    outline = outline_of(page)
    return Course(
        code=page.code,
        key=page.translation_key,
        required=page.required,
        titles=dict(titles.values_list("locale__language_code", "title")),
        before=outline.prerequisites,
        steps=outline.steps(ZH),
        bank=Bank.of(quiz),
    )


def _live(plan: Plan, leader: Leader, courses: list[Course], history: History) -> None:
    """A leader's way through the courses, one step after another."""
    clock = _Clock(plan, courses, history.chance)
    finished = set()
    for course in courses[: plan.finished]:
        began = clock.now
        for step in course.steps:
            _do(plan, leader, course, step, clock.tick(), history)
        last = course.steps[-1].translation_key
        _enrol(leader, course, began, history, last=last, opened=clock.now, done=clock.now)
        history.certificates.append(_course_certificate(leader, course, clock.now))
        finished.add(course.key)
    for at, course in enumerate(courses[plan.finished :]):
        steps = course.steps[: plan.steps_into_next] if at == 0 else []
        if steps or (course.required and finished.issuperset(course.before)):
            began = clock.now
            for step in steps:
                _do(plan, leader, course, step, clock.tick(), history)
            last = steps[-1].translation_key if steps else None
            opened = clock.now if steps else None
            _enrol(leader, course, began, history, last=last, opened=opened)


class _Clock:
    """A leader's hours: at noon or in the evening, from the day she joined, and never past now."""

    def __init__(self, plan: Plan, courses: list[Course], chance: Random) -> None:
        self.chance = chance
        self.now = datetime.combine(plan.joined_on, NOON, tzinfo=SHANGHAI)
        self.end = timezone.now() - timedelta(hours=2)
        steps = sum(len(course.steps) for course in courses[: plan.finished])
        self.pace = min(PACE, (self.end - self.now) / (steps + plan.steps_into_next + 1))
        self.fair = self.now

    def tick(self) -> datetime:
        """The moment of the next step: at her pace, moved to an hour at which people have time."""
        self.fair += self.pace * self.chance.uniform(0.6, 1.0)
        hour = NOON if self.chance.random() < 0.6 else EVENING
        likely = datetime.combine(day_of(self.fair), hour, tzinfo=SHANGHAI)
        likely += timedelta(minutes=self.chance.randrange(70))
        self.now = min(max(likely, self.now + SITTING), self.end)
        return self.now


def _enrol(leader, course: Course, began, history: History, *, last, opened, done=None) -> None:
    history.enrolments.append(
        Enrolment(
            leader=leader,
            course_key=course.key,
            source="required" if course.required else "self",
            enrolled_at=began,
            last_step_key=last,
            last_opened_at=opened,
            completed_at=done,
        )
    )


def _do(plan: Plan, leader, course: Course, step: Step, at: datetime, history: History) -> None:
    source = SOURCES[step.kind]
    if step.kind == "quiz":
        source = "quiz" if _sit(plan, leader, course, at, history) else "staff"
    elif step.kind == "task":
        history.tray.accepted(leader, step, at, with_photo=plan.is_cast)
    history.completions.append(
        StepCompletion(
            leader=leader,
            course_key=course.key,
            step_key=step.translation_key,
            completed_at=at,
            source=source,
        )
    )


def _sit(plan: Plan, leader, course: Course, at: datetime, history: History) -> bool:
    """Her tries at a course's quiz; answers whether the best was enough. Papers exist since the
    classes began."""
    chance = history.chance
    tries = plan.final if course.code == FINAL else [chance.choice([88, 88, 100, 100])]
    for number, target in enumerate(tries, start=1):
        when = at - timedelta(hours=20) * (len(tries) - number)
        if plan.intake or plan.is_cast:
            draws = {"draws": CAST_DRAWS} if plan.is_cast else {}
            paper = course.bank.draw(target, chance, **draws)
            history.desk.sit(course.bank, leader, number, when, paper)
        else:
            history.desk.take_over(course.bank, leader, when, target)
    return max(tries) >= course.bank.quiz.pass_mark


def _course_certificate(leader: Leader, course: Course, at: datetime) -> Certificate:
    return Certificate(
        leader=leader,
        kind=Certificate.Kind.COURSE,
        key=str(course.key),
        name=leader.user.name,
        title=course.titles,
        issued_on=day_of(at),
    )
