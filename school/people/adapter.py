from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.fields import PhoneField
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from school.lib.phones import read_phone
from school.lib.refusal import Refusal
from school.people.signals import code_requested


class LocalPhoneField(PhoneField):
    """A phone field that takes numbers as people write them: `138 0000 0001`, `+86 …`."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("label", gettext_lazy("Mobile number"))
        attrs = {"type": "tel", "inputmode": "tel", "autocomplete": "tel", "maxlength": 24}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return value
        try:
            return read_phone(value)
        except Refusal as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal


class AccountAdapter(DefaultAccountAdapter):
    """allauth's questions about phones, answered from the account; nobody signs up uninvited."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That is not the code of our newest message."),
        "too_many_login_attempts": gettext_lazy(
            "That was many tries for this number. Wait a few minutes, then ask for a new code."
        ),
        "rate_limited": gettext_lazy("A little too fast. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def phone_form_field(self, **kwargs):
        return LocalPhoneField(**kwargs)

    def get_user_by_phone(self, phone: str):
        return get_user_model().objects.filter(phone=phone, is_active=True).first()

    def get_phone(self, user) -> tuple[str, bool]:
        return user.phone, user.phone_verified_at is not None

    def set_phone(self, user, phone: str, verified: bool) -> None:
        user.phone = phone
        user.phone_verified_at = timezone.now() if verified else None
        user.save(update_fields=["phone", "phone_verified_at"])

    def set_phone_verified(self, user, phone: str) -> None:
        if user.phone == phone and not user.phone_verified_at:
            self.set_phone(user, phone, True)

    def send_verification_code_sms(self, user, phone: str, code: str, **_kwargs) -> None:
        with translation.override(user.language):
            text = _(
                "%(code)s is your log-in code for the business school. It is good for "
                "10 minutes. Never tell it to anyone."
            ) % {"code": code}
        code_requested.send(sender=type(self), phone=phone, text=text)
