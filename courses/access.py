"""Who may come in.

Courses are for leaders, who learn, and for the school's staff, who look. A leader sees the courses
that she takes or took, and those that are offered to somebody like her (`sees`); she may begin one
that has opened and whose prerequisites she has finished (`check_begin`); its steps open at the
course's pace (`check_step`). Lists, pages, the next step and the API all ask here.

Which sessions somebody may mark is `Session.objects.run_by`, which leaders she marks there is
`attendees`.
"""

from collections.abc import Callable, Collection
from functools import wraps
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.audience import Learner
from courses.course import titles_of
from courses.drip import opens_words, why_closed
from courses.meant import leaders_of
from courses.models import CoursePage, Enrolment, Session, StepCompletion, StepPage
from courses.models.course import CoursePageQuerySet
from courses.outline import Outline, outline_of, outlines_of
from courses.step import Step
from school.lib.refusal import Refusal
from school.people import roles
from school.people.access import leader_of
from school.people.models import Leader

View = Callable[..., HttpResponse]


def learners(view: View) -> View:
    """For leaders, and for staff as lookers-on; other accounts are refused.

    The view gets `request.leader`, which is None for staff.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.leader = leader_of(request.user)
        if request.leader is None and not roles.has_any(request.user, roles.STAFF):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def leader_only(request: HttpRequest) -> Leader:
    """The leader behind a request that records something. Raises PermissionDenied for others."""
    if request.leader is None:
        raise PermissionDenied
    return request.leader


def sees(learner: Learner, outline: Outline, enrolment: Enrolment | None) -> bool:
    """Whether this course is there for her at all. Who is in stays in: whatever is changed about
    its audience later, put in the archive or closed to beginners."""
    if enrolment is not None:
        return True
    over = outline.closes_on is not None and outline.closes_on < learner.today
    return not outline.archived and not over and learner.is_in(outline.audience)


def may_begin(learner: Learner, outline: Outline, finished: Collection[UUID]) -> bool:
    """Whether she may begin it now who has finished these courses."""
    opened = outline.opens_on is None or outline.opens_on <= learner.today
    ready = all(key in finished for key in outline.prerequisites)
    return opened and ready and sees(learner, outline, None)


def check_begin(learner: Learner, outline: Outline) -> None:
    """Refuses: course-not-for-her, course-not-open, course-locked (while she has to finish another
    one first)."""
    if not sees(learner, outline, None):
        raise Refusal("course-not-for-her", _("This course isn't offered to you at the moment."))
    if outline.opens_on and outline.opens_on > learner.today:
        words = opens_words(outline.opens_on, learner.today)
        raise Refusal("course-not-open", words)
    missing = open_prerequisites(leader=learner.leader, outline=outline)
    if missing:
        names = gettext(", ").join(before.title for before in titles_of(missing))
        raise Refusal("course-locked", _("First finish: %(courses)s."), {"courses": names})


def open_prerequisites(*, leader: Leader, outline: Outline) -> list[UUID]:
    """The courses that this leader has to finish before this one."""
    if not outline.prerequisites:
        return []
    finished = set(
        Enrolment.objects.finished()
        .filter(leader=leader, course_key__in=outline.prerequisites)
        .values_list("course_key", flat=True)
    )
    return [key for key in outline.prerequisites if key not in finished]


def check_step(learner: Learner, outline: Outline, step: Step, enrolment: Enrolment | None) -> None:
    """Refuses: as `check_begin` where she isn't in the course; step-not-open."""
    if enrolment is None:
        check_begin(learner, outline)
    words = why_closed(step, outline, enrolment, learner.today)
    if words:
        raise Refusal("step-not-open", words)


def check_page_open(leader: Leader, page: StepPage, enrolment: Enrolment) -> None:
    """The same for the page of a step of a course that she is in. What is done stays open."""
    outline = outline_of(page.course)
    key = page.translation_key
    for step in (one for one in outline.steps() if one.translation_key == key):
        try:
            check_step(Learner(leader), outline, step, enrolment)
        except Refusal:
            if not StepCompletion.objects.filter(leader=leader, step_key=key).exists():
                raise


def check_seen(leader: Leader | None, course: CoursePage) -> None:
    """Raises Http404 where the course isn't there for her; who guesses an address learns
    nothing."""
    outline = outline_of(course)
    offered = leader is None or sees(Learner(leader), outline, None)
    if not offered and not is_taking(leader, outline):
        raise Http404


def is_taking(leader: Leader, outline: Outline) -> bool:
    return Enrolment.objects.filter(leader=leader, course_key=outline.course_key).exists()


def courses_seen_by(leader: Leader) -> CoursePageQuerySet:
    """The published pages of all courses that are there for her, in every language."""
    learner, found = Learner(leader), list(CoursePage.objects.open_to_read())
    taken = {row.course_key: row for row in Enrolment.objects.filter(leader=leader)}
    seen = [
        key for key, outline in outlines_of(found).items() if sees(learner, outline, taken.get(key))
    ]
    return CoursePage.objects.open_to_read().filter(translation_key__in=seen)


def attendees(session: Session, user):
    """The leaders whom this person marks at a session: those she sees and for whom it is
    meant, and whoever said that she comes or was marked there already."""
    meant = leaders_of(session.series).visible_to(user)
    here = Q(pk__in=meant.values("pk")) | Q(bookings__session=session, bookings__coming=True)
    here |= Q(attendance__session=session)
    chosen = Leader.objects.filter(here).exclude(user=user).distinct()
    return chosen.select_related("user", "region", "intake").order_by("intake", "user__name")
