"""Every page that a leader or a guest can open, with somebody in the sample school who may.

A name that stands for several screens (a step, a session) is there several times.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from assessments import attempt
from assessments.models import Attempt, Certificate, QuizPage, TaskPage
from courses.models import (
    CheckIn,
    CoursePage,
    Enrolment,
    LearningPath,
    LessonPage,
    LibraryItem,
    Session,
    SessionStepPage,
)
from courses.progress import complete_step
from school.coaching import health
from school.coaching.models import HealthCheck
from school.growth import placement
from school.growth.models import Applicant, Campaign, GrowthSettings, Offer, Signature
from school.lib import dates
from school.people.models import Invitation, Leader, User
from school.standing.models import Elimination, Mentorship, Plan, Question, TierChange
from tests.courses.scorm import packages

ASKED = "Net sales: now ¥12,000, at least ¥20,000 is asked"
# Half of it to look at, half of it well.
COUNTED = {
    "members": 200, "joined": 2, "gone": 9, "active": 90, "posts": 2, "answered": 3,
    "buyers": 50, "repeat": 20,
}  # fmt: skip
ORDINARY, NEWCOMER = "+8613800000002", "+8613800000001"


@dataclass(frozen=True)
class Visit:
    """One page: the name of its address, the address, and who opens it (None: a guest);
    `before` is what has to be sent first, and to which address."""

    name: str
    address: str
    user: User | None = None
    status: int = 200
    before: tuple[str, dict] | None = None


def visits() -> Iterator[Visit]:
    """All of them, in the order of the floors."""
    parts = (_doors, _people, _courses, _steps, _package, _trainings, _quizzes, _growth)
    for part in (*parts, _placement, _home):
        yield from part()


def _open(name: str, user: User | None, *args: object, query: str = "") -> Visit:
    return Visit(name, reverse(name, args=args) + query, user)


def _her() -> User:
    return User.objects.get(phone=ORDINARY)


def _her_course() -> CoursePage:
    keys = Enrolment.objects.filter(leader__user=_her()).values("course_key")[:1]
    return CoursePage.objects.live().get(translation_key=keys, locale__language_code="zh-hans")


def _doors() -> Iterator[Visit]:
    invitation = Invitation.objects.filter(expires_at__gt=timezone.now()).last()
    code = invitation.code
    yield _open("home:landing", None)
    yield _open("account_login", None)
    login, code_page = reverse("account_login"), reverse("account_confirm_login_code")
    yield Visit("account_confirm_login_code", code_page, before=(login, {"login": "13800000002"}))
    yield _open("account_inactive", None)
    yield _open("account_logout", _her())
    yield _open("people:enter_code", None)
    yield _open("people:join", None, code)
    yield _open("people:join", _her(), code)
    yield Visit("404", "/nowhere/", _her(), 404)


def _people() -> Iterator[Visit]:
    for name in ("people:profile", "notices:inbox", "notices:choices", "phone:index"):
        yield _open(name, _her())
    yield _open("phone:notes", _her())
    yield _open("phone:keep", _her(), _her_course().slug)


def _courses() -> Iterator[Visit]:
    path = LearningPath.objects.filter(enrolments__isnull=False).first()
    walker = path.enrolments.first().leader.user
    yield _open("courses:catalog", _her())
    for course in CoursePage.objects.live()[:2]:
        yield Visit("courses:course", course.address, _her())
    yield _open("courses:path", walker, path.slug)
    yield _open("courses:search", _her())
    yield _open("courses:search", _her(), query="?" + urlencode({"q": "售后"}))
    yield _open("courses:library", _her())
    yield _open("courses:library", None)
    for item in LibraryItem.objects.all()[:2]:
        yield _open("courses:library_item", _her(), item.pk)
    yield _open("courses:listen", _her())


def _steps() -> Iterator[Visit]:
    """Each kind of step, first and last of it, for somebody who is in its course."""
    for kind in (LessonPage, QuizPage, TaskPage, SessionStepPage):
        found = kind.objects.live().filter(locale__language_code="zh-hans").order_by("path")
        for step in {found.first(), found.exclude(slug="first-weekend").last()}:
            yield Visit("courses:step", step.address, _in_course_of(step))
    plan = TaskPage.objects.live().filter(locale__language_code="zh-hans").first()
    TaskPage.objects.filter(translation_key=plan.translation_key).update(work=TaskPage.Work.PLAN)
    fresh = Leader.objects.exclude(submissions__task_key=plan.translation_key).first()
    yield _open("assessments:plan_day", fresh.user, plan.translation_key, 1)


def _package() -> Iterator[Visit]:
    """The player is seen in the frame of its step only, here with the way on beneath it."""
    step = packages.step(_her_course(), packages.brought("2004"))
    complete_step(leader=_her().leader, step=step)
    yield Visit("courses:scorm_player", step.address, _her())


def _in_course_of(step) -> User:
    key = step.get_parent().specific.translation_key
    return User.objects.filter(leader__enrolments__course_key=key).order_by("pk").first()


def _trainings() -> Iterator[Visit]:
    now = timezone.now()
    yield _open("courses:timetable", _her())
    yield _open("courses:calendar", _her())
    yield _open("courses:here", _her())
    yield _open("courses:here", None)
    hers = Session.objects.for_leader(_her().leader.pk).order_by("starts_at")
    past, nights = hers.filter(ends_at__lt=now), hers.filter(night__isnull=False)
    ahead, kits = hers.filter(ends_at__gt=now), hers.filter(kit__isnull=False)
    for found in (ahead.first(), past.last(), nights.first(), nights.last(), kits.last()):
        yield _open("courses:session", _her(), found.pk)
    night = Session.objects.exclude(host=None).order_by("starts_at").last()
    yield _open("courses:topic_script", night.host.user, night.pk)
    came = CheckIn.objects.create(session=past.last(), leader=_her().leader, way="qr", at=now)
    yield _open("courses:checked_in", _her(), came.session_id)


def _quizzes() -> Iterator[Visit]:
    quiz = QuizPage.objects.live().filter(locale__language_code="zh-hans").first()
    sat = attempt.start(leader=_in_course_of(quiz).leader, quiz=quiz)
    yield _open("assessments:attempt", sat.leader.user, sat.pk)
    yield _open("assessments:attempt", sat.leader.user, sat.pk, query="?q=end")
    for state in (True, False):
        done = Attempt.objects.filter(passed=state).first()
        yield _open("assessments:result", done.leader.user, done.pk)
    yield _open("assessments:review", _her())
    certificate = Certificate.objects.genuine().first()
    yield _open("assessments:verify_typed", None)
    yield _open("assessments:verify", None, certificate.code)
    yield _open("assessments:poster", certificate.leader.user, certificate.code)


def _growth() -> Iterator[Visit]:
    signature = Signature.objects.filter(termination=None).first()
    signer = signature.offer.leader.user
    waiting = Offer.objects.filter(state=Offer.State.OPEN).first()
    yield _open("growth:agreements", signer)
    yield _open("growth:offer", signer, signature.offer_id)
    yield _open("growth:offer", waiting.leader.user, waiting.pk)
    yield _open("growth:sign", waiting.leader.user, waiting.pk)
    yield _open("growth:end", signer, signature.offer_id)
    yield _open("growth:sheet", signer, signature.code)
    yield _open("growth:proof_typed", None)
    yield _open("growth:proof", None, signature.code)
    yield _open("growth:refer", _her())
    yield _open("growth:apply", None)
    yield _open("growth:applied", None, Applicant.objects.first().token)
    yield _open("growth:contests", _her())
    for contest in Campaign.objects.all():
        yield _open("growth:contest", _her(), contest.pk)


def _placement() -> Iterator[Visit]:
    """Before the quiz and after it; the class's page leads there from now on."""
    quiz = QuizPage.objects.live().filter(locale__language_code="zh-hans").first()
    chosen = GrowthSettings.load()
    chosen.placement_quiz = quiz
    chosen.save()
    cache.delete("growth.placement")
    yield _open("growth:placement", User.objects.get(phone=NEWCOMER))
    placement.place(leader=_her().leader, percent=Decimal(90))
    yield _open("growth:placement", _her())


def _home() -> Iterator[Visit]:
    pair = Mentorship.objects.filter(ended_on=None).first()
    check = HealthCheck.objects.exclude(finished_at=None).first()
    yield _open("coaching:plan", _her())
    yield _open("coaching:mentoring", pair.mentor.user)
    yield _open("coaching:mentoring", pair.newcomer.user)
    yield _open("coaching:health", check.leader.user)
    yield _open("coaching:health", _her())
    begun = health.begin(leader=_her().leader)
    for screen in (1, 2):
        yield _open("coaching:health_numbers", _her(), screen)
    health.put(check=begun, numbers=COUNTED)
    yield _open("coaching:health_plan", _her())
    yield _open("coaching:health_result", check.leader.user, check.pk)
    yield from _standing()
    newcomer = User.objects.get(phone=NEWCOMER)
    for name in ("home:path", "home:ladder", "home:figures"):
        yield _open(name, _her())
        yield _open(name, newcomer)
    yield _open("home:intake", newcomer)
    yield _open("home:offline", None, "zh-hans")


def _standing() -> Iterator[Visit]:
    for found in Question.objects.all()[:2]:
        yield _open("home:question", found.leader.user, found.pk)
    week = dates.week_start(dates.today()) - timedelta(weeks=1)
    yield _open("home:figure", _her(), "net", week.isoformat())
    told = Elimination.objects.exclude(effective_on=None).first()
    yield _open("standing:notice", told.leader.user, told.pk)
    change = TierChange.objects.exclude(from_tier=None).last()
    yield _open("home:decision", change.leader.user, "change", change.pk)
    plan = Plan.objects.create(
        leader=change.leader,
        tier=change.to_tier,
        began_on=dates.today(),
        ends_on=dates.today() + timedelta(days=13),
        asked={"en": [ASKED], "zh-hans": [ASKED]},
    )
    yield _open("standing:plan", plan.leader.user, plan.pk)
