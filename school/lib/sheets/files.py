"""A file's kind: what its bytes say, whatever its name says."""

from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.lib.sheets.grid import MAX_BYTES, Grid, too_large
from school.lib.sheets.html import html_grids, is_html
from school.lib.sheets.notes import Note, note_names
from school.lib.sheets.old_workbook import old_workbook_grids
from school.lib.sheets.text import decode, text_grids
from school.lib.sheets.workbook import workbook_grids

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"


def open_grids(data: bytes, name: str, *, percents: bool = False) -> tuple[list[Grid], list[Note]]:
    """The grids in which the table may be; with `percents`, a workbook's 0.05 that is shown as
    5% is "5%". Refuses what can't be read, as `read_sheet` says."""
    if len(data) > MAX_BYTES:
        raise too_large(name)
    if not data.strip():
        raise Refusal("sheet-empty", _("%(name)s is empty."), {"name": name})
    if data.startswith(_OLD_OFFICE) and _ENCRYPTED in data:
        message = _("%(name)s has a password. Save it without one.")
        raise Refusal("sheet-password", message, {"name": name})
    if data.startswith((_OLD_OFFICE, _ZIP)):
        read = workbook_grids if data.startswith(_ZIP) else old_workbook_grids
        grids, hidden = read(data, name, percents=percents)
        return grids, note_names("sheet-hidden", _("Hidden sheets left out: %(names)s."), hidden)
    text, encoding = decode(data, name)
    if is_html(text):
        return html_grids(text, encoding, name), []
    return text_grids(text, encoding), []
