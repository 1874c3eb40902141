"""Who may see what of this floor. A quiz is its sitter's alone; evidence and certificates are
also for the staff who may see the leader."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.marking import SENIORS
from assessments.models import (
    AnswerFile,
    Attempt,
    Certificate,
    Likeness,
    Look,
    Submission,
    SubmissionFile,
)
from school.people import roles
from school.people.models import Leader


def own_attempt(leader: Leader, attempt_id: int) -> Attempt:
    """The leader's attempt of this number; 404 for another's, as for none."""
    return get_object_or_404(Attempt, pk=attempt_id, leader_id=leader.pk)


def visible_photo(user, key: UUID) -> SubmissionFile:
    """A photo of a leader whom this person may see, or for staff one that looks like such a
    photo; 404 otherwise."""
    leaders = Leader.objects.visible_to(user)
    seen = Q(submission__leader__in=leaders)
    if roles.has_any(user, roles.STAFF):
        alike = Likeness.objects.filter(photo__submission__leader__in=leaders)
        seen |= Q(pk__in=alike.values("other"))
    return get_object_or_404(SubmissionFile.objects.filter(seen), key=key, suffix="jpg")


def visible_document(user, key: UUID) -> SubmissionFile:
    """A document of a leader whom this person may see; 404 otherwise."""
    files = SubmissionFile.objects.filter(submission__leader__in=Leader.objects.visible_to(user))
    return get_object_or_404(files, key=key)


def visible_voice(user, key: UUID) -> Look:
    """A voice note on the work of a leader whom this person may see; 404 otherwise. The leader
    herself hears it once her work is settled, and another marker only then as well."""
    leaders = Leader.objects.visible_to(user)
    looks = Look.objects.select_related("submission").exclude(voice="")
    look = get_object_or_404(looks, key=key, submission__leader__in=leaders)
    submission, hers = look.submission, look.by_id == user.pk
    decides = submission.stage == Submission.Stage.SENIOR and roles.has_any(user, SENIORS)
    if submission.state == Submission.State.SENT and not (hers or decides):
        raise Http404
    return look


def visible_answer_file(user, key: UUID) -> AnswerFile:
    """A file of a leader whom this person may see; 404 otherwise."""
    leaders = Leader.objects.visible_to(user)
    return get_object_or_404(AnswerFile, key=key, attempt_question__attempt__leader__in=leaders)


def visible_certificate(user, code: str) -> Certificate:
    """A certificate of a leader whom this person may see; 404 otherwise."""
    return get_object_or_404(Certificate.objects.visible_to(user), code=code.upper())


def may_bring_questions(user) -> bool:
    """Whether this person writes questions, and so may import them."""
    return user.is_active and user.has_perm("assessments.add_question")
