"""Records of people outlive the editing of pages: a page that has some can't be deleted."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.models import Enrolment, PathCourse, StepCompletion
from school.lib.refusal import Refusal


def check_deletable(pages: Iterable[Page]) -> None:
    """Refuses: page-has-records, if a leader has begun or finished what one of them teaches;
    course-on-path."""
    keys = [page.translation_key for page in pages]
    taken = Enrolment.rounds.filter(course_key__in=keys).exists()
    if taken or StepCompletion.rounds.filter(step_key__in=keys).exists():
        raise Refusal(
            "page-has-records",
            _(
                "Leaders have already learned here, and their records must stay. "
                "Unpublish the page instead, or put the course in the archive: nothing is lost."
            ),
        )
    if PathCourse.objects.filter(course_key__in=keys).exists():
        raise Refusal(
            "course-on-path", _("This course stands on a learning path. Take it off there first.")
        )


def check_tree_deletable(page: Page) -> None:
    """The same for a page and all below it."""
    check_deletable(page.get_descendants(inclusive=True).only("translation_key"))
