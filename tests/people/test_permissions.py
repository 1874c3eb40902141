"""The rights of roles: exactly what the school gives them, also where it once gave more."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from school.people import permissions, roles
from tests import cast


def right(label: str) -> Permission:
    app_label, codename = label.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def give_more(group: Group) -> None:
    """To publish, to delete people, and to change documents."""
    group.permissions.add(right("people.delete_user"))
    top, everything = Page.get_first_root_node(), Collection.get_first_root_node()
    publish, change = right("wagtailcore.publish_page"), right("wagtaildocs.change_document")
    GroupPagePermission.objects.get_or_create(group=group, page=top, permission=publish)
    GroupCollectionPermission.objects.create(group=group, collection=everything, permission=change)


def rights_of(group: Group) -> set[str]:
    rights = set(group.permissions.values_list("codename", flat=True))
    rights |= set(group.page_permissions.values_list("permission__codename", flat=True))
    return rights | set(group.collection_permissions.values_list("permission__codename", flat=True))


@pytest.fixture
def pages(db):
    return Page.objects.filter(depth=2).first()


def test_what_a_school_once_gave_is_taken_back(trainer, pages):
    trainers = Group.objects.get(name=roles.TRAINER)
    before = rights_of(trainers)
    give_more(trainers)
    assert pages.permissions_for_user(trainer).can_publish()
    permissions.grant()
    assert rights_of(trainers) == before
    trainer = type(trainer).objects.get(pk=trainer.pk)
    assert not pages.permissions_for_user(trainer).can_publish()
    assert pages.permissions_for_user(trainer).can_edit()


def test_head_trainers_publish(db, pages):
    head = cast.trainer()
    head.groups.add(Group.objects.get(name=roles.HEAD_TRAINER))
    permissions.grant()
    assert pages.permissions_for_user(head).can_publish()


def test_what_is_missing_comes_back(db):
    before = {name: rights_of(Group.objects.get(name=name)) for name in permissions.KEPT}
    for name in permissions.KEPT:
        group = Group.objects.get(name=name)
        group.permissions.clear()
        group.page_permissions.all().delete()
        group.collection_permissions.all().delete()
    permissions.grant()
    after = {name: rights_of(Group.objects.get(name=name)) for name in permissions.KEPT}
    assert after == before
    assert "access_admin" in after[roles.COACH] and after[roles.LEADER] == set()


def test_a_right_below_a_page_is_one_too_much(db, pages):
    trainers = Group.objects.get(name=roles.TRAINER)
    publish = right("wagtailcore.publish_page")
    GroupPagePermission.objects.create(group=trainers, page=pages, permission=publish)
    permissions.grant()
    assert not trainers.page_permissions.filter(permission=publish).exists()


def test_other_groups_are_left_alone(db):
    own = Group.objects.create(name="Our editors")
    give_more(own)
    permissions.grant()
    assert rights_of(own) == {"delete_user", "publish_page", "change_document"}


def test_the_form_of_a_group_says_who_keeps_it(client_of):
    admin = cast.operations()
    type(admin).objects.filter(pk=admin.pk).update(is_superuser=True)
    client, said = client_of(admin), "The school keeps this group"
    kept, own = Group.objects.get(name=roles.TRAINER), Group.objects.create(name="Our editors")
    page = client.get(reverse("wagtailusers_groups:edit", args=[kept.pk]))
    assert said in page.content.decode()
    page = client.get(reverse("wagtailusers_groups:edit", args=[own.pk]))
    assert said not in page.content.decode()
