"""XML read safely, and QTI 2 and 3 under the same names."""

import re
from html.entities import name2codepoint
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal

DEEPEST = 120
MOST_ELEMENTS = 200_000
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTITY = re.compile(rb"&([A-Za-z]{2,8}\d?);")
_IN_XML = {"amp", "lt", "gt", "quot", "apos"}
_KEBAB = re.compile(r"-([a-z0-9])")


def parse(data: bytes) -> Element:
    """The root element, names as QTI 2 writes them and without their namespaces.

    The entities that HTML knows are read though no XML declares them; no other is, and nothing
    outside the file. Refuses: xml-broken, xml-too-large."""
    try:
        root = ElementTree.fromstring(_ENTITY.sub(_number, data), forbid_dtd=False)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        why = str(error) if isinstance(error, ElementTree.ParseError) else type(error).__name__
        message = _("This is broken XML (%(why)s).")
        raise Refusal("xml-broken", message, {"why": why}) from error
    _measure(root)
    for element in root.iter():
        _rename(element)
    return root


def _number(found: re.Match[bytes]) -> bytes:
    name = found[1].decode()
    if name in _IN_XML or name not in name2codepoint:
        return found[0]
    return f"&#{name2codepoint[name]};".encode()


def _measure(root: Element) -> None:
    """Walked level by level, so that a deep file can't exhaust us."""
    level, count, depth = [root], 0, 0
    while level:
        count, depth = count + len(level), depth + 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise Refusal("xml-too-large", _("This file is nested too deeply or too large."))
        level = [child for element in level for child in element]


def _rename(element: Element) -> None:
    if not isinstance(element.tag, str):  # Comments and instructions say nothing.
        element.tag, element.text = "comment", ""
        return
    name = element.tag.rpartition("}")[2]
    is_new = name.startswith("qti-")
    element.tag = _camel(name.removeprefix("qti-")) if is_new else name
    for key in list(element.attrib):
        value = element.attrib.pop(key)
        short = "lang" if key == LANG else key.rpartition("}")[2]
        element.attrib[_camel(short) if is_new else short] = value


def _camel(name: str) -> str:
    return _KEBAB.sub(lambda found: found[1].upper(), name)
