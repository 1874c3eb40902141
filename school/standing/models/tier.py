from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Tier(models.Model):
    """A rung of the ladder: absolute, earned and contractual. What it pays is in a rule set."""

    PREPARATORY, ORDINARY, ADVANCED, CORE = "preparatory", "ordinary", "advanced", "core"

    code = models.SlugField(_("code"), primary_key=True, max_length=20)
    rank = models.PositiveSmallIntegerField(_("rank"), unique=True)
    name = models.CharField(_("name in Chinese"), max_length=20)
    name_en = models.CharField(_("name in English"), max_length=20)
    two_people = models.BooleanField(
        _("two people decide"),
        default=False,
        help_text=_("A second person confirms each move into this tier, and out of it downwards."),
    )

    class Meta:
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        ordering = ["rank"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name in the language of whoever reads."""
        return self.title_in(get_language())

    def title_in(self, language: str | None) -> str:
        return self.name_en if (language or "").startswith("en") else self.name
