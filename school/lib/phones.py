"""Phone numbers: read as people write them, kept as E.164, shown whole or masked."""

import re
import unicodedata

import phonenumbers
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from school.lib.refusal import Refusal

HOME = "CN"
_SCIENTIFIC = re.compile(r"\d+(\.\d+)?E\+?\d+", re.IGNORECASE)
_MASKED = re.compile(r"\+?\d*[*•●xX×#]+\d*")
_WRITTEN = re.compile(r"\+?[0-9]{5,15}", re.ASCII)
_SEPARATORS = re.compile(r"[\s\-‐-―−.()]")
_CAN_RECEIVE_SMS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def read_phone(text: str) -> str:
    """The mobile number in `text` as E.164 ("+8613800000001"); without a country code it is
    Chinese. Spaces, dashes, full-width digits, a leading ' and 0086 are understood.

    Refuses, and never guesses: phone-missing, phone-scientific (a spreadsheet rounded the
    number), phone-masked (138****0001), phone-invalid.
    """
    bare = _bare(text)
    if not bare:
        raise Refusal("phone-missing", _("Please give a phone number."))
    if _SCIENTIFIC.fullmatch(bare):
        raise Refusal(
            "phone-scientific",
            _("The spreadsheet has rounded the phone number to %(text)s. Format it as text."),
            {"text": text},
        )
    if _MASKED.fullmatch(bare):
        raise Refusal(
            "phone-masked", _("Some digits of %(text)s are hidden."), {"text": text.strip()}
        )
    return _e164(bare, text)


def mask_phone(e164: str) -> str:
    """The number as "138****0001": enough to recognise, too little to call. Empty stays empty."""
    if not e164:
        return ""
    number = str(phonenumbers.parse(e164).national_number)
    return f"{number[:-8]}****{number[-4:]}"


def local(e164: str) -> str:
    """The number as people say it: "138 0000 0001" in China, "+852 9123 4567" elsewhere. Empty
    stays empty."""
    if not e164:
        return ""
    number = phonenumbers.parse(e164)
    at_home = number.country_code == phonenumbers.country_code_for_region(HOME)
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def _bare(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    # Numbers copied out of a phone's address book carry invisible direction marks.
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    bare = _SEPARATORS.sub("", re.sub(r"\.0+\s*$", "", seen.strip()).lstrip("'`’‘"))
    return re.sub(r"^00", "+", bare)


def _e164(bare: str, text: str) -> str:
    if _WRITTEN.fullmatch(bare):
        try:
            number = phonenumbers.parse(bare, HOME)
        except phonenumbers.NumberParseException:
            number = None
        if number and phonenumbers.is_valid_number(number) and _takes_sms(number):
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    raise Refusal("phone-invalid", _("%(text)s is not a mobile number."), {"text": text.strip()})


def _takes_sms(number: phonenumbers.PhoneNumber) -> bool:
    return phonenumbers.number_type(number) in _CAN_RECEIVE_SMS
