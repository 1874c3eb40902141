"""What leaders and coaches are told about plans."""

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from school.coaching.models import Plan
from school.coaching.plan_writing import write_notices
from school.notices.send import Letter, send_all
from school.notices.templates import register
from school.notices.wording import Words
from school.people.models import User
from school.standing.models import CohortRun

PLAN_BEGAN = register(
    "coaching.plan-began",
    _("Your plan this week"),
    _("A few small things that fit where you are now. One at a time."),
    topic="coaching",
    kind="plan",
)
PLANS_BEGAN = register(
    "coaching.plans-began",
    _("New plans for leaders of yours: %(number)s"),
    _("They begin with this week's placement. The coaching list says what comes first."),
    topic="office",
    kind="coaching",
    sample={"number": "7"},
)


def plan_began(run: CohortRun) -> None:
    """Whoever got a plan by this run reads of it in her notices, once."""
    link, said = reverse("coaching:plan"), Words([PLAN_BEGAN.code])
    words = {}
    for language, _name in settings.LANGUAGES:
        how = {"language": language, "context": {}, "link": link}
        words[language] = [said.say(PLAN_BEGAN, part, **how) for part in ("title", "body")]
    write_notices(run=run.pk, template=PLAN_BEGAN.code, words=words, link=link)


def plans_began(run: CohortRun) -> None:
    """Each coach reads once how many of her leaders got a plan by this run."""
    begun = Plan.objects.running().filter(run=run, leader__coach__isnull=False).order_by()
    counted = begun.values_list("leader__coach").annotate(Count("pk"))
    numbers = dict(counted)
    send_all(
        Letter(
            coach,
            PLANS_BEGAN.code,
            {"number": numbers[coach.pk]},
            reverse("coach:queue"),
            f"plans-{run.pk}",
        )
        for coach in User.objects.filter(pk__in=numbers, is_active=True)
    )
