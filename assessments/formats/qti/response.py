"""What an item declares about its answers, and what its processing makes of them."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from xml.etree.ElementTree import Element

from assessments.formats.question import ParsedAnswer

HUNDRED, EXACT, NEARLY = Decimal(100), Decimal("0.00001"), Decimal("0.999")
NUMBERS = frozenset({"float", "integer"})
KNOWN_TEMPLATES = ("match_correct", "map_response", "map_response_point", "CC2_match")


@dataclass
class Entry:
    """A mapped answer and its marks."""

    key: str
    marks: Decimal
    case_sensitive: bool = True


@dataclass
class Place:
    """A mapped place on a picture and its marks."""

    shape: str
    coords: list[Decimal]
    marks: Decimal


@dataclass
class Response:
    """One declared response: what is right, and what which answer brings."""

    identifier: str
    base: str = ""
    cardinality: str = "single"
    correct: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    other: Decimal = Decimal(0)
    upper: Decimal | None = None

    @cached_property
    def marks(self) -> dict[str, Decimal]:
        """What each mapped answer brings; of two with one key the first counts."""
        return {entry.key: entry.marks for entry in reversed(self.entries)}

    @cached_property
    def top(self) -> Decimal:
        """The most marks that it brings by its mapping; 0 without one."""
        marks = [entry.marks for entry in (*self.entries, *self.places) if entry.marks > 0]
        most = sum(marks, Decimal(0)) if self.cardinality != "single" else max(marks, default=0)
        # Three thirds are a little less than the whole.
        near = self.upper is not None and self.upper > 0 and most > self.upper * NEARLY
        return self.upper if near else Decimal(most)

    def worth(self, key: str) -> Decimal:
        """What an answer is worth, in per cent of the most."""
        if not self.top:
            return self._by_correct(key)
        return per_cent(self.marks.get(key, self.other), self.top)

    @cached_property
    def right(self) -> frozenset[str]:
        return frozenset(self.correct)

    def _by_correct(self, key: str) -> Decimal:
        """Without a mapping the right ones share the marks, and with a wrong one all are lost."""
        if key in self.right:
            return per_cent(Decimal(1), Decimal(len(self.right)))
        return -HUNDRED if self.cardinality == "multiple" else Decimal(0)


def per_cent(marks: Decimal, top: Decimal) -> Decimal:
    share = (marks * HUNDRED / top).quantize(EXACT).normalize() + 0
    return max(-HUNDRED, min(HUNDRED, share))


def responses_of(root: Element) -> dict[str, Response]:
    """The declared responses by their identifiers."""
    found = [_response(one) for one in root.findall("responseDeclaration")]
    return {one.identifier: one for one in found}


def _response(element: Element) -> Response:
    response = Response(
        element.get("identifier", ""),
        element.get("baseType", ""),
        element.get("cardinality", "single"),
        [words(value) for value in element.findall("correctResponse/value")],
    )
    for mapping in (*element.findall("mapping"), *element.findall("areaMapping")):
        response.other = decimal(mapping.get("defaultValue")) or Decimal(0)
        response.upper = decimal(mapping.get("upperBound"))
        response.entries = [_entry(one) for one in mapping.findall("mapEntry")]
        response.places = [_place(one) for one in mapping.findall("areaMapEntry")]
    return response


def _entry(element: Element) -> Entry:
    return Entry(
        element.get("mapKey", ""),
        decimal(element.get("mappedValue")) or Decimal(0),
        element.get("caseSensitive", "true") != "false",
    )


def _place(element: Element) -> Place:
    marks = decimal(element.get("mappedValue")) or Decimal(0)
    return Place(element.get("shape", ""), coords_of(element), marks)


def coords_of(element: Element) -> list[Decimal]:
    parts = [decimal(part) for part in element.get("coords", "").replace(" ", ",").split(",")]
    return [part for part in parts if part is not None]


def words(element: Element) -> str:
    return (element.text or "").strip()


def decimal(text: str | None) -> Decimal | None:
    """A number of a size that is meant; None for anything else."""
    try:
        number = Decimal((text or "").strip()[:60])
    except InvalidOperation:
        return None
    return number if number.is_finite() and -10 <= number.adjusted() < 15 else None


def mark_of(root: Element) -> Decimal | None:
    """The most marks that the item says it brings."""
    for outcome in root.findall("outcomeDeclaration"):
        name = outcome.get("identifier", "")
        if name == "SCORE" and (most := decimal(outcome.get("normalMaximum"))) is not None:
            return most
        if name == "MAXSCORE":
            return decimal(words(outcome.find("defaultValue/value"))) if len(outcome) else None
    return None


# --- response processing ------------------------------------------------------------------------


def is_plain(root: Element) -> bool:
    """Whether the processing is one of the usual templates, or says the same in full: anything
    that looks at one response and adds its marks."""
    processing = root.find("responseProcessing")
    if processing is None:
        return True
    if template := processing.get("template"):
        return template.rpartition("/")[2].removesuffix(".xml") in KNOWN_TEMPLATES
    return {one.tag for one in processing.iter()} <= _PLAIN


_PLAIN = frozenset(
    {"responseProcessing", "responseCondition", "responseIf", "responseElseIf", "responseElse"}
    | {"variable", "correct", "match", "isNull", "mapResponse", "mapResponsePoint", "sum"}
    | {"setOutcomeValue", "baseValue", "equal", "and", "or", "not", "gte", "lte", "comment"}
    | {"stringMatch", "multiple"}
)


def numbers_of(root: Element, response: Response, mark: Decimal) -> list[ParsedAnswer]:
    """The numbers that count for this response: by its processing, its mapping or its right
    answer."""
    found = [
        answer
        for branch in root.iter()
        if branch.tag in ("responseIf", "responseElseIf")
        for answer in _numbers_in(branch, response, mark)
    ]
    if found:
        return found
    entries = response.entries or [Entry(key, Decimal(1)) for key in response.correct]
    top = max([entry.marks for entry in entries], default=Decimal(0)) or Decimal(1)
    return [
        ParsedAnswer(value=value, fraction=per_cent(entry.marks, top))
        for entry in entries
        if (value := decimal(entry.key)) is not None
    ]


def _numbers_in(branch: Element, response: Response, mark: Decimal) -> list[ParsedAnswer]:
    conditions = [child for child in branch if child.tag not in ("setOutcomeValue", "comment")]
    marks = [decimal(words(v)) for v in branch.findall("setOutcomeValue//baseValue")]
    worth = per_cent(marks[0], mark or Decimal(1)) if marks and marks[0] is not None else HUNDRED
    found = [_range(one, response) for one in conditions if _speaks_of(one, response)]
    return [
        ParsedAnswer(value=value, tolerance=off, fraction=worth)
        for value, off in filter(None, found)
    ]


def _speaks_of(condition: Element, response: Response) -> bool:
    return any(v.get("identifier") == response.identifier for v in condition.iter("variable"))


def _range(condition: Element, response: Response) -> tuple[Decimal, Decimal] | None:
    for equal in condition.iter("equal"):
        value = _constant(equal, response)
        if value is None:
            return None
        off = decimal((equal.get("tolerance") or "0").split()[0]) or Decimal(0)
        if equal.get("toleranceMode") == "relative":
            off = abs(value) * off / HUNDRED
        return value, off if equal.get("toleranceMode", "exact") != "exact" else Decimal(0)
    low = [_constant(one, response) for one in condition.iter("gte")]
    high = [_constant(one, response) for one in condition.iter("lte")]
    if low and high and low[0] is not None and high[0] is not None:
        return (low[0] + high[0]) / 2, abs(high[0] - low[0]) / 2
    return None


def _constant(condition: Element, response: Response) -> Decimal | None:
    for value in condition.iter("baseValue"):
        return decimal(words(value))
    if condition.find("correct") is not None and response.correct:
        return decimal(response.correct[0])
    return None
