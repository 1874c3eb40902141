"""Voice notes of markers: told by their content, never by their name."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal

LARGEST_FILE = 8 * 1024 * 1024
CONTENT_TYPES = {
    "webm": "audio/webm",
    "ogg": "audio/ogg",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "amr": "audio/amr",
}


def read_voice(upload: Any) -> str:
    """Which kind of recording it is, as a suffix.

    Refuses: voice-too-large (over 8 MB, about half an hour), voice-unreadable.
    """
    if upload.size > LARGEST_FILE:
        raise Refusal("voice-too-large", _("This recording is too long."))
    head = upload.read(16)
    upload.seek(0)
    suffix = _suffix_of(head)
    if not suffix:
        raise Refusal("voice-unreadable", _("This isn't a recording that we can play."))
    return suffix


def _suffix_of(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return "m4a"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return "mp3"
    starts = {b"\x1aE\xdf\xa3": "webm", b"OggS": "ogg", b"ID3": "mp3", b"#!AMR": "amr"}
    return next((suffix for start, suffix in starts.items() if head.startswith(start)), "")
