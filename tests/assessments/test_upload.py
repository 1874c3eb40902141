"""Uploads in pieces: what has arrived stays, and nobody touches another's."""

import json
from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from assessments import draft
from assessments import upload as rules
from assessments.models import Submission, Upload
from school.lib import documents, photos
from tests.assessments import cast
from tests.assessments.test_marking import refused

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TOKEN = "phone-0001"


def office(part: str = "xl/workbook.xml", **more: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(part, "<x/>")
        for name, content in more.items():
            packed.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def photo() -> bytes:
    out = BytesIO()
    Image.effect_noise((400, 300), 90).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


@pytest.fixture
def begun(leader, task, photo):
    return rules.begin(leader=leader, task=task, token=TOKEN, size=len(photo))


def send(leader, upload, content: bytes, piece: int = 20_000) -> Upload:
    while upload.received < len(content):
        part = content[upload.received : upload.received + piece]
        upload = rules.add_piece(leader=leader, key=upload.key, offset=upload.received, piece=part)
    return upload


def private_files() -> list[str]:
    found, folders = [], ["uploads"]
    storage = storages["private"]
    while folders:
        folder = folders.pop()
        if storage.exists(folder):
            inside, files = storage.listdir(folder)
            folders += [f"{folder}/{name}" for name in inside]
            found += [f"{folder}/{name}" for name in files]
    return found


# --- arriving -----------------------------------------------------------------------------------


def test_pieces_become_a_photo(leader, begun, photo):
    done = send(leader, begun, photo)
    assert (done.is_done, done.suffix, done.width, done.height) == (True, "jpg", 400, 300)
    assert private_files() == [done.file.name]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 400), min_size=1, max_size=12))
def test_however_it_is_cut_the_whole_is_the_same(leader, course, cuts):
    task = cast.task(course, slug=f"t{uuid4()}", wants_files=True)
    content = ("Words. " * 60).encode()
    upload = rules.begin(
        leader=leader, task=task, token=TOKEN, size=len(content), kind="document", name="a.txt"
    )
    for cut in [*cuts, len(content)]:
        at = upload.received
        if at < len(content):
            piece = content[at : at + cut]
            upload = rules.add_piece(leader=leader, key=upload.key, offset=at, piece=piece)
    assert upload.is_done
    assert upload.file.open().read() == content


def test_asking_twice_makes_one_upload(leader, task, begun, photo):
    again = rules.begin(leader=leader, task=task, token=TOKEN, size=len(photo))
    assert again == begun


def test_a_lost_receipt_costs_one_piece(leader, begun, photo):
    rules.add_piece(leader=leader, key=begun.key, offset=0, piece=photo[:1000])
    with pytest.raises(rules.Refusal) as refusal:
        rules.add_piece(leader=leader, key=begun.key, offset=0, piece=photo[:1000])
    assert (refusal.value.code, refusal.value.params) == ("piece-misplaced", {"offset": 1000})


@pytest.mark.parametrize("offset", [1, 10**9, -1, None, "0"])
def test_a_wrong_offset_is_refused(leader, begun, offset):
    refused(
        "piece-misplaced", rules.add_piece, leader=leader, key=begun.key, offset=offset, piece=b"x"
    )
    assert Upload.objects.get().received == 0


def test_a_broken_run_after_the_last_piece_is_made_good(leader, begun, photo, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(rules, "_finish", lambda upload: None)
        send(leader, begun, photo, piece=len(photo))
    asked = rules.own(leader, begun.key)
    assert (asked.received, asked.is_done) == (len(photo), False)
    done = rules.add_piece(leader=leader, key=begun.key, offset=len(photo), piece=b"")
    assert done.is_done


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("upload-unreadable", {"token": "short"}),
        ("upload-unreadable", {"token": "../../etc/passwd"}),
        ("upload-unreadable", {"token": None}),
        ("upload-unreadable", {"kind": "program"}),
        ("upload-unreadable", {"size": 0}),
        ("upload-unreadable", {"size": True}),
        ("upload-unreadable", {"size": "12"}),
        ("file-too-large", {"size": 15 * 1024 * 1024 + 1}),
        ("uploads-too-many", {"kind": "document"}),
    ],
)
def test_what_can_not_be_announced(leader, task, code, said):
    asked = {"token": TOKEN, "size": 10, "kind": "photo"} | said
    refused(code, rules.begin, leader=leader, task=task, **asked)
    assert not Upload.objects.exists()


def test_more_than_was_announced_is_refused(leader, task):
    small = rules.begin(leader=leader, task=task, token=TOKEN, size=10)
    refused(
        "piece-too-large", rules.add_piece, leader=leader, key=small.key, offset=0, piece=b"x" * 11
    )
    refused(
        "piece-too-large", rules.add_piece, leader=leader, key=small.key, offset=0,
        piece=b"x" * (rules.LARGEST_PIECE + 1),
    )  # fmt: skip


def test_only_so_many_at_a_time(leader, task):
    for number in range(task.most_photos + rules.SPARE):
        rules.begin(leader=leader, task=task, token=f"{TOKEN}-{number}", size=10)
    refused("uploads-too-many", rules.begin, leader=leader, task=task, token=TOKEN, size=10)


@pytest.mark.parametrize(
    "content", [b"<svg onload=alert(1)>", b"%PDF-1.7 x", b"GIF89a" + b"\0" * 9]
)
def test_what_is_no_photo_is_forgotten(leader, task, content):
    begun = rules.begin(leader=leader, task=task, token=TOKEN, size=len(content))
    refused("photo-unreadable", send, leader, begun, content)
    assert not Upload.objects.exists()
    assert private_files() == []


def test_a_picture_that_would_unpack_to_a_bomb_is_refused(leader, task, monkeypatch):
    """A few kilobytes that say they are a picture of a hundred million points."""
    content = cast.picture("PNG", size=(10_000, 7_000))
    assert len(content) < 250_000 < photos.MOST_POINTS < 10_000 * 7_000
    begun = rules.begin(leader=leader, task=task, token=TOKEN, size=len(content))
    refused("photo-too-large", send, leader, begun, content, 200_000)


# --- documents ----------------------------------------------------------------------------------


def document(content: bytes, name: str = "a.xlsx") -> documents.Document:
    return documents.read_document(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"%PDF-1.7\nx", "pdf"),
        (office("word/document.xml"), "docx"),
        (office(), "xlsx"),
        (office("ppt/presentation.xml"), "pptx"),
        ("第一天\tApples".encode(), "txt"),
        ("第一天，苹果".encode("gb18030"), "txt"),
    ],
)
def test_a_document_is_told_by_its_content(content, suffix):
    assert document(content, "misleading.exe").suffix == suffix


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00 program",
        b"<html><script>alert(1)</script>",
        b"  <?xml version='1.0'?>",
        b"PK\x03\x04 broken",
        office("just/a.zip"),
        office(**{"xl/vbaProject.bin": b"x"}),
        b"   ",
        b"\x1b[31m escape",
    ],
)
def test_what_is_no_document_is_refused(content):
    refused("file-unreadable", document, content)


def test_a_packed_bomb_is_refused_by_its_list_alone():
    bomb = office(**{"xl/sheet.xml": b"0" * (documents.LARGEST_UNPACKED + 1)})
    assert len(bomb) < 500_000
    refused("file-too-large", document, bomb)


def test_a_documents_name_is_only_a_name():
    assert document(b"text", "..\\..\\C:/x/plan\r\n.txt").name == "plan.txt"


def test_a_document_is_a_download_for_who_may_have_it(
    client_of, leader, other_leader, trainer, course
):
    task = cast.task(course, slug="file", wants_files=True, wants_photos=False)
    file = SimpleUploadedFile("plan.xlsx", office())
    address = reverse("assessments:hand_in", args=[task.translation_key])
    client_of(leader).post(address, {"files": [file]})
    kept = Submission.objects.get().files.get()
    response = client_of(trainer).get(reverse("assessments:document", args=[kept.key]))
    assert response["Content-Disposition"] == 'attachment; filename="plan.xlsx"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert client_of(other_leader).get(response.request["PATH_INFO"]).status_code == 404
    assert client_of(trainer).get(f"/evidence/{kept.key}.jpg").status_code == 404


# --- over the wire ------------------------------------------------------------------------------


@pytest.fixture
def wire(client_of, leader, task):
    """Her phone, talking to the endpoints."""
    client = client_of(leader)

    def begin(**said):
        address = reverse("assessments:begin_upload", args=[task.translation_key])
        body = {"token": TOKEN, "size": 10, "kind": "photo", "name": "p.jpg"} | said
        return client.post(address, json.dumps(body), content_type="application/json")

    def put(url, offset, content):
        return client.put(
            url, content, content_type="application/octet-stream",
            headers={"Upload-Offset": str(offset)},
        )  # fmt: skip

    client.begin, client.put_piece = begin, put
    return client


def test_a_photo_arrives_and_is_handed_in(wire, photo, leader, task):
    at = wire.begin(size=len(photo)).json()
    while not at["done"]:
        here = at["offset"]
        at = wire.put_piece(at["url"], here, photo[here : here + 30_000]).json()
    assert wire.get(reverse("assessments:upload_picture", args=[at["key"]])).status_code == 200
    assert at["key"] in wire.get(task.address).content.decode()
    wire.post(reverse("assessments:hand_in", args=[task.translation_key]), {})
    assert Submission.objects.get().files.count() == 1
    assert (Upload.objects.count(), private_files()) == (0, [])


def test_the_wire_says_where_to_go_on(wire, photo):
    at = wire.begin(size=len(photo)).json()
    wire.put_piece(at["url"], 0, photo[:500])
    wrong = wire.put_piece(at["url"], 0, photo[:500])
    assert (wrong.status_code, wrong.json()["offset"]) == (409, 500)
    assert wire.get(at["url"]).json()["offset"] == 500


@pytest.mark.parametrize("offset", ["", "-1", "x", "9" * 30, "１"])
def test_a_senseless_offset_is_answered_with_the_right_one(wire, offset):
    at = wire.begin().json()
    headers = {"Upload-Offset": offset.encode().decode("latin-1")}
    answer = wire.put(at["url"], b"x", content_type="application/octet-stream", headers=headers)
    assert (answer.status_code, answer.json()["offset"]) == (409, 0)


def test_a_body_that_is_too_large_is_not_read(wire):
    at = wire.begin(size=rules.LARGEST_PIECE * 2).json()
    answer = wire.put_piece(at["url"], 0, b"x" * (rules.LARGEST_PIECE + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "piece-too-large")


@pytest.mark.parametrize("body", ["", "[]", "null", "{", '{"token": {}}'])
def test_senseless_announcements_are_refused(wire, task, body):
    address = reverse("assessments:begin_upload", args=[task.translation_key])
    answer = wire.post(address, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "upload-unreadable")


def test_another_leaders_upload_is_nobodys(wire, client_of, other_leader, photo):
    at = wire.begin(size=len(photo)).json()
    other = client_of(other_leader)
    picture = reverse("assessments:upload_picture", args=[at["key"]])
    remove = reverse("assessments:remove_upload", args=[at["key"]])
    assert other.get(at["url"]).status_code == 404
    assert other.put(at["url"], b"x", headers={"Upload-Offset": "0"}).status_code == 404
    assert other.delete(at["url"]).status_code == 404
    assert other.get(picture).status_code == 404
    other.post(remove)
    assert Upload.objects.get().received == 0


def test_staff_and_visitors_upload_nothing(client, client_of, trainer, task):
    address = reverse("assessments:begin_upload", args=[task.translation_key])
    for person in (client, client_of(trainer)):
        assert person.post(address, "{}", content_type="application/json").status_code == 302


def test_what_she_takes_away_is_gone(wire, photo, leader, begun):
    done = send(leader, begun, photo)
    wire.post(reverse("assessments:remove_upload", args=[done.key]))
    assert (Upload.objects.count(), private_files()) == (0, [])


def test_what_nobody_hands_in_is_swept_away(leader, begun, photo):
    send(leader, begun, photo)
    assert rules.sweep() == 0
    assert rules.sweep(now=timezone.now() + rules.KEPT_FOR + timedelta(days=1)) == 1
    assert private_files() == []


def test_a_draft_of_one_is_not_seen_by_another(client_of, leader, other_leader, course):
    task = cast.task(course, slug="words", wants_text=True)
    draft.keep(leader=leader, task=task, fields={"text": "My secret recipe"})
    assert "My secret recipe" in client_of(leader).get(task.address).content.decode()
    assert "My secret recipe" not in client_of(other_leader).get(task.address).content.decode()
