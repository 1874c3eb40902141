"""Packages of items, in QTI 2.1 and 3.0."""

import re
from collections.abc import Sequence
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, tostring
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from assessments.formats.qti.body import MARKUP
from assessments.formats.qti.items import KINDS, item_of
from assessments.formats.qti.markup import PICTURES, writable
from assessments.formats.question import ParsedQuestion

SPACES = {
    2: "http://www.imsglobal.org/xsd/imsqti_v2p1",
    3: "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
TYPES = {2: "imsqti_item_xmlv2p1", 3: "imsqti_item_xmlv3p0"}
PACKAGE_SPACES = {
    2: "http://www.imsglobal.org/xsd/imscp_v1p1",
    3: "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
}
SCHEMAS = {2: ("QTIv2.1 Package", "1.0.0"), 3: ("QTI Package", "3.0.0")}
RECORDS = "http://ltsc.ieee.org/xsd/LOM"
_CAPITAL = re.compile(r"([A-Z])")
# The same questions make the same bytes: a package can be compared.
_STAMP = (1980, 1, 1, 0, 0, 0)


def write_package(questions: Sequence[ParsedQuestion], version: int) -> bytes:
    """The questions of kinds that QTI has, one item each, with their pictures."""
    out, written = BytesIO(), [one for one in questions if one.kind in KINDS]
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        resources = [
            _write_item(archive, question, f"item-{at:05d}", version)
            for at, question in enumerate(written, start=1)
        ]
        _write(archive, "imsmanifest.xml", _manifest(resources, version))
    return out.getvalue()


def _write_item(
    archive: ZipFile, question: ParsedQuestion, identifier: str, version: int
) -> Element:
    item = item_of(question, identifier)
    folder = f"{identifier}/"
    resource = Element("resource", identifier=identifier, type=TYPES[version])
    resource.set("href", f"{folder}item.xml")
    if question.tags or question.category:
        resource.append(_record(question))
    SubElement(resource, "file", href=f"{folder}item.xml")
    for name, content in question.pictures.items():
        path = f"{folder}{PICTURES}{name}"
        SubElement(resource, "file", href=path)
        archive.writestr(ZipInfo(path, _STAMP), content, ZIP_DEFLATED)
    _write(archive, f"{folder}item.xml", _in_version(item, version))
    return resource


def _record(question: ParsedQuestion) -> Element:
    """What the item is about: its tags as keywords, its category as a path."""
    metadata = Element("metadata")
    record = SubElement(metadata, "lom", xmlns=RECORDS)
    if question.tags:
        general = SubElement(record, "general")
        for tag in question.tags:
            _string(SubElement(general, "keyword"), tag)
    if question.category:
        path = SubElement(SubElement(record, "classification"), "taxonPath")
        for name in question.category:
            _string(SubElement(SubElement(path, "taxon"), "entry"), name)
    return metadata


def _string(parent: Element, text: str) -> None:
    SubElement(parent, "string").text = writable(text)


def _manifest(resources: list[Element], version: int) -> Element:
    root = Element("manifest", identifier="questions", xmlns=PACKAGE_SPACES[version])
    metadata = SubElement(root, "metadata")
    schema, number = SCHEMAS[version]
    SubElement(metadata, "schema").text = schema
    SubElement(metadata, "schemaversion").text = number
    SubElement(root, "organizations")
    SubElement(root, "resources").extend(resources)
    return root


def _in_version(item: Element, version: int) -> Element:
    item.set("xmlns", SPACES[version])
    if version == 3:
        for element in item.iter():
            _rename(element)
    return item


def _rename(element: Element) -> None:
    """QTI 3 writes its own names with a prefix and hyphens, and HTML as HTML."""
    if element.tag == "object":
        element.tag = "img"
        element.attrib = {"src": element.get("data", ""), "alt": ""}
    elif element.tag not in MARKUP:
        element.tag = f"qti-{_hyphens(element.tag)}"
        element.attrib = {_attribute(name): value for name, value in element.attrib.items()}
        if element.get("template"):
            element.set("template", _template(element.get("template", "")))


def _attribute(name: str) -> str:
    return name if name.startswith("xml") else _hyphens(name)


def _hyphens(name: str) -> str:
    return _CAPITAL.sub(lambda found: f"-{found[1].lower()}", name)


def _template(address: str) -> str:
    return f"https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{address.rpartition('/')[2]}.xml"


def _write(archive: ZipFile, name: str, root: Element) -> None:
    content = tostring(root, encoding="utf-8", xml_declaration=True)
    archive.writestr(ZipInfo(name, _STAMP), content, ZIP_DEFLATED)
