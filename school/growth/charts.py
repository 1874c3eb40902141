"""The funnel as a picture (SVG text): read as an image, with the same numbers in the table."""

from base64 import b64encode
from collections.abc import Sequence
from xml.sax.saxutils import escape

WIDTH, ROW, BAR, LABEL = 640, 40, 26, 150
LEAF, INK, TRACK = "#2f7d54", "#5b5349", "#e8efe9"


def funnel_chart(stages: Sequence[tuple[str, int]]) -> str:
    """One bar a stage, in proportion to the first: (name, number). As an address for an image."""
    most = max([*(number for _name, number in stages), 1])
    room = WIDTH - LABEL - 70
    drawn = []
    for place, (name, number) in enumerate(stages):
        y, wide = ROW * place + 6, room * number / most
        drawn.append(
            f'<text x="0" y="{y + 18}">{escape(name)}</text>'
            f'<rect x="{LABEL}" y="{y}" width="{room}" height="{BAR}" rx="4" fill="{TRACK}"/>'
            f'<rect x="{LABEL}" y="{y}" width="{wide:.1f}" height="{BAR}" rx="4" fill="{LEAF}"/>'
            f'<text x="{LABEL + room + 12}" y="{y + 18}" font-weight="700">{number}</text>'
        )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {ROW * len(stages)}" '
        f'font-family="system-ui, sans-serif" font-size="14" fill="{INK}">{"".join(drawn)}</svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
