import hashlib
import json

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal


class AgreementQuerySet(models.QuerySet):
    def published(self) -> "AgreementQuerySet":
        return self.filter(state=Agreement.State.PUBLISHED)

    def newest(self, kind: str) -> "Agreement | None":
        """The version of this kind that is offered now."""
        return self.published().filter(kind=kind).order_by("-version").first()


class Agreement(models.Model):
    """One version of an agreement, in Chinese and English. A draft is written and published; a
    published version never changes again, because people have put their names under it."""

    class Kind(models.TextChoices):
        EXCLUSIVE = "exclusive", _("Exclusive agreement for head partners")
        STANDARDS = "standards", _("Consent and standards for all")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of an agreement", "Draft")
        PUBLISHED = "published", pgettext_lazy("state of an agreement", "Published")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    version = models.PositiveIntegerField(_("version"), editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    title = models.CharField(_("title in Chinese"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80)
    text = models.TextField(
        _("text in Chinese"), help_text=_("Markdown: # for a heading, - for a list, **bold**.")
    )
    text_en = models.TextField(_("text in English"))
    valid_months = models.PositiveSmallIntegerField(
        _("valid for so many months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Empty: until somebody ends it."),
    )
    sign_days = models.PositiveSmallIntegerField(
        _("days to sign"), default=14, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    renew_days = models.PositiveSmallIntegerField(
        _("offered again so many days before the end"),
        default=30,
        validators=[MaxValueValidator(365)],
    )
    notice_days = models.PositiveSmallIntegerField(
        _("days of notice"), default=30, validators=[MaxValueValidator(365)]
    )
    note = models.CharField(_("what is new"), max_length=200, blank=True)
    text_hash = models.CharField(max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="agreement_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.title_now} · v{self.version}"

    def save(self, *args, **kwargs) -> None:
        """Numbers a new version. Refuses: agreement-published."""
        self._check_changeable()
        if self.version is None:
            last = Agreement.objects.filter(kind=self.kind).aggregate(models.Max("version"))
            self.version = (last["version__max"] or 0) + 1
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Refuses: agreement-published."""
        self._check_changeable()
        return super().delete(*args, **kwargs)

    def _check_changeable(self) -> None:
        if self.pk and Agreement.objects.published().filter(pk=self.pk).exists():
            raise Refusal(
                "agreement-published", _("A published version never changes. Write a new one.")
            )

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def title_now(self) -> str:
        return self.title_in(get_language())

    def title_in(self, language: str | None) -> str:
        return self.title_en if (language or "").startswith("en") else self.title

    def text_in(self, language: str | None) -> str:
        return self.text_en if (language or "").startswith("en") else self.text

    def fingerprint(self) -> str:
        """SHA-256 over everything that is signed, both languages included."""
        signed = [
            self.kind, self.version, self.title, self.title_en, self.text, self.text_en,
            self.valid_months, self.notice_days,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(signed, ensure_ascii=False).encode()).hexdigest()
