"""A page of a package as it is sent: with our script before its own ones.

static/js/scorm_storage.js says what the script is for.
"""

import re

from django.templatetags.static import static

KINDS = ("text/html", "application/xhtml+xml")
LARGEST = 8 * 1024 * 1024
SCRIPT = "js/scorm_storage.js"
# The script goes behind the first of these that a page has.
OPENINGS = [
    re.compile(rb"<%s(\s[^>]*)?>" % name, re.IGNORECASE) for name in (b"head", b"html", b"!doctype")
]


def with_storage(page: bytes) -> bytes:
    """The page with the script; as it is where it has none of the three (or is UTF-16)."""
    found = next(filter(None, (opening.search(page) for opening in OPENINGS)), None)
    if found is None:
        return page
    script = f'<script src="{static(SCRIPT)}"></script>'.encode()
    return page[: found.end()] + script + page[found.end() :]
