import json
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.admin.forms import WagtailAdminPageForm

from assessments import presets


class ReviewGrid(forms.Widget):
    """The review grid: a table with a box for each thing and each time. Its value is JSON."""

    template_name = "assessments/cms/review_grid.html"

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        chosen = self._read(value)
        rows = [
            {
                "label": label,
                "boxes": [
                    {
                        "name": f"{name}-{item}-{time}",
                        "on": time in chosen.get(item, []),
                        "label": at,
                    }
                    for time, at in presets.TIMES.items()
                ],
            }
            for item, label in presets.ITEMS.items()
        ]
        return {"widget": {"name": name, "times": presets.TIMES.values(), "rows": rows}}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        return json.dumps(
            {
                item: [time for time in presets.TIMES if f"{name}-{item}-{time}" in data]
                for item in presets.ITEMS
            }
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Boxes that are not ticked are not sent: the grid's own mark says that it was there."""
        return name not in data

    @staticmethod
    def _read(value: Any) -> presets.Review:
        return json.loads(value) if isinstance(value, str) else value or {}


class QuizForm(WagtailAdminPageForm):
    """A quiz in the CMS: choosing another purpose sets the rules that weren't set by hand."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # It has a callable for its default, for which Django asks a second, hidden field.
        if "review" in self.fields:
            self.fields["review"].show_hidden_initial = False

    def clean(self) -> dict:
        cleaned = super().clean()
        if "preset" in self.changed_data and cleaned.get("preset"):
            for name, value in presets.rules_of(cleaned["preset"]).items():
                if name in cleaned and name not in self.changed_data:
                    cleaned[name] = value
        return cleaned
