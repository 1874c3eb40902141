"""Runs inside a school of its own for `RunningSchool`: lines of code come in, what they print goes
out. One process answers them all, since to start a new one takes as long as a whole scene."""

import io
import json
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout

import django

django.setup()

from django.core.cache import caches  # noqa: E402
from django.db import connections  # noqa: E402


def answer(code: str) -> dict[str, str]:
    out, error = io.StringIO(), ""
    with redirect_stdout(out), redirect_stderr(out):
        try:
            exec(code, {"__name__": "inside"})
        except BaseException:
            error = traceback.format_exc()
    connections.close_all()
    for cache in caches.all(initialized_only=True):
        cache.clear()
    return {"out": out.getvalue(), "error": error}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
