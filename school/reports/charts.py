"""Charts as SVG text. They are read as pictures, so that they print and run no scripts; the same
numbers stand in a table beside each of them."""

from base64 import b64encode
from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

BLUES = {"head": "#1d4f80", "middle": "#5b93cd", "tail": "#b5cde6", "new": "#e2e8ee"}
WIDTH, GAP, STEP = 640, 3, 64
BAR, LEAF, LOSS, INK, LINE = 30, "#2f7d54", "#b3541e", "#5b5349", "#d9d2c6"


def data_uri(svg: str) -> str:
    """The picture as an address, for the `src` of an image: one request less."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def shares(parts: Sequence[tuple[str, int]]) -> str:
    """One bar, cut in proportion to the numbers: (cohort, leaders)."""
    parts = [(name, number) for name, number in parts if number]
    total = sum(number for _name, number in parts)
    room = WIDTH - GAP * (len(parts) - 1)
    drawn, at = [], 0.0
    for name, number in parts:
        width = room * number / total
        drawn.append(
            f'<rect x="{at:.1f}" width="{width:.1f}" height="{BAR}" fill="{BLUES[name]}"/>'
        )
        at += width + GAP
    return _svg(WIDTH, BAR, f'<g clip-path="inset(0 round 6px)">{"".join(drawn)}</g>')


def columns(values: Sequence[tuple[str, Decimal]]) -> str:
    """One column a week, below the line where refunds were more than sales: (label, yuan)."""
    height, foot = 150, 22
    top = max([*(value for _label, value in values), Decimal(1)])
    low = min([*(value for _label, value in values), Decimal(0)])
    scale = (height - foot - 8) / float(top - low)
    line = 4 + float(top) * scale
    drawn = [f'<path d="M0 {line:.1f}H{STEP * len(values)}" stroke="{LINE}"/>']
    for place, (label, value) in enumerate(values):
        tall = max(abs(float(value)) * scale, 1)
        y, colour = (line - tall, LEAF) if value >= 0 else (line, LOSS)
        x = STEP * place + 12
        drawn.append(
            f'<rect x="{x}" y="{y:.1f}" width="40" height="{tall:.1f}" rx="3" fill="{colour}"/>'
            f'<text x="{x + 20}" y="{height - 4}" text-anchor="middle">{escape(label)}</text>'
        )
    return _svg(STEP * len(values), height, "".join(drawn))


def _svg(width: int, height: int, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="system-ui, sans-serif" font-size="13" fill="{INK}">{inside}</svg>'
    )
