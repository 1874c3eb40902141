import json
from types import SimpleNamespace

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.admin.forms import WagtailAdminModelForm

from assessments import kinds


class KindSelect(forms.Select):
    """The kinds, and beside them what each asks for: the rest of the form stays away."""

    class Media:
        js = ["js/question_form.js"]

    def get_context(self, name, value, attrs):
        fields = {code: sorted(kinds.find(code).fields) for code, _label in kinds.choices()}
        attrs = (attrs or {}) | {"data-kind-fields": json.dumps(fields, cls=DjangoJSONEncoder)}
        return super().get_context(name, value, attrs)


class QuestionForm(WagtailAdminModelForm):
    """A question in the CMS: its kind says whether it makes sense. A draft need not yet."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "category" in self.fields:
            self.fields["category"].label_from_instance = lambda category: category.drawn_in

    def clean(self) -> dict:
        cleaned = super().clean()
        answers, gaps = self._rows("answers"), self._rows("gaps")
        if answers is None or gaps is None or not cleaned.get("kind"):
            return cleaned
        if cleaned.get("state") == "draft":
            return cleaned
        facts = {name: cleaned.get(name) or "" for name in ("text", "picture", "units")}
        problem = kinds.find(cleaned["kind"]).problem(answers, SimpleNamespace(gaps=gaps, **facts))
        if problem:
            self.add_error("kind", problem)
        return cleaned

    def _rows(self, name: str) -> list[SimpleNamespace] | None:
        """The answers or gaps as they were typed; None while they themselves are not in order."""
        rows = self.formsets.get(name)
        if rows is None:
            return []
        if not rows.is_valid():
            return None
        return [
            SimpleNamespace(**row) for row in rows.cleaned_data if row and not row.get("DELETE")
        ]

    def save(self, commit: bool = True):
        if not self.instance.author_id and self.for_user:
            self.instance.author = self.for_user
        return super().save(commit)
