"""What was finished is renewed when its time is over: on that day she is in it again, with a
further round, and is told so."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.course import titles_of
from courses.enrolment import renew
from courses.models import CoursePage, Enrolment, PathEnrolment
from courses.path import expired_paths, renew_path
from school.lib import dates
from school.notices import templates
from school.notices.send import send
from school.people.models import Leader, User

templates.register(
    "course-renewal",
    _("Once more, to keep it fresh: %(name)s"),
    _("What you finished stays yours. Some of it may have changed, so have another look."),
    topic="learning",
    name=_("A course has to be renewed"),
    sample={"name": "C4 安全经营"},
)


def renew_expired(*, today: date | None = None) -> dict[str, int]:
    """Everybody's; doing it twice is doing it once."""
    today = today or dates.today()
    paths = [_renew_path(row) for row in expired_paths(today)]
    courses = [_renew_course(row) for row in expired(today)]
    return {"paths": len(paths), "courses": len(courses)}


def expired(today: date):
    """Finished courses whose time is over, of those that are still taught and whoever learns."""
    taught = CoursePage.objects.live().filter(archived_at=None).values("translation_key")
    found = Enrolment.objects.finished().filter(expires_on__lte=today, course_key__in=taught)
    return found.filter(leader__status__in=Leader.STUDYING).select_related("leader__user")


def soon(today: date, until: date, leaders: Iterable[Leader]):
    """What these leaders have to renew by a day, the most pressing first."""
    found = Enrolment.objects.finished().filter(expires_on__range=(today, until))
    found = found.filter(leader__in=leaders, leader__status__in=Leader.STUDYING)
    return found.select_related("leader__user").order_by("expires_on", "pk")


def _renew_course(row: Enrolment) -> None:
    renew(row)
    pages = CoursePage.objects.open_to_read().filter(translation_key=row.course_key)
    names = {page.language: page.title for page in pages}
    _tell(row.leader.user, f"renewal-{row.pk}", names, titles_of([row.course_key])[0].address)


def _renew_path(row: PathEnrolment) -> None:
    renew_path(row)
    names = {settings.LANGUAGE_CODE: row.path.title, "en": row.path.title_en or row.path.title}
    link = reverse("courses:path", args=[row.path.slug])
    _tell(row.leader.user, f"path-renewal-{row.pk}", names, link)


def _tell(user: User, key: str, names: dict[str, str], link: str) -> None:
    """In her language, or else in the one that the school has it in."""
    said = {code: names.get(code) or next(iter(names.values())) for code, _n in settings.LANGUAGES}
    send(user=user, template="course-renewal", context={"name": said}, link=link, key=key)
