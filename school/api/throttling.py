from rest_framework.throttling import SimpleRateThrottle


class PerToken(SimpleRateThrottle):
    """So many requests a token; callers without a known one share what their address gets."""

    scope = "token"
    rate = "120/min"

    def get_cache_key(self, request, view) -> str:
        key = getattr(request.user, "key", None) or self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": key}
