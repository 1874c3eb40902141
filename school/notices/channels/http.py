"""Posting JSON to a gateway, and reading its answer as what it says about acceptance."""

from typing import Any

import requests

from school.notices.channels.problems import NoAnswer, NotNow, NotTaken

TIMEOUT_SECONDS = 10
# "Too many" and "unavailable" say that nothing was done. Other errors of a server may come from
# behind the place where it was accepted.
BUSY = {425, 429, 503}
# What urllib3 calls it when not even a connection came about, so that nothing was sent.
NEVER_LEFT = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError")


def post_json(url: str, payload: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
    """What the other side answered, as JSON (None if it isn't).

    Raises NotNow, NotTaken, NoAnswer.
    """
    try:
        answer = requests.post(
            url, json=payload, headers=headers, timeout=TIMEOUT_SECONDS, allow_redirects=False
        )
    except (requests.ConnectionError, requests.Timeout) as error:
        raise (NotNow("unreachable") if _never_left(error) else NoAnswer("no-answer")) from error
    except requests.RequestException as error:
        raise NotTaken("refused") from error
    _check(answer.status_code)
    try:
        return answer.json()
    except ValueError:
        return None


def _never_left(error: requests.RequestException) -> bool:
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return type(reason).__name__ in NEVER_LEFT


def _check(status: int) -> None:
    if status in BUSY:
        raise NotNow("busy", str(status))
    if 300 <= status < 500:
        raise NotTaken("refused", str(status))
    if status >= 500:
        raise NoAnswer("no-answer", str(status))
