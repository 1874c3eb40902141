"""Who gets in, and whom she sees there."""

import pytest
from django.urls import reverse

from tests import cast

SCREENS = ["monday", "cohorts", "leaders", "promotions", "decided"]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("who", ["manager", "coach", "operations"])
def test_managers_coaches_and_operations_come_in(request, client_of, leader, screen, who):
    client = client_of(request.getfixturevalue(who))
    assert client.get(reverse(f"reports:{screen}")).status_code == 200


@pytest.mark.parametrize("screen", SCREENS)
def test_trainer_is_sent_back_to_the_cms(client_of, trainer, screen):
    response = client_of(trainer).get(reverse(f"reports:{screen}"))
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")


@pytest.mark.parametrize("screen", SCREENS)
def test_leader_is_sent_to_the_log_in(client_of, leader, screen):
    response = client_of(leader).get(reverse(f"reports:{screen}"))
    assert response.status_code == 302
    assert response.url.startswith("/start/?next=")


def test_trainer_and_leader_get_no_file(client_of, trainer, leader):
    address = reverse("reports:export_leaders", args=["csv"])
    assert client_of(trainer).get(address).status_code == 302
    assert client_of(leader).get(address).status_code == 302


def test_nobody_without_a_log_in(client):
    assert client.get(reverse("reports:monday")).status_code == 302


def test_story_of_another_region_is_not_found(client_of, manager, leader, other_leader):
    client = client_of(manager)
    assert client.get(reverse("reports:story", args=[leader.pk])).status_code == 200
    assert client.get(reverse("reports:story", args=[other_leader.pk])).status_code == 404
    assert client.get(reverse("reports:story", args=[999_999])).status_code == 404


def test_a_coach_sees_only_his_leaders(client_of, coach, leader, region):
    cast.leader("Not His", region=region)
    page = client_of(coach).get(reverse("reports:leaders")).content.decode()
    assert "Li Mei" in page
    assert "Not His" not in page


def test_menu_shows_the_screens_only_to_who_may_open_them(client_of, manager, trainer):
    address = reverse("reports:leaders")
    home = reverse("wagtailadmin_home")
    assert address in client_of(manager).get(home).content.decode()
    assert address not in client_of(trainer).get(home).content.decode()


def test_first_page_of_the_cms_leads_to_the_screens(client_of, manager):
    page = client_of(manager).get(reverse("wagtailadmin_home")).content.decode()
    assert f'<a href="{reverse("reports:monday")}"' in page
