"""The values in a notice's sentences, kept in a way that they can be said in any language later."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise

from school.lib.dates import SHANGHAI

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def worded(sentence: Any, **params: Any) -> Callable[[str], str]:
    """A lazy sentence with its values, to be said in any language. (`sentence % params` would say
    it at once, in today's.)"""
    return lambda _language: str(sentence) % params


def freeze(context: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON. Days and moments stay such; what differs by language (a lazy sentence, a
    function of the language, or a mapping by language) is kept in each; lists become lines."""
    return {name: _frozen(value) for name, value in context.items()}


def _frozen(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, list | tuple):
        return {"lines": [_frozen(one) for one in value]}
    if isinstance(value, Mapping):
        return {"words": {language: str(value[language]) for language in LANGUAGES}}
    if isinstance(value, Promise) or callable(value):
        return {"words": {language: _said_in(language, value) for language in LANGUAGES}}
    return value if isinstance(value, int | str) else str(value)


def _said_in(language: str, value: Any) -> str:
    with translation.override(language):
        return str(value(language) if callable(value) else value)


def thaw(context: Mapping[str, Any], language: str) -> dict[str, str]:
    """The values as they are said in this language."""
    with translation.override(language):
        return {name: _thawed(value, language) for name, value in context.items()}


def _thawed(value: Any, language: str) -> str:
    if not isinstance(value, dict):
        return str(value)
    if "moment" in value:
        moment = datetime.fromisoformat(value["moment"]).astimezone(SHANGHAI)
        return f"{date_format(moment, 'MONTH_DAY_FORMAT')} {moment:%H:%M}"
    if "day" in value:
        return date_format(date.fromisoformat(value["day"]), "MONTH_DAY_FORMAT")
    if "lines" in value:
        return "\n".join(f"· {_thawed(line, language)}" for line in value["lines"])
    return value["words"].get(language, "")
