"""The library: who sees what of it, and the evening audio that appears and is told once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model

from courses import audio_note
from courses.models import AudioNote, LibraryItem
from school.jobs.models import Job
from school.notices.models import Notice
from tests import cast

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 11, 4, 0, tzinfo=UTC)


def document(name: str = "talk.mp3", content: bytes = b"<script>alert(1)</script>"):
    return get_document_model().objects.create(title=name, file=ContentFile(content, name=name))


def item(title: str = "四步", **fields) -> LibraryItem:
    fields = {"kind": "procedure", "body": "<p>先道歉。</p>"} | fields
    return LibraryItem.objects.create(title=title, **fields)


def audio(title: str = "晚安", *, hours: float = -1, **fields) -> AudioNote:
    at = timezone.now() + timedelta(hours=hours)
    return AudioNote.objects.create(
        title=title, publishes_at=at, file=fields.pop("file", None) or document(), **fields
    )


class TestLibrary:
    def test_a_visitor_sees_the_public_part_and_how_to_join(self, client):
        item("公开", public=True, title_en="Open to all")
        inside = item("内部", title_en="For leaders")
        page = client.get(reverse("courses:library"), headers={"accept-language": "en"})
        assert "Open to all" in page.text
        assert "For leaders" not in page.text
        assert reverse("growth:apply") in page.text
        assert client.get(inside.get_absolute_url()).status_code == 404

    def test_a_leader_sees_all_that_is_published(self, client_of, leader):
        inside, draft = item(title_en="For leaders"), item(title_en="Not yet", live=False)
        client = client_of(leader.user)
        page = client.get(reverse("courses:library"))
        assert "For leaders" in page.text
        assert "Not yet" not in page.text
        assert client.get(inside.get_absolute_url()).status_code == 200
        assert client.get(draft.get_absolute_url()).status_code == 404

    def test_a_text_that_only_one_language_has_is_marked_as_such(self, client_of, leader):
        page = client_of(leader.user).get(item(title_en="Four steps").get_absolute_url())
        assert 'lang="zh-hans">' in page.text.split("Four steps")[-1]

    def test_a_file_is_saved_and_never_run(self, client_of, leader):
        kept = item(body="", file=document("evil.html"))
        answer = client_of(leader.user).get(reverse("courses:library_file", args=[kept.pk]))
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer["Content-Security-Policy"]

    def test_a_file_that_is_not_there_or_not_for_her_is_refused(self, client, client_of, leader):
        inside, bare = item(file=document()), item("字")
        assert client.get(reverse("courses:library_file", args=[inside.pk])).status_code == 404
        address = reverse("courses:library_file", args=[bare.pk])
        assert client_of(leader.user).get(address).status_code == 404

    def test_an_item_without_anything_in_it_is_refused(self, db):
        with pytest.raises(ValidationError, match="Write a text or choose a file"):
            LibraryItem(kind="case", title="Empty").full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            item(body="")

    def test_as_many_queries_for_one_as_for_many(
        self, client_of, leader, django_assert_num_queries, django_assert_max_num_queries
    ):
        client = client_of(leader.user)
        item()
        client.get(reverse("courses:library"))
        with django_assert_max_num_queries(8) as one:
            client.get(reverse("courses:library"))
        for number in range(12):
            item(str(number), kind="case", file=document(f"{number}.pdf"))
        with django_assert_num_queries(len(one)):
            client.get(reverse("courses:library"))


class TestAudio:
    def test_it_appears_at_its_hour(self, client_of, leader):
        audio(title_en="Tonight's talk")
        audio(title_en="Tomorrow's talk", hours=20)
        page = client_of(leader.user).get(reverse("courses:listen"))
        assert "Tonight&#x27;s talk" in page.text
        assert "Tomorrow" not in page.text

    def test_every_leader_is_told_once_and_only_when_it_is_time(
        self, leader, other_leader, django_capture_on_commit_callbacks
    ):
        left = cast.leader("Gone", status="left")
        note = audio(title_en="Talk", length="2:18")
        audio(hours=5)
        with django_capture_on_commit_callbacks(execute=True):
            assert audio_note.tell_due() == 1
        assert audio_note.tell_due() == 0
        told = Notice.objects.filter(key=f"audio:{note.pk}")
        assert {row.user for row in told} == {leader.user, other_leader.user}
        assert not told.filter(user=left.user).exists()
        assert AudioNote.objects.untold().count() == 0

    def test_two_that_ask_at_once_have_one_job_between_them(self, leader, settings):
        settings.JOBS_INLINE = False
        audio()
        audio_note.tell_due()
        audio_note.tell_due()
        assert Job.objects.filter(kind=audio_note.KIND).count() == 1

    def test_a_run_that_was_broken_off_tells_nobody_twice(self, leader, other_leader, monkeypatch):
        note = audio()
        monkeypatch.setattr(audio_note, "BATCH", 1)
        sent = []

        def die_after_one(letters):
            if sent:
                raise RuntimeError("killed")
            sent.append(letters)
            return audio_note_send(letters)

        audio_note_send = audio_note.send_all
        monkeypatch.setattr(audio_note, "send_all", die_after_one)
        with pytest.raises(RuntimeError):
            audio_note.tell_everybody(Quiet(), audio_id=note.pk)
        monkeypatch.setattr(audio_note, "send_all", audio_note_send)
        assert audio_note.tell_everybody(Quiet(), audio_id=note.pk) == {"told": 1}
        assert Notice.objects.filter(key=f"audio:{note.pk}").count() == 2

    def test_a_new_one_is_meant_for_the_next_free_evening(self, db):
        tonight = audio_note.next_evening(NOON)
        assert tonight == datetime(2026, 3, 11, 13, 20, tzinfo=UTC)
        AudioNote.objects.create(title="x", publishes_at=tonight, file=document())
        assert audio_note.next_evening(NOON) == tonight + timedelta(days=1)
        assert audio_note.next_evening(tonight) == tonight + timedelta(days=1)

    def test_what_is_no_sound_is_refused(self, db):
        note = AudioNote(title="x", publishes_at=NOON, file=document("virus.exe"))
        with pytest.raises(ValidationError, match="no sound"):
            note.full_clean()

    def test_a_trainer_publishes_it_and_a_leader_may_not(self, client_of, trainer, leader):
        add = reverse("audio:add")
        assert client_of(trainer).get(add).status_code == 200
        assert client_of(leader.user).get(add).status_code == 302
        form = {
            "title": "回一句难听的话",
            "file": document().pk,
            "length": "2:18",
            "publishes_at": "2026-03-11 21:20",
            "words": "null",
        }
        client_of(trainer).post(add, form)
        assert AudioNote.objects.get().publishes_at == datetime(2026, 3, 11, 13, 20, tzinfo=UTC)

    def test_visitors_do_not_listen(self, client):
        assert client.get(reverse("courses:listen")).status_code == 302


class Quiet:
    def progress(self, done: int, total: int) -> None:
        """Nobody looks."""
