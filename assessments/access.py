"""Who may see what of this floor. A quiz is its sitter's alone; evidence and certificates are
also for the staff who may see the leader."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from assessments.models import AnswerFile, Attempt, Certificate, SubmissionFile
from school.people.models import Leader


def own_attempt(leader: Leader, attempt_id: int) -> Attempt:
    """The leader's attempt of this number; 404 for another's, as for none."""
    return get_object_or_404(Attempt, pk=attempt_id, leader_id=leader.pk)


def visible_photo(user, key: UUID) -> SubmissionFile:
    """A photo of a leader whom this person may see; 404 otherwise."""
    leaders = Leader.objects.visible_to(user)
    return get_object_or_404(SubmissionFile, key=key, submission__leader__in=leaders)


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
