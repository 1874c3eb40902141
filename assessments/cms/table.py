"""Tables on the screens: headings that sort, and addresses that keep what was chosen."""

from typing import Any


def query_without(asked, *names: str, **changes: str) -> str:
    """The address's query without these, and with what changes."""
    query = asked.copy()
    for name in names:
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    return query.urlencode()


def heading(name: str, label: Any, asked, *, default: str, number: bool = False) -> dict[str, Any]:
    """A column's heading: where a press on it leads, and how the table is sorted now. Figures
    begin with the largest, names with the first."""
    now = asked.get("ordering") or default
    by, down = now.removeprefix("-"), now.startswith("-")
    turned = (name if down else f"-{name}") if by == name else (f"-{name}" if number else name)
    return {
        "label": label,
        "number": number,
        "sorted": "" if by != name or not name else "down" if down else "up",
        "query": query_without(asked, "p", ordering=turned) if name else "",
    }
