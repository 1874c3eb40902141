"""How often one visitor may do what costs us something: counted by address."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from school.lib import limits


def allow(request: HttpRequest, what: str, *, most: int, seconds: int, key: str = "") -> bool:
    """Count one more and answer whether it is among the first `most` within `seconds`. Counted by
    `key` (a phone number, say), else by the visitor's address, of which nothing is kept longer."""
    who = key or get_adapter().get_client_ip(request)
    return limits.allow(f"growth:{what}:{who}", most=most, seconds=seconds)
