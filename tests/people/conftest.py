"""Coming in, as a browser does it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from school.notices.models import SmsMessage
from tests import cast


class Phone:
    """A phone with a browser and its messages."""

    def __init__(self, language: str = "en") -> None:
        self.client = Client(headers={"accept-language": language})

    def newest_code(self) -> str:
        return re.search(r"\d{6}", SmsMessage.objects.first().text)[0]

    def ask_for_code(self, number: str):
        return self.client.post(reverse("account_login"), {"login": number})

    def type_code(self, code: str, **more):
        return self.client.post(reverse("account_confirm_login_code"), {"code": code, **more})

    def join(self, code: str, **said):
        plain = {
            "name": "Wang Fang",
            "phone": "138 0000 0555",
            "community": "Willow Lane",
            "group_members": "40",
            "kind": "mother",
            "language": "en",
            "consent": "on",
        }
        return self.client.post(reverse("people:join", args=[code]), plain | said)


@pytest.fixture
def phone(db) -> Phone:
    return Phone()


@pytest.fixture
def invitation(intake, other_leader):
    return cast.invitation(intake, other_leader.user, code="ABCD2345")
