"""The blocks of which a trainer makes a rubric."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

MOST_LEVELS = 5


class LevelBlock(blocks.StructBlock):
    """How well a criterion may be met, and the points for it."""

    points = blocks.DecimalBlock(label=_("points"), min_value=0, max_value=100, max_digits=5)
    words = blocks.CharBlock(label=_("what it looks like"), max_length=200)

    class Meta:
        label = _("level")


class CriterionBlock(blocks.StructBlock):
    """One thing that is looked at; the keys 1 to 5 of the marker's keyboard are its levels."""

    name = blocks.CharBlock(label=_("what is looked at"), max_length=120)
    levels = blocks.ListBlock(LevelBlock(), label=_("levels"), min_num=2, max_num=MOST_LEVELS)

    class Meta:
        label = _("criterion")
        icon = "list-ul"
