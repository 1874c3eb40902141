"""One training as a leader sees it: before, during and after, and what she does there."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.access import leader_only, learners
from courses.models import Rating, Session
from courses.related import steps_of
from courses.trainings import kit, make_up, rating, timetable, warm_up
from courses.trainings.timetable import Row
from courses.views.topic import topic_part
from school.lib.refusal import Refusal
from school.people.models import Leader

# What each part of the page needs beside the row. A part's words stand in a template of its own,
# templates/courses/session/_<part>.html.
Part = Callable[[Row, Leader | None], dict]


def kit_part(row: Row, leader: Leader | None) -> dict:
    found = kit.kit_of(row.session)
    asked = warm_up.asked(row.session, found.warm_up)
    related = steps_of(row.session.series, leader)
    told = {"kit": found, "quiz": found.quiz, "warm_up": asked, "related": related}
    if leader is None:
        return told
    return told | {
        "warm_up_choice": warm_up.choice_of(asked, leader) if asked else None,
        "make_up": make_up.state_of(session=row.session, leader=leader, kit=found),
    }


def rating_part(row: Row, leader: Leader | None) -> dict:
    if leader is None or row.phase != "over":
        return {}
    mine = Rating.objects.filter(session=row.session, leader=leader).first()
    may = rating.is_open(mine, row.session) and (
        row.present or rating.has_watched(session=row.session, leader=leader)
    )
    return {"rating": mine, "may_rate": may, "scale": range(Rating.LEAST, Rating.MOST + 1)}


PARTS: list[Part] = [kit_part, topic_part, rating_part]


@require_safe
@learners
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    """What is to know and to do about one training. Only for whom it is meant; staff see all."""
    row = row_or_404(session_id, request.leader)
    context = {"row": row, "session": row.session, "leader": request.leader, "tab": "training"}
    for part in PARTS:
        context |= part(row, request.leader)
    return render(request, "courses/session/page.html", context)


def row_or_404(session_id: int, leader: Leader | None) -> Row:
    row = timetable.only(session_id, leader=leader)
    if row is None:
        raise Http404
    return row


def button(part: str):
    """A view behind a button of the page. What it wraps does something for a leader and answers
    what to tell her; without words she comes back to the part of the page where she pressed."""

    def guard(act: Callable[[HttpRequest, Session, Leader], str]):
        @require_POST
        @learners
        @wraps(act)
        def view(request: HttpRequest, session_id: int) -> HttpResponse:
            leader = leader_only(request)
            found = row_or_404(session_id, leader).session
            address = reverse("courses:session", args=[session_id])
            try:
                words = act(request, found, leader)
            except Refusal as refusal:
                messages.warning(request, str(refusal))
                return redirect(address)
            if not words:
                return redirect(f"{address}#{part}")
            messages.success(request, words)
            return redirect(address)

        return view

    return guard


def number(request: HttpRequest, name: str) -> int:
    """A number from a form; -1 for anything else, which no rule takes."""
    written = request.POST.get(name, "")
    return int(written) if written.isdecimal() and len(written) < 10 else -1


@button("warm-up")
def answer_warm_up(request: HttpRequest, found: Session, leader: Leader) -> str:
    warm_up.answer(session=found, leader=leader, choice=number(request, "choice"))
    return ""


@button("make-up")
def open_replay(request: HttpRequest, found: Session, leader: Leader) -> str:
    make_up.open_replay(session=found, leader=leader, kit=kit.kit_of(found))
    return ""


@button("make-up")
def watched(request: HttpRequest, found: Session, leader: Leader) -> str:
    row = make_up.confirm(session=found, leader=leader)
    return _("Made up. It counts like having been there.") if row.done_at else ""


@button("rating")
def rate(request: HttpRequest, found: Session, leader: Leader) -> str:
    words = request.POST.get("words", "")
    rating.rate(session=found, leader=leader, stars=number(request, "stars"), words=words)
    return _("Thank you. Your trainer reads it without your name.")
