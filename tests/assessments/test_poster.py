"""The poster of a certificate: hers alone, readable by a phone, and without a figure."""

from io import BytesIO

import pytest
import zxingcpp
from django.urls import reverse
from django.utils.html import strip_tags
from PIL import Image

from assessments import certificate as rules
from assessments import poster

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(leader, settings):
    settings.JOBS_INLINE = False
    title = {"en": "Ordinary leader", "zh-hans": "普通团长"}
    return rules.issue(leader=leader, kind="tier", key="ordinary", title=title)


def picture_of(client, code: str):
    return client.get(reverse("assessments:poster_picture", args=[code]))


def test_a_phone_reads_the_code_on_it(certificate, client_of, leader):
    answer = picture_of(client_of(leader.user), certificate.code)
    assert answer["Content-Type"] == "image/png"
    picture = Image.open(BytesIO(answer.content))
    assert picture.size == (1080, 1440)
    assert len(answer.content) < 200_000
    assert [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))] == [
        certificate.verify_url
    ]


def test_her_name_and_what_it_is_stand_on_it_and_no_rate(certificate):
    words = poster.html(certificate)
    assert certificate.name in words
    assert "Ordinary leader" in words
    assert "%" not in strip_tags(words.split("<body>")[1])
    assert "¥" not in words


def test_it_is_drawn_once_an_hour(certificate, monkeypatch):
    first = poster.poster(certificate)
    monkeypatch.setattr(poster, "render", lambda _one: pytest.fail("drawn again"))
    assert poster.poster(certificate) == first


def test_the_page_says_how_to_save_it(certificate, client_of, leader):
    page = client_of(leader.user).get(reverse("assessments:poster", args=[certificate.code]))
    assert "Press the picture and hold" in page.text
    assert reverse("assessments:poster_picture", args=[certificate.code]) in page.text


def test_another_leader_and_the_staff_are_refused(certificate, client_of, other_leader, operations):
    for user in (other_leader.user, operations):
        assert picture_of(client_of(user), certificate.code).status_code == 404


def test_what_is_withdrawn_is_not_shared(certificate, client_of, leader, operations):
    rules.revoke(certificate=certificate, by=operations, reason="A mistake")
    assert picture_of(client_of(leader.user), certificate.code).status_code == 404
