"""Documents that leaders hand in: told by their content, kept as they came, never opened here and
only ever sent as a download."""

from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal

LARGEST_FILE = 15 * 1024 * 1024
LARGEST_UNPACKED = 150 * 1024 * 1024
MOST_PARTS = 3000
MACROS = "vbaproject.bin"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain; charset=utf-8",
    "jpg": "image/jpeg",
}
_INSIDE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}


@dataclass
class Document:
    """A document that may be kept."""

    content: ContentFile
    suffix: str
    name: str


def read_document(upload: Any) -> Document:
    """The uploaded file as a document: PDF, Word, Excel, PowerPoint (without macros) or text.

    Refuses: file-too-large (over 15 MB, or a packed one that would unpack to far more),
    file-unreadable (nothing that we know, whatever its name says).
    """
    if upload.size > LARGEST_FILE:
        raise too_large()
    content = upload.read()
    suffix = _suffix_of(content)
    if not suffix:
        raise Refusal(
            "file-unreadable",
            _("We can't take this kind of file. PDF, Word, Excel, PowerPoint or text, please."),
        )
    return Document(ContentFile(content), suffix, tidy_name(upload.name))


def too_large() -> Refusal:
    return Refusal("file-too-large", _("This file is too large. Please send a smaller one."))


def tidy_name(name: Any) -> str:
    """The file's name without its path and without what can't be shown."""
    last = str(name or "").replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[:120].strip()


def _suffix_of(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return _office_suffix(content)
    return "txt" if _is_text(content) else ""


def _office_suffix(content: bytes) -> str:
    """Looks at the list of parts only: nothing is unpacked."""
    try:
        with ZipFile(ContentFile(content)) as packed:
            parts = packed.infolist()
    except (BadZipFile, ValueError, NotImplementedError):
        return ""
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise too_large()
    names = {part.filename for part in parts}
    if any(name.lower().endswith(MACROS) for name in names):
        return ""
    return next((suffix for name, suffix in _INSIDE.items() if name in names), "")


def _is_text(content: bytes) -> bool:
    """Words, and no page that a browser would run. Text of Chinese phones may be GB18030."""
    if not content.strip() or b"\0" in content or content.lstrip()[:1] == b"<":
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return all(letter.isprintable() or letter in "\r\n\t\f\ufeff" for letter in text)
    return False
