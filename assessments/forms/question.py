from types import SimpleNamespace

from wagtail.admin.forms import WagtailAdminModelForm

from assessments import kinds

FIELDS = ("text", "value", "tolerance", "fraction")


class QuestionForm(WagtailAdminModelForm):
    """A question in the CMS: its kind says whether the answers make sense."""

    def clean(self) -> dict:
        cleaned = super().clean()
        answers = self._answers()
        if answers is not None and cleaned.get("kind"):
            problem = kinds.find(cleaned["kind"]).problem(answers)
            if problem:
                self.add_error("kind", problem)
        return cleaned

    def _answers(self) -> list[SimpleNamespace] | None:
        """The answers as they were typed; None while they themselves are not in order."""
        rows = self.formsets["answers"]
        if not rows.is_valid():
            return None
        kept = [row for row in rows.cleaned_data if row and not row.get("DELETE")]
        return [SimpleNamespace(**{name: row[name] for name in FIELDS}) for row in kept]

    def save(self, commit: bool = True):
        if not self.instance.author_id and self.for_user:
            self.instance.author = self.for_user
        return super().save(commit)
