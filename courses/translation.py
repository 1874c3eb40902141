"""Choosing between the language versions of the same thing."""

from collections.abc import Iterable
from typing import TypeVar

from django.conf import settings
from django.utils import translation

Version = TypeVar("Version")


def current_language() -> str:
    """The language of the page being made; the school's own if it speaks another."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    known = {code for code, _name in settings.LANGUAGES}
    return language if language in known else settings.LANGUAGE_CODE


def one_per_key(versions: Iterable[Version], language: str) -> list[Version]:
    """Each thing once, in the wanted language where there is such a version.

    `versions` stand in the order of their own language's tree; each has `translation_key` and
    `language`. A thing that only one language has keeps its place between its neighbours.
    """
    chosen: dict = {}
    rank: dict = {}
    counted: dict[str, int] = {}
    for version in versions:
        key = version.translation_key
        counted[version.language] = place = counted.get(version.language, -1) + 1
        rank[key] = max(place, rank.get(key, 0))
        if key not in chosen or version.language == language:
            chosen[key] = version
    return sorted(chosen.values(), key=lambda version: rank[version.translation_key])
