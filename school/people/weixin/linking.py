"""Tying somebody's WeChat to her account, once, after she has proven her number."""

import time

from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.db import transaction
from django.utils.translation import gettext as _

SESSION_KEY = "weixin"
# As long as a log-in code is good, with time to ask for a second one.
WAIT_SECONDS = 20 * 60


def wait(request, uid: str) -> None:
    """Remember in this browser whose WeChat is waiting to be tied to an account."""
    request.session[SESSION_KEY] = {"uid": uid, "at": int(time.time())}


def is_waiting(request) -> bool:
    return _waiting_uid(request) != ""


def link_waiting(sender, request, user, **_kwargs) -> None:
    """She has logged in by her number: tie the WeChat that waits in this browser."""
    uid = _waiting_uid(request)
    request.session.pop(SESSION_KEY, None)
    if uid and link(user=user, uid=uid):
        messages.success(request, _("Next time, WeChat is enough to log in."))


@transaction.atomic
def link(*, user, uid: str) -> bool:
    """Tie this WeChat to this account, whose number has been proven. One that is tied already
    stays where it is: false then."""
    if user.phone_verified_at is None:
        return False
    taken = SocialAccount.objects.select_for_update().filter(provider="weixin")
    if taken.filter(uid=uid).exists() or taken.filter(user=user).exists():
        return False
    _row, made = SocialAccount.objects.get_or_create(
        provider="weixin", uid=uid, defaults={"user": user}
    )
    return made


def unlink(*, user) -> bool:
    """Whether there was something to undo."""
    return bool(SocialAccount.objects.filter(provider="weixin", user=user).delete()[0])


def is_linked(user) -> bool:
    return SocialAccount.objects.filter(provider="weixin", user=user).exists()


def _waiting_uid(request) -> str:
    waiting = request.session.get(SESSION_KEY) or {}
    fresh = time.time() - waiting.get("at", 0) < WAIT_SECONDS
    return waiting.get("uid", "") if fresh else ""
