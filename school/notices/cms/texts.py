"""The words of the school's notices, in both languages."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from school.lib.refusal import Refusal
from school.notices.cms.base import NoticeScreen
from school.notices.models import TextOverride
from school.notices.overriding import current, keep, preview, restore, sample_values
from school.notices.templates import Template, everyone, known
from school.notices.topics import TOPICS

PART_LABELS = {
    "title": gettext_lazy("Title"),
    "body": gettext_lazy("Text"),
    "sms": gettext_lazy("Text message"),
    "group": gettext_lazy("Message to a chat group"),
}
LONGEST = {"title": 160, "sms": 300}


class TextsView(NoticeScreen):
    page_title = gettext_lazy("Words")
    template_name = "notices/cms/texts.html"
    tab = "texts"

    def get_context_data(self, **kwargs):
        own = set(TextOverride.objects.values_list("code", flat=True))
        topics = [
            (TOPICS[code].label, [(one, one.code in own) for one in some])
            for code, some in groupby(everyone(), key=lambda one: one.topic)
        ]
        return super().get_context_data(topics=topics, **kwargs)


class TextForm(forms.Form):
    """The words of one notice in one language."""

    def __init__(self, *args, template: Template, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for part, label in PART_LABELS.items():
            if getattr(template, part) or part == "title":
                rows = {"title": 1, "body": 6}.get(part, 3)
                self.fields[part] = forms.CharField(
                    label=label,
                    required=False,
                    max_length=LONGEST.get(part, 4000),
                    widget=forms.Textarea(attrs={"rows": rows}),
                )


@dataclass(frozen=True)
class Side:
    """One language's half of the screen."""

    language: str
    name: str
    form: TextForm
    shown: list[tuple[Any, str]]
    is_own: bool


class TextView(NoticeScreen):
    above = (*NoticeScreen.above, ("office_notices:texts", pgettext_lazy("notices", "Words")))
    template_name = "notices/cms/text.html"
    tab = "texts"

    @cached_property
    def template(self) -> Template:
        found = known(self.kwargs["code"])
        if found is None:
            raise Http404
        return found

    def get_page_title(self):
        return self.template.said_name

    def get_context_data(self, bound: TextForm | None = None, language: str = "", **kwargs):
        own = set(
            TextOverride.objects.filter(code=self.template.code).values_list("language", flat=True)
        )
        sides = []
        for code, name in settings.LANGUAGES:
            form = bound if code == language else self._form(code)
            sides.append(Side(code, name, form, self._shown(code, form), code in own))
        values = sample_values(self.template, self.request.LANGUAGE_CODE)
        return super().get_context_data(
            template=self.template,
            sides=sides,
            placeholders=sorted((f"{{{name}}}", value) for name, value in values.items()),
            **kwargs,
        )

    def _form(self, language: str) -> TextForm:
        words = current(self.template, language)
        return TextForm(initial=words, template=self.template, auto_id=f"id_{language}_%s")

    def _shown(self, language: str, form: TextForm) -> list[tuple[Any, str]]:
        parts = {name: form[name].value() or "" for name in form.fields}
        try:
            shown = preview(self.template, language, parts)
        except Refusal:
            return []
        return [(PART_LABELS[name], shown[name]) for name in form.fields if shown[name]]

    def post(self, request, code: str):
        language = request.POST.get("language", "")
        form = TextForm(request.POST, template=self.template, auto_id=f"id_{language}_%s")
        step = request.POST.get("step")
        if step == "restore":
            restore(template=self.template, language=language)
            messages.success(request, _("The original words are back."))
            return redirect("office_notices:text", code=code)
        if not form.is_valid():
            return self._again(form, language, 422)
        try:
            if step == "look":
                preview(self.template, language, form.cleaned_data)
                return self._again(form, language, 200)
            keep(
                template=self.template, language=language, parts=form.cleaned_data, by=request.user
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self._again(form, language, 422)
        messages.success(request, _("Saved."))
        return redirect("office_notices:text", code=code)

    def _again(self, form: TextForm, language: str, status: int):
        context = self.get_context_data(bound=form, language=language)
        return self.render_to_response(context, status=status)
