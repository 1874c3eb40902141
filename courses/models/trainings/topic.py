from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.trainings.guest import Guest
from courses.translation import current_language


class Topic(models.Model):
    """A suggestion for a topic night, perhaps for a week of the year."""

    class Area(models.TextChoices):
        LIFE = "life", _("Life hacks")
        COOKING = "cooking", _("Cooking")
        BRANDS = "brands", _("Choosing brands")
        PARENTING = "parenting", _("Parenting")
        TRAVEL = "travel", _("Travel")
        HEALTH = "health", _("Health")
        SEASON = "season", _("Season and feasts")

    area = models.CharField(_("area"), max_length=10, choices=Area.choices)
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80, blank=True)
    words = models.TextField(_("how it might go"), max_length=600, blank=True)
    words_en = models.TextField(_("how it might go, in English"), max_length=600, blank=True)
    week = models.DateField(
        _("suggested for the week of"), null=True, blank=True, help_text=_("Empty: any time.")
    )
    active = models.BooleanField(_("suggested"), default=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = [models.F("week").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return (self.title_en if current_language() == "en" else "") or self.title

    @property
    def idea(self) -> str:
        return (self.words_en if current_language() == "en" else "") or self.words


class TopicNight(models.Model):
    """What a topic night has beside its session: the topic, the guest, and what is written
    afterwards for everybody."""

    session = models.OneToOneField(
        "courses.Session",
        verbose_name=_("session"),
        on_delete=models.PROTECT,
        related_name="night",
    )
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="nights",
    )
    guest = models.ForeignKey(
        Guest,
        verbose_name=_("guest"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="nights",
    )
    follow_up = models.TextField(_("what stays of the evening"), max_length=6000, blank=True)
    follow_up_en = models.TextField(
        _("what stays of the evening, in English"), max_length=6000, blank=True
    )
    followed_up_at = models.DateTimeField(_("told"), null=True, editable=False)

    class Meta:
        verbose_name = _("topic night")
        verbose_name_plural = _("topic nights")

    def __str__(self) -> str:
        return str(self.session)

    @property
    def post(self) -> str:
        return (self.follow_up_en if current_language() == "en" else "") or self.follow_up

    @property
    def shown_guest(self) -> Guest | None:
        """The guest, if leaders may see who it is."""
        return self.guest if self.guest and self.guest.may_be_shown else None
