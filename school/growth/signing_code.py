"""The code that goes to a leader's phone before she signs: sent seldom, good for little.

A guess hits one in a million; a code dies after five tries, and no more than ten go out a day.
"""

import secrets
import unicodedata
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from school.growth.models import Offer, SigningCode
from school.lib.refusal import Refusal
from school.notices import sms

DIGITS = 6
GOOD_FOR = timedelta(minutes=10)
MOST_TRIES = 5
# So many codes in so long, counted over all that the leader signs.
LIMITS = ((3, timedelta(minutes=10)), (10, timedelta(days=1)))


def send(offer: Offer) -> SigningCode:
    """Send a new code to the leader's number; an earlier one isn't good any more.

    Refuses: code-too-often.
    """
    now = timezone.now()
    _check_limits(offer, now)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    row = SigningCode.objects.create(offer=offer, digest=_digest(offer, now, code), sent_at=now)
    sms.send(phone=offer.leader.user.phone, text=_text(offer, code))
    return row


def _check_limits(offer: Offer, now: datetime) -> None:
    sent = SigningCode.objects.filter(offer__leader=offer.leader_id)
    for most, span in LIMITS:
        if sent.filter(sent_at__gt=now - span).count() >= most:
            raise Refusal(
                "code-too-often", gettext_lazy("That was many codes. Wait a while, then ask again.")
            )


def _text(offer: Offer, code: str) -> str:
    user = offer.leader.user
    with translation.override(user.language):
        words = _(
            "%(code)s signs “%(title)s”. Type it only on the school's own page, and only if you "
            "agree. It is good for 10 minutes."
        )
        return words % {"code": code, "title": offer.agreement.title_in(user.language)}


def _digest(offer: Offer, sent_at: datetime, code: str) -> str:
    salted = salted_hmac("growth.signing", f"{offer.pk}:{sent_at.isoformat()}:{code}")
    return salted.hexdigest()


def newest(offer: Offer) -> SigningCode | None:
    """The code that is waited for, if one was sent lately."""
    unused = offer.codes.filter(sent_at__gt=timezone.now() - GOOD_FOR, used_at=None)
    return unused.order_by("-sent_at", "-pk").first()


def check(offer: Offer, typed: str) -> SigningCode:
    """The row of the code that she typed rightly. Each try is counted before it is compared, and
    stays counted: call it outside a transaction that a refusal would take back.

    Refuses: code-missing, code-old, code-spent, code-wrong.
    """
    digits = "".join(unicodedata.normalize("NFKC", typed).split())
    if not digits:
        raise Refusal("code-missing", gettext_lazy("Type the six digits from the message."))
    row = newest(offer)
    if row is None:
        raise Refusal("code-old", gettext_lazy("This code has run out. Ask for a new one."))
    counted = SigningCode.objects.filter(pk=row.pk, tries__lt=MOST_TRIES)
    if not counted.update(tries=F("tries") + 1):
        raise Refusal("code-spent", gettext_lazy("Too many tries. Ask for a new code."))
    if not constant_time_compare(row.digest, _digest(offer, row.sent_at, digits)):
        raise Refusal("code-wrong", gettext_lazy("That is not the code of our newest message."))
    return row


def use_up(row: SigningCode) -> bool:
    """Take the code; False if somebody was quicker."""
    return bool(SigningCode.objects.filter(pk=row.pk, used_at=None).update(used_at=timezone.now()))
