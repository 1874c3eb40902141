"""The registry of notices: each is registered once, in code, by the floor that sends it, with
English sentences from the catalogue. The school may put words of its own in their place: see
`school.notices.wording`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import format_lazy

from school.notices.topics import TOPICS

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Template:
    """One notice. `title`, `body`, `sms` and `group` are lazy sentences with `%(name)s` in them;
    a notice without `sms` doesn't go to phones, one without `group` not into chat groups."""

    code: str
    title: Any
    body: Any = ""
    sms: Any = ""
    group: Any = ""
    topic: str = "news"
    kind: str = ""
    name: Any = ""
    important: bool = False
    urgent: bool = False
    listed: bool = True
    sample: Mapping[str, Any] = field(default_factory=dict)

    @property
    def said_name(self) -> str:
        """What editors call it, with dots where values come."""
        return PLACEHOLDER.sub("…", str(self.name))

    @property
    def channels(self) -> frozenset[str]:
        """By which ways it goes if the sender doesn't say."""
        return frozenset(
            {"inbox"} | ({"sms"} if self.sms else set()) | ({"robot"} if self.group else set())
        )

    @property
    def placeholders(self) -> frozenset[str]:
        """The names that its sentences may use: all in the originals, and the link."""
        originals = f"{self.title} {self.body} {self.sms} {self.group}"
        return frozenset(PLACEHOLDER.findall(originals)) | {"link"} | frozenset(self.sample)


def lines(*sentences: Any) -> Any:
    """One text of several lazy sentences, a paragraph each. One that is a placeholder with an
    empty value leaves no gap."""
    return format_lazy("\n\n".join("{}" for _sentence in sentences), *sentences)


_templates: dict[str, Template] = {}


def register(
    code: str,
    title: Any,
    body: Any = "",
    sms: Any = "",
    group: Any = "",
    *,
    topic: str = "news",
    kind: str = "",
    name: Any = "",
    important: bool = False,
    urgent: bool = False,
    listed: bool = True,
    sample: Mapping[str, Any] | None = None,
) -> Template:
    """Make a notice known. `topic` is what people choose by (`school.notices.topics`), `kind` what
    is written beside the notice (the code, if none is given), `name` what editors call it. An
    important one can't be switched off in the inbox; an urgent one goes out in quiet hours too.
    `sample` has values for the editors' preview. One that isn't `listed` has no words to edit."""
    if topic not in TOPICS:
        raise ValueError(f"No topic {topic!r}.")
    made = Template(
        code,
        title,
        body,
        sms,
        group,
        topic,
        kind or code,
        name or title,
        important,
        urgent,
        listed,
        sample or {},
    )
    _templates[code] = made
    return made


def find(code: str) -> Template:
    """Raises KeyError."""
    return _templates[code]


def known(code: str) -> Template | None:
    return _templates.get(code)


def everyone() -> list[Template]:
    """All notices with words, by topic in the topics' order, then by code."""
    order = {code: at for at, code in enumerate(TOPICS)}
    listed = (one for one in _templates.values() if one.listed)
    return sorted(listed, key=lambda one: (order[one.topic], one.code))
