from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from courses.models.step import StepPage
from courses.models.trainings.series import Series
from courses.trainings import timetable
from courses.visit import Visit


class SessionStepPage(StepPage):
    """Come to one live training of a kind; done once it is known that she was there, or that she
    has made one up by its replay and exit quiz."""

    kind = "session"
    icon = "calendar"
    screen = "courses/session_step.html"

    series_kind = models.CharField(_("training"), max_length=8, choices=Series.Kind.choices)
    bring = models.TextField(
        _("what to bring"), blank=True, help_text=_("A question, a photo, last week's figures.")
    )

    make_up = models.BooleanField(
        _("can be made up"),
        default=True,
        help_text=_("Watching a replay and passing its exit quiz counts as well."),
    )

    content_panels = [
        *StepPage.content_panels,
        FieldPanel("series_kind"),
        FieldPanel("bring"),
        FieldPanel("make_up"),
    ]

    class Meta:
        verbose_name = _("live training")
        verbose_name_plural = _("live trainings")

    def screen_context(self, visit: Visit) -> dict:
        return {
            "coming_up": timetable.coming_up(leader=visit.leader, kind=self.series_kind),
            "make_ups": self.make_ups(visit),
        }

    def make_ups(self, visit: Visit) -> list:
        """What she missed of this kind and can still make up."""
        from courses.trainings.make_up import open_ones

        if visit.leader is None or visit.is_done or not self.make_up:
            return []
        return open_ones(leader=visit.leader, kind=self.series_kind)
