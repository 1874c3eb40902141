"""Notes: who may read them, and how they are put right."""

import pytest
from django.urls import reverse

from school.coaching.models import Note
from school.coaching.note import write
from school.lib.refusal import Refusal
from tests import cast


def seen_by(user):
    return set(Note.objects.visible_to(user).values_list("text", flat=True))


@pytest.fixture
def notes(leader, coach):
    for visibility in ("me", "staff", "leader"):
        write(leader=leader, by=coach, text=visibility, visibility=visibility)


def test_who_reads_what(notes, leader, coach, manager, trainer, operations, other_leader):
    assert seen_by(coach) == {"me", "staff", "leader"}
    assert seen_by(manager) == seen_by(operations) == {"staff", "leader"}
    assert seen_by(leader.user) == {"leader"}
    assert seen_by(trainer) == seen_by(other_leader.user) == set()


def test_a_leader_who_coaches_does_not_read_what_is_said_of_her(leader, coach):
    from school.people import roles

    roles.give(leader.user, roles.COACH)
    write(leader=leader, by=coach, text="Of her", visibility="staff")
    assert seen_by(leader.user) == set()


def test_only_me_stays_mine_after_a_hand_over(notes, leader, coach):
    new = cast.coach("Coach New")
    leader.coach = new
    leader.save()
    assert seen_by(new) == {"staff", "leader"}
    assert seen_by(coach) == {"me", "staff", "leader"}


def test_a_correction_stands_in_and_the_old_one_stays(leader, coach):
    old = write(leader=leader, by=coach, text="Tursday", visibility="staff")
    new = write(leader=leader, by=coach, text="Thursday", visibility="staff", corrects=old)
    assert (new.corrects, Note.objects.count()) == (old, 2)
    with pytest.raises(Refusal) as refused:
        write(leader=leader, by=coach, text="Friday", visibility="staff", corrects=old)
    assert refused.value.code == "note-corrected"


@pytest.mark.parametrize(
    ("change", "code"),
    [({"text": "  "}, "note-empty"), ({"by": "other"}, "leader-not-yours"),
     ({"by": "manager"}, "note-not-yours")],
)  # fmt: skip
def test_refusals(leader, coach, manager, change, code):
    old = write(leader=leader, by=coach, text="Mine", visibility="staff")
    people = {"other": cast.coach("Other"), "manager": manager}
    asked = {"by": coach, "text": "New"} | change
    asked["by"] = people.get(asked["by"], asked["by"])
    with pytest.raises(Refusal) as refused:
        write(leader=leader, visibility="staff", corrects=old, **asked)
    assert refused.value.code == code


def test_the_page_shows_the_latest_and_folds_the_old(client_of, leader, coach):
    old = write(leader=leader, by=coach, text="Tursday", visibility="staff")
    client = client_of(coach)
    said = {"note-text": "Thursday", "note-visibility": "staff", "corrects": old.pk}
    client.post(reverse("coach:note", args=[leader.pk]), said)
    page = client.get(reverse("coach:leader", args=[leader.pk]))
    (note,) = page.context["portrait"].notes
    assert (note.text, note.earlier) == ("Thursday", [old])
