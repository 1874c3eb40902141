"""Tasks: handing in, marking, and what a photo keeps to itself."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from assessments import submission as rules
from assessments.models import Submission, SubmissionFile
from courses.models import StepCompletion
from school.lib import photos
from school.lib.refusal import Refusal
from school.notices.models import Notice
from tests.assessments import cast

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def upload(content: bytes | None = None, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or cast.picture(), content_type="image/jpeg")


def refused(code, rule, *args, **kwargs):
    with pytest.raises(Refusal) as refusal:
        rule(*args, **kwargs)
    assert refusal.value.code == code


@pytest.fixture
def sent(leader, task):
    return rules.hand_in(leader=leader, task=task, uploads=[upload()])


# --- photos ------------------------------------------------------------------------------------


def test_a_photo_says_nothing_but_its_picture():
    exif = Image.Exif()
    exif[0x0110] = "SecretPhone 9"
    exif.get_ifd(0x8825).update({1: "N", 2: (28.0, 11.0, 0.0)})
    content = cast.picture(exif=exif.tobytes(), comment=b"home address")
    assert b"SecretPhone" in content
    photo = photos.read_photo(upload(content))
    kept = photo.content.read()
    assert b"SecretPhone" not in kept
    assert b"home address" not in kept
    assert not Image.open(BytesIO(kept)).getexif()


def test_a_photo_stands_upright_without_its_exif():
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = photos.read_photo(upload(cast.picture(size=(60, 40), exif=exif.tobytes())))
    assert (photo.width, photo.height) == (40, 60)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_every_kept_photo_is_a_jpeg_of_modest_size(kind):
    photo = photos.read_photo(upload(cast.picture(kind, size=(3200, 100)), name="x.dat"))
    kept = Image.open(photo.content)
    assert (kept.format, kept.size) == ("JPEG", (1600, 50))


def test_a_transparent_picture_gets_a_white_ground():
    out = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    kept = Image.open(photos.read_photo(upload(out.getvalue())).content)
    assert kept.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"GIF89a" + b"\0" * 40,
        b"\xff\xd8\xff\xe0 not really",
        cast.picture()[:200],
        b"x",
    ],
)
def test_what_is_no_photo_is_refused_whatever_its_name(content):
    refused("photo-unreadable", photos.read_photo, upload(content, "nice.jpg"))


def test_a_photo_of_too_many_points_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(photos, "MOST_POINTS", 2000)
    refused("photo-too-large", photos.read_photo, upload(cast.picture(size=(60, 40))))


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(photos, "LARGEST_FILE", 10)
    refused("photo-too-large", photos.read_photo, upload())


# --- handing in --------------------------------------------------------------------------------


def test_handing_in_keeps_words_and_photos(leader, task):
    task.wants_text = True
    sent = rules.hand_in(leader=leader, task=task, text=" 42 orders ", uploads=[upload()] * 2)
    assert (sent.text, sent.number, sent.state) == ("42 orders", 1, "sent")
    assert sent.files.count() == 2
    assert sent.course_key == task.course_key
    assert "photo" not in sent.files.first().file.name


@pytest.mark.parametrize(
    ("code", "wants_text", "text", "count"),
    [
        ("evidence-missing", False, "", 0),
        ("evidence-missing", True, "  ", 1),
        ("photos-too-many", False, "", 4),
        ("text-too-long", True, "x" * 4001, 1),
    ],
)
def test_what_is_missing_or_too_much(leader, task, code, wants_text, text, count):
    task.wants_text = wants_text
    uploads = [upload() for _n in range(count)]
    refused(code, rules.hand_in, leader=leader, task=task, text=text, uploads=uploads)
    assert not Submission.objects.exists()


def test_one_bad_photo_and_nothing_is_written(leader, task):
    uploads = [upload(), upload(b"no photo")]
    refused("photo-unreadable", rules.hand_in, leader=leader, task=task, uploads=uploads)
    assert not Submission.objects.exists()


def test_handing_in_twice_is_refused(sent, leader, task):
    refused("task-standing", rules.hand_in, leader=leader, task=task, uploads=[upload()])


# --- marking -----------------------------------------------------------------------------------


def test_accepting_completes_the_step_and_tells_her(sent, leader, task, trainer):
    rules.accept(submission=sent, by=trainer, comment="Lovely photo.")
    assert StepCompletion.objects.get(leader=leader).step_key == task.translation_key
    notice = Notice.objects.get(user=leader.user)
    assert "Lovely photo." in notice.body
    assert notice.link == task.address


def test_sending_back_needs_a_word_and_opens_another_try(sent, leader, task, trainer):
    refused("comment-missing", rules.send_back, submission=sent, by=trainer, comment=" ")
    rules.send_back(submission=sent, by=trainer, comment="The label is cut off.")
    assert not StepCompletion.objects.exists()
    again = rules.hand_in(leader=leader, task=task, uploads=[upload()])
    assert (again.number, Submission.objects.count()) == (2, 2)


def test_two_trainers_the_second_is_refused(sent, trainer):
    rules.accept(submission=sent, by=trainer)
    refused("submission-marked", rules.send_back, submission=sent, by=trainer, comment="Hm.")


# --- the screens -------------------------------------------------------------------------------


def test_the_task_is_handed_in_on_its_page(client_of, leader, task):
    client = client_of(leader)
    assert "Send to my trainer" in client.get(task.address).content.decode()
    hand_in = reverse("assessments:hand_in", args=[task.translation_key])
    response = client.post(hand_in, {"photos": [upload()]}, follow=True)
    html = response.content.decode()
    assert "Your trainer is looking at it" in html
    assert reverse("assessments:file", args=[SubmissionFile.objects.get().key]) in html


def test_what_is_wrong_is_said_on_the_page(client_of, leader, task):
    hand_in = reverse("assessments:hand_in", args=[task.translation_key])
    response = client_of(leader).post(hand_in, {"photos": [upload(b"x")]}, follow=True)
    assert "isn&#x27;t a photo" in response.content.decode()


def test_a_photo_is_for_her_and_for_who_may_see_her(
    client, client_of, sent, leader, other_leader, trainer, coach
):
    photo = sent.files.get()
    address = reverse("assessments:file", args=[photo.key])
    for person in (leader, trainer, coach):
        response = client_of(person).get(address)
        assert response.status_code == 200
        assert response["Content-Type"] == "image/jpeg"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "private" in response["Cache-Control"]
        assert "sandbox" in response["Content-Security-Policy"]
    assert client_of(other_leader).get(address).status_code == 404
    assert client.get(address).status_code == 302


def test_a_task_takes_the_same_queries_with_one_and_with_three_photos(
    client_of, leader, other_leader, course, django_assert_max_num_queries
):
    counts = []
    client = client_of(leader)
    for size in (1, 3):
        task = cast.task(course, slug=f"task-{size}")
        rules.hand_in(leader=leader, task=task, uploads=[upload() for _n in range(size)])
        client.get(task.address)
        with django_assert_max_num_queries(16) as captured:
            client.get(task.address)
        counts.append(len(captured))
    assert counts[0] == counts[1]
