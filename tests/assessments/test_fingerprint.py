"""Photos that look the same."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance

from assessments import submission as rules
from assessments.fingerprint import NEAR, distance, fingerprint, nearest
from assessments.models import Likeness
from tests.assessments import cast

BITS = st.integers(-(1 << 63), (1 << 63) - 1)


def drawn(seed: int = 1) -> Image.Image:
    """A picture with something in it; another one for another seed."""
    picture = Image.new("RGB", (640, 480), "#f4ead9")
    pen = ImageDraw.Draw(picture)
    for at in range(14):
        x, y = (at * 89 * seed) % 600, (at * 131 * seed + 40 * seed) % 440
        pen.ellipse((x, y, x + 120, y + 90), fill=((at * 53 * seed) % 256, at * 17, 90))
    return picture


def saved(picture: Image.Image, **options) -> BytesIO:
    out = BytesIO()
    picture.save(out, "JPEG", **options)
    out.seek(0)
    return out


def test_smaller_and_saved_anew_and_brighter_it_is_the_same():
    first = fingerprint(saved(drawn()))
    again = fingerprint(saved(drawn().resize((320, 240)), quality=40))
    brighter = fingerprint(saved(ImageEnhance.Brightness(drawn()).enhance(1.15)))
    assert distance(first, again) <= NEAR
    assert distance(first, brighter) <= NEAR


def test_another_picture_is_another():
    assert distance(fingerprint(saved(drawn(1))), fingerprint(saved(drawn(5)))) > NEAR


@pytest.mark.parametrize("colour", ["white", "black", "orange"])
def test_a_picture_of_one_colour_is_like_nothing(colour):
    assert fingerprint(saved(Image.new("RGB", (400, 300), colour))) is None


@given(BITS, BITS)
def test_a_distance_is_from_0_to_64_and_the_same_both_ways(one, other):
    assert distance(one, other) == distance(other, one) == bin((one ^ other) % (1 << 64)).count("1")
    assert (distance(one, other) == 0) == (one == other)


def test_the_nearest_come_first_and_only_so_many():
    others = [(1, 0b1111111), (2, 0b1), (3, 0b0), (4, -1)]
    assert nearest(0, others, 2) == [(0, 3), (1, 2)]
    assert nearest(0, others, 9) == [(0, 3), (1, 2)]


# --- among what was handed in -------------------------------------------------------------------


def upload(picture=None) -> SimpleUploadedFile:
    content = saved(picture or drawn()).read()
    return SimpleUploadedFile("p.jpg", content, content_type="image/jpeg")


@pytest.fixture
def hand_in(db, django_capture_on_commit_callbacks):
    def hand_in(leader, task, picture=None):
        with django_capture_on_commit_callbacks(execute=True):
            return rules.hand_in(leader=leader, task=task, uploads=[upload(picture)])

    return hand_in


def test_the_same_photo_of_another_leader_is_found(hand_in, leader, other_leader, task):
    first = hand_in(other_leader, task)
    second = hand_in(leader, task, drawn().resize((500, 375)))
    found = Likeness.objects.get()
    assert (found.photo.submission, found.other.submission) == (second, first)
    assert found.distance <= NEAR


def test_another_photo_is_not_found(hand_in, leader, other_leader, task):
    hand_in(other_leader, task, drawn(1))
    hand_in(leader, task, drawn(5))
    assert not Likeness.objects.exists()


def test_her_own_photo_for_the_same_task_may_come_again(hand_in, leader, course, task, trainer):
    first = hand_in(leader, task)
    rules.send_back(submission=first, by=trainer, comment="Once more.")
    hand_in(leader, task)
    assert not Likeness.objects.exists()
    hand_in(leader, cast.task(course, slug="other"))
    assert Likeness.objects.count() == 2
