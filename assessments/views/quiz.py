"""Starting a quiz, and its result."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from assessments import access, attempt, result
from assessments.models import Attempt, QuizPage
from assessments.pages import page_or_404
from courses.access import check_page_open
from courses.enrolment import enrol
from courses.translation import current_language
from school.lib.refusal import Refusal
from school.people.access import leaders_only


@require_POST
@leaders_only
def start(request: HttpRequest, key: UUID) -> HttpResponse:
    """Begin, or go on where she stopped."""
    quiz = page_or_404(QuizPage, key, current_language())
    try:
        enrolment = enrol(leader=request.leader, course=quiz.course)
        check_page_open(request.leader, quiz, enrolment)
        begun = attempt.start(leader=request.leader, quiz=quiz, code=request.POST.get("code", ""))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect(quiz.address)
    return redirect("assessments:attempt", begun.pk)


@never_cache
@require_GET
@leaders_only
def show_result(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """What came out, question by question, with what there is to learn from it."""
    mine = access.own_attempt(request.leader, attempt_id)
    if mine.may_be_handed_in():
        return redirect("assessments:attempt", mine.pk)
    if mine.state == Attempt.State.OPEN:
        mine = attempt.submit(attempt=mine)
    context = result.explain(attempt=mine, leader=request.leader, language=current_language())
    return render(request, "assessments/result.html", context)
