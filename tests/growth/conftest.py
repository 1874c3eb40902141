"""What the tests of this floor share: an agreement, an offer, and the code from the phone."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from school.growth.agreement import publish
from school.growth.models import Agreement, Offer
from school.growth.offer import offer_to
from school.notices.models import SmsMessage
from school.people.models import Leader
from tests import cast

ZH, EN = "zh-hans", "en"


@pytest.fixture(autouse=True)
def in_english(db):
    with translation.override(EN):
        yield


def draft(kind: str = Agreement.Kind.EXCLUSIVE, **fields) -> Agreement:
    return Agreement.objects.create(
        kind=kind,
        **{
            "title": "独家合作协议",
            "title_en": "Exclusive agreement",
            "text": "# 合作\n\n- 只在本平台开团",
            "text_en": "# Together\n\n- Group buys on this platform only",
            "valid_months": 12,
        }
        | fields,
    )


def published(kind: str = Agreement.Kind.EXCLUSIVE, by=None, **fields) -> Agreement:
    return publish(agreement=draft(kind, **fields), by=by or cast.operations())


def offered(leader: Leader, agreement: Agreement, by=None) -> Offer:
    offer_to(agreement=agreement, leaders=Leader.objects.filter(pk=leader.pk), by=by)
    return Offer.objects.open().get(leader=leader, agreement=agreement)


def newest_code() -> str:
    """The six digits of the newest message to anybody."""
    return re.match(r"\d{6}", SmsMessage.objects.order_by("-pk")[0].text)[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


@pytest.fixture
def client():
    """A visitor's browser, in English."""
    return Client(headers={"accept-language": EN})


@pytest.fixture
def agreement(operations):
    return published(by=operations)


@pytest.fixture
def offer(leader, agreement, operations):
    return offered(leader, agreement, operations)


@pytest.fixture
def queries(db):
    """How many queries a visit takes, once what is kept in memory has been loaded."""

    def count(client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    return count
