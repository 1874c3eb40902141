"""The screens of the CMS that are open all day, each with somebody of the cast who works there."""

from collections.abc import Iterator

from django.urls import reverse

from assessments.models import Submission
from courses.models import CoursePage
from school.people.models import User
from school.standing.models import Elimination, Proposal
from tests.home.sample.addresses import Visit

TRAINER, COACH, MANAGER, OPERATIONS = (f"+861380000001{number}" for number in range(1, 5))


def desks() -> Iterator[Visit]:
    for phone, screens in (
        (MANAGER, _managers),
        (COACH, _coachs),
        (TRAINER, _trainers),
        (OPERATIONS, _operations),
    ):
        user = User.objects.get(phone=phone)
        for name, *args in screens(user):
            yield Visit(name, reverse(name, args=args), user)


def _managers(user) -> Iterator[tuple]:
    proposal = Proposal.objects.visible_to(user).open()[0]
    yield ("reports:monday",)
    yield "reports:story", proposal.leader_id
    yield ("reports:promotions",)
    yield "decisions:goodbye", Elimination.objects.visible_to(user).waiting()[0].pk


def _coachs(user) -> Iterator[tuple]:
    yield ("coach:queue",)


def _trainers(user) -> Iterator[tuple]:
    yield ("courses_week:week",)
    yield "marking:submission", Submission.objects.visible_to(user).waiting()[0].pk
    yield "courses_cms:course", CoursePage.objects.live()[0].translation_key


def _operations(_user) -> Iterator[tuple]:
    yield ("sales:start",)
