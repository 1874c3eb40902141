"""A QTI package: a zip archive that is looked into and never unpacked."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import unquote
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext_lazy as _

from assessments.formats.qti.xml import parse
from school.lib.refusal import Refusal

MOST_PARTS = 5_000
MOST_UNPACKED = 200 * 2**20
LARGEST_PART = 20 * 2**20
# XML shrinks to a fiftieth at best; a bomb to a thousandth.
MOST_RATIO = 400
RATIO_COUNTS_FROM = 2**20
MANIFEST = "imsmanifest.xml"
NOT_ITEMS = ("imsqti_test", "webcontent", "associatedcontent", "imsqti_stylesheet", "controlfile")


@dataclass
class Listed:
    """An item as the manifest lists it."""

    path: str
    tags: tuple[str, ...] = ()
    category: tuple[str, ...] = ()


@dataclass
class Package:
    """The archive and the items in it. A lone item is a package with nothing else in it."""

    parts: dict[str, ZipInfo] = field(default_factory=dict)
    archive: ZipFile | None = None
    items: list[Listed] = field(default_factory=list)

    def read(self, path: str) -> bytes:
        """Refuses: part-missing, part-too-large, part-unreadable."""
        part = self.parts.get(path)
        if part is None or self.archive is None:
            raise _refuse("part-missing", _("The package does not hold %(path)s."), path)
        if part.file_size > LARGEST_PART:
            raise _refuse("part-too-large", _("%(path)s is too large."), path)
        try:
            with self.archive.open(part) as file:
                return file.read(LARGEST_PART)
        except Exception as error:  # Damaged, encrypted, unknown compression: a dozen kinds.
            raise _refuse("part-unreadable", _("%(path)s can't be unpacked."), path) from error

    def beside(self, item: str, href: str) -> str:
        """The path of what an item refers to. Refuses: part-outside."""
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(item), unquote(href)))
        if joined.startswith(("/", "..")) or "\\" in joined or ":" in joined:
            message = _("%(path)s lies outside the package.")
            raise _refuse("part-outside", message, href[:100])
        return joined


def open_package(data: bytes) -> Package:
    """Refuses: package-unreadable, package-too-large."""
    try:
        archive = ZipFile(BytesIO(data))
        # A damaged directory may have parts without a name.
        named = (part for part in archive.infolist() if part.filename)
        parts = {part.filename: part for part in named if not part.is_dir()}
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Refusal(
            "package-unreadable", _("This is not a package that can be opened.")
        ) from error
    _guard(list(parts.values()))
    package = Package(parts, archive)
    package.items = list(_listed(package)) or list(_loose(package))
    return package


def _guard(parts: list[ZipInfo]) -> None:
    """What the directory admits to is checked before anything is unpacked; unpacking stops at
    what the directory says."""
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    bomb = unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * max(1, packed)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or bomb:
        raise Refusal("package-too-large", _("This package is too large. Split it into parts."))


def _listed(package: Package) -> Iterator[Listed]:
    path = next((name for name in sorted(package.parts, key=len) if name.endswith(MANIFEST)), None)
    if path is None:
        return
    try:
        root = parse(package.read(path))
    except Refusal:  # Without a list, what looks like an item counts.
        return
    for resource in root.iter("resource"):
        kind, href = resource.get("type", ""), resource.get("href", "")
        if not kind.startswith(NOT_ITEMS) and kind.startswith("imsqti") and href:
            try:
                where = package.beside(path, href)
            except Refusal:
                where = href
            yield Listed(where, _tags(resource), _category(resource))


def _loose(package: Package) -> Iterator[Listed]:
    for name in sorted(package.parts):
        if name.endswith(".xml") and not name.endswith(MANIFEST):
            yield Listed(name)


def _tags(resource: Element) -> tuple[str, ...]:
    words = (text for keyword in resource.iter("keyword") for text in _texts(keyword))
    return tuple(dict.fromkeys(words))


def _category(resource: Element) -> tuple[str, ...]:
    path = next(resource.iter("taxonPath"), None)
    if path is None:
        return ()
    return tuple(text for entry in path.iter("entry") for text in _texts(entry)[:1])


def _texts(element: Element) -> list[str]:
    """The words in it: each language's string, or what stands there bare."""
    found = ((one.text or "").strip() for one in element.iter() if not len(one))
    return [text for text in found if text]


def _refuse(code: str, message, path: str) -> Refusal:
    return Refusal(code, message, {"path": path})
