from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from school.people.models import Leader
from school.standing import chain


class NeverChanged(Exception):
    """Somebody tried to change or delete a row of the history."""


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that are only ever added."""

    def update(self, **_fields):
        raise NeverChanged(f"Rows of {self.model.__name__} are never changed.")

    def delete(self):
        raise NeverChanged(f"Rows of {self.model.__name__} are never deleted.")

    def bulk_update(self, *_args, **_fields):
        raise NeverChanged(f"Rows of {self.model.__name__} are never changed.")


class AppendOnly(models.Model):
    """A row that is written once. The database refuses changes too: see `standing/triggers.py`."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise NeverChanged(f"{type(self).__name__} {self.pk} is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *_args, **_kwargs):
        raise NeverChanged(f"{type(self).__name__} {self.pk} is never deleted.")


class Historic:
    """A row whose every state is written into the history.

    `facts` says what it is now; the latest entry about it must say the same, or somebody has
    changed it behind the school's back.
    """

    history_kind: ClassVar[str]
    history_fields: ClassVar[tuple[str, ...]]
    leader_id: int

    def facts(self) -> dict[str, Any]:
        """The fields that matter, as JSON."""
        return chain.plain({name: getattr(self, name) for name in self.history_fields})

    @property
    def history_by_id(self) -> int | None:
        """Who did it, where the row itself says so."""
        return None

    @classmethod
    def history_rows(cls) -> models.QuerySet:
        """The rows that the history must speak of."""
        return cls._default_manager.all()


class HistoryEntry(AppendOnly):
    """One line of the school's history: what became of one row, at what time, by whom.

    Numbers run without gaps, and each entry carries the seal of the one before: a line that was
    changed, taken out or slipped in shows itself in `./manage.py verify_history`.
    """

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="history"
    )
    kind = models.CharField(_("kind"), max_length=20)
    row = models.PositiveBigIntegerField(_("row"))
    at = models.DateTimeField(_("written"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    facts = models.JSONField(_("facts"), encoder=DjangoJSONEncoder)
    previous = models.CharField(_("seal of the entry before"), max_length=64)
    seal = models.CharField(_("seal"), max_length=64)

    class Meta:
        verbose_name = _("entry of the history")
        verbose_name_plural = _("history")
        ordering = ["number"]
        indexes = [models.Index(fields=["kind", "row"], name="history_kind_row")]

    def __str__(self) -> str:
        return f"{self.number}: {self.kind} {self.row}"

    def content(self) -> dict[str, Any]:
        """All that the seal covers."""
        return {
            "number": self.number,
            "leader": self.leader_id,
            "kind": self.kind,
            "row": self.row,
            "at": self.at,
            "by": self.by_id,
            "facts": self.facts,
            "previous": self.previous,
        }


class HistoryHead(models.Model):
    """The end of the history: one row that writers lock, so that two can't continue from the
    same entry, and that shows when the last entries are missing."""

    number = models.PositiveBigIntegerField(_("number"), default=0)
    seal = models.CharField(_("seal"), max_length=64, default=chain.BEGINNING)

    class Meta:
        verbose_name = _("end of the history")
        verbose_name_plural = _("end of the history")

    def __str__(self) -> str:
        return f"{self.number}:{self.seal}"
