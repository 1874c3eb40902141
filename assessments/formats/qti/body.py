"""What stands in an item's body: its words, its pictures, and its interactions in order."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from xml.etree.ElementTree import Element

INLINE_GAPS = frozenset({"textEntryInteraction", "inlineChoiceInteraction", "gap"})
# Words that are not part of the question.
SILENT = frozenset(
    {"comment", "feedbackInline", "feedbackBlock", "rubricBlock", "templateInline"}
    | {"templateBlock", "stylesheet", "script", "style", "catalogInfo", "endAttemptInteraction"}
)
BLOCKS = frozenset({"p", "div", "section", "prompt", "itemBody"})
# What plain words with line breaks can say as well.
BARE = BLOCKS | {"br", "span"}
MARKUP = frozenset(
    {"a", "abbr", "b", "big", "blockquote", "code", "dd", "dl", "dt", "em", "h1", "h2", "h3", "h4"}
    | {"h5", "h6", "hr", "i", "img", "kbd", "li", "ol", "pre", "q", "s", "small", "strong", "sub"}
    | {"sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var"}
    | {"p", "div", "br", "span", "section", "caption", "cite", "figure", "figcaption"}
)
VOID = frozenset({"br", "hr", "img"})
ATTRIBUTES = {
    "img": ("src", "alt", "width", "height"),
    "a": ("href",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan"),
}
_SPACE = re.compile(r"[ \t\r\n\f]+")
Gap = Callable[[Element], str]


@dataclass
class Flow:
    """Words with or without markup; `format` is plain or html."""

    text: str
    format: str


@dataclass
class Body:
    """`gaps` are the interactions inside the text, [[1]], [[2]] …; `others` stand by themselves.
    `goes_on` says whether words follow after the last gap."""

    flow: Flow
    gaps: list[Element] = field(default_factory=list)
    others: list[Element] = field(default_factory=list)
    goes_on: bool = False


def body_of(root: Element) -> Body:
    """The words of a body and of its interactions' prompts."""
    gaps = [one for one in root.iter() if one.tag in INLINE_GAPS]
    others = [one for one in root.iter() if is_interaction(one) and one.tag not in INLINE_GAPS]
    names = {id(gap): f"[[{at}]]" for at, gap in enumerate(gaps, start=1)}
    flow = flow_of([root], lambda element: names.get(id(element), ""))
    last = f"[[{len(gaps)}]]"
    return Body(flow, gaps, others, bool(flow.text.rpartition(last)[2].strip("。.？?！! \n")))


def is_interaction(element: Element) -> bool:
    return element.tag.endswith("Interaction") and element.tag not in SILENT


def flow_of(elements: Iterable[Element], gap: Gap = lambda _element: "") -> Flow:
    """The words in these elements, as plain as they can be said."""
    teller = _Teller(gap)
    for element in elements:
        teller.tell_inside(element)
    if teller.marked:
        return Flow("".join(teller.html).strip(), "html")
    lines = "".join(teller.plain).split("\n")
    return Flow("\n".join(_SPACE.sub(" ", line).strip() for line in lines).strip(), "plain")


class _Teller:
    """Writes what it is told down twice, as plain words and as HTML; `marked` says whether the
    plain words would lose something."""

    def __init__(self, gap: Gap) -> None:
        self.gap = gap
        self.plain: list[str] = []
        self.html: list[str] = []
        self.marked = False
        self.at_line_start = True

    def tell(self, element: Element) -> None:
        if element.tag in SILENT:
            return
        if is_interaction(element) or element.tag == "gap":
            self._tell_interaction(element)
        elif element.tag == "object" and element.get("type", "image").startswith("image"):
            self._open("img", {"src": element.get("data", ""), "alt": ""})
        else:
            self._tell_element(element)

    def tell_inside(self, element: Element) -> None:
        self._say(element.text or "")
        for child in element:
            self.tell(child)
            self._say(child.tail or "")

    def _tell_element(self, element: Element) -> None:
        name = "p" if element.tag == "prompt" else element.tag
        block = name in BLOCKS
        self._break(block)
        shown = name in MARKUP
        if shown:
            self._open(name, element.attrib)
        if name == "br":
            self._end_line()
        if name not in VOID:
            self.tell_inside(element)
        if shown and name not in VOID:
            self.html.append(f"</{name}>")
        self._break(block)

    def _tell_interaction(self, element: Element) -> None:
        """Of an interaction only its place and its prompt; of texts with gaps, the text."""
        self._say(self.gap(element))
        if element.tag in ("gapMatchInteraction", "hottextInteraction"):
            inside = [child for child in element if child.tag not in ("gapText", "gapImg")]
        else:
            inside = element.findall("prompt")
        for child in inside:
            self.tell(child)

    def _open(self, name: str, attributes) -> None:
        self.marked = self.marked or name not in BARE
        kept = [(key, attributes.get(key)) for key in ATTRIBUTES.get(name, ())]
        said = "".join(f' {key}="{escape(value)}"' for key, value in kept if value is not None)
        self.html.append(f"<{name}{said}>")

    def _say(self, text: str) -> None:
        spaced = _SPACE.sub(" ", text)
        self.at_line_start = self.at_line_start and not spaced.strip(" ")
        self.plain.append(spaced)
        self.html.append(escape(spaced, quote=False))

    def _break(self, block: bool) -> None:
        """A block begins and ends a line, once."""
        if block and not self.at_line_start:
            self._end_line()

    def _end_line(self) -> None:
        self.plain.append("\n")
        self.at_line_start = True
