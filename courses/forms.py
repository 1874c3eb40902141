from django import forms

from school.people.models import User


class ReadingForm(forms.ModelForm):
    """How a person reads on her phone."""

    class Meta:
        model = User
        fields = ["text_size", "data_saver"]
