"""WeChat's two doors: its own browser asks an official account's app, all others a website's app,
whose page shows a QR code. Each has keys of its own; without them the door isn't there."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class Door:
    app_id: str
    secret: str
    path: str
    scope: str


def is_inside(request: HttpRequest) -> bool:
    """Whether the page is open in WeChat's own browser."""
    return "micromessenger" in request.headers.get("User-Agent", "").lower()


def door_of(request: HttpRequest) -> Door | None:
    """The door for this browser; None where the school has no keys for it."""
    inside = is_inside(request)
    app_id, secret = settings.WEIXIN["inside" if inside else "site"]
    if not (app_id and secret):
        return None
    if inside:
        return Door(app_id, secret, "/connect/oauth2/authorize", "snsapi_userinfo")
    return Door(app_id, secret, "/connect/qrconnect", "snsapi_login")
