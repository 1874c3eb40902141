"""The path of a category as Moodle writes it: `$course$/top/Sales/Week 1`."""

import re

_CONTEXT = re.compile(r"\$\w*\$")
_SLASH = re.compile(r"(?<!/)/(?!/)|(?<=//)/(?!/)")


def read_path(text: str) -> tuple[str, ...]:
    """The names from the top down. A doubled slash belongs to a name."""
    names = [name.replace("//", "/").strip() for name in _SLASH.split(text.strip())]
    names = [name for name in names if name]
    if names and _CONTEXT.fullmatch(names[0]):
        names = names[1:]
    return tuple(names[1:] if names and names[0] == "top" else names)


def write_path(names: tuple[str, ...]) -> str:
    """The path as Moodle reads it back, from the course's top."""
    return "/".join(["$course$", "top", *(name.replace("/", "//") for name in names)])
