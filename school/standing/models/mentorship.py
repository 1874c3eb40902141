from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.people.models import Leader


class MentorshipQuerySet(models.QuerySet):
    def running(self) -> "MentorshipQuerySet":
        return self.filter(ended_on=None)

    def done_by(self, day: date) -> "MentorshipQuerySet":
        """Those that had come to a good end by then: they count for the mentor's next tier."""
        return self.filter(outcome=Mentorship.Outcome.DONE, ended_on__lte=day)

    def visible_to(self, user) -> "MentorshipQuerySet":
        """The pairs of which this person may see the newcomer."""
        return self.filter(newcomer__in=Leader.objects.visible_to(user))


class Mentorship(models.Model):
    """A leader who takes a newcomer by the hand, from one day until it is done or given up.

    While it runs it has neither an end nor an outcome. A newcomer has one mentor at a time.
    """

    class Outcome(models.TextChoices):
        DONE = "done", pgettext_lazy("outcome of a mentorship", "Done")
        STOPPED = "stopped", pgettext_lazy("outcome of a mentorship", "Given up")

    mentor = models.ForeignKey(
        Leader, verbose_name=_("mentor"), on_delete=models.PROTECT, related_name="mentored"
    )
    newcomer = models.ForeignKey(
        Leader, verbose_name=_("newcomer"), on_delete=models.PROTECT, related_name="mentorships"
    )
    began_on = models.DateField(_("began on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentorship")
        verbose_name_plural = _("mentorships")
        ordering = ["-began_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["newcomer"], condition=Q(ended_on=None), name="mentorship_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(mentor=F("newcomer")), name="mentorship_of_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, outcome="")
                | (Q(ended_on__gte=F("began_on")) & ~Q(outcome="")),
                name="mentorship_ends_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} → {self.newcomer_id}"

    @property
    def is_running(self) -> bool:
        return self.ended_on is None
