"""The door of the API: a bearer token from the setting API_TOKENS. Without tokens it is shut."""

import hashlib
import hmac

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission

KEYWORD = b"bearer"


class TradingSystem:
    """Whoever holds a token: a program, not a person. `key` tells tokens apart without being
    one, for counting requests."""

    is_authenticated = True
    is_active = True

    def __init__(self, key: str) -> None:
        self.pk = self.key = key


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`. Tokens are compared by their digests and all of them every
    time, so that neither their length nor their place in the list shows in the answer's time."""

    def authenticate(self, request):
        given = digest(_given(request))
        known = [hmac.compare_digest(given, digest(one.encode())) for one in settings.API_TOKENS]
        return (TradingSystem(given.hex()[:16]), None) if any(known) else None

    def authenticate_header(self, request) -> str:
        return "Bearer"


class HasToken(BasePermission):
    """Errors: api-closed (the school has given out no token), token-missing, token-unknown."""

    def has_permission(self, request, view) -> bool:
        if not settings.API_TOKENS:
            raise PermissionDenied(_("The API is closed: no token is set."), code="api-closed")
        if request.user and request.user.is_authenticated:
            return True
        if _given(request):
            raise NotAuthenticated(_("This token is not known here."), code="token-unknown")
        raise NotAuthenticated(_("Send your token: Authorization: Bearer …"), code="token-missing")


def digest(token: bytes) -> bytes:
    return hashlib.sha256(token).digest()


def _given(request) -> bytes:
    words = get_authorization_header(request).split()
    return words[1] if len(words) == 2 and words[0].lower() == KEYWORD else b""
