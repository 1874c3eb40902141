"""Regions, staff, classes, invitations and leaders of the sample school."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from io import BytesIO

import segno
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.images import get_image_model

from school.home.starter.sample.plan import Plan
from school.home.starter.sample.script import phone, script
from school.lib import dates
from school.lib.dates import SHANGHAI, week_start
from school.people import roles
from school.people.models import Application, Intake, Invitation, Leader, Region, User

BATCH = 500


@dataclass(frozen=True)
class People:
    """Everybody who is there: staff by their key, leaders in the order of the plans."""

    staff: dict[str, User]
    intakes: dict[int, Intake]
    leaders: list[Leader]


def still_free(plans: list[Plan]) -> list[Plan]:
    """Those whose number and leader ID nobody in the school has."""
    numbers = set(Leader.objects.values_list("user__phone", flat=True))
    codes = set(Leader.objects.values_list("code", flat=True))
    return [plan for plan in plans if plan.phone not in numbers and plan.code not in codes]


def write_people(plans: list[Plan]) -> People:
    regions = _regions()
    staff = _staff()
    intakes = _intakes(staff, regions["yuelu"])
    leaders = _leaders(plans, regions, staff, intakes)
    _invitations(staff, intakes, leaders)
    return People(staff, intakes, leaders)


def _regions() -> dict[str, Region]:
    found = {}
    for entry in script()["regions"]:
        city, _made = Region.objects.get_or_create(name=entry["city"], parent=None)
        found[entry["key"]], _made = Region.objects.get_or_create(name=entry["name"], parent=city)
    return found


def _staff() -> dict[str, User]:
    found = {}
    for entry in script()["staff"]:
        user, _made = User.objects.get_or_create(
            phone=phone(entry["phone"]),
            defaults={"name": entry["name"], "phone_verified_at": timezone.now()},
        )
        roles.give(user, getattr(roles, entry["role"]))
        user.regions.set(Region.objects.filter(name__in=entry.get("regions", [])))
        found[entry["key"]] = user
    return found


def _intakes(staff: dict[str, User], region: Region) -> dict[int, Intake]:
    """The latest class lies in one region, the earlier ones in its city."""
    found = {}
    for entry in script()["intakes"]:
        starts_on = week_start(dates.today()) - timedelta(weeks=entry["weeks_ago"])
        found[entry["number"]], _made = Intake.objects.get_or_create(
            number=entry["number"],
            defaults={
                "name": entry["name"],
                "region": region if entry["number"] == 12 else region.parent,
                "trainer": staff[entry.get("trainer", "trainer")],
                "starts_on": starts_on,
                "welcome": script()["welcome"].strip(),
                "group_qr": _group_qr(entry["number"], entry["name"]),
            },
        )
    return found


def _group_qr(number: int, name: str):
    out = BytesIO()
    address = script()["group_qr"].format(number=number)
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=12, border=4)
    image = get_image_model()(title=f"{name} · 班级群二维码", description="班级群的二维码")
    image.file = ContentFile(out.getvalue(), name=f"class-group-{number}.png")
    image.save()
    return image


def _leaders(plans: list[Plan], regions, staff, intakes) -> list[Leader]:
    """Accounts and leaders in a few statements. A number that exists keeps its account."""
    now = timezone.now()
    numbers = [plan.phone for plan in plans]
    there = set(User.objects.filter(phone__in=numbers).values_list("phone", flat=True))
    new = [
        User(phone=plan.phone, name=plan.name, phone_verified_at=now, password="!")
        for plan in plans
        if plan.phone not in there
    ]
    User.objects.bulk_create(new, batch_size=BATCH)
    users = User.objects.in_bulk(numbers, field_name="phone")
    _make_leaders_of(users.values())
    coaches = script()["coaches"]
    leaders = [
        Leader(
            user=users[plan.phone],
            code=plan.code,
            wechat_nick=f"{plan.community}{plan.name[-1]}姐",
            region=regions[plan.region],
            community=plan.community,
            group_members=plan.group_members,
            kind=plan.kind,
            status=plan.status,
            on_leave=plan.on_leave,
            intake=intakes.get(plan.intake),
            coach=staff[coaches[plan.region]],
            joined_on=plan.joined_on,
            consent_at=datetime.combine(plan.joined_on, time(12), tzinfo=SHANGHAI),
        )
        for plan in plans
    ]
    return Leader.objects.bulk_create(leaders, batch_size=BATCH)


def _make_leaders_of(users) -> None:
    group, _made = Group.objects.get_or_create(name=roles.LEADER)
    members = User.groups.through
    members.objects.bulk_create(
        [members(user_id=user.pk, group_id=group.pk) for user in users],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def _invitations(staff, intakes, leaders: list[Leader]) -> None:
    """One that is good, one that has run out, one whose places are taken."""
    for entry in script()["invitations"]:
        invitation, _made = Invitation.objects.get_or_create(
            code=entry["code"],
            defaults={
                "intake": intakes[entry["intake"]],
                "invited_by": staff["trainer"],
                "source": entry["source"],
                "max_uses": entry.get("places"),
                "expires_at": timezone.now() + timedelta(days=entry["days"]),
            },
        )
        classmates = [one for one in leaders if one.intake_id == invitation.intake_id]
        for leader in classmates[: entry.get("places", 0)]:
            _join(invitation, leader)


def _join(invitation: Invitation, leader: Leader) -> None:
    Application.objects.create(
        invitation=invitation,
        phone=leader.user.phone,
        name=leader.user.name,
        community=leader.community,
        group_members=leader.group_members,
        kind=leader.kind,
        language=leader.user.language,
        consent_at=leader.consent_at,
        joined_at=leader.consent_at,
        leader=leader,
    )
