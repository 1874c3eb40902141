"""The path of a category as Moodle writes it: `$course$/top/Sales/Week 1`."""

import re

_CONTEXT = re.compile(r"\$\w*\$")
_SLASHES = re.compile("/+")


def read_path(text: str) -> tuple[str, ...]:
    """The names from the top down. A doubled slash belongs to a name, an odd one parts names."""
    said = _SLASHES.sub(_undoubled, text.strip())
    names = [name.strip() for name in said.split("\n") if name.strip()]
    if names and _CONTEXT.fullmatch(names[0]):
        names = names[1:]
    return tuple(names[1:] if names and names[0] == "top" else names)


def _undoubled(slashes: re.Match) -> str:
    pairs, single = divmod(len(slashes[0]), 2)
    return "/" * pairs + "\n" * single


def write_path(names: tuple[str, ...]) -> str:
    """The path as Moodle reads it back, from the course's top."""
    return "/".join(["$course$", "top", *(name.replace("/", "//") for name in names)])
