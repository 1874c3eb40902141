"""Which language a page speaks: the person's own, else the cookie's, else the browser's."""

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

SUPPORTED = frozenset(code for code, _name in settings.LANGUAGES)


class PersonLanguageMiddleware(LocaleMiddleware):
    """Django's choice by cookie and browser for visitors; for who is logged in, her own setting,
    so that a phone lent to somebody else's browser language doesn't change it."""

    def process_request(self, request) -> None:
        chosen = getattr(request.user, "language", "") if self._has_session(request) else ""
        if chosen in SUPPORTED:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        else:
            super().process_request(request)

    @staticmethod
    def _has_session(request) -> bool:
        """Asking for the user would load the session: not for pages that need neither."""
        return settings.SESSION_COOKIE_NAME in request.COOKIES
