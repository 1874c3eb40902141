"""The style guide: every component and whole sample screens, for those who build pages.

Included at styleguide/ only while DEBUG is on. The samples are fictional and live beside the
templates, one file a language.
"""

import json

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

SCREENS = [
    "landing",
    "join",
    "path",
    "path_new",
    "course",
    "lesson",
    "quiz",
    "result",
    "result_not_yet",
    "timetable",
    "timetable_empty",
    "profile",
]


class SampleForm(forms.Form):
    """One field of each kind, bound to what a hurried person types."""

    name = forms.CharField(label="Name")
    mobile = forms.CharField(
        label="Phone number",
        help_text="We send a code to it.",
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    size = forms.IntegerField(label="Neighbours in the group")
    language = forms.ChoiceField(label="Language", choices=[("zh-hans", "中文"), ("en", "English")])
    kind = forms.ChoiceField(
        label="You are",
        choices=[("mother", "A full-time mother"), ("shop", "A shop owner")],
        widget=forms.RadioSelect,
    )
    about = forms.CharField(label="About the group", widget=forms.Textarea, required=False)
    photo = forms.FileField(label="A photo", required=False)
    consent = forms.BooleanField(label="The school may keep these details.")


def guide(request: HttpRequest) -> HttpResponse:
    context = sample(request) | {
        "screens": [{"name": name, "url": reverse(f"styleguide:{name}")} for name in SCREENS],
        "form": SampleForm({"name": "李梅", "kind": "mother"}),
        "page_obj": Paginator(range(50), 10).page(3),
    }
    return render(request, "styleguide.html", context)


def screen(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"styleguide/{name}.html", sample(request))


def sample(request: HttpRequest) -> dict:
    """Sample texts in the request's language, and the segments of question 7 of 20."""
    language = "zh" if request.LANGUAGE_CODE.startswith("zh") else "en"
    file = settings.BASE_DIR / "templates" / "styleguide" / f"sample.{language}.json"
    segments = ["done"] * 6 + ["here"] + [""] * 13
    return {"s": json.loads(file.read_text(encoding="utf-8")), "segments": segments}


app_name = "styleguide"
urlpatterns = [
    path("", guide, name="guide"),
    *[path(f"{name}/", screen, {"name": name}, name=name) for name in SCREENS],
]
