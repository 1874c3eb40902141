from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from school.people.models import Leader


class ReviewCard(models.Model):
    """A question that a leader once missed and has reviewed since: how well she remembers it by
    FSRS, and when it comes again. All but whose and which follows from its events and can be
    worked out anew from them. Coaching may read it; what she is paid never depends on it."""

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.CASCADE, related_name="review_cards"
    )
    question_key = models.UUIDField(_("question"), db_index=True)
    stability = models.FloatField(_("stability, in days"))
    difficulty = models.FloatField(_("difficulty, from 1 to 10"))
    reviewed_at = models.DateTimeField(_("last reviewed"))
    due = models.DateTimeField(_("comes again"))
    known = models.BooleanField(_("known the last time"))

    class Meta:
        verbose_name = _("review card")
        verbose_name_plural = _("review cards")
        ordering = ["due", "id"]
        indexes = [models.Index(fields=["leader", "due"])]
        constraints = [
            models.UniqueConstraint(fields=["leader", "question_key"], name="review_card_once")
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.question_key}"


class ReviewEvent(models.Model):
    """A card was answered, or right after that called hard. Rows are only added; of a day the
    last one counts. A device names itself and counts, so that sending twice is saving once.

    `reviewed_at` is when she did it, which may be earlier than when it arrived."""

    class Rating(models.IntegerChoices):
        AGAIN = 1, _("Not known")
        HARD = 2, _("Partly, or with effort")
        GOOD = 3, _("Known")

    card = models.ForeignKey(ReviewCard, on_delete=models.CASCADE, related_name="events")
    rating = models.PositiveSmallIntegerField(_("how it went"), choices=Rating.choices)
    fraction = models.DecimalField(
        _("part that was right"),
        max_digits=5,
        decimal_places=4,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    client_id = models.CharField(_("device"), max_length=36)
    seq = models.PositiveIntegerField(_("count"))
    reviewed_at = models.DateTimeField(_("reviewed"))
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("review of a card")
        verbose_name_plural = _("reviews of cards")
        ordering = ["reviewed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["card", "client_id", "seq"], name="review_event_once")
        ]

    def __str__(self) -> str:
        return f"{self.card_id} · {self.rating}"
