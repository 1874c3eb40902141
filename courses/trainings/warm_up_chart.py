"""The answers to a warm-up as a picture; the table beside it has the same numbers."""

from base64 import b64encode
from xml.sax.saxutils import escape

from courses.trainings.warm_up import Told

WIDTH, ROW, BAR = 640, 62, 26
INK, TRACK, FILL = "#241f19", "#e3f1e8", "#27734a"


def picture(told: list[Told]) -> str:
    """An address for the `src` of an image: one bar an answer."""
    return f"data:image/svg+xml;base64,{b64encode(svg(told).encode()).decode()}"


def svg(told: list[Told]) -> str:
    parts = []
    for at, one in enumerate(told):
        top = at * ROW
        parts.append(
            f'<text x="0" y="{top + 18}">{escape(one.words)}</text>'
            f'<text x="{WIDTH}" y="{top + 18}" text-anchor="end" font-weight="700">'
            f"{one.count}</text>"
            f'<rect y="{top + 26}" width="{WIDTH}" height="{BAR}" rx="6" fill="{TRACK}"/>'
            f'<rect y="{top + 26}" width="{WIDTH * one.percent / 100:.1f}" height="{BAR}" rx="6" '
            f'fill="{FILL}"/>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {max(1, len(told)) * ROW}" '
        f'font-family="system-ui, sans-serif" font-size="18" fill="{INK}">{"".join(parts)}</svg>'
    )
