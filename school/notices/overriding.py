"""The school's own words for a notice: kept if every placeholder in them is one that it has."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.notices.context import freeze, thaw
from school.notices.models import TextOverride
from school.notices.templates import Template
from school.notices.wording import BRACES, PARTS, Words, absolute, fill, original

LANGUAGES = dict(settings.LANGUAGES)


def check(template: Template, text: str) -> None:
    """Refuses: placeholder-unknown (also a brace that belongs to none)."""
    foreign = [name for name in BRACES.findall(text) if name not in template.placeholders]
    rest = BRACES.sub("", text)
    if foreign or "{" in rest or "}" in rest:
        name = foreign[0] if foreign else "{ }"
        raise Refusal(
            "placeholder-unknown",
            _("“%(name)s” is not a placeholder of this notice."),
            {"name": name},
        )


@transaction.atomic
def keep(*, template: Template, language: str, parts: Mapping[str, str], by) -> None:
    """Keep the school's words in this language. What is like the original isn't kept, so that it
    goes on following it.

    Refuses: language-unknown, placeholder-unknown.
    """
    if language not in LANGUAGES:
        raise Refusal("language-unknown", _("The school doesn't speak this language."))
    own = {}
    for part in PARTS:
        text = parts.get(part, "").replace("\r\n", "\n").strip()
        check(template, text)
        own[part] = "" if text == original(template, part, language).strip() else text
    place = {"code": template.code, "language": language}
    if any(own.values()):
        TextOverride.objects.update_or_create(**place, defaults=own | {"changed_by": by})
    else:
        TextOverride.objects.filter(**place).delete()


def restore(*, template: Template, language: str) -> bool:
    """Back to the original; whether there was anything else."""
    gone, _by_model = TextOverride.objects.filter(code=template.code, language=language).delete()
    return bool(gone)


def sample_values(template: Template, language: str) -> dict[str, str]:
    """A value for each placeholder, for the preview."""
    values = thaw(freeze(template.sample), language)
    missing = {name: f"〔{name}〕" for name in template.placeholders}
    return missing | values | {"link": absolute("/inbox/")}


def preview(template: Template, language: str, parts: Mapping[str, str]) -> dict[str, str]:
    """These words with sample values; a part that is empty shows the original.

    Refuses: placeholder-unknown.
    """
    values, shown = sample_values(template, language), {}
    for part in PARTS:
        text = parts.get(part, "").strip() or original(template, part, language)
        check(template, text)
        shown[part] = fill(text, values)
    return shown


def current(template: Template, language: str) -> dict[str, str]:
    """The words that are used today, with placeholders in braces."""
    words = Words([template.code])
    return {part: words.part(template, part, language) for part in PARTS}
