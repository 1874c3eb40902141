"""Telling phones apart: a random number that stays in the phone, and that the school keeps only
as a hash. It says nothing about its owner."""

from secrets import token_urlsafe

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "phone"
SALT = "courses.check-in.device"
YEARS_2 = 2 * 366 * 24 * 3600
LENGTH = 32


def device_of(request: HttpRequest) -> str:
    """The hash for this phone; "" where it brought no number, or one that we didn't sign."""
    try:
        number = signing.Signer(salt=SALT).unsign(request.COOKIES.get(COOKIE, ""))
    except signing.BadSignature:
        return ""
    return salted_hmac(SALT, number, algorithm="sha256").hexdigest()[:LENGTH]


def give_number(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Leave a number in a phone that has none yet."""
    if not device_of(request):
        response.set_cookie(
            COOKIE,
            signing.Signer(salt=SALT).sign(token_urlsafe(16)),
            max_age=YEARS_2,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
