"""How often one visitor may do what costs us something: counted in the cache, by address."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def allow(request: HttpRequest, what: str, *, most: int, seconds: int, key: str = "") -> bool:
    """Count one more and answer whether it is among the first `most` within `seconds`. Counted by
    `key` (a phone number, say), else by the visitor's address, of which nothing is kept longer."""
    name = f"growth:{what}:{key or get_adapter().get_client_ip(request)}"
    cache.add(name, 0, seconds)
    try:
        return cache.incr(name) <= most
    except ValueError:  # It ran out between the two.
        cache.set(name, 1, seconds)
        return True
