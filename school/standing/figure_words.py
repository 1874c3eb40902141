"""A figure in words: its title, its value, where it comes from, line by line."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.gradebook import TASK_WORDS
from courses.models import AttendanceMark
from school.lib.money import yuan
from school.standing import decision_words
from school.standing.day_words import moment_said, week_said
from school.standing.figure import About, Figure, Line, line
from school.standing.kinds.base import plain
from school.standing.models import Question

MONEY = (About.NET, About.REFUNDS)


def title(figure: Figure) -> str:
    """Which figure it is: "Net sales · Nov 16 – 22"."""
    data = figure.data
    if "week" in data:
        which = week_said(date.fromisoformat(data["week"]))
    elif figure.about == About.ATTENDANCE:
        return f"{figure.name} · {moment_said(data['starts_at'])}"
    else:
        which = figure.name
    return f"{label(figure.about)} · {which}"


def label(about: str) -> str:
    """What a figure is called in a list."""
    if about == About.CASES:
        return _("Cases on the leader's side")
    return str(About(about).label)


def value(figure: Figure) -> str:
    """The figure as people read it; a dash where the school has none."""
    if figure.about in Question.DECISIONS:
        return decision_words.outcome(figure.data)
    return "–" if figure.value is None else _shown(figure.about, figure.value)


def note(figure: Figure) -> str:
    """Why a week has no figure of its own; empty where it has."""
    match figure.data.get("state"):
        case "absent":
            return _("The file of this week is complete and you aren't in it: that counts as 0.")
        case "held":
            return _("Your row in the file couldn't be read. The office puts it right.")
        case "unknown":
            return _("You aren't in the file of this week, and the file isn't complete.")
        case "none":
            return _("The figures of this week haven't come yet.")
    return ""


def change(figure: Figure) -> str:
    """What it was before and what it is: "¥ 3,100 → ¥ 3,210.50"; empty where nothing changed."""
    before = figure.data.get("before")
    if not before:
        return ""
    return f"{_shown(figure.about, before['value'])} → {value(figure)}"


def lines(figure: Figure) -> list[Line]:
    """What it is made of and where it comes from."""
    if figure.about in Question.DECISIONS:
        return decision_words.lines(figure.data)
    made_of = _MADE_OF[figure.about](figure.data)
    return [*made_of, *_changed(figure), *_source(figure.data)]


def _shown(about: str, kept: Any) -> str:
    if about in MONEY:
        return yuan(Decimal(kept))
    if about == About.ATTENDANCE:
        return pgettext("training", "there") if kept else pgettext("training", "not there")
    if about == About.SCORE:
        return _points(kept)
    if about == About.TASK:
        return str(TASK_WORDS[kept])
    return _counted(about, int(kept))


def _counted(about: str, number: int) -> str:
    words = {
        About.ORDERS: ngettext("%(number)s order", "%(number)s orders", number),
        About.CASES: ngettext("%(number)s case", "%(number)s cases", number),
        About.BUYERS: ngettext("%(number)s buyer", "%(number)s buyers", number),
    }
    return words[about] % {"number": number}


def _points(kept: str) -> str:
    """In whole points, rounded down: 79.99 isn't shown as the 80 that it is not."""
    number = int(Decimal(kept).to_integral_value(ROUND_FLOOR))
    return ngettext("%(number)s point", "%(number)s points", number) % {
        "number": plain(Decimal(number))
    }


def _net(data: dict[str, Any]) -> list[Line]:
    """The subtraction, where it comes out: files of other systems round in between."""
    if "gross" not in data:
        return []
    sold, refunds = Decimal(data["gross"]), Decimal(data["refunds"])
    if sold - refunds != Decimal(data["value"]):
        return [line(_("Refunds of the week"), yuan(refunds))]
    return [
        line(_("Sold"), yuan(sold)),
        line(_("Refunds of the week"), yuan(-refunds)),
        line(_("Leaves"), yuan(sold - refunds)),
    ]


def _orders(data: dict[str, Any]) -> list[Line]:
    return [line(_("All orders, with closed ones"), data["all"])] if "all" in data else []


def _refunds(data: dict[str, Any]) -> list[Line]:
    return [line(_("Orders given back"), data["count"])] if "count" in data else []


def _cases(data: dict[str, Any]) -> list[Line]:
    if data.get("all") is None:
        return []
    return [line(_("All after-sales cases"), data["all"])]


def _buyers(data: dict[str, Any]) -> list[Line]:
    if data.get("again") is None:
        return []
    return [line(_("Of them bought again"), data["again"])]


def _training(data: dict[str, Any]) -> list[Line]:
    how = AttendanceMark.Proof(data["proof"]).label
    return [
        line(_("How we know"), how),
        line(_("Marked by"), data["by"]),
        line(_("Marked"), moment_said(data["marked_at"])),
    ]


def _score(data: dict[str, Any]) -> list[Line]:
    tries = [line(moment_said(at), _points(percent)) for at, percent in data["tries"]]
    return [line(_("Enough is"), _points(str(data["enough"]))), *tries]


def _task(data: dict[str, Any]) -> list[Line]:
    lines = [line(_("Handed in"), moment_said(data["sent_at"]))]
    if data["marked_at"]:
        lines.append(line(_("Looked at"), moment_said(data["marked_at"])))
    if data["by"]:
        lines.append(line(_("Looked at by"), data["by"]))
    return lines


_MADE_OF: dict[str, Callable[[dict[str, Any]], list[Line]]] = {
    About.NET: _net,
    About.ORDERS: _orders,
    About.REFUNDS: _refunds,
    About.CASES: _cases,
    About.BUYERS: _buyers,
    About.ATTENDANCE: _training,
    About.SCORE: _score,
    About.TASK: _task,
}


def _changed(figure: Figure) -> list[Line]:
    words = change(figure)
    return [line(_("It was changed"), words)] if words else []


def _source(data: dict[str, Any]) -> list[Line]:
    """The file of a week, its version, and when it came in."""
    if "file" not in data:
        return []
    return [
        line(_("From the file"), data["file"]),
        line(_("Version of the week"), data["version"]),
        line(_("Came in"), moment_said(data["came_at"])),
    ]
