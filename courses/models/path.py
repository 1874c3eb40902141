from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models.chosen import ChosenField
from courses.models.course import CoursePage
from courses.translation import current_language


class LearningPath(models.Model):
    """An ordered, named set of courses for an audience: one course after the other.

    Who is on it is in `PathEnrolment`; the fields here say whom the school puts on it by itself.
    """

    slug = models.SlugField(_("name in the address"), max_length=60, unique=True)
    title = models.CharField(_("title in Chinese"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80, blank=True)
    words = models.CharField(_("a sentence for her, in Chinese"), max_length=200, blank=True)
    words_en = models.CharField(_("a sentence for her, in English"), max_length=200, blank=True)
    on_joining = models.BooleanField(
        _("begins with joining an intake"),
        default=False,
        help_text=_("Whoever joins one of the intakes below; of none chosen, any intake."),
    )
    intakes = models.ManyToManyField(
        "people.Intake", verbose_name=_("intakes"), blank=True, related_name="paths"
    )
    on_reaching = ChosenField(_("begins with reaching a tier"), choices=CoursePage.Tier.choices)
    on_plan = ChosenField(
        _("begins with a coaching plan"),
        choices=CoursePage.Cohort.choices,
        help_text=_("Whoever gets a plan for one of these cohorts."),
    )
    by_herself = models.BooleanField(
        _("leaders may begin it themselves"),
        default=False,
        help_text=_("Those for whom its courses are meant."),
    )
    valid_months = models.PositiveSmallIntegerField(
        _("to be renewed after months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: once is enough."),
    )
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("learning path")
        verbose_name_plural = _("learning paths")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The title in the language of whoever reads."""
        return (self.title_en if current_language() == "en" else "") or self.title

    @property
    def sentence(self) -> str:
        return (self.words_en if current_language() == "en" else "") or self.words


class PathCourse(models.Model):
    """A course on a path, and the how-manieth it is."""

    path = models.ForeignKey(LearningPath, on_delete=models.CASCADE, related_name="courses")
    course_key = models.UUIDField(_("course"), db_index=True)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("course on a path")
        verbose_name_plural = _("courses on a path")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["path", "course_key"], name="course_on_path_once")
        ]

    def __str__(self) -> str:
        return f"{self.path_id}: {self.course_key}"


class PathEnrolment(models.Model):
    """A leader is on a path: since when, by whom, and when she was through with all of it.

    A path that is to be renewed makes a further row; the finished one stays as it was.
    """

    class Source(models.TextChoices):
        SELF = "self", pgettext_lazy("who enrolled her", "Herself")
        INTAKE = "intake", _("Joined the intake")
        TIER = "tier", _("Reached the tier")
        PLAN = "plan", _("Coaching plan")
        STAFF = "staff", _("The school")
        RENEWAL = "renewal", _("Renewal")

    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.PROTECT,
        related_name="paths",
    )
    path = models.ForeignKey(
        LearningPath, verbose_name=_("path"), on_delete=models.PROTECT, related_name="enrolments"
    )
    source = models.CharField(_("enrolled by"), max_length=10, choices=Source.choices)
    by = models.ForeignKey(
        "people.User",
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    enrolled_at = models.DateTimeField(_("enrolled"), default=timezone.now)
    completed_at = models.DateTimeField(_("finished"), null=True, blank=True)
    expires_on = models.DateField(_("to be renewed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("leader on a path")
        verbose_name_plural = _("leaders on a path")
        constraints = [
            models.UniqueConstraint(fields=["leader", "path", "round"], name="path_round_once"),
            models.UniqueConstraint(
                fields=["leader", "path"], condition=Q(completed_at=None), name="path_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.path_id}"
