"""Appeals: a leader sees her mark differently; somebody else answers by a promised day."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from assessments import marking
from assessments.models import Appeal, Look, MarkingSettings, Submission
from courses.spoken import weekday
from school.lib import dates
from school.lib.refusal import Refusal
from school.notices.inbox import notify
from school.people.models import Leader

LONGEST_WORDS = 1000
SATURDAY = 5


def end_of_working_day(begin: datetime, days: int) -> datetime:
    """The end of the day so many working days (Monday to Friday, Asia/Shanghai) after `begin`."""
    day = dates.day_of(begin)
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return datetime.combine(day, time(23, 59, 59), dates.SHANGHAI)


def may_appeal(submission: Submission) -> bool:
    """Whether a mark can be appealed: it is given, it isn't as good as can be, she hasn't
    appealed it yet, and hasn't handed in anew since (look at the newest one only)."""
    marked = submission.state != Submission.State.SENT
    perfect = submission.state == Submission.State.ACCEPTED and submission.percent in (None, 100)
    return marked and not perfect and not hasattr(submission, "appeal")


def appeal(*, leader: Leader, submission_id: int, words: str) -> Appeal:
    """Ask for a second look at a mark, and say why.

    Refuses: submission-unknown (also another's), words-missing, words-too-long, not-appealable,
    appealed-already.
    """
    words = words.replace("\0", "").strip()
    if not words:
        raise Refusal("words-missing", _("Say in a sentence how you see it."))
    if len(words) > LONGEST_WORDS:
        raise Refusal("words-too-long", _("That is a lot of text. Please shorten it a little."))
    with transaction.atomic():
        submission = _newest(leader, submission_id)
        if hasattr(submission, "appeal"):
            raise _appealed()
        if not may_appeal(submission):
            raise Refusal("not-appealable", _("There is nothing to look at once more here."))
        now = timezone.now()
        due = end_of_working_day(now, MarkingSettings.load().appeal_days)
        try:
            with transaction.atomic():
                made = Appeal.objects.create(
                    submission=submission, words=words, made_at=now, due_at=due
                )
        except IntegrityError:
            raise _appealed() from None
        _tell(made, _("We look at it once more"), _promise(made, leader))
    return made


def _newest(leader: Leader, submission_id: int) -> Submission:
    mine = Submission.objects.select_for_update(of=("self",)).filter(leader=leader)
    submission = mine.filter(pk=submission_id).first()
    if submission is None:
        raise Refusal("submission-unknown", _("This task isn't yours."))
    newer = Submission.objects.filter(leader=leader, task_key=submission.task_key)
    if newer.filter(number__gt=submission.number).exists():
        raise Refusal("not-appealable", _("There is nothing to look at once more here."))
    return Submission.objects.select_related("leader__user").get(pk=submission.pk)


def _appealed() -> Refusal:
    return Refusal("appealed-already", _("You have asked already. The answer comes to you."))


def answer(
    *,
    appeal: Appeal,
    by,
    words: str,
    changes: bool,
    levels: Mapping[str, Any] | None = None,
) -> Appeal:
    """Answer an appeal: the mark stands, or it becomes accepted (with a rubric: by these levels).
    An answer never makes a mark worse.

    Refuses: words-missing, appeal-answered, own-work, looked-already (who has marked it doesn't
    answer), rubric-incomplete, level-unknown, answer-worse.
    """
    words = words.replace("\0", "").strip()
    if not words:
        raise Refusal("words-missing", _("Say in a sentence why."))
    with transaction.atomic():
        held = Appeal.objects.select_for_update().get(pk=appeal.pk)
        if held.answered_at is not None:
            raise Refusal("appeal-answered", _("Somebody has answered already."))
        submission = marking.lock(held.submission)
        marking.check_not_concerned(submission, by)
        if submission.marker_id == by.pk:
            raise Refusal("looked-already", _("You have marked this; somebody else answers."))
        if changes:
            _change(submission, held, by, levels or {}, words)
        held.answer, held.changed, held.by = words, changes, by
        held.answered_at = timezone.now()
        held.save()
        held.submission = submission
        _tell(held, _("Your mark was changed") if changes else _("Your mark stays"), words)
    return held


def _change(
    submission: Submission, held: Appeal, by, levels: Mapping[str, Any], words: str
) -> None:
    look = marking.make_look(submission, by, Look.Part.APPEAL, True, levels, words)
    before = submission.percent
    if before is not None and look.percent is not None and look.percent < before:
        raise Refusal("answer-worse", _("An appeal doesn't make a mark worse."))
    look.save()
    marking.settle(
        submission,
        look,
        percent=look.percent,
        comment=submission.comment,
        rule="appeal",
        reason=words,
    )


def _promise(made: Appeal, leader: Leader) -> str:
    with override(leader.user.language):
        said = {"task": made.submission.title, "day": day_said(made.due_at)}
        return gettext("%(task)s: somebody else looks at it and answers by %(day)s.") % said


def day_said(moment: datetime) -> str:
    """The day as people say it: "Wed November 25"."""
    return f"{weekday(moment)} {date_format(dates.day_of(moment), 'MONTH_DAY_FORMAT')}"


def _tell(about: Appeal, title: Any, body: str) -> None:
    user = about.submission.leader.user
    with override(user.language):
        task = marking.task_of(about.submission)
        notify(
            user=user,
            kind="task",
            title=str(title),
            body=body,
            link=task.address if task else "",
            key=f"appeal:{about.pk}:{'answer' if about.answered_at else 'made'}",
        )


def to_answer(user) -> QuerySet[Appeal]:
    """The open appeals that this person may answer: of the leaders whom she may see, of work
    that she hasn't marked. The one due first in front."""
    looked = Look.objects.filter(submission=OuterRef("submission"), by=user)
    seen = Appeal.objects.visible_to(user).waiting().filter(~Exists(looked))
    return seen.exclude(submission__marker=user).exclude(submission__leader__user=user)
