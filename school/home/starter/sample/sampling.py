"""Loading the sample school, whole or not at all."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from courses.trainings.session import generate_sessions
from school.home.starter.loading import LANGUAGE, SAMPLE, remember
from school.home.starter.sample.coaching import write_coaching
from school.home.starter.sample.evenings import write_evenings
from school.home.starter.sample.growth import write_growth
from school.home.starter.sample.ladder import write_ladder
from school.home.starter.sample.learning import read_courses, write_learning
from school.home.starter.sample.notices import write_notices
from school.home.starter.sample.paths import write_paths
from school.home.starter.sample.people import People, still_free, write_people
from school.home.starter.sample.plan import SEED, Plan, make_plans
from school.home.starter.sample.questions import write_questions
from school.home.starter.sample.road import write_road
from school.home.starter.sample.sales import write_sales
from school.home.starter.sample.tasks import write_waiting
from school.home.starter.sample.trainings import write_trainings
from school.lib import dates
from school.lib.refusal import Refusal
from school.standing.models import SalesImport


@dataclass(frozen=True)
class Sampled:
    """What came in, counted."""

    leaders: int
    staff: int


@transaction.atomic
def load_sample() -> Sampled:
    """Bring the sample school in. It is loaded once: whoever wants it fresh starts a new school.

    Refuses: school-in-use, where sales of real leaders would be mixed with invented ones.
    """
    if SalesImport.objects.exists():
        raise Refusal("school-in-use", _("This school has sales of its own."))
    with override(LANGUAGE):
        today = dates.today()
        plans = still_free(make_plans(today))
        people = write_people(plans)
        generate_sessions()
        _write_history(plans, people, today)
        remember(SAMPLE, str(SEED))
    return Sampled(leaders=len(people.leaders), staff=len(people.staff))


def _write_history(plans: list[Plan], people: People, today) -> None:
    write_trainings(plans, people, today)
    write_evenings(people, today)
    write_learning(plans, people)
    write_road(plans, people)
    tasks = [step for course in read_courses() for step in course.steps if step.kind == "task"]
    write_waiting(plans, people, tasks)
    write_sales(plans, today, by=people.staff["operations"])
    write_ladder(plans, people, today)
    write_coaching(plans, people, today)
    write_questions(plans, people, today)
    write_growth(people, today)
    write_notices(plans, people)
    write_paths(people)
