"""A refusal: the way in which every rule and reader of the school says no."""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """A rule said no: a stable code for programs and a sentence for the person.

    `code` is kebab-case and never changes; `message` may be lazy and may name its parameters as
    `%(name)s`, so that the sentence comes out in the language of whoever reads it.
    """

    def __init__(self, code: str, message: Any, params: Mapping[str, Any] | None = None):
        super().__init__(code, message, params)
        self.code = code
        self.message = message
        self.params = dict(params or {})

    def __str__(self) -> str:
        return sentence(self.message, self.params)


def sentence(message: Any, params: Mapping[str, Any]) -> str:
    """The message in today's language; without parameters a bare % stays as it is."""
    return str(message) % params if params else str(message)
