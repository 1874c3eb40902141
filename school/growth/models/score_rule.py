from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from school.growth.models.applicant import Applicant
from school.people.models import Leader


class ScoreRule(models.Model):
    """One line of the score card: who fits it gets its points. Of several lines about the size
    of the group, the largest that she reaches counts."""

    class About(models.TextChoices):
        GROUP = "group", _("People in the group, at least")
        KIND = "kind", _("Who she is")
        EXPERIENCE = "experience", _("Experience")
        SOURCE = "source", _("How she heard of us")

    about = models.CharField(_("about"), max_length=10, choices=About.choices)
    value = models.CharField(
        _("value"),
        max_length=10,
        help_text=_(
            "A number for the group; else mother, shop, other · none, some, much · "
            "leader, group, poster, online, other."
        ),
    )
    points = models.SmallIntegerField(_("points"))

    class Meta:
        verbose_name = _("line of the score card")
        verbose_name_plural = _("lines of the score card")
        ordering = ["about", "-points"]
        constraints = [models.UniqueConstraint(fields=["about", "value"], name="score_rule_once")]

    def __str__(self) -> str:
        return f"{self.get_about_display()}: {self.value} → {self.points}"

    def clean(self) -> None:
        if self.value not in self._known() and not self._is_size():
            raise ValidationError({"value": _("This value does not fit what the line is about.")})

    def _is_size(self) -> bool:
        return self.about == self.About.GROUP and self.value.isascii() and self.value.isdigit()

    def _known(self) -> list[str]:
        """The values that an applicant can have there."""
        choices = {
            self.About.KIND: Leader.Kind,
            self.About.EXPERIENCE: Applicant.Experience,
            self.About.SOURCE: Applicant.Source,
        }
        return choices[self.about].values if self.about in choices else []
