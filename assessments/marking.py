"""Marking what was handed in: one person looks, or two without seeing each other's mark, and a
third where they don't agree. Looks are only added; what follows is worked out from them.

The algorithm, after each look:
- not drawn to be marked twice: the first look settles it;
- drawn: the second look settles it if both accept or both don't, and their points differ by no
  more than the task allows; the points are then the mean of both;
- else a senior (a manager or operations) who has not looked at it yet decides, and that settles it.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments import grade, rubric
from assessments.letters import ACCEPTED, RETURNED
from assessments.models import Look, Submission, TaskPage
from assessments.signals import task_accepted
from assessments.voice import read_voice
from courses.progress import complete_step
from school.lib.refusal import Refusal
from school.notices.send import send
from school.people import roles

SENIORS = frozenset({roles.MANAGER, roles.OPERATIONS})
Stage, Part, State = Submission.Stage, Look.Part, Submission.State


def accept(*, submission: Submission, by, comment: str = "", **more: Any) -> Submission:
    """A trainer is content. If that settles it, the task's step is completed and the leader is
    told. `more` is as in `look`.

    Refuses: as `look`.
    """
    return look(submission=submission, by=by, accepts=True, comment=comment, **more)


def send_back(*, submission: Submission, by, comment: str = "", **more: Any) -> Submission:
    """A trainer asks for another try and says what is missing.

    Refuses: as `look`.
    """
    return look(submission=submission, by=by, accepts=False, comment=comment, **more)


def look(
    *,
    submission: Submission,
    by,
    accepts: bool,
    levels: Mapping[str, Any] | None = None,
    comment: str = "",
    voice: Any = None,
) -> Submission:
    """One person's look at a submission. `levels` has the level of each criterion of its rubric,
    counted from 0; `voice` is an uploaded recording.

    Refuses: comment-missing (sent back without a word), submission-marked (settled already),
    looked-already (the same person twice), own-work, senior-needed, rubric-incomplete,
    level-unknown, voice-too-large, voice-unreadable.
    """
    suffix = read_voice(voice) if voice else ""
    comment = comment.replace("\0", "").strip()
    if not accepts and not comment and not suffix:
        raise Refusal("comment-missing", _("Say in a sentence what is missing."))
    with transaction.atomic():
        submission = lock(submission)
        check_may_look(submission, by)
        made = make_look(submission, by, Part(submission.stage), accepts, levels or {}, comment)
        if suffix:
            made.voice_suffix = suffix
            made.voice.save("voice", voice, save=False)
        _save(made)
        _fold(submission, list(submission.looks.all()))
    return submission


def lock(submission: Submission) -> Submission:
    locked = Submission.objects.select_for_update(of=("self",)).select_related("leader__user")
    return locked.get(pk=submission.pk)


def check_may_look(submission: Submission, by) -> None:
    """Refuses: as `look`."""
    if submission.state != State.SENT:
        raise Refusal("submission-marked", _("Somebody has looked at this already."))
    check_not_concerned(submission, by)
    if submission.stage == Stage.SENIOR and not roles.has_any(by, SENIORS):
        raise Refusal("senior-needed", _("A manager or operations decides here."))


def check_not_concerned(submission: Submission, by) -> None:
    """Nobody marks her own work, or the same work twice."""
    if submission.leader.user_id == by.pk:
        raise Refusal("own-work", _("Nobody marks her own work."))
    if submission.looks.filter(by=by).exists():
        raise Refusal("looked-already", _("You have looked at this; it is somebody else's turn."))


def make_look(
    submission: Submission, by, part: str, accepts: bool, chosen: Mapping[str, Any], comment: str
) -> Look:
    """A look that isn't written yet, with its points.

    Refuses: rubric-incomplete, level-unknown."""
    levels = rubric.read_levels(submission.rubric, chosen)
    return Look(
        submission=submission,
        part=part,
        by=by,
        accepts=accepts,
        levels=levels,
        points=rubric.points(submission.rubric, levels) if submission.rubric else None,
        percent=rubric.percent(submission.rubric, levels),
        comment=comment,
        at=timezone.now(),
    )


def _save(made: Look) -> None:
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise Refusal("submission-marked", _("Somebody has looked at this already.")) from None


def _fold(submission: Submission, looks: list[Look]) -> None:
    """What follows from the looks so far."""
    last = looks[-1]
    if submission.stage == Stage.FIRST and submission.twice:
        _move_on(submission, Stage.SECOND)
    elif submission.stage == Stage.SECOND and not _agree(submission, looks):
        _move_on(submission, Stage.SENIOR)
    elif submission.stage == Stage.SECOND:
        settle(submission, last, percent=_mean(looks), comment=_words(looks), rule="second")
    else:
        settle(submission, last, percent=last.percent, comment=last.comment, rule=_rule(submission))


def _rule(submission: Submission) -> str:
    return "senior" if submission.stage == Stage.SENIOR else "rubric"


def _move_on(submission: Submission, stage: str) -> None:
    submission.stage = stage
    submission.save(update_fields=["stage"])


def _agree(submission: Submission, looks: Iterable[Look]) -> bool:
    one, other = looks
    if one.accepts != other.accepts:
        return False
    if one.points is None:
        return True
    task = task_of(submission)
    return abs(one.points - other.points) <= (task.disagreement if task else 0)


def _mean(looks: list[Look]) -> Decimal | None:
    if looks[0].percent is None:
        return None
    return ((looks[0].percent + looks[1].percent) / 2).quantize(grade.TWO_PLACES)


def _words(looks: Iterable[Look]) -> str:
    return "\n\n".join(one.comment for one in looks if one.comment)


def settle(
    submission: Submission,
    last: Look,
    *,
    percent: Decimal | None,
    comment: str,
    rule: str,
    reason: str = "",
) -> None:
    """Write the result, and what follows from it: the grade, the step, the word to her."""
    submission.state = State.ACCEPTED if last.accepts else State.RETURNED
    submission.marker = last.by
    submission.percent = percent
    submission.comment = comment
    submission.marked_at = last.at
    submission.save(update_fields=["state", "marker", "percent", "comment", "marked_at"])
    if percent is not None:
        grade.record_work(
            submission=submission, percent=percent, rule=rule, by=last.by, reason=reason
        )
    task = task_of(submission)
    if last.accepts:
        _complete(submission, task)
    if rule != "appeal":
        _tell(submission, task, last)


def _complete(submission: Submission, task: TaskPage | None) -> None:
    if task:
        complete_step(leader=submission.leader, step=task, at=submission.marked_at, source="task")
    task_accepted.send(
        sender=Submission,
        leader=submission.leader,
        step_key=submission.task_key,
        course_key=submission.course_key,
        submission=submission,
    )


def task_of(submission: Submission) -> TaskPage | None:
    versions = TaskPage.objects.filter(translation_key=submission.task_key)
    return versions.order_by("-live", "pk").first()


def _about(submission: Submission, last: Look) -> str:
    if submission.comment:
        said = {"task": submission.title, "comment": submission.comment}
        return gettext("%(task)s: %(comment)s") % said
    if last.voice:
        return gettext("%(task)s: there is a voice note for you") % {"task": submission.title}
    return str(submission.title)


def _tell(submission: Submission, task: TaskPage | None, last: Look) -> None:
    """Tell her in her own language."""
    send(
        user=submission.leader.user,
        template=(ACCEPTED if last.accepts else RETURNED).code,
        context={"about": lambda _language: _about(submission, last)},
        link=task.address if task else "",
        key=f"submission:{submission.pk}:{submission.state}",
    )


def to_look_at(user) -> QuerySet[Submission]:
    """What waits for this person: of the leaders whom she may see what she hasn't looked at, and
    where two disagreed, only if she is a senior. The oldest first."""
    seen = Submission.objects.visible_to(user).waiting()
    looked = Look.objects.filter(submission=OuterRef("pk"), by=user)
    mine = seen.exclude(leader__user=user).filter(~Exists(looked))
    if not roles.has_any(user, SENIORS):
        mine = mine.filter(~Q(stage=Stage.SENIOR))
    return mine


def shown_to(submission: Submission, user) -> list[Look]:
    """The looks that this person may see: while two mark it blindly, only her own."""
    looks = list(submission.looks.select_related("by"))
    blind = submission.state == State.SENT and submission.stage == Stage.SECOND
    return [one for one in looks if one.by_id == user.pk] if blind else looks
