"""The code on the trainer's screen: it changes every 15 seconds, and only the school can make it.

    slot  = the moment in seconds ÷ 15, rounded down
    token = session - slot - the first 80 bits of HMAC-SHA256(secret, session.slot), in base 32
    digits = the same kind of HMAC modulo 1,000,000, with six digits

A code is good while it is shown, for the slot after that, and for the grace of the settings: a
phone needs a moment to find the code and the network.
"""

from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import gettext_lazy as _

from courses.models import AttendanceSettings, CheckIn
from school.lib.refusal import Refusal

SLOT = 15
DIGITS = 6
TOKEN_BYTES = 10
# So long after its time a typed code is told apart from one that never was.
KNOWN_FOR = 20 * SLOT

Way = CheckIn.Way


@dataclass(frozen=True)
class Proof:
    """A code was read at this moment: for which session, from which slot, and how."""

    session_id: int
    slot: int
    way: str
    at: datetime

    @property
    def age(self) -> int:
        """Seconds since the code first stood on the screen."""
        return max(0, int(self.at.timestamp()) - self.slot * SLOT)


def slot_of(moment: datetime) -> int:
    return int(moment.timestamp()) // SLOT


def next_slot_at(moment: datetime) -> datetime:
    return datetime.fromtimestamp((slot_of(moment) + 1) * SLOT, tz=UTC)


def token_of(session_id: int, slot: int) -> str:
    signature = b32encode(_mac("token", session_id, slot)[:TOKEN_BYTES]).decode().lower()
    return f"{int_to_base36(session_id)}-{int_to_base36(slot)}-{signature}"


def digits_of(session_id: int, slot: int) -> str:
    number = int.from_bytes(_mac("digits", session_id, slot)[:8], "big") % 10**DIGITS
    return f"{number:0{DIGITS}}"


def read_token(token: str, *, at: datetime) -> Proof:
    """The proof in a scanned address. Refuses: code-forged, code-expired."""
    session_id, slot = _parts(token)
    if not constant_time_compare(token.lower(), token_of(session_id, slot)):
        raise forged()
    return fresh(Proof(session_id, slot, Way.QR, at))


def read_digits(typed: str, *, at: datetime, sessions: Iterable[int]) -> Proof:
    """The proof in a typed code, which may be of any of these sessions. Refuses: code-forged,
    code-expired."""
    digits = "".join(typed.split())
    now = slot_of(at)
    for slot in range(now, now - KNOWN_FOR // SLOT, -1):
        for session_id in sessions:
            if constant_time_compare(digits, digits_of(session_id, slot)):
                return fresh(Proof(session_id, slot, Way.CODE, at))
    raise Refusal("code-forged", _("That is not the code on the screen. Type the one there now."))


def fresh(proof: Proof) -> Proof:
    """The proof, if its code was still good when it was read. Refuses: code-expired,
    code-forged (of a time that is yet to come)."""
    if proof.slot > slot_of(proof.at):
        raise forged()
    good_for = timedelta(seconds=2 * SLOT + AttendanceSettings.load().grace_seconds)
    if proof.at - datetime.fromtimestamp(proof.slot * SLOT, tz=UTC) >= good_for:
        raise Refusal("code-expired", _("This code has changed. Scan the one on the screen now."))
    return proof


def forged() -> Refusal:
    return Refusal("code-forged", _("This is not one of the school's codes."))


def _parts(token: str) -> tuple[int, int]:
    try:
        session, slot, _signature = token.split("-")
        return base36_to_int(session), base36_to_int(slot)
    except ValueError as error:
        raise forged() from error


def _mac(use: str, session_id: int, slot: int) -> bytes:
    salt = f"courses.check-in.{use}"
    return salted_hmac(salt, f"{session_id}.{slot}", algorithm="sha256").digest()
