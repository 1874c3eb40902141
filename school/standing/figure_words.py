"""A figure in words: its title, its value, where it comes from, line by line."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.gradebook import TASK_WORDS
from courses import spoken
from courses.models import AttendanceMark
from school.lib import dates
from school.lib.money import yuan
from school.standing.figure import About, Figure
from school.standing.kinds.base import plain

Line = dict[str, str]
MONEY = (About.NET, About.REFUNDS)


def title(figure: Figure) -> str:
    """Which figure it is: "Net sales · November 16 – November 22"."""
    data = figure.data
    if "week" in data:
        which = week_said(date.fromisoformat(data["week"]))
    elif figure.about == About.ATTENDANCE:
        return f"{data['title']} · {moment_said(data['starts_at'])}"
    else:
        which = data["title"]
    return f"{About(figure.about).label} · {which}"


def value(figure: Figure) -> str:
    """The figure as people read it; a dash where the school has none."""
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
    made_of = _MADE_OF.get(figure.about, lambda _data: [])(figure.data)
    return [*made_of, *_changed(figure), *_source(figure.data)]


def week_said(monday: date) -> str:
    """The seven days of a week, from Monday to Sunday."""
    return f"{_day(monday)} – {_day(monday + timedelta(days=6))}"


def moment_said(text: str) -> str:
    """A kept moment as people say it: "Wed November 18, 20:30"."""
    moment = datetime.fromisoformat(text)
    return f"{spoken.weekday(moment)} {_day(dates.day_of(moment))} {spoken.clock(moment)}"


def _day(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")


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
        About.CASES: ngettext(
            "%(number)s case on the leader's side",
            "%(number)s cases on the leader's side",
            number,
        ),
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
        return [_line(_("Refunds of the week"), yuan(refunds))]
    return [
        _line(_("Sold"), yuan(sold)),
        _line(_("Refunds of the week"), yuan(-refunds)),
        _line(_("Leaves"), yuan(sold - refunds)),
    ]


def _orders(data: dict[str, Any]) -> list[Line]:
    return [_line(_("All orders, with closed ones"), data["all"])] if "all" in data else []


def _refunds(data: dict[str, Any]) -> list[Line]:
    return [_line(_("Orders given back"), data["count"])] if "count" in data else []


def _cases(data: dict[str, Any]) -> list[Line]:
    if data.get("all") is None:
        return []
    return [_line(_("All after-sales cases"), data["all"])]


def _buyers(data: dict[str, Any]) -> list[Line]:
    if data.get("again") is None:
        return []
    return [_line(_("Of them bought again"), data["again"])]


def _training(data: dict[str, Any]) -> list[Line]:
    how = AttendanceMark.Proof(data["proof"]).label
    return [
        _line(_("How we know"), how),
        _line(_("Marked by"), data["by"]),
        _line(_("Marked"), moment_said(data["marked_at"])),
    ]


def _score(data: dict[str, Any]) -> list[Line]:
    tries = [_line(moment_said(at), _points(percent)) for at, percent in data["tries"]]
    return [_line(_("Enough is"), _points(str(data["enough"]))), *tries]


def _task(data: dict[str, Any]) -> list[Line]:
    lines = [_line(_("Handed in"), moment_said(data["sent_at"]))]
    if data["marked_at"]:
        lines.append(_line(_("Looked at"), moment_said(data["marked_at"])))
    if data["by"]:
        lines.append(_line(_("Looked at by"), data["by"]))
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
    return [_line(_("It was changed"), words)] if words else []


def _source(data: dict[str, Any]) -> list[Line]:
    """The file of a week, its version, and when it came in."""
    if "file" not in data:
        return []
    return [
        _line(_("From the file"), data["file"]),
        _line(_("Version of the week"), data["version"]),
        _line(_("Came in"), moment_said(data["came_at"])),
    ]


def _line(label: Any, shown: Any) -> Line:
    return {"label": str(label), "value": str(shown)}
