"""Who sees which leaders, and the doors in front of views."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from school.people import roles
from school.people.access import check_role
from school.people.models import Leader, Region
from tests import cast

pytestmark = pytest.mark.django_db


def seen_by(user) -> set[Leader]:
    return set(Leader.objects.visible_to(user))


def test_a_leader_sees_herself(leader, other_leader):
    assert seen_by(leader.user) == {leader}


def test_a_coach_sees_his_leaders(leader, other_leader, coach):
    assert seen_by(coach) == {leader}


def test_a_trainer_sees_the_leaders_of_her_intakes(leader, other_leader, trainer):
    assert seen_by(trainer) == {leader}


def test_a_manager_sees_her_regions_with_all_inside(leader, other_leader, region):
    within = cast.leader(region=Region.objects.create(name="Inner", parent=region))
    assert seen_by(cast.manager(regions=[region])) == {leader, within}
    assert seen_by(cast.manager(regions=[region.parent])) == {leader, within, other_leader}
    assert seen_by(cast.manager()) == set()


def test_operations_see_everybody(leader, other_leader, operations):
    assert seen_by(operations) == {leader, other_leader}


def test_visitors_and_closed_accounts_see_nobody(leader, operations):
    operations.is_active = False
    assert seen_by(AnonymousUser()) == seen_by(operations) == set()


def test_a_region_that_moves_takes_its_leaders_along(leader, region):
    north = Region.objects.create(name="North")
    manager = cast.manager(regions=[north])
    assert seen_by(manager) == set()
    region.parent = north
    region.save()
    assert seen_by(manager) == {leader}


def test_a_role_opens_its_door_and_operations_open_every_door(trainer, coach, operations):
    check_role(trainer, [roles.TRAINER])
    check_role(operations, [roles.TRAINER])
    with pytest.raises(PermissionDenied):
        check_role(coach, [roles.TRAINER])
