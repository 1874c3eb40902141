"""Agreements in the CMS: writing, publishing, offering in bulk, who has signed, the end."""

import pytest

from school.growth.models import Agreement, Offer, SigningCode, Termination
from tests import cast
from tests.growth.conftest import draft, offered
from tests.growth.signing import sign

HERE = "/cms/agreements/"


@pytest.fixture
def office(operations, client_of):
    return client_of(operations)


def test_operations_write_a_draft_and_publish_it(office, operations):
    written = {
        "kind": "standards",
        "note": "",
        "title": "准则",
        "text": "- 诚实",
        "title_en": "Standards",
        "text_en": "- Honest",
        "valid_months": "",
        "notice_days": "0",
        "sign_days": "14",
        "renew_days": "30",
    }
    made = office.post("/cms/agreement-texts/new/", written)
    agreement = Agreement.objects.get()
    assert made.headers["location"] == f"{HERE}{agreement.pk}/"
    shown = office.get(f"{HERE}{agreement.pk}/")
    assert "<li>诚实</li>" in shown.text and "<li>Honest</li>" in shown.text
    told = office.post(f"{HERE}{agreement.pk}/publish/", follow=True)
    assert "Now it can be offered" in told.text
    agreement.refresh_from_db()
    assert agreement.published_by == operations

    edit = office.get(f"/cms/agreement-texts/edit/{agreement.pk}/")
    assert edit.headers["location"] == f"{HERE}{agreement.pk}/"
    again = office.post(f"{HERE}{agreement.pk}/draft/")
    assert again.status_code == 302
    assert Agreement.objects.get(version=2).is_draft


def test_managers_read_and_do_not_publish(manager, client_of):
    one = draft()
    client = client_of(manager)
    assert client.get(f"{HERE}{one.pk}/").status_code == 200
    assert client.post(f"{HERE}{one.pk}/publish/").status_code in (302, 403)
    one.refresh_from_db()
    assert one.is_draft


@pytest.mark.parametrize("path", ["", "{pk}/", "{pk}/people/"])
def test_coaches_and_leaders_stay_outside(agreement, coach, leader, client_of, path):
    for person in (coach, leader):
        address = HERE + path.format(pk=agreement.pk)
        assert client_of(person).get(address).status_code in (302, 403)


def test_offering_to_the_chosen_is_scoped(agreement, leader, other_leader, manager, client_of):
    client = client_of(manager)
    listed = client.get(f"{HERE}{agreement.pk}/people/?who=missing")
    assert "Li Mei" in listed.text and "Zhou Lan" not in listed.text
    told = client.post(
        f"{HERE}{agreement.pk}/offer/", {"leader": [leader.pk, other_leader.pk]}, follow=True
    )
    assert "Offered to 1 leader." in told.text
    assert [one.leader for one in Offer.objects.all()] == [leader]


def test_offering_to_all_runs_in_the_background(
    agreement, leader, other_leader, office, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        office.post(f"{HERE}{agreement.pk}/offer/", {"to": "all"})
    assert Offer.objects.count() == 2


def test_a_draft_is_not_offered(office, leader):
    one = draft()
    told = office.post(f"{HERE}{one.pk}/offer/", {"leader": [leader.pk]})
    assert told.status_code == 302
    assert not Offer.objects.exists()


def test_reminding_tells_how_many(offer, office):
    told = office.post(f"{HERE}{offer.agreement_id}/remind/", follow=True)
    assert "1 leader was reminded." in told.text
    told = office.post(f"{HERE}{offer.agreement_id}/remind/", follow=True)
    assert "0 leaders were reminded." in told.text


def test_the_groups_of_a_version(offer, other_leader, office):
    address = f"{HERE}{offer.agreement_id}/people/?who="
    assert "Li Mei" in office.get(address + "waiting").text
    signature = sign(offer)
    assert "Li Mei" in office.get(address + "signed").text
    assert "Zhou Lan" in office.get(address + "missing").text
    told = office.post(f"{HERE}signatures/{signature.pk}/", {"reason": "Broken"}, follow=True)
    assert "She has been told" in told.text
    Termination.objects.update(last_day="2020-01-01")
    assert "Li Mei" in office.get(address + "over").text
    assert "Li Mei" not in office.get(address + "signed").text


def test_a_manager_elsewhere_neither_sees_nor_ends_it(offer, client_of):
    signature = sign(offer)
    client = client_of(cast.manager("Elsewhere", [cast.region("Elsewhere")]))
    assert client.get(f"{HERE}signatures/{signature.pk}/").status_code == 404
    ended = client.post(f"{HERE}signatures/{signature.pk}/", {"reason": "x"})
    assert ended.status_code == 404
    assert not Termination.objects.exists()


def test_the_end_needs_a_reason(offer, office):
    signature = sign(offer)
    assert office.post(f"{HERE}signatures/{signature.pk}/", {"reason": ""}).status_code == 422


@pytest.mark.parametrize("who", ["signed", "waiting", "missing"])
def test_one_and_many_take_the_same_queries(agreement, region, operations, client_of, queries, who):
    client = client_of(operations)

    def one_more(at: int) -> None:
        leader = cast.leader(f"Leader {at}", region=region)
        if who != "missing":
            mine = offered(leader, agreement, operations)
            if who == "signed":
                sign(mine)

    one_more(0)
    few = queries(client, f"{HERE}{agreement.pk}/people/?who={who}")
    for at in range(1, 5):
        one_more(at)
    SigningCode.objects.all().delete()
    assert queries(client, f"{HERE}{agreement.pk}/people/?who={who}") == few
    assert queries(client, HERE) > 0
