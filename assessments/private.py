"""Sending a private file to who may have it, so that a browser shows it and does nothing else."""

import re
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse


def serve(file, *, content_type: str, name: str, download: bool = False) -> FileResponse:
    """The file as what it is: never sniffed, never run, kept in nobody else's cache."""
    response = FileResponse(
        file.open("rb"), content_type=content_type, filename=name, as_attachment=download
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def play(request: HttpRequest, file: Any, *, content_type: str, name: str) -> HttpResponse:
    """A recording, by the piece if the browser asks so: iPhones play nothing that they can't ask
    for by its bytes (RFC 9110, 14.2: one range)."""
    asked = re.fullmatch(r"bytes=(\d{1,12})-(\d{0,12})", request.headers.get("Range", ""))
    response = serve(file, content_type=content_type, name=name)
    response["Accept-Ranges"] = "bytes"
    if not asked:
        return response
    size, begin = file.size, int(asked[1])
    end = min(int(asked[2] or size - 1), size - 1)
    if begin > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response.close()
    return _part(file, response, begin, end)


def _part(file: Any, whole: FileResponse, begin: int, end: int) -> HttpResponse:
    with file.open("rb") as recording:
        recording.seek(begin)
        part = HttpResponse(recording.read(end - begin + 1), status=206)
    for header, value in whole.items():
        part[header] = value
    part["Content-Length"] = str(end - begin + 1)
    part["Content-Range"] = f"bytes {begin}-{end}/{file.size}"
    return part
