from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models.trainings.series import Series
from courses.translation import current_language
from school.lib.dates import SHANGHAI
from school.people import roles
from school.people.models import Leader, Region


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)


class SessionQuerySet(models.QuerySet):
    def planned(self) -> "SessionQuerySet":
        return self.filter(state=Session.State.PLANNED)

    def between(self, first: date, last: date) -> "SessionQuerySet":
        """Sessions that start on a Shanghai day from `first` to `last`, both included."""
        return self.starting(midnight(first), midnight(last + timedelta(days=1)))

    def starting(self, first: datetime, before: datetime) -> "SessionQuerySet":
        """Sessions that start from one moment on, before another."""
        return self.filter(starts_at__gte=first, starts_at__lt=before)

    def ahead(self, now: datetime | None = None) -> "SessionQuerySet":
        """Sessions that are not over yet."""
        return self.filter(ends_at__gt=now or timezone.now())

    def of_kind(self, kind: str) -> "SessionQuerySet":
        return self.filter(series__kind=kind)

    def in_turn(self, first: date) -> "SessionQuerySet":
        """From the Shanghai day `first` on, one after the other; then what was before, the
        latest first."""
        fresh = When(starts_at__gte=midnight(first), then=F("starts_at"))
        return self.annotate(turn=Case(fresh)).order_by(
            F("turn").asc(nulls_last=True), "-starts_at"
        )

    def for_leader(self, leader_id: int) -> "SessionQuerySet":
        """Sessions that are meant for her: of all regions or around hers, of all intakes or hers,
        from her tier down, in all languages or hers. `courses.meant` asks the same the other way
        round."""
        # The floor above says where tiers are only when all models are known.
        from courses.audience import rank

        her = Leader.objects.filter(pk=leader_id).order_by()
        around = Exists(her.filter(region__path__startswith=OuterRef("series__region__path")))
        chosen = Series.intakes.through.objects.filter(series=OuterRef("series")).order_by()
        hers = Exists(chosen.filter(intake__leaders=leader_id))
        ranked = her.annotate(rank=rank())
        high = Exists(ranked.filter(rank__gte=OuterRef("series__lowest_rank")))
        speaks = Exists(her.filter(user__language=OuterRef("series__language")))
        return self.filter(
            Q(series__region__isnull=True) | around,
            ~Exists(chosen) | hers,
            Q(series__lowest_rank__isnull=True) | high,
            Q(series__language="") | speaks,
        )

    def run_by(self, user) -> "SessionQuerySet":
        """Sessions whose attendance this person may mark: her own and those without a trainer;
        a manager those of her regions; operations all."""
        if isinstance(user, AnonymousUser) or not user.is_active:
            return self.none()
        held = roles.of(user)
        if roles.OPERATIONS in held:
            return self
        runs = Q(pk__in=[])
        if roles.TRAINER in held:
            runs |= Q(trainer=user) | Q(trainer__isnull=True)
        if roles.MANAGER in held:
            runs |= Q(series__region__in=Region.objects.looked_after_by(user.pk))
        return self.filter(runs)


class Session(models.Model):
    """One live training on one day.

    `on` is the day that the series gave it and stays when the session is moved, so that making
    the timetable again doesn't bring the old date back. `sequence` rises with every change that
    a calendar must hear of.
    """

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("state of a session", "Planned")
        CANCELLED = "cancelled", pgettext_lazy("state of a session", "Cancelled")

    series = models.ForeignKey(
        Series, verbose_name=_("series"), on_delete=models.PROTECT, related_name="sessions"
    )
    on = models.DateField(_("day in the series"), editable=False)
    starts_at = models.DateTimeField(_("starts"), db_index=True)
    ends_at = models.DateTimeField(_("ends"))
    title = models.CharField(
        _("topic"), max_length=80, blank=True, help_text=_("Empty: the title of the series.")
    )
    title_en = models.CharField(_("topic in English"), max_length=80, blank=True)
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("trainer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sessions_led",
    )
    host = models.ForeignKey(
        Leader,
        verbose_name=_("host"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sessions_hosted",
        help_text=_("The leader who hosts it. A topic night counts for her next tier."),
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    meeting_link = models.URLField(_("meeting link"), blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as come."),
    )
    replay_url = models.URLField(
        _("replay"), blank=True, help_text=_("The recording, once it is over.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PLANNED
    )
    cancel_reason = models.CharField(_("why it is cancelled"), max_length=200, blank=True)
    holiday = models.ForeignKey(
        "courses.Holiday",
        verbose_name=_("holiday"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="cancelled",
        help_text=_("The holiday that cancelled it."),
    )
    off_rule = models.BooleanField(
        _("no longer in the series"),
        default=False,
        editable=False,
        help_text=_("Cancelled because its series doesn't meet on its day any more."),
    )
    sequence = models.PositiveIntegerField(_("version for calendars"), default=0, editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["series", "on"], name="session_once_a_day"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {timezone.localtime(self.starts_at, SHANGHAI):%Y-%m-%d %H:%M}"

    @property
    def name(self) -> str:
        topic = (self.title_en if current_language() == "en" else "") or self.title
        return topic or self.series.name

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def why_cancelled(self) -> str:
        """The reason that a person gave, or the holiday in the reader's language."""
        return self.holiday.title if self.holiday_id else self.cancel_reason

    def has_started(self, now: datetime | None = None) -> bool:
        return self.starts_at <= (now or timezone.now())

    def has_ended(self, now: datetime | None = None) -> bool:
        return self.ends_at <= (now or timezone.now())

    def clean(self) -> None:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end is before the start.")})
