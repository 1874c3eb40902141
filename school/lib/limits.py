"""How often something that costs us may be done: counted in the cache."""

from django.core.cache import cache


def allow(name: str, *, most: int, seconds: int) -> bool:
    """Count one more of `name` and answer whether it is among the first `most` within `seconds`."""
    key = f"limit:{name}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # It ran out between the two.
        cache.set(key, 1, seconds)
        return True
