from django.db import models
from django.utils.translation import gettext_lazy as _

from school.people.models import Leader


class Recheck(models.Model):
    """Something has happened that may let a leader meet her next step: she is looked at again by
    the next job, which deletes the rows that it has read. One leader may have several."""

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("leader to look at again")
        verbose_name_plural = _("leaders to look at again")

    def __str__(self) -> str:
        return f"{self.leader_id}"
