"""Answers that are typed: wordings, numbers with what they may be off, gaps, pairs."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from assessments.formats.question import ParsedAnswer, ParsedQuestion
from assessments.formats.table.words import plain
from school.lib.refusal import Refusal

HUNDRED = Decimal(100)
SEPARATORS = "；;|"
_N = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d{1,18})(?:\.\d{1,12})?"
_UNIT = r"(?P<wan>万)?\s*(?P<unit>[^\d\s±~].{0,19})?"
_NUMBER = re.compile(rf"[¥￥$]?\s*(?P<value>{_N})\s*(?:(?:±|\+/?-)\s*(?P<off>{_N}))?\s*{_UNIT}")
_RANGE = re.compile(rf"(?P<low>{_N})\s*(?:\.\.\.?|~|至|到|–|—)\s*(?P<high>{_N})\s*{_UNIT}")
_UNITS = frozenset(
    ["", *"元块个人户天周月年分秒次单件斤克米页倍%", "小时", "分钟", "公斤", "kg", "g"]
)
_BLANK = re.compile(r"_{2,}|＿+|[（(][\s　]*[）)]|【[\s　]*】|\[\[\d{1,2}\]\]")
_ARROW = re.compile(r"=>|=|→|->|——|－>|＝")


def split(text: str, separators: str = SEPARATORS, also: str = "") -> list[str]:
    r"""The parts between the separators. A backslash before one, or before a backslash, keeps it
    as a letter: `a\|b`; so does one before the signs in `also`."""
    parts, part, letters = [], "", iter(text)
    for letter in letters:
        if letter == "\\":
            after = next(letters, "")
            part += after if after in (*separators, *also, "\\") and after else letter + after
        elif letter in separators:
            parts.append(part)
            part = ""
        else:
            part += letter
    return [text for one in [*parts, part] if (text := one.strip())]


def join(parts: list[str], separator: str = "|", separators: str = SEPARATORS) -> str:
    return separator.join(escape(part, separators) for part in parts)


def escape(text: str, separators: str = SEPARATORS) -> str:
    return "".join(f"\\{sign}" if sign in (*separators, "\\") else sign for sign in text)


def wordings(cell: str) -> list[ParsedAnswer]:
    """The accepted wordings, each worth all. Refuses: answer-missing."""
    return [ParsedAnswer(text=text, fraction=HUNDRED) for text in _needed(split(cell))]


def numbers(cell: str) -> list[ParsedAnswer]:
    """The accepted numbers, each worth all. Refuses: answer-missing, number-unclear."""
    return [number(part) for part in _needed(split(cell))]


def _needed(parts: list[str]) -> list[str]:
    if not parts:
        raise Refusal("answer-missing", _("The answer is missing."))
    return parts


def number(text: str) -> ParsedAnswer:
    """25000, 25,000元, 2.5万, 3.14±0.01, 3.1~3.2. Refuses: number-unclear."""
    spoken = plain(text)
    found = _RANGE.fullmatch(spoken) or _NUMBER.fullmatch(spoken)
    if not found:
        message = _("“%(text)s” is not a number.")
        raise Refusal("number-unclear", message, {"text": text})
    named = found.groupdict()
    value, off = (
        _middle(named["low"], named["high"])
        if "low" in named
        else (_decimal(named["value"]), abs(_decimal(named["off"] or "0")))
    )
    scale = 10_000 if named["wan"] else 1
    return ParsedAnswer(
        value=value * scale, tolerance=off * scale, unit=named["unit"] or "", fraction=HUNDRED
    )


def is_number(text: str) -> bool:
    found = _NUMBER.fullmatch(plain(text))
    return bool(found) and (found["unit"] or "") in _UNITS


def _middle(low: str, high: str) -> tuple[Decimal, Decimal]:
    bottom, top = sorted((_decimal(low), _decimal(high)))
    return (bottom + top) / 2, (top - bottom) / 2


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def decimal_of(text: str) -> Decimal | None:
    """A plain number from a cell such as "2分"; None if it is none."""
    try:
        value = Decimal(plain(text).rstrip("分% "))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < 1_000_000 else None


# --- gaps ---------------------------------------------------------------------------------------


def blanks(text: str) -> int:
    return len(_BLANK.findall(text))


def gap_text(text: str) -> str:
    """The text with [[1]], [[2]] … in place of its blanks."""
    places = iter(range(1, 1000))
    return _BLANK.sub(lambda _blank: f"[[{next(places)}]]", text)


def gaps(cell: str, count: int) -> list[ParsedQuestion]:
    """One gap a blank: parts divided by ； (or lines, or | if there is none), wordings by | or /.

    Refuses: answer-missing, gaps-differ."""
    for separators in ("；;", "\n", "|", ",，、", " 　"):
        parts = split_raw(cell, separators)
        if len(parts) == count:
            return [gap(part, slash=separators != "；;" or "|" not in cell) for part in parts]
    if not cell.strip():
        raise Refusal("answer-missing", _("The answer is missing."))
    message = _("The question has %(count)s gaps, but the answer does not have as many parts.")
    raise Refusal("gaps-differ", message, {"count": count})


def split_raw(text: str, separators: str) -> list[str]:
    """As `split`, with all backslashes left in, for splitting again."""
    pattern = rf"((?:[^\\{re.escape(separators)}]|\\.)*)(?:[{re.escape(separators)}]|\\?$)"
    return [part.strip() for part in re.findall(pattern, text, re.DOTALL) if part.strip()]


def gap(part: str, *, slash: bool = False) -> ParsedQuestion:
    """{=right|wrong} is a list to choose from, #25±1 a number, all else wordings."""
    if part.startswith("{") and part.endswith("}"):
        return ParsedQuestion("single", "", answers=_gap_choices(part[1:-1]))
    if part.startswith("#"):
        return ParsedQuestion("number", "", answers=numbers(part[1:]))
    # A backslash in front says that a wording begins like a number or a list.
    bare = part[1:] if part.startswith(("\\#", "\\{")) else part
    words = split(bare, SEPARATORS + "/" if slash else SEPARATORS, "/")
    answers = [ParsedAnswer(text=text, fraction=HUNDRED) for text in _needed(words)]
    return ParsedQuestion("shorttext", "", answers=answers)


def _gap_choices(inner: str) -> list[ParsedAnswer]:
    answers = [
        ParsedAnswer(text=_bare(part.removeprefix("=")), fraction=HUNDRED * part.startswith("="))
        for part in split_raw(inner, SEPARATORS)
    ]
    if not any(answer.fraction for answer in answers):
        raise Refusal("answer-missing", _("The answer is missing."))
    return answers


def _bare(text: str) -> str:
    """The text without its backslashes that keep signs."""
    return re.sub(r"\\([=；;|\\])", r"\1", text).strip()


# --- pairs --------------------------------------------------------------------------------------


def pair(text: str) -> ParsedAnswer:
    """ "eggs => fresh" as a pair. Refuses: pair-unclear."""
    found = re.search(r"(?<!\\)=>", text) or _ARROW.search(text)
    if not found:
        message = _("“%(text)s” is not a pair. Write it as: left => right.")
        raise Refusal("pair-unclear", message, {"text": text})
    left, right = text[: found.start()].strip(), text[found.end() :].strip()
    unescaped = (left.replace("\\=>", "=>"), right.replace("\\=>", "=>"))
    return ParsedAnswer(text=unescaped[0], match=unescaped[1], fraction=HUNDRED)
