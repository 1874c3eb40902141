"""The funnel of a course as a picture: a bar for each step, as long as the share of leaders who are
through with it. The table beside it says the same in numbers."""

from base64 import b64encode
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.authoring.stuck import Funnel, Stage

WIDTH, LEFT, ROW, BAR = 720, 230, 30, 18
INK, MUTED, LINE, FULL = "#241f19", "#5b5349", "#e8dfd1", "#27734a"
LONGEST = 15


def chart(funnel: Funnel) -> str:
    """A data: address of an SVG."""
    height = ROW * len(funnel.stages) + 6
    bars = "".join(_bar(at, stage) for at, stage in enumerate(funnel.stages))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="system-ui,sans-serif" font-size="13">{bars}</svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _bar(at: int, stage: Stage) -> str:
    top, room = at * ROW + 6, WIDTH - LEFT - 60
    width = round(room * stage.percent / 100)
    middle = top + BAR - 4
    return (
        f'<text x="0" y="{middle}" fill="{INK}">{escape(_short(stage.step.title))}</text>'
        f'<rect x="{LEFT}" y="{top}" width="{room}" height="{BAR}" rx="4" fill="{LINE}"/>'
        f'<rect x="{LEFT}" y="{top}" width="{width}" height="{BAR}" rx="4" fill="{FULL}"/>'
        f'<text x="{LEFT + room + 8}" y="{middle}" fill="{MUTED}">{stage.percent}%</text>'
    )


def _short(title: str) -> str:
    """Chinese signs are twice as wide as Latin ones."""
    room, kept = LONGEST * 2, ""
    for sign in title:
        room -= 2 if ord(sign) > 0x2E80 else 1
        if room < 0:
            return f"{kept}…"
        kept += sign
    return kept


def hours_said(hours: float | None) -> str:
    """A median as people say it: "20 min", "5 h", "3 days"; "–" where nobody is through."""
    if hours is None:
        return "–"
    if hours < 1:
        return _("%(minutes)s min") % {"minutes": max(1, round(hours * 60))}
    if hours < 48:
        return _("%(hours)s h") % {"hours": round(hours)}
    days = round(hours / 24)
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
