"""Contests on the phone and in the CMS."""

import pytest

from school.growth import campaign as rules
from school.growth.models import Campaign, Entry, Reward
from school.lib import dates
from tests import cast
from tests.growth.contests import DAY, MONDAY, WEEK, contest, entry, over, running
from tests.standing.conftest import sell


class TestPhone:
    def test_taking_part(self, leader, client_of):
        made, client = running(), client_of(leader)
        assert "Have a look" in client.get("/contests/").text
        assert "<strong>often</strong>" in client.get(f"/contests/{made.pk}/").text
        told = client.post(f"/contests/{made.pk}/enter/", {"named": "no"}, follow=True)
        assert "You take part" in told.text and "no figures yet" in told.text
        assert Entry.objects.get().named is False
        client.post(f"/contests/{made.pk}/name/", {"named": "yes"})
        assert Entry.objects.get().named is True
        client.post(f"/contests/{made.pk}/leave/")
        assert not Entry.objects.exists()

    def test_without_an_answer_nobody_is_named(self, leader, client_of):
        made = running()
        client_of(leader).post(f"/contests/{made.pk}/enter/")
        assert Entry.objects.get().named is False

    def test_others_are_named_only_if_they_agreed(self, leader, client_of):
        made, agreed = running(), cast.leader("Agreed")
        entry(made, agreed, named=True)
        entry(made, cast.leader("Silent"))
        entry(made, leader)
        assert "Agreed" not in client_of(leader).get(f"/contests/{made.pk}/").text
        sell(MONDAY, {agreed: {"effective_orders": 5}})
        page = client_of(leader).get(f"/contests/{made.pk}/").text
        board = page.partition("The board")[2]
        assert "Agreed" in board and "Silent" not in page and "Li Mei" not in board
        assert "3 leaders take part" in page and "number 2 of 3" in page

    @pytest.mark.parametrize("case", ["draft", "elsewhere"])
    def test_what_is_not_for_her_is_not_there(self, leader, client_of, case):
        made = contest() if case == "draft" else running(region=cast.region("Elsewhere"))
        client = client_of(leader)
        assert client.get(f"/contests/{made.pk}/").status_code == 404
        assert "Opening race" not in client.get("/contests/").text
        client.post(f"/contests/{made.pk}/enter/", {"named": "yes"})
        assert not Entry.objects.exists()

    def test_nobody_names_another(self, leader, other_leader, client_of):
        made = running()
        entry(made, other_leader)
        posted = client_of(leader).post(f"/contests/{made.pk}/name/", {"named": "yes"})
        assert posted.status_code == 404
        assert Entry.objects.get().named is False

    def test_the_result_and_the_reward(self, leader, operations, client_of):
        made = over()
        mine = entry(made, leader)
        for ago in (2, 1):
            sell(MONDAY - ago * WEEK, {leader: {"effective_orders": 4}})
        rules.close(campaign=made)
        mine.refresh_from_db()
        mine.campaign.refresh_from_db()
        rules.reward(entry=mine, what="A rice cooker", given_on=dates.today(), by=operations)
        page = client_of(leader).get(f"/contests/{made.pk}/").text
        assert "Your result" in page and "A rice cooker" in page and "Take part" not in page

    def test_one_and_many_take_the_same_queries(self, leader, client_of, queries):
        made, client = running(), client_of(leader)
        entry(made, leader)
        addresses = ["/contests/", f"/contests/{made.pk}/"]
        few = [queries(client, address) for address in addresses]
        for _at in range(4):
            running()
            entry(made, cast.leader(), named=True)
        assert [queries(client, address) for address in addresses] == few


class TestOffice:
    HERE = "/cms/contests/"

    def test_writing_publishing_and_closing(self, operations, leader, client_of):
        client = client_of(operations)
        written = {
            "title": "开团赛", "title_en": "Race", "brief": "多开团", "brief_en": "Go",
            "metric": "orders", "teams": "none", "region": "",
            "starts_on": (MONDAY + DAY).isoformat(), "ends_on": (MONDAY + 13 * DAY).isoformat(),
        }  # fmt: skip
        refused = client.post("/cms/contest-texts/new/", written)
        assert "begin on a Monday" in refused.text
        client.post("/cms/contest-texts/new/", written | {"starts_on": MONDAY.isoformat()})
        made = Campaign.objects.get()
        client.post(f"{self.HERE}{made.pk}/publish/")
        edit = client.get(f"/cms/contest-texts/edit/{made.pk}/")
        assert edit.headers["location"] == f"{self.HERE}{made.pk}/"
        told = client.post(f"{self.HERE}{made.pk}/close/", follow=True)
        assert "still running" in told.text
        Campaign.objects.update(starts_on=MONDAY - WEEK, ends_on=MONDAY - DAY)
        sell(MONDAY - WEEK, {leader: {"effective_orders": 1}})
        told = client.post(f"{self.HERE}{made.pk}/close/", follow=True)
        assert "Everybody has been told" in told.text and "sales.csv v1" in told.text

    def test_managers_look_and_do_not_publish(self, manager, client_of):
        made, client = contest(), client_of(manager)
        assert client.get(f"{self.HERE}{made.pk}/").status_code == 200
        assert client.post(f"{self.HERE}{made.pk}/publish/").status_code in (302, 403)
        assert client.post(f"{self.HERE}{made.pk}/close/").status_code in (302, 403)
        made.refresh_from_db()
        assert made.state == "draft"

    def test_a_manager_reads_her_own_and_who_agreed(self, leader, other_leader, manager, client_of):
        made = running()
        entry(made, leader)
        entry(made, other_leader)
        page = client_of(manager).get(f"{self.HERE}{made.pk}/").text
        assert "Li Mei" in page and "Zhou Lan" not in page
        assert "did not agree to be named" in page
        Entry.objects.update(named=True)
        assert "Zhou Lan" in client_of(manager).get(f"{self.HERE}{made.pk}/").text

    def test_a_contest_elsewhere_is_not_there(self, manager, client_of):
        made = running(region=cast.region("Elsewhere"))
        client = client_of(manager)
        assert client.get(f"{self.HERE}{made.pk}/").status_code == 404
        assert "Opening race" not in client.get(self.HERE).text

    def test_rewards_by_who_answers_for_her(self, leader, other_leader, manager, client_of):
        made = over("sessions")
        hers, others = entry(made, leader), entry(made, other_leader, named=True)
        rules.close(campaign=made)
        client = client_of(manager)
        given = {"what": "A rice cooker", "given_on": dates.today().isoformat()}
        told = client.post(f"{self.HERE}{made.pk}/reward/", given | {"entry": hers.pk}, follow=True)
        assert "A rice cooker" in told.text
        refused = client.post(f"{self.HERE}{made.pk}/reward/", given | {"entry": others.pk})
        assert refused.status_code in (302, 403)
        for wrong in ({"entry": hers.pk}, given | {"entry": 99}):
            told = client.post(f"{self.HERE}{made.pk}/reward/", wrong, follow=True)
            assert "Say what she got" in told.text
        assert Reward.objects.count() == 1

    @pytest.mark.parametrize("path", ["", "{pk}/"])
    def test_coaches_and_leaders_stay_outside(self, coach, leader, client_of, path):
        made = running()
        for person in (coach, leader):
            address = self.HERE + path.format(pk=made.pk)
            assert client_of(person).get(address).status_code in (302, 403)

    def test_one_and_many_take_the_same_queries(self, operations, client_of, queries):
        made, client = over("sessions"), client_of(operations)
        entry(made, cast.leader())
        rules.close(campaign=made)
        addresses = [self.HERE, f"{self.HERE}{made.pk}/"]
        few = [queries(client, address) for address in addresses]
        for _at in range(4):
            running()
            entry(made, cast.leader(), named=True, value=1, place=1)
        assert [queries(client, address) for address in addresses] == few
