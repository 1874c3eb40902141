from django.conf import settings
from django.core.files.storage import storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def private_storage():
    return storages["private"]


class JobQuerySet(models.QuerySet):
    def visible_to(self, user) -> "JobQuerySet":
        """One's own; operations see all."""
        return self if user.is_superuser else self.filter(owner=user)

    def stranded(self, now=None) -> "JobQuerySet":
        """Work that nobody does: its worker is gone, or the note about it never arrived."""
        now = now or timezone.now()
        lost_note = Q(state=Job.State.QUEUED, created_at__lt=now - self.model.patience())
        return self.filter(Q(state=Job.State.RUNNING, lease_until__lt=now) | lost_note)


class Job(models.Model):
    """A piece of long work: who asked for what, how far it is, and what came out.

    A worker holds it by a lease that every step of progress renews. If the worker dies, the lease
    runs out and another worker begins again, so the work is written to be run twice with the
    result of once. `key` names work that must not be doubled while it is open.
    """

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("state of a job", "Waiting")
        RUNNING = "running", pgettext_lazy("state of a job", "Running")
        DONE = "done", pgettext_lazy("state of a job", "Done")
        FAILED = "failed", pgettext_lazy("state of a job", "Not done")

    OPEN = [State.QUEUED, State.RUNNING]
    MAX_ATTEMPTS = 5

    kind = models.CharField(_("kind"), max_length=60)
    args = models.JSONField(_("arguments"), default=dict, encoder=DjangoJSONEncoder)
    key = models.CharField(_("key"), max_length=120, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="jobs",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.QUEUED, db_index=True
    )
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    attempts = models.PositiveIntegerField(_("tries"), default=0)
    lease_until = models.DateTimeField(_("held until"), null=True, blank=True)
    lease_holder = models.CharField(_("held by"), max_length=60, blank=True)
    result = models.JSONField(_("result"), default=dict, encoder=DjangoJSONEncoder)
    result_file = models.FileField(
        _("file"), upload_to="jobs/", storage=private_storage, blank=True
    )
    problem = models.TextField(_("problem"), blank=True)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "lease_until"])]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(state__in=["queued", "running"]) & ~Q(key=""),
                name="job_key_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @staticmethod
    def patience() -> timezone.timedelta:
        return timezone.timedelta(seconds=settings.JOB_LEASE_SECONDS)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def percent(self) -> int:
        if self.state == self.State.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0
