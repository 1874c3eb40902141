"""A topic night on a leader's phone: the guest, the questions and the votes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from courses.access import leader_only, learners
from courses.models import Series, Session, TopicNight, TopicQuestion, TopicVote
from courses.trainings import timetable, topic_question
from courses.trainings.timetable import Row
from courses.trainings.topic_post import as_html
from courses.trainings.topic_script import script_of
from school.lib.private import serve
from school.lib.refusal import Refusal
from school.people.models import Leader


def topic_part(row: Row, leader: Leader | None) -> dict:
    """What the page tells of a topic night: five queries; none for other trainings."""
    if row.session.series.kind != Series.Kind.TOPIC:
        return {}
    nights = TopicNight.objects.select_related("topic", "guest")
    night = nights.filter(session=row.session).first()
    questions = TopicQuestion.objects.filter(session=row.session)
    told = {
        "is_topic_night": True,
        "night": night,
        "post": as_html(night.post) if night and night.followed_up_at else "",
        "questions": list(questions.shown().counted()),
        "is_host": bool(leader and row.session.host_id == leader.pk),
    }
    if leader is None:
        return told
    votes = TopicVote.objects.filter(question__session=row.session, leader=leader)
    hers = questions.filter(leader=leader, withdrawn_at=None)
    return told | {
        "wanted": set(votes.values_list("question_id", flat=True)),
        "left_out": list(hers.filter(hidden_at__isnull=False)),
        "may_ask": row.phase == "before",
    }


@require_POST
@learners
def ask(request: HttpRequest, session_id: int) -> HttpResponse:
    """Send a question in."""
    leader = leader_only(request)
    found = get_object_or_404(Session.objects.for_leader(leader.pk), pk=session_id)
    try:
        text = request.POST.get("text", "")
        topic_question.ask(session=found, leader=leader, text=text)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("courses:session", session_id)
    return redirect(f"{reverse('courses:session', args=[session_id])}#questions")


@require_POST
@learners
def vote(request: HttpRequest, question_id: int) -> HttpResponse:
    """She would like to hear this as well (`wanted=1`), or not any more (`wanted=0`)."""
    leader = leader_only(request)
    wanted = request.POST.get("wanted") != "0"
    return _done(
        request,
        question_id,
        lambda: topic_question.vote(question_id=question_id, leader=leader, wanted=wanted),
    )


@require_POST
@learners
def withdraw(request: HttpRequest, question_id: int) -> HttpResponse:
    leader = leader_only(request)
    return _done(
        request,
        question_id,
        lambda: topic_question.withdraw(question_id=question_id, leader=leader),
    )


def _done(request: HttpRequest, question_id: int, act) -> HttpResponse:
    """Do it, and go back to the night's questions, if that night is hers to see."""
    nights = Session.objects.for_leader(request.leader.pk)
    night = get_object_or_404(nights, questions=question_id)
    try:
        act()
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("courses:session", night.pk)
    return redirect(f"{reverse('courses:session', args=[night.pk])}#questions")


@require_safe
@learners
def guest_photo(request: HttpRequest, session_id: int) -> HttpResponse:
    """The guest's photo, while she agrees to be shown."""
    row = timetable.only(session_id, leader=request.leader)
    night = TopicNight.objects.select_related("guest").filter(session=session_id).first()
    guest = night.shown_guest if row and night else None
    if guest is None or not guest.photo:
        raise Http404
    return serve(guest.photo, content_type="image/jpeg", name=f"{guest.key}.jpg")


@require_safe
@learners
def script(request: HttpRequest, session_id: int) -> HttpResponse:
    """The host's script, for the leader who hosts the night, made to be printed."""
    leader = leader_only(request)
    hosted = Session.objects.select_related("series", "host__user").filter(host=leader)
    found = get_object_or_404(hosted, pk=session_id)
    context = {"script": script_of(found), "session": found}
    return render(request, "courses/session/script.html", context)
