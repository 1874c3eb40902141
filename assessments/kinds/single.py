"""Single choice."""

from django.utils.translation import gettext_lazy as _

from assessments.kinds.choice import ChoiceKind


class Single(ChoiceKind):
    """One of several answers; a half-right one may bring a part of the marks."""

    code = "single"
    label = _("Single choice")
    order = 10
