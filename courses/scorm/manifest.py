"""What the manifest of a SCORM package says (IMS Content Packaging 1.1.2 and 1.1.3, with ADL's
additions of SCORM 1.2 and 2004)."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from posixpath import normpath
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from courses.models import ScormPackage
from school.lib.refusal import Refusal

NAME = "imsmanifest.xml"
BASE = "{http://www.w3.org/XML/1998/namespace}base"
Standard = ScormPackage.Standard


@dataclass(frozen=True)
class Manifest:
    """`launch` is the address of the first page below the package's root, with its query;
    `pass_mark` is in per cent."""

    standard: str
    launch: str
    pass_mark: Decimal | None
    launch_data: str

    @property
    def launch_file(self) -> str:
        return normpath(unquote(self.launch.partition("#")[0].partition("?")[0]))


def read_manifest(data: bytes) -> Manifest:
    """Refuses: manifest-broken, scorm-unknown, no-launch, several-parts."""
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Refusal("manifest-broken", "") from error
    if _tag(root) != "manifest":
        raise Refusal("manifest-broken", "")
    standard = _standard(root, data)
    item, resource = _first_part(root)
    bases = [root, *_all(root, "resources")[:1], resource]
    launch = "".join(one.get(BASE, "") for one in bases) + resource.get("href", "")
    launch = launch.replace("\\", "/")
    query = item.get("parameters", "").strip().lstrip("?&")
    if query and not query.startswith("#"):
        query = f"{'&' if '?' in launch else '?'}{query}"
    return Manifest(standard, launch + query, _pass_mark(item, standard), _launch_data(item))


def _standard(root: Element, data: bytes) -> str:
    """By the schema's version, else by ADL's namespace."""
    said = next((_text(one) for one in _all(root, "schemaversion")), "").lower()
    if said == "1.2" or (not said and b"adlcp_rootv1p2" in data):
        return Standard.V12
    if said.startswith(("2004", "cam 1.3")) or (not said and b"adlcp_v1p3" in data):
        return Standard.V2004
    raise Refusal("scorm-unknown", "", {"about": said[:40]})


def _first_part(root: Element) -> tuple[Element, Element]:
    """The one part of the package, and what is shown of it. The school orders steps itself, so a
    package of several parts has to be brought as several packages."""
    resources = {one.get("identifier"): one for one in _all(root, "resource")}
    items = [one for one in _all(_organization(root), "item") if one.get("identifierref")]
    parts = {one.get("identifierref"): one for one in items}
    if len(parts) > 1:
        raise Refusal("several-parts", "", {"about": str(len(parts))})
    for name, item in parts.items():
        resource = resources.get(name)
        if resource is not None and resource.get("href"):
            return item, resource
    raise Refusal("no-launch", "")


def _organization(root: Element) -> Element:
    above = next(iter(_all(root, "organizations")), None)
    found = _all(above, "organization") if above is not None else []
    if not found:
        raise Refusal("no-launch", "")
    named = {one.get("identifier"): one for one in found}
    return named.get(above.get("default"), found[0])


def _pass_mark(item: Element, standard: str) -> Decimal | None:
    if standard == Standard.V12:
        said, factor = next((_text(one) for one in _all(item, "masteryscore")), ""), 1
    else:
        goals = [one for one in _all(item, "primaryObjective") if one.get("satisfiedByMeasure")]
        wanted = [one for one in goals if one.get("satisfiedByMeasure") in ("true", "1")]
        marks = [_text(mark) for one in wanted for mark in _all(one, "minNormalizedMeasure")]
        said, factor = (marks or [""])[0], 100
    try:
        mark = Decimal(said) * factor
    except InvalidOperation:
        return None
    return mark if mark.is_finite() and 0 <= mark <= 100 else None


def _launch_data(item: Element) -> str:
    found = [*_all(item, "datafromlms"), *_all(item, "dataFromLMS")]
    return _text(found[0])[:4096] if found else ""


def _all(element: Element, name: str) -> list[Element]:
    """All of this name below, whatever their namespace."""
    return [one for one in element.iter() if _tag(one) == name]


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: Element) -> str:
    return (element.text or "").strip()
