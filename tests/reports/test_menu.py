"""The menu of the school's own screens: in parts, by roles, with the place where one is."""

import re

import pytest

from school.people import roles
from tests import cast

pytestmark = pytest.mark.django_db


def titles(page: str) -> list[str]:
    return re.findall(r'school-menu-part">([^<]+)<', page)


def here(page: str) -> list[str]:
    return re.findall(r'item__link" href="([^"]+)" aria-current="page"', page)


def test_a_coach_sees_the_parts_that_are_hers(client_of):
    coach, operations = cast.coach(), cast.operations()
    of_coach = titles(client_of(coach).get("/cms/leaders/").content.decode())
    of_operations = titles(client_of(operations).get("/cms/leaders/").content.decode())
    assert of_coach[0] == of_operations[0] == "Leaders"
    assert "Office" in of_operations
    assert set(of_coach) < set(of_operations)


def test_only_the_nearest_entry_is_marked(client_of):
    client = client_of(cast.operations())
    assert here(client.get("/cms/questions/").content.decode()) == ["/cms/questions/"]
    assert here(client.get("/cms/questions/import/").content.decode()) == ["/cms/questions/import/"]


def test_another_role_gets_another_menu_at_once(client_of):
    person = cast.coach()
    before = client_of(person).get("/cms/leaders/").content.decode()
    roles.give(person, roles.OPERATIONS)
    after = client_of(person).get("/cms/leaders/").content.decode()
    assert "/cms/rules/" in after and "/cms/rules/" not in before
