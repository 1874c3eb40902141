"""A package that somebody brought: kept, looked through and unpacked by a job, or refused.

A zip is looked through by its list before anything is unpacked, and what is unpacked never goes
beyond what the list said. Every refusal is for the whole package: nothing of it stays but the zip.
"""

import stat
import zlib
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from courses.models import ScormPackage
from courses.models.trainings.kit import private_storage
from courses.scorm.manifest import NAME, Manifest, read_manifest
from school.jobs import job
from school.lib.refusal import Refusal

KIND = "courses.unpack_package"
LARGEST_ZIP = 200 * 1024 * 1024
LARGEST_UNPACKED = 500 * 1024 * 1024
LARGEST_MANIFEST = 4 * 1024 * 1024
MOST_FILES = 5_000
# A picture or a film hardly shrinks and text to a tenth; nothing honest shrinks to a hundredth.
HIGHEST_RATIO = 100
SMALL = 1024 * 1024
REPORT_EVERY = 20

PROBLEMS = {
    "zip-broken": _("The zip file can't be read. Export it once more."),
    "no-manifest": _("There is no imsmanifest.xml at the top of the zip. Is it a SCORM export?"),
    "manifest-broken": _("Its imsmanifest.xml can't be read."),
    "scorm-unknown": _("Neither SCORM 1.2 nor SCORM 2004."),
    "no-launch": _("The first page that its manifest names is missing."),
    "several-parts": _("It has several parts. Export each as a package of its own."),
    "unsafe-path": _("A file in it wants to lie outside the package."),
    "too-big": _("Unpacked it would be larger than 500 MB."),
    "bomb": _("It is packed like a zip bomb: far too many files, or far too much in too little."),
}
State = ScormPackage.State


@transaction.atomic
def bring(*, title: str, file: File, by) -> ScormPackage:
    """Keep a zip and let a worker unpack it. The same title again is its next version.

    Refuses: zip-too-big.
    """
    if file.size > LARGEST_ZIP:
        raise Refusal("zip-too-big", _("The file is larger than 200 MB."))
    last = ScormPackage.objects.filter(title=title).aggregate(last=Max("number"))["last"] or 0
    row = ScormPackage(title=title, number=last + 1, by=by, file_name=str(file.name)[-200:])
    row.file.save(f"{row.key}.zip", file, save=False)
    row.save()
    key = f"{KIND}:{row.pk}"
    row.job = job.enqueue(kind=KIND, args={"package_id": row.pk}, owner=by, key=key)
    row.save(update_fields=["job"])
    return row


def unpack(row: ScormPackage, progress: Callable[[int, int], None]) -> dict:
    """Look through it, and put its files where they are served from. Twice is once."""
    if row.state != State.WAITING:
        return {"state": row.state}
    try:
        with row.file.open("rb") as file, ZipFile(file) as archive:
            _take(row, archive, progress)
    except Refusal as refusal:
        _refuse(row, refusal.code, str(refusal.params.get("about", "")))
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        _refuse(row, "zip-broken", "")
    return {"state": row.state, "problem": row.problem}


def _refuse(row: ScormPackage, code: str, about: str) -> None:
    row.state, row.problem, row.about = State.REFUSED, code, about[:200]
    row.save(update_fields=["state", "problem", "about"])


def _take(row: ScormPackage, archive: ZipFile, progress: Callable[[int, int], None]) -> None:
    entries = checked_entries(archive.infolist())
    manifest = _manifest(archive, entries)
    for done, (name, entry) in enumerate(entries.items()):
        if done % REPORT_EVERY == 0:
            progress(done, len(entries))
        with archive.open(entry) as source:
            _keep(f"{row.folder}/{name}", source)
    row.standard, row.launch = manifest.standard, manifest.launch
    row.pass_mark, row.launch_data = manifest.pass_mark, manifest.launch_data
    row.files, row.size = len(entries), sum(entry.file_size for entry in entries.values())
    row.state = State.READY
    row.save()


def _keep(name: str, source: IO[bytes]) -> None:
    """In place of what an earlier run that was killed left there."""
    storage = private_storage()
    if storage.exists(name):
        storage.delete(name)
    storage.save(name, File(source))


def checked_entries(listed: Iterable[ZipInfo]) -> dict[str, ZipInfo]:
    """The files of a zip by the path at which they may lie. Refuses: bomb, too-big, unsafe-path,
    zip-broken (encrypted)."""
    entries = [entry for entry in listed if not entry.is_dir()]
    whole, packed = (
        sum(getattr(entry, size) for entry in entries) for size in ("file_size", "compress_size")
    )
    if len(entries) > MOST_FILES or (whole > SMALL and whole > packed * HIGHEST_RATIO):
        raise Refusal("bomb", PROBLEMS["bomb"])
    if whole > LARGEST_UNPACKED:
        raise Refusal("too-big", PROBLEMS["too-big"])
    found = {}
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise Refusal("zip-broken", PROBLEMS["zip-broken"])
        found[_safe(entry)] = entry
    return found


def _safe(entry: ZipInfo) -> str:
    """Its path below the package's root. Refuses: unsafe-path."""
    raw = entry.orig_filename.replace("\\", "/")
    path = PurePosixPath(raw)
    # A zip made on a Unix keeps the kind of file in the upper half: only plain files are taken.
    kind = stat.S_IFMT(entry.external_attr >> 16)
    control = any(ord(letter) < 32 for letter in raw)
    odd = path.is_absolute() or ".." in path.parts or ":" in raw or control
    if odd or not path.parts or len(raw) > 240 or kind not in (0, stat.S_IFREG):
        raise Refusal("unsafe-path", PROBLEMS["unsafe-path"], {"about": entry.filename})
    return str(path)


def _manifest(archive: ZipFile, entries: dict[str, ZipInfo]) -> Manifest:
    """Refuses: no-manifest, no-launch, and what `read_manifest` refuses."""
    entry = entries.get(NAME)
    if entry is None:
        raise Refusal("no-manifest", PROBLEMS["no-manifest"])
    if entry.file_size > LARGEST_MANIFEST:
        raise Refusal("manifest-broken", PROBLEMS["manifest-broken"])
    found = read_manifest(archive.read(entry))
    if found.launch_file not in entries:
        raise Refusal("no-launch", PROBLEMS["no-launch"], {"about": found.launch_file})
    return found
