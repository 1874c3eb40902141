"""A leader's figures and her questions about them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.appeal import day_said
from school.home.figures import MyFigures, asked_in_words
from school.lib.private import serve
from school.lib.refusal import Refusal
from school.people.access import leaders_only
from school.standing import figure_words as words
from school.standing import figures
from school.standing import question as rules
from school.standing.figure import Figure
from school.standing.models import Question


@require_safe
@leaders_only
@never_cache
def my_figures(request: HttpRequest) -> HttpResponse:
    """Twelve weeks of figures, each with where it comes from."""
    mine = MyFigures.of(request.leader)
    return render(request, "home/figures.html", {"mine": mine, "tab": "learn"})


@require_http_methods(["GET", "HEAD", "POST"])
@leaders_only
@never_cache
def figure(request: HttpRequest, about: str, ref: str) -> HttpResponse:
    """One figure with its source, and the reasons to tap if it isn't right."""
    found = figures.find(request.leader, about, ref)
    if found is None:
        raise Http404
    refusal = None
    if request.method == "POST":
        try:
            return _sent(request, rules.ask(**_said(request), about=about, ref=ref))
        except Refusal as refused:
            if "question" in refused.params:
                return redirect("home:question", refused.params["question"])
            refusal = refused
    elif known := _open_about(request, about, ref):
        return redirect("home:question", known)
    context = {"figure": found, **_in_words(found), **_form(request, about, refusal)}
    return render(request, "home/figure.html", context, status=422 if refusal else 200)


@require_safe
@leaders_only
@never_cache
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """What she asked, what she saw then, and the answer."""
    found = get_object_or_404(
        Question.objects.select_related("answered_by"), pk=pk, leader=request.leader
    )
    context = {
        "question": found,
        "title": asked_in_words(found),
        "reason": rules.reason_said(found),
        "answer_by": day_said(found.due_at),
        **_in_words(Figure.thawed(found)),
    }
    return render(request, "home/question.html", context)


@require_safe
@leaders_only
def question_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The photo that she sent with it."""
    found = get_object_or_404(Question, pk=pk, leader=request.leader)
    if not found.photo:
        raise Http404
    return serve(found.photo, content_type="image/jpeg", name="photo.jpg")


def _open_about(request: HttpRequest, about: str, ref: str) -> int | None:
    mine = Question.objects.open().filter(leader=request.leader, about=about, ref=ref)
    return mine.values_list("pk", flat=True).first()


def _said(request: HttpRequest) -> dict[str, Any]:
    return {
        "leader": request.leader,
        "reason": request.POST.get("reason", ""),
        "text": request.POST.get("text", ""),
        "photo": request.FILES.get("photo"),
    }


def _sent(request: HttpRequest, made: Question) -> HttpResponse:
    messages.success(request, _("Sent. You get an answer by %(day)s.") % _day(made))
    return redirect("home:question", made.pk)


def _day(made: Question) -> dict[str, str]:
    return {"day": day_said(made.due_at)}


def _in_words(found: Figure) -> dict[str, Any]:
    return {
        "figure_title": words.title(found),
        "value": words.value(found),
        "lines": words.lines(found),
        "note": words.note(found),
    }


def _form(request: HttpRequest, about: str, refusal: Refusal | None) -> dict[str, Any]:
    return {
        "reasons": rules.reasons(about),
        "problem": str(refusal) if refusal else "",
        "typed": request.POST.get("text", ""),
        "leader": request.leader,
    }
