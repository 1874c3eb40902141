"""Questions sent in before a topic night: asked, withdrawn, hidden, voted for."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from courses.models import Series, Session, TopicQuestion, TopicVote
from school.lib.refusal import Refusal
from school.people.models import Leader, User

MOST_QUESTIONS = 3
LENGTH = 200


@transaction.atomic
def ask(*, session: Session, leader: Leader, text: str) -> TopicQuestion:
    """Send a question in. The same words twice are one question.

    Refuses: session-elsewhere, no-topic-night, session-cancelled, session-started,
    question-empty, question-long (200 letters), question-limit (three that still stand).
    """
    night = _open(session.pk, leader)
    words = " ".join(text.split())
    if not words:
        raise Refusal("question-empty", _("Write your question first."))
    if len(words) > LENGTH:
        raise Refusal("question-long", _("Two hundred letters are enough. Make it shorter."))
    hers = TopicQuestion.objects.filter(session=night, leader=leader, withdrawn_at=None)
    if same := hers.filter(text=words).first():
        return same
    if hers.count() >= MOST_QUESTIONS:
        raise Refusal(
            "question-limit",
            ngettext_lazy("%(count)s question a night.", "%(count)s questions a night.", "count"),
            {"count": MOST_QUESTIONS},
        )
    return TopicQuestion.objects.create(session=night, leader=leader, text=words)


@transaction.atomic
def withdraw(*, question_id: int, leader: Leader) -> TopicQuestion:
    """She takes her own question back. Refuses: question-unknown (it isn't hers)."""
    hers = TopicQuestion.objects.select_for_update().filter(leader=leader)
    question = hers.filter(pk=question_id).first()
    if question is None:
        raise _unknown()
    if question.withdrawn_at is None:
        question.withdrawn_at = timezone.now()
        question.save(update_fields=["withdrawn_at"])
    return question


@transaction.atomic
def vote(*, question_id: int, leader: Leader, wanted: bool) -> bool:
    """Say that she would like to hear this as well, or not any more; twice is once. Answers
    whether her vote stands.

    Refuses: question-unknown (hidden, withdrawn, or of a night that isn't for her), own-question,
    session-cancelled, session-started.
    """
    question = TopicQuestion.objects.shown().filter(pk=question_id).first()
    if question is None:
        raise _unknown()
    _open(question.session_id, leader, unknown=_unknown())
    if question.leader_id == leader.pk:
        raise Refusal("own-question", _("Your own question counts already."))
    if wanted:
        TopicVote.objects.get_or_create(question=question, leader=leader)
    else:
        TopicVote.objects.filter(question=question, leader=leader).delete()
    return wanted


@transaction.atomic
def hide(*, question: TopicQuestion, by: User, reason: str) -> TopicQuestion:
    """Leave a question out; whoever asked it reads why. Refuses: reason-missing."""
    if not reason.strip():
        raise Refusal("reason-missing", _("Say why, please: she will read it."))
    question.hidden_at, question.hidden_by = timezone.now(), by
    question.hidden_reason = reason.strip()[:LENGTH]
    question.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    return question


def show_again(*, question: TopicQuestion) -> TopicQuestion:
    question.hidden_at, question.hidden_by, question.hidden_reason = None, None, ""
    question.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    return question


def _open(session_id: int, leader: Leader, unknown: Refusal | None = None) -> Session:
    """The night, held until the end of the transaction, so that she can't ask past the limit by
    asking twice at once."""
    held = Session.objects.select_for_update(of=("self",)).select_related("series")
    night = held.for_leader(leader.pk).filter(pk=session_id).first()
    if night is None:
        raise unknown or Refusal("session-elsewhere", _("This training is for another region."))
    if night.series.kind != Series.Kind.TOPIC:
        raise Refusal("no-topic-night", _("Questions are for topic nights."))
    if night.is_cancelled:
        raise Refusal("session-cancelled", _("This training has been called off."))
    if night.has_started():
        raise Refusal("session-started", _("The evening has begun: ask there."))
    return night


def _unknown() -> Refusal:
    return Refusal("question-unknown", _("This question isn't there any more."))
