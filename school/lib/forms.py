"""What forms on a leader's phone have in common."""

from django.forms import Field
from django.utils.translation import gettext_lazy as _


class AsksKindly:
    """Mixed into a form: what was left empty is asked for in a person's words.

    A field that has a sentence of its own keeps it.
    """

    def full_clean(self) -> None:
        for field in self.fields.values():
            if field.error_messages["required"] == Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Please fill this in.")
        super().full_clean()
