"""What a leader has learnt, as figures: trainings, scores and tasks."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import translation

from assessments import grade
from assessments.models import Attempt, Submission, TaskPage
from courses.models import AttendanceMark, Session
from courses.translation import current_language
from school.lib import dates
from school.people.models import Leader
from school.standing.figure import About, Figure

DAYS = 84


def trainings_of(leader: Leader, *, on: date | None = None, days: int = DAYS) -> list[Figure]:
    """Who marked her at which training, the newest first. One query."""
    today = on or dates.today()
    marks = _marks(leader).in_days(today - timedelta(days=days - 1), today + timedelta(days=1))
    return _folded(marks)


def scores_of(leader: Leader) -> list[Figure]:
    """What counts of each quiz that she has handed in, the newest first. Three queries."""
    return _scores(leader, Attempt.objects.filter(leader=leader))


def tasks_of(leader: Leader) -> list[Figure]:
    """Each task that she has handed in, by its newest try, the newest first. Two queries."""
    return _tasks(Submission.objects.filter(leader=leader))


def find(leader: Leader, about: str, ref: str) -> Figure | None:
    """One of these as it stands today; None where she has none."""
    found: list[Figure] = []
    if about == About.ATTENDANCE and ref.isascii() and ref.isdigit() and len(ref) < 18:
        found = _folded(_marks(leader).filter(session=int(ref)))
    elif about in (About.SCORE, About.TASK) and (key := _key(ref)):
        if about == About.SCORE:
            found = _scores(leader, Attempt.objects.filter(leader=leader, quiz_key=key))
        else:
            found = _tasks(Submission.objects.filter(leader=leader, task_key=key))
    return found[0] if found else None


def _key(ref: str) -> UUID | None:
    try:
        key = UUID(ref)
    except ValueError:
        return None
    return key if str(key) == ref else None


def _marks(leader: Leader):
    marks = AttendanceMark.objects.filter(leader=leader, withdrawn_at=None)
    marks = marks.select_related("session__series", "by")
    return marks.order_by("-session__starts_at", "-pk")


def _folded(marks) -> list[Figure]:
    """The newest mark of each session, and what the one before it said."""
    sessions: dict[int, list[AttendanceMark]] = defaultdict(list)
    for mark in marks:
        sessions[mark.session_id].append(mark)
    return [_training(*versions[:2]) for versions in sessions.values()]


def _training(mark: AttendanceMark, before: AttendanceMark | None = None) -> Figure:
    data = {
        "title": mark.session.name,
        "titles": _in_each_language(mark.session),
        "starts_at": mark.session.starts_at.isoformat(),
        "value": mark.present,
        "proof": mark.proof,
        "by": mark.by.name,
        "marked_at": mark.at.isoformat(),
    }
    if before and before.present != mark.present:
        data["before"] = {"value": before.present, "came_at": before.at.isoformat()}
    return Figure(About.ATTENDANCE, str(mark.session_id), data)


def _in_each_language(session: Session) -> dict[str, str]:
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = session.name
    return found


def _scores(leader: Leader, attempts) -> list[Figure]:
    tries: dict[UUID, list[Attempt]] = defaultdict(list)
    done = attempts.filter(state=Attempt.State.DONE, practice=False)
    for attempt in done.order_by("-submitted_at", "-pk"):
        tries[attempt.quiz_key].append(attempt)
    if not tries:
        return []
    counting = grade.counting(leaders=[leader.pk], step_keys=list(tries))
    return [
        _score(key, all_tries, counting[leader.pk, key])
        for key, all_tries in tries.items()
        if (leader.pk, key) in counting
    ]


def _score(key: UUID, tries: list[Attempt], counts) -> Figure:
    newest = tries[0]
    title = newest.title.get(current_language()) or next(iter(newest.title.values()), "")
    data = {
        "title": title,
        "titles": newest.title,
        "value": str(counts),
        "enough": newest.pass_mark,
        "tries": [
            [(one.submitted_at or one.started_at).isoformat(), str(one.percent)] for one in tries
        ],
    }
    return Figure(About.SCORE, str(key), data)


def _tasks(sent) -> list[Figure]:
    newest: dict[UUID, Submission] = {}
    for one in sent.select_related("marker").order_by("-sent_at", "-number"):
        if one.task_key not in newest or newest[one.task_key].number < one.number:
            newest[one.task_key] = one
    titles = _titles(newest)
    return [_task(one, titles[key]) for key, one in newest.items()]


def _titles(keys: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """What these tasks are called now, by language."""
    titles: dict[UUID, dict[str, str]] = defaultdict(dict)
    pages = TaskPage.objects.filter(translation_key__in=list(keys))
    for key, language, title in pages.values_list(
        "translation_key", "locale__language_code", "title"
    ):
        titles[key][language] = title
    return titles


def _task(sent: Submission, titles: dict[str, str]) -> Figure:
    data = {
        "title": sent.title,
        "titles": titles,
        "value": sent.state,
        "try": sent.number,
        "sent_at": sent.sent_at.isoformat(),
        "marked_at": sent.marked_at.isoformat() if sent.marked_at else None,
        "by": sent.marker.name if sent.marker else "",
    }
    return Figure(About.TASK, str(sent.task_key), data)
