"""The choices of a row, and which of them its answer names."""

import re

from django.utils.translation import gettext_lazy as _

from assessments.formats.table.rows import Row
from assessments.formats.table.words import fold, is_letter, plain
from school.lib.refusal import Refusal

_MARK = r"[(（]?(?P<letter>[A-Za-zＡ-Ｚａ-ｚ])[)）.．、:：]"
_LED = re.compile(rf"\s*{_MARK}\s*(?P<text>.*)", re.DOTALL)
_INSIDE = re.compile(rf"(?:^|(?<=[\s|;；,，。？?）)])){_MARK}\s*")
_SPOKEN = re.compile(
    r"^(?:(?:正确|参考|标准)?答案(?:是|为)?|本题选|选择|选"
    r"|(?:the )?(?:correct )?answers?(?: is| are)?)[:：\s]*",
    re.IGNORECASE,
)
_BETWEEN = r"[\s,、;/|&.+和与及]*"
_LETTERS = re.compile(rf"[A-Z](?:{_BETWEEN}[A-Z])*")
_NUMBERS = re.compile(rf"\d{{1,2}}(?:{_BETWEEN.replace('*', '+')}\d{{1,2}})*")
_LOUD = re.compile(r"[;；|\n]+")
_PARTS = re.compile(r"[,，、;；|\n]+")

Choices = dict[int, str]


def choices_of(row: Row) -> tuple[str, Choices]:
    """The question's words and its choices by their places, which letters and numbers count.

    Choices stand in columns, or all in one, or in the question itself."""
    text = row.get("text")
    places = {at: option for at, option in enumerate(row.options) if option}
    if places:
        return text, _without_letters(places)
    if inside := row.get("options"):
        return text, split_choices(inside)[1] or _by_lines(inside)
    head, inner = split_choices(text)
    return (head, inner) if head and len(inner) > 1 else (text, {})


def split_choices(text: str) -> tuple[str, Choices]:
    """What stands before "A. … B. … C. …", and these; no choices if the letters don't begin with
    A and go on by one."""
    found = list(_INSIDE.finditer(text))
    letters = "".join(plain(mark["letter"]).upper() for mark in found)
    if len(found) < 2 or letters != "".join(chr(65 + at) for at in range(len(found))):
        return text, {}
    ends = [mark.start() for mark in found[1:]] + [len(text)]
    pieces = [
        text[mark.end() : end].strip(" \n|;；") for mark, end in zip(found, ends, strict=True)
    ]
    return text[: found[0].start()].strip(), dict(enumerate(pieces))


def _by_lines(text: str) -> Choices:
    for separator in ("\n", "|", "；", ";"):
        if separator in text:
            parts = [part.strip() for part in text.split(separator)]
            return dict(enumerate(filter(None, parts)))
    return {0: text}


def _without_letters(places: Choices) -> Choices:
    """The choices without "A." before them, if each has the letter of its place."""
    led = {at: _LED.fullmatch(text) for at, text in places.items()}
    if not all(m and _place(plain(m["letter"])) == at and m["text"] for at, m in led.items()):
        return places
    return {at: match["text"].strip() for at, match in led.items()}


def chosen(answer: str, choices: Choices, *, lettered: bool) -> list[int]:
    """The places of the choices that the answer names: by letters, numbers or words.

    Refuses: answer-missing, answer-unknown."""
    spoken = _SPOKEN.sub("", plain(answer)).strip(" 。.()[]【】")
    if not spoken:
        raise Refusal("answer-missing", _("The answer is missing."))
    by_place = (_by_letters, _by_numbers)
    ways = (_by_words, *by_place) if len(spoken) > 1 or not lettered else (*by_place, _by_words)
    if not lettered and spoken.isdigit():
        ways = (*by_place, _by_words)
    for way in (*ways, _by_parts):
        found = way(spoken, choices)
        if found and all(at in choices for at in found):
            return sorted(set(found))
    raise Refusal(
        "answer-unknown", _("The answer “%(answer)s” is none of the choices."), {"answer": answer}
    )


def _by_words(spoken: str, choices: Choices) -> list[int]:
    return [at for at, text in choices.items() if plain(text) == spoken][:1]


def _by_letters(spoken: str, _choices: Choices) -> list[int]:
    upper = spoken.upper()
    return [_place(sign) for sign in upper if is_letter(sign)] if _LETTERS.fullmatch(upper) else []


def _by_numbers(spoken: str, _choices: Choices) -> list[int]:
    return [int(n) - 1 for n in re.findall(r"\d+", spoken)] if _NUMBERS.fullmatch(spoken) else []


def _by_parts(spoken: str, choices: Choices) -> list[int]:
    """Several choices in words, or with their letters before the words: "A. fresh; C. frozen"."""
    for parts in ([spoken], _LOUD.split(spoken), _PARTS.split(spoken)):
        found = [_named(part, choices) for part in parts if part.strip()]
        if None not in found:
            return found
    return []


def _named(part: str, choices: Choices) -> int | None:
    led = _LED.fullmatch(part)
    if led and fold(led["text"]) == fold(choices.get(_of(led), "")):
        return _of(led)
    return next((at for at, text in choices.items() if fold(text) == fold(part)), None)


def _of(led: re.Match) -> int:
    return _place(plain(led["letter"]))


def _place(letter: str) -> int:
    return ord(letter.upper()) - ord("A")
