"""A few of some choices, kept in one column."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst


class ChosenField(models.JSONField):
    """A list of values out of `choices`; empty where nothing was chosen."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"default": list, "blank": True} | kwargs)

    def validate(self, value, model_instance) -> None:
        known = {key for key, _label in self.flatchoices}
        if not isinstance(value, list) or not known.issuperset(value):
            raise ValidationError(self.error_messages["invalid_choice"], params={"value": value})

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            required=False,
            choices=self.flatchoices,
            widget=forms.CheckboxSelectMultiple,
        )
