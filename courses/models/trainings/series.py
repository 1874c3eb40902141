from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.translation import current_language
from school.lib import dates
from school.people import roles


class SeriesQuerySet(models.QuerySet):
    def for_everybody(self, on: date) -> "SeriesQuerySet":
        """Those that run on a day or later and are meant for every leader."""
        open_to_all = {"region": None, "intakes": None, "lowest_rank": None, "language": ""}
        lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
        return self.filter(lasting, active=True, **open_to_all)

    def run_by(self, user) -> "SeriesQuerySet":
        """The series that this person may change: a trainer her own and those without a trainer,
        operations all."""
        if isinstance(user, AnonymousUser) or not user.is_active:
            return self.none()
        held = roles.of(user)
        if roles.OPERATIONS in held:
            return self
        if roles.TRAINER in held:
            return self.filter(Q(trainer=user) | Q(trainer__isnull=True))
        return self.none()


class Series(models.Model):
    """A training that comes back: the rule from which sessions are made.

    `rrule` says on which days; empty, it is every week on `weekday`. What `lowest_rank` numbers
    are tiers of an upper floor. Region, intakes, rank and language together are its audience:
    `SessionQuerySet.for_leader` is where they count.
    """

    class Kind(models.TextChoices):
        GROUP = "group", _("Group training")
        SALES = "sales", _("Sales training")
        SKILLS = "skills", _("Skills training")
        TOPIC = "topic", _("Topic night")

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    # What counts as training; a topic night is a pleasure and counts for nothing.
    TRAININGS = (Kind.GROUP, Kind.SALES, Kind.SKILLS)

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80, blank=True)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    rrule = models.CharField(
        _("rule"),
        max_length=255,
        blank=True,
        help_text=_("As RFC 5545 writes it. Empty: every week on the weekday."),
    )
    starts_at = models.TimeField(_("starts at"), help_text=_("Shanghai time."))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=45, validators=[MinValueValidator(1)]
    )
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("trainer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="series",
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    meeting_link = models.URLField(_("meeting link"), blank=True)
    region = models.ForeignKey(
        "people.Region",
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="series",
        help_text=_("Empty: for every region."),
    )
    intakes = models.ManyToManyField(
        "people.Intake",
        verbose_name=_("intakes"),
        blank=True,
        related_name="series",
        help_text=_("None: for every intake."),
    )
    lowest_rank = models.PositiveSmallIntegerField(
        _("from tier"), null=True, blank=True, help_text=_("Empty: for every tier.")
    )
    language = models.CharField(
        pgettext_lazy("of a training", "language"),
        max_length=10,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Empty: for leaders of every language."),
    )
    step_keys = models.JSONField(
        _("goes with"),
        default=list,
        blank=True,
        help_text=_("Lessons and quizzes that leaders find on the training's page."),
    )
    capacity = models.PositiveSmallIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as come."),
    )
    active = models.BooleanField(_("running"), default=True)
    starts_on = models.DateField(_("first day"), default=dates.today)
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["weekday", "starts_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return (self.title_en if current_language() == "en" else "") or self.title

    def clean(self) -> None:
        if self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day is before the first.")})
