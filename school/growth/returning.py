"""An applicant who was a leader here before: taken back, she begins again like anybody new."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from school.growth.models import Applicant
from school.notices import sms
from school.people.models import Intake, Leader
from school.standing import leaving

GONE = (Leader.Status.LEFT, Leader.Status.ELIMINATED)


def former(applicant: Applicant) -> Leader | None:
    """Who she was here, if her number belongs to somebody who left or was let go."""
    if not applicant.phone:
        return None
    gone = Leader.objects.filter(user__phone=applicant.phone, status__in=GONE)
    return gone.select_related("user").first()


@transaction.atomic
def take_back(*, applicant: Applicant, leader: Leader, intake: Intake, by, reason: str) -> None:
    """Take her back at the first tier and into this class. She keeps her log-in and all she has
    done, so the message to her phone only tells her where to go on.

    Refuses what `leaving.readmit` refuses: not-allowed, still-here, reason-missing.
    """
    leaving.readmit(leader=leader, by=by, reason=reason)
    Leader.objects.filter(pk=leader.pk).update(intake=intake, consent_at=applicant.consent_at)
    with translation.override(leader.user.language or applicant.language):
        words = gettext("You are welcome again in the business school, in %(intake)s: %(link)s")
        text = words % {"intake": intake, "link": settings.BASE_URL + reverse("home:path")}
    sms.send(phone=applicant.phone, text=text)
