"""The screens of session kits, topic nights and ratings in the CMS."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from courses.models import Guest, Kit, KitFile, Rating, Topic, TopicNight
from courses.trainings.attendance import mark
from courses.trainings.kit import kit_of, save_kit
from courses.trainings.topic_question import ask, vote
from courses.trainings.warm_up import answer
from tests import cast
from tests.courses import tree

PDF = b"%PDF-1.7 slides"
KIT = {"agenda": "10 Welcome", "warm_up": "Which?", "answers": "Soup\nRice"}


@pytest.fixture
def desk(client_of, trainer):
    return client_of(trainer)


@pytest.fixture
def theirs(db):
    """A training that another trainer runs."""
    return tree.soon(kind="topic", trainer=cast.trainer("Teacher Wu"))


def at(name: str, *args) -> str:
    return reverse(f"kits:{name}", args=args)


def shown(client, name: str, *args) -> str:
    answer = client.get(at(name, *args))
    assert answer.status_code == 200
    return answer.content.decode()


# --- kits ------------------------------------------------------------------------------------


def test_a_trainer_writes_a_kit_and_sees_it_on_the_phone(desk):
    session = tree.soon()
    html = shown(desk, "session", session.pk)
    assert f'<iframe class="school-import__phone" src="/timetable/{session.pk}/"' in html
    desk.post(at("session", session.pk), KIT)
    assert [item.words for item in kit_of(session).agenda] == ["Welcome"]
    assert "Welcome" in desk.get(f"/timetable/{session.pk}/").content.decode()


def test_what_is_wrong_is_said_and_what_was_written_stays(desk):
    session = tree.soon()
    answered = desk.post(at("session", session.pk), KIT | {"answers": "only one"})
    assert answered.status_code == 422 and "Two to six answers" in answered.content.decode()
    assert "10 Welcome" in answered.content.decode() and not Kit.objects.exists()


def test_a_series_has_a_kit_for_all_its_days(desk):
    session = tree.soon()
    desk.post(at("series", session.series_id), KIT)
    assert kit_of(session).warm_up.warm_up == "Which?"
    assert 'placeholder="10 Welcome"' in shown(desk, "session", session.pk)


def test_a_file_is_added_and_taken_away(desk):
    session = tree.soon()
    file = SimpleUploadedFile("slides.pdf", PDF)
    desk.post(at("session", session.pk), {"upload": "1", "kind": "slides", "file": file})
    row = KitFile.objects.get()
    assert "slides.pdf" in shown(desk, "session", session.pk)
    desk.post(at("session", session.pk), {"remove": row.pk})
    assert not KitFile.objects.exists()


def test_a_page_in_disguise_is_refused(desk):
    session = tree.soon()
    file = SimpleUploadedFile("slides.pdf", b"<html><script>")
    answered = desk.post(at("session", session.pk), {"upload": "1", "kind": "slides", "file": file})
    assert answered.status_code == 422 and not KitFile.objects.exists()


def test_the_replay_is_asked_for_once_it_has_begun(desk):
    assert 'name="replay"' not in shown(desk, "session", tree.soon().pk)
    over = tree.session(timezone.now() - timedelta(hours=2))
    desk.post(at("session", over.pk), {"replay": "https://replay.example/1"})
    over.refresh_from_db()
    assert over.replay_url == "https://replay.example/1"


def test_the_room_is_seen_live(desk, leader, other_leader):
    session = tree.soon()
    save_kit(of=session, warm_up="Which?", answers="Soup\nRice")
    for someone in (leader, other_leader):
        answer(session=session, leader=someone, choice=1)
    answered = desk.get(at("warm_up", session.pk))
    assert answered["Refresh"] == "5"
    html = answered.content.decode()
    assert '<th scope="row">Rice</th><td>2</td><td>100</td>' in html and "data:image/svg" in html


# --- topic nights ----------------------------------------------------------------------------


@pytest.fixture
def night(db):
    return tree.soon(kind="topic")


def test_topic_and_guest_are_planned_and_the_title_is_the_topics(desk, night, leader, client_of):
    topic = Topic.objects.create(area="cooking", title="一口锅", title_en="One pan")
    guest = Guest.objects.create(name="Aunt Luo")
    desk.post(at("night", night.pk), {"topic": topic.pk, "guest": guest.pk})
    night.refresh_from_db()
    assert night.name == "One pan"
    assert "there is no consent yet" in shown(desk, "night", night.pk)
    assert "Aunt Luo" not in client_of(leader).get(f"/timetable/{night.pk}/").content.decode()


def test_questions_stand_by_votes_and_a_hidden_one_says_why(desk, night, leader, other_leader):
    first = ask(session=night, leader=leader, text="First?")
    second = ask(session=night, leader=leader, text="Second?")
    vote(question_id=second.pk, leader=other_leader, wanted=True)
    html = shown(desk, "night", night.pk)
    assert html.index("Second?") < html.index("First?")
    desk.post(at("night", night.pk), {"hide": first.pk, "reason": "It names a customer."})
    assert "Hidden: It names a customer." in shown(desk, "night", night.pk)
    desk.post(at("night", night.pk), {"show": first.pk})
    first.refresh_from_db()
    assert first.is_shown


def test_a_question_of_another_night_is_not_hidden_from_here(desk, night, leader):
    elsewhere = tree.soon(kind="topic")
    question = ask(session=elsewhere, leader=leader, text="First?")
    answered = desk.post(at("night", night.pk), {"hide": question.pk, "reason": "No."})
    assert answered.status_code == 404


def test_the_script_is_a_pdf_with_guest_and_questions(desk, night, leader, monkeypatch):
    printed = []
    monkeypatch.setattr(
        "courses.cms.trainings.topic.render_pdf",
        lambda html, _base: printed.append(html) or b"%PDF-",
    )
    TopicNight.objects.create(session=night, guest=Guest.objects.create(name="Aunt Luo"))
    ask(session=night, leader=leader, text="Which pan?")
    answered = desk.get(at("script", night.pk))
    assert answered["Content-Type"] == "application/pdf" and answered.content == b"%PDF-"
    assert "Which pan?" in printed[0] and "With us is Aunt Luo." in printed[0]


def test_what_stays_is_written_and_told_once(desk, leader, trainer):
    from school.notices.models import Notice

    over = tree.session(kind="topic")
    mark(session=over, leader=leader, present=True, by=trainer)
    for text in ("## Soup\n\nSalt **last**", "Salt first <b>never</b>"):
        desk.post(at("night", over.pk), {"tell": "1", "text": text})
    assert Notice.objects.filter(user=leader.user, link=f"/timetable/{over.pk}/").count() == 1
    assert TopicNight.objects.get().follow_up.startswith("Salt first")
    html = desk.get(f"/timetable/{over.pk}/").content.decode()
    assert "Salt first &lt;b&gt;never&lt;/b&gt;" in html


# --- guests and topics -----------------------------------------------------------------------


def photo() -> SimpleUploadedFile:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "JPEG")
    return SimpleUploadedFile("me.jpg", out.getvalue())


def test_consent_is_written_down_with_day_and_person(desk, trainer):
    desk.post(at("new_guest"), {"name": "Aunt Luo", "agrees": "on", "picture": photo()})
    guest = Guest.objects.get()
    assert guest.may_be_shown and guest.consent_by == trainer and guest.photo
    assert trainer.name in shown(desk, "guests")


def test_without_consent_no_photo_is_kept(desk):
    answered = desk.post(at("new_guest"), {"name": "Aunt Luo", "picture": photo()})
    assert answered.status_code == 422 and not Guest.objects.exists()


def test_a_consent_taken_back_takes_the_photo(desk, leader, client_of, night):
    desk.post(at("new_guest"), {"name": "Aunt Luo", "agrees": "on", "picture": photo()})
    guest = Guest.objects.get()
    TopicNight.objects.create(session=night, guest=guest)
    hers = client_of(leader)
    picture = reverse("courses:guest_photo", args=[night.pk])
    assert hers.get(picture).status_code == 200
    desk.post(at("guest", guest.pk), {"name": "Aunt Luo"})
    guest.refresh_from_db()
    assert not guest.photo and guest.withdrawn_on and not guest.may_be_shown
    assert hers.get(picture).status_code == 404


def test_a_topic_is_suggested(desk):
    desk.post(at("new_topic"), {"area": "cooking", "title": "一口锅", "active": "on"})
    assert "一口锅" in shown(desk, "topics")


# --- how it was ------------------------------------------------------------------------------


def test_words_are_read_without_names_and_from_three_on(desk, trainer):
    over = tree.session(timezone.now() - timedelta(hours=2))
    for number, stars in enumerate((5, 4, 3)):
        if number == 2:
            assert "4.5" not in shown(desk, "said", over.pk)
        someone = cast.leader(f"Leader Number{number}")
        Rating.objects.create(session=over, leader=someone, stars=stars, words=f"Word {number}")
    html = shown(desk, "said", over.pk)
    assert "4.0" in html and "Word 2" in html and "Number" not in html
    assert "4.0" in shown(desk, "ratings")


# --- who may, and how much it costs ----------------------------------------------------------

OF_A_SESSION = ["session", "warm_up", "night", "said", "script"]


@pytest.mark.parametrize("name", OF_A_SESSION)
def test_another_trainers_training_is_not_there(desk, theirs, name):
    assert desk.get(at(name, theirs.pk)).status_code == 404


def test_another_trainers_series_is_not_there(desk):
    series = tree.series(trainer=cast.trainer("Teacher Wu"))
    assert desk.get(at("series", series.pk)).status_code == 404


SCREENS = ["index", "nights", "guests", "new_guest", "topics", "new_topic", "ratings"]


@pytest.mark.parametrize("name", SCREENS)
def test_coaches_and_leaders_stay_outside(client_of, coach, leader, name):
    assert client_of(leader).get(at(name)).status_code in (302, 403)
    assert client_of(coach).get(at(name)).status_code in (302, 403)


@pytest.mark.parametrize("name", ["index", "nights", "guests", "topics", "ratings"])
def test_a_list_takes_the_same_queries_for_one_and_for_many(
    desk, leader, name, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def one(number: int) -> None:
        session = tree.soon(kind="topic")
        save_kit(of=session, agenda="10 A")
        guest = Guest.objects.create(name=f"Guest {number}")
        TopicNight.objects.create(session=session, guest=guest)
        Topic.objects.create(area="life", title=f"Topic {number}")
        ask(session=session, leader=leader, text="?")
        Rating.objects.create(session=session, leader=leader, stars=5)

    one(0)
    shown(desk, name)
    with CaptureQueriesContext(connection) as counted:
        shown(desk, name)
    for number in range(1, 5):
        one(number)
    with django_assert_num_queries(len(counted)):
        shown(desk, name)
