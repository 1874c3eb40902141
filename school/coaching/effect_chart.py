"""The comparison as people read it: words for the table, and a picture of the intervals."""

from base64 import b64encode
from decimal import Decimal
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from school.coaching.effect import Compared
from school.coaching.welch import Difference, Group
from school.lib.money import yuan

WIDTH, LEFT, ROW, TOP = 640, 120, 44, 30
INK, LINE, DOT = "#5b5349", "#d9d2c6", "#1d4f80"


class Row:
    """One line of the table and of the picture."""

    def __init__(self, compared: Compared) -> None:
        self.compared = compared

    @property
    def label(self) -> str:
        return str(self.compared.label or _("All together"))

    @property
    def difference(self) -> Difference | None:
        return self.compared.difference

    @property
    def coached(self) -> tuple[int, str]:
        return _of(self.compared.coached)

    @property
    def others(self) -> tuple[int, str]:
        return _of(self.compared.others)

    @property
    def value(self) -> str:
        return signed(self.difference.value) if self.difference else "–"

    @property
    def interval(self) -> str:
        if self.difference is None:
            return _("too few to compare")
        return _("%(low)s to %(high)s") % {
            "low": signed(self.difference.low),
            "high": signed(self.difference.high),
        }

    @property
    def words(self) -> str:
        """What the interval says, without a cause."""
        if self.difference is None:
            return ""
        if self.difference.may_be_chance:
            return _("May be chance: 0 lies in the interval.")
        if self.difference.value > 0:
            return _("Those coached rose more, or fell less.")
        return _("Those coached rose less, or fell more.")


def signed(amount: float) -> str:
    """Whole yuan with their sign: + ¥ 120, -¥ 45."""
    whole = Decimal(round(amount))
    return f"+{yuan(whole)}" if whole > 0 else yuan(whole)


def data_uri(rows: list[Row]) -> str:
    """The picture as an address, for the `src` of an image."""
    return f"data:image/svg+xml;base64,{b64encode(svg(rows).encode()).decode()}"


def svg(rows: list[Row]) -> str:
    """A line for each interval with a dot at the difference, and 0 as the line between."""
    drawn = [row for row in rows if row.difference]
    low = min([0.0, *(row.difference.low for row in drawn)])
    high = max([0.0, *(row.difference.high for row in drawn)])
    scale = (WIDTH - LEFT - 60) / ((high - low) or 1)

    def x(amount: float) -> float:
        return LEFT + 30 + (amount - low) * scale

    height = TOP + ROW * len(drawn)
    parts = [
        f'<path d="M{x(0):.1f} {TOP - 8}V{height}" stroke="{LINE}" stroke-dasharray="4 4"/>',
        f'<text x="{x(0):.1f}" y="14" text-anchor="middle">0</text>',
    ]
    for at, row in enumerate(drawn):
        y = TOP + ROW * at + ROW / 2
        found = row.difference
        parts.append(
            f'<text x="0" y="{y + 4}">{escape(row.label)}</text>'
            f'<path d="M{x(found.low):.1f} {y}H{x(found.high):.1f}" stroke="{DOT}" '
            f'stroke-width="3" stroke-linecap="round"/>'
            f'<circle cx="{x(found.value):.1f}" cy="{y}" r="6" fill="{DOT}"/>'
            f'<text x="{x(found.value):.1f}" y="{y - 11}" text-anchor="middle" '
            f'stroke="#fff" stroke-width="4" paint-order="stroke">'
            f"{escape(row.value)}</text>"
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="system-ui, sans-serif" font-size="13" fill="{INK}">{"".join(parts)}</svg>'
    )


def _of(group: Group | None) -> tuple[int, str]:
    return (group.n, signed(group.mean)) if group else (0, "–")
