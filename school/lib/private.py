"""Sending a private file to who may have it, so that a browser shows it and does nothing else."""

import re
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse


def serve(file, *, content_type: str, name: str, download: bool = False) -> FileResponse:
    """The file as what it is: never sniffed, never run, kept in nobody else's cache."""
    response = FileResponse(
        file.open("rb"), content_type=content_type, filename=name, as_attachment=download
    )
    return _guarded(response)


def play(
    request: HttpRequest, file: Any, *, content_type: str, name: str, most: int | None = None
) -> HttpResponse:
    """A recording, by the piece if the browser asks so: iPhones play nothing that they can't ask
    for by its bytes (RFC 9110, 14.2: one range). No more than `most` bytes at once."""
    asked = re.fullmatch(r"bytes=(\d{1,12})-(\d{0,12})", request.headers.get("Range", ""))
    if not asked:
        response = serve(file, content_type=content_type, name=name)
        response["Accept-Ranges"] = "bytes"
        return response
    begin, end = int(asked[1]), min(int(asked[2] or file.size - 1), file.size - 1)
    if most:
        end = min(end, begin + most - 1)
    if begin > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    with file.open("rb") as recording:
        recording.seek(begin)
        part = HttpResponse(recording.read(end - begin + 1), content_type=content_type, status=206)
    part["Content-Range"] = f"bytes {begin}-{end}/{file.size}"
    return _guarded(part)


def _guarded(response: Any) -> Any:
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
