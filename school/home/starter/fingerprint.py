"""What a piece of the school holds, as a short text that changes when somebody changes it."""

import json
from collections.abc import Iterable
from typing import Any

from wagtail.fields import StreamField

from school.home.starter.files import digest

# Numbers that the database gives: the same content may get others.
_GIVEN = {"id", "pk", "question", "page", "translation_key", "content_object"}


def fingerprint(instance, names: Iterable[str]) -> str:
    """The digest of these fields and children as they are in the database now."""
    fresh = type(instance)._default_manager.get(pk=instance.pk)
    held = {name: _value(fresh, name) for name in names}
    return digest(json.dumps(held, sort_keys=True, default=str))


def _value(instance, name: str) -> Any:
    field = instance._meta.get_field(name)
    if isinstance(field, StreamField):
        return _without_given(getattr(instance, name).get_prep_value())
    if field.one_to_many:
        children = getattr(instance, name).all()
        return [_without_given(_fields(child)) for child in children]
    if field.many_to_many:
        return sorted(other.pk for other in getattr(instance, name).all())
    return field.value_from_object(instance)


def _fields(child) -> dict[str, Any]:
    return {field.name: field.value_from_object(child) for field in child._meta.concrete_fields}


def _without_given(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_given(v) for k, v in value.items() if k not in _GIVEN}
    if isinstance(value, list | tuple):
        return [_without_given(entry) for entry in value]
    return value
