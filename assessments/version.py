"""The versions of a question: what each edit changed, read from Wagtail's revisions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field
from django.utils.translation import gettext_lazy as _

from assessments.models import Answer, Gap, Question

# What changes with every edit, or says nothing to a person.
SILENT = frozenset(
    {"pk", "id", "question", "locale", "translation_key", "sort_order", "latest_revision"}
    | {"updated_at", "author", "extra"}
)


@dataclass(frozen=True)
class Change:
    """A field that an edit changed; `of` says of which answer or gap, from 1, if of one."""

    label: Any
    before: str
    after: str
    of: str = ""


@dataclass(frozen=True)
class Version:
    """One state of a question: the first has number 1, and the first has no changes."""

    number: int
    revision: int
    at: datetime
    by: Any
    changes: list[Change]


def versions_of(question: Question) -> list[Version]:
    """Its versions, the latest first. Edits that changed nothing are left out. One query, and one
    for each category or picture that was exchanged."""
    revisions = list(question.revisions.select_related("user").order_by("created_at", "pk"))
    if not revisions:
        return []
    first = revisions[0]
    found = [Version(1, first.pk, first.created_at, first.user, [])]
    for before, after in pairwise(revisions):
        changes = differences(before.content, after.content)
        if changes:
            number = len(found) + 1
            found.append(Version(number, after.pk, after.created_at, after.user, changes))
    return found[::-1]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What differs between two kept states of a question, in the order of its fields."""
    changes = _fields(Question, before, after)
    for name, model, of in (("answers", Answer, _("Answer")), ("gaps", Gap, _("Gap"))):
        changes += _children(model, of, before.get(name, []), after.get(name, []))
    return changes


def _children(model: type, of: Any, before: list[dict], after: list[dict]) -> list[Change]:
    """Answers are the same by their key, or else by their place; a new or a gone one is said."""
    old = {_key(child, place): child for place, child in enumerate(before)}
    new = {_key(child, place): child for place, child in enumerate(after)}
    changes = []
    for place, (key, child) in enumerate(new.items(), start=1):
        changes += _fields(model, old.get(key, {}), child, f"{of} {place}")
    for key, child in old.items():
        if key not in new:
            changes += _fields(model, child, {}, str(of))
    return changes


def _key(child: Mapping[str, Any], place: int) -> Any:
    return child.get("translation_key") or place


def _fields(model: type, before: Mapping, after: Mapping, of: str = "") -> list[Change]:
    changes = []
    for field in model._meta.fields:
        if field.name in SILENT or (before.get(field.name) == after.get(field.name)):
            continue
        was, now = _said(field, before, after), _said(field, after, before)
        if was != now:
            changes.append(Change(field.verbose_name, was, now, of))
    return changes


def _said(field: Field, kept: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """A kept value as a person reads it; nothing and a zero are the same. A field that was not
    there yet when the older state was kept had its default."""
    value = kept.get(field.name, field.get_default() if kept and field.name in other else None)
    if value in (None, "", [], {}):
        return ""
    if field.get_internal_type() == "DecimalField":
        return _number(value)
    if field.get_internal_type() == "BooleanField":
        return str(_("yes")) if value else str(_("no"))
    if field.is_relation:
        found = field.related_model._default_manager.filter(pk=value).first()
        return str(found or value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return value if isinstance(value, str) else json.dumps(value, cls=DjangoJSONEncoder)


def _number(value: Any) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    return f"{number.normalize():f}" if number else ""
