"""Questions about figures: a leader asks in two taps; somebody answers by a promised day."""

from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.appeal import end_of_working_day
from school.lib.photos import read_photo
from school.lib.refusal import Refusal
from school.notices.inbox import notify
from school.people import roles
from school.people.models import Leader
from school.standing import figures, letters
from school.standing.figure import About
from school.standing.models import Question, QuestionSettings

LONGEST_WORDS = 1000
# So many open questions about figures are enough for one leader at a time.
MOST_OPEN = 12
ANSWERERS = frozenset({roles.COACH, roles.MANAGER, roles.OPERATIONS})

_SOLD = [("sold-more", _("My group sold more")), ("sold-less", _("My group sold less"))]
_REFUNDS = [
    ("refund-foreign", _("A refund isn't mine")),
    ("refund-twice", _("A refund is counted twice")),
]
REASONS: dict[str, list[tuple[str, Any]]] = {
    About.NET: [*_SOLD, *_REFUNDS],
    About.ORDERS: _SOLD,
    About.REFUNDS: _REFUNDS,
    About.CASES: [
        ("case-foreign", _("A case isn't mine")),
        ("case-not-my-side", _("It wasn't on my side")),
    ],
    About.BUYERS: [("more-buyers", _("More neighbours bought"))],
    About.ATTENDANCE: [
        ("was-there", _("I was there")),
        ("was-at-repeat", _("I came to the repeat instead")),
    ],
    About.SCORE: [("answer-right", _("An answer of mine was right"))],
    About.TASK: [("handed-in", _("I handed it in")), ("as-asked", _("It is as it was asked for"))],
    About.PROPOSAL: [
        ("figures-wrong", _("A figure behind it isn't right")),
        ("was-away", _("I was ill or away")),
        ("better-by-now", _("It is better by now")),
    ],
}
OTHER = ("other", pgettext_lazy("reason", "Something else"))


def reasons(about: str) -> list[tuple[str, Any]]:
    """The ready reasons, by code, for a question about this."""
    decisions = REASONS[About.PROPOSAL] if about in Question.DECISIONS else []
    return [*REASONS.get(about, decisions), OTHER]


def reason_said(question: Question) -> str:
    """The ready reason in the reader's language."""
    return str(dict(reasons(question.about)).get(question.reason, ""))


def ask(
    *, leader: Leader, about: str, ref: str, reason: str, text: str = "", photo: Any = None
) -> Question:
    """Ask about a figure. It is frozen as it stands now, beside the question.

    Refuses: figure-unknown (also another's), reason-missing, words-missing ("something else"
    needs words), words-too-long, asked-already (`params["question"]` is its number),
    questions-too-many, and what `read_photo` refuses.
    """
    figure = figures.find(leader, about, ref)
    if figure is None:
        raise Refusal("figure-unknown", _("We don't find this figure."))
    hers = Question.objects.open().filter(leader=leader).exclude(about__in=Question.DECISIONS)
    if hers.count() >= MOST_OPEN:
        raise Refusal("questions-too-many", _("You have asked a lot. Wait for the first answers."))
    return write(
        leader=leader,
        about=about,
        ref=ref,
        frozen=figure.data,
        reason=reason,
        text=text,
        photo=photo,
    )


def write(
    *,
    leader: Leader,
    about: str,
    ref: str,
    frozen: dict[str, Any],
    reason: str,
    text: str,
    photo: Any,
) -> Question:
    """Write a question or an appeal down with the day by which it is answered.

    Refuses: reason-missing, words-missing, words-too-long, asked-already, what `read_photo`
    refuses.
    """
    text = _checked(about, reason, text)
    if known := Question.objects.open().filter(leader=leader, about=about, ref=ref).first():
        raise _asked_already(known)
    now = timezone.now()
    question = Question(
        leader=leader,
        about=about,
        ref=ref,
        frozen=frozen,
        reason=reason,
        text=text,
        asked_at=now,
        due_at=end_of_working_day(now, QuestionSettings.load().answer_days),
    )
    if photo:
        content = read_photo(photo).content
        question.photo.save(f"questions/{uuid4().hex}.jpg", content, save=False)
    question = _saved(question)
    letters.asked(question, dict(reasons(about))[reason])
    return question


def _checked(about: str, reason: str, text: str) -> str:
    text = text.replace("\0", "").replace("\r\n", "\n").strip()
    if reason not in dict(reasons(about)):
        raise Refusal("reason-missing", _("Tap what isn't right."))
    if reason == OTHER[0] and not text:
        raise Refusal("words-missing", _("Say in a sentence what isn't right."))
    if len(text) > LONGEST_WORDS:
        raise Refusal("words-too-long", _("That is a lot of text. Please shorten it a little."))
    return text


def _saved(question: Question) -> Question:
    """Of two taps at the same moment one writes; the other is told of it."""
    try:
        with transaction.atomic():
            question.save()
    except IntegrityError:
        if question.photo:
            question.photo.delete(save=False)
        same = {"leader": question.leader, "about": question.about, "ref": question.ref}
        raise _asked_already(Question.objects.open().get(**same)) from None
    return question


def _asked_already(known: Question) -> Refusal:
    return Refusal(
        "asked-already",
        _("You have asked already. The answer comes to you."),
        {"question": known.pk},
    )


def may_answer(user, question: Question) -> bool:
    """Who may answer about a figure: her coach, the manager of her region, operations; never she
    herself. An appeal has a rule of its own: see `appeal.may_answer`."""
    if question.leader.user_id == user.pk or not roles.has_any(user, ANSWERERS):
        return False
    return Leader.objects.visible_to(user).filter(pk=question.leader_id).exists()


@transaction.atomic
def answer(*, question: Question, by, words: str, accept: bool) -> Question:
    """Answer a question about a figure, and tell her: she is right (`accept`: the figure comes
    right with the next file or mark), or why it is as it is.

    Refuses: not-allowed, question-closed, words-missing, words-too-long.
    """
    held = lock(question)
    if not may_answer(by, held):
        raise Refusal("not-allowed", _("Somebody else answers this."))
    state = Question.State.ACCEPTED if accept else Question.State.ANSWERED
    return close(held, by=by, words=words, state=state)


def lock(question: Question) -> Question:
    """The question as it is in the database now, held until the end of the transaction.

    Refuses: question-closed.
    """
    locked = Question.objects.select_for_update(of=("self",)).select_related("leader__user")
    held = locked.get(pk=question.pk)
    if not held.is_open:
        raise Refusal("question-closed", _("Somebody has answered already."))
    return held


def close(held: Question, *, by, words: str, state: str, tell: bool = True) -> Question:
    """Write the answer of a locked question, and tell the leader unless a letter of its own does.

    Refuses: words-missing, words-too-long.
    """
    words = words.replace("\0", "").strip()
    if not words:
        raise Refusal("words-missing", _("Please say why: she will read it."))
    if len(words) > LONGEST_WORDS:
        raise Refusal("words-too-long", _("That is a lot of text. Please shorten it a little."))
    held.answer, held.state, held.answered_by = words, state, by
    held.answered_at = timezone.now()
    held.save(update_fields=["answer", "state", "answered_by", "answered_at"])
    if tell:
        _tell(held)
    return held


TITLES = {
    Question.State.ANSWERED: _("We looked at your figure"),
    Question.State.ACCEPTED: _("You were right"),
    Question.State.DECLINED: _("We looked at it again"),
}


def _tell(question: Question) -> None:
    notify(
        user=question.leader.user,
        kind="question",
        title=TITLES[question.state],
        body=question.answer,
        link=reverse("home:question", args=[question.pk]),
        key=f"question-{question.pk}-answered",
    )
