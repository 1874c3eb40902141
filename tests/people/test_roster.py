"""The roster import: who is created, brought up to date, merged, in conflict, rejected."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook

from school.people import roles
from school.people.bringing.reading import Reading
from school.people.models import Application, Leader, Region, User
from school.people.roster import import_roster
from school.people.signals import leaders_imported
from tests import cast

HEADER = (
    "leader_id,name,mobile,wechat_nick,city,region,community,group_members,type,tier,"
    "referrer_mobile,joined_on,coach,status"
)
HEADER_ZH = (
    "团长编号,姓名,手机号,微信昵称,城市,区域,小区名称,群人数,身份类型,等级,"
    "推荐人手机号,加入日期,督导,状态"
)
pytestmark = pytest.mark.django_db


def line(**changed) -> str:
    cells = {
        "code": "1001",
        "name": "李梅",
        "mobile": "13800000001",
        "nick": "梅子",
        "city": "长沙",
        "region": "岳麓",
        "community": "阳光花园",
        "members": "120",
        "type": "宝妈",
        "tier": "普通",
        "referrer": "",
        "joined": "2026-01-05",
        "coach": "",
        "status": "正常",
    }
    assert not set(changed) - set(cells)
    return ",".join(f'"{cell}"' for cell in (cells | changed).values())


def take(*lines: str, header: str = HEADER_ZH, **options):
    data = "\n".join([header, *lines]).encode()
    return import_roster(data=data, name="roster.csv", **options)


def codes(entries) -> list[str]:
    return [entry["code"] for entry in entries]


@pytest.mark.parametrize("header", [HEADER, HEADER_ZH])
def test_creates_a_leader_with_all_that_the_line_says(header):
    result = take(line(), header=header)

    leader = Leader.objects.get()
    assert (result.rows, result.created, result.updated) == (1, 1, 0)
    assert (leader.code, leader.name, leader.user.phone) == ("1001", "李梅", "+8613800000001")
    assert (leader.wechat_nick, leader.community, leader.group_members) == ("梅子", "阳光花园", 120)
    assert (leader.kind, leader.status) == (Leader.Kind.MOTHER, Leader.Status.ACTIVE)
    assert leader.joined_on == date(2026, 1, 5)
    assert str(leader.region) == "长沙 · 岳麓"
    assert not (result.conflicts or result.rejected or result.warnings)


def test_a_new_account_has_no_password_no_proved_phone_and_the_role():
    take(line())
    user = User.objects.get()
    assert not user.has_usable_password() and user.phone_verified_at is None
    assert roles.of(user) == {roles.LEADER}


def test_makes_unknown_regions_once_and_says_so():
    result = take(
        line(),
        line(code="2", mobile="13800000002", region="天心"),
        line(code="3", mobile="13800000003", region="岳麓"),
    )
    assert result.regions_created == ["长沙", "长沙 · 岳麓", "长沙 · 天心"]
    assert Region.objects.get(name="天心").parent == Region.objects.get(name="长沙")
    assert take(line()).regions_created == []


def test_tells_the_floors_above_who_came_with_which_tier():
    told = []

    def listen(tiers, by, **_kwargs):
        told.append((tiers, by))

    leaders_imported.connect(listen)
    try:
        take(line(), line(code="2", mobile="13800000002", tier=""))
    finally:
        leaders_imported.disconnect(listen)
    first, second = Leader.objects.order_by("code")
    assert told == [({first.pk: "ordinary", second.pk: ""}, None)]


def test_a_later_file_brings_up_to_date_and_empty_cells_change_nothing():
    take(line())
    result = take(line(name="", nick="", members="300", community="", type="", status="休假"))

    leader = Leader.objects.get()
    assert (result.created, result.updated) == (0, 1)
    assert (leader.name, leader.wechat_nick, leader.community) == ("李梅", "梅子", "阳光花园")
    assert (leader.group_members, leader.kind) == (300, Leader.Kind.MOTHER)
    assert (leader.status, leader.on_leave) == (Leader.Status.ACTIVE, True)


def test_the_id_outranks_name_and_phone():
    take(line())
    result = take(line(name="李小梅", mobile="13800000009"))
    leader = Leader.objects.get()
    assert (leader.name, leader.user.phone) == ("李小梅", "+8613800000009")
    assert result.updated == 1


def test_matches_by_phone_and_learns_the_id():
    leader = cast.leader("李梅")
    result = take(line(mobile=leader.user.phone))
    leader.refresh_from_db()
    assert (result.updated, leader.code) == (1, "1001")


def test_a_name_alone_never_matches():
    cast.leader("李梅")
    assert take(line(code="")).created == 1
    assert Leader.objects.count() == 2


def test_identical_lines_merge():
    result = take(line(), line(), line(mobile="+86 138 0000 0001"))
    assert (result.created, result.merged, result.conflicts) == (1, 2, [])


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ({"code": ""}, {"code": "", "name": "王芳"}, "name-differs"),
        ({"code": "1"}, {"code": "2"}, "phone-twice"),
        ({"code": ""}, {"code": "", "members": "99"}, "rows-differ"),
        ({"code": "1"}, {"code": "1", "mobile": "13800000002"}, "id-twice"),
    ],
)
def test_lines_that_contradict_each_other_are_for_a_person(first, second, code):
    result = take(line(**first), line(**second))
    assert codes(result.conflicts) == [code, code]
    assert [entry["row"] for entry in result.conflicts] == [2, 3]
    assert not Leader.objects.exists()


def test_a_phone_of_somebody_else_is_a_conflict():
    known = cast.leader("Zhou Lan", code="7")
    number = known.user.phone
    assert codes(take(line(mobile=number)).conflicts) == ["phone-taken"]
    assert codes(take(line(code="", mobile=number)).conflicts) == ["name-differs"]
    trainer = cast.trainer()
    assert codes(take(line(mobile=trainer.phone)).conflicts) == ["name-differs"]
    assert Leader.objects.count() == 1


def test_the_roster_does_not_change_a_number_that_its_owner_has_proved():
    leader = cast.leader("李梅", code="1001")
    User.objects.update(phone_verified_at="2026-01-01T00:00Z")
    assert codes(take(line(mobile="13800000002")).conflicts) == ["phone-verified"]
    assert User.objects.get(leader=leader).phone == leader.user.phone


def test_a_trainer_may_lead_a_group_as_well():
    trainer = cast.trainer("李梅")
    take(line(mobile=trainer.phone))
    assert Leader.objects.get().user == trainer
    assert roles.of(User.objects.get(pk=trainer.pk)) == {roles.TRAINER, roles.LEADER}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"mobile": "1.38E+10"}, "phone-scientific"),
        ({"mobile": "12345"}, "phone-invalid"),
        ({"mobile": "", "code": ""}, "phone-missing"),
        ({"mobile": "138****0001", "code": ""}, "phone-masked"),
        ({"joined": "03/04/2024"}, "date-ambiguous"),
        ({"joined": "gestern"}, "date-invalid"),
        ({"members": "many"}, "count-invalid"),
    ],
)
def test_rejects_what_it_would_have_to_guess(changed, code):
    result = take(line(**changed), line(code="2", mobile="13800000002"))
    assert [(entry["row"], entry["code"]) for entry in result.rejected] == [(2, code)]
    assert result.created == 1


def test_a_masked_phone_matches_by_id_only():
    take(line())
    assert take(line(mobile="138****0001", members="130")).updated == 1
    assert codes(take(line(code="77", mobile="138****0001")).conflicts) == ["phone-masked"]
    assert Leader.objects.get().user.phone == "+8613800000001"


@pytest.mark.parametrize(
    "written", ["2024/3/4", "2024年3月4日", "20240304", "45355", "1709510400", "2024-03-04"]
)
def test_reads_dates_as_people_write_them(written):
    take(line(joined=written))
    assert Leader.objects.get().joined_on == date(2024, 3, 4)


def test_flags_a_day_in_the_future():
    assert codes(take(line(joined="2999-01-01")).warnings) == ["date-future"]


def test_knows_who_recommended_whom_even_in_the_same_file():
    result = take(
        line(code="2", name="王芳", mobile="13800000002", referrer="13800000001"),
        line(referrer="13800000077"),
    )
    assert Leader.objects.get(code="2").referrer == Leader.objects.get(code="1001")
    assert [(entry["row"], entry["code"]) for entry in result.warnings] == [(3, "referrer-unknown")]


def test_finds_the_coach_by_phone_or_by_a_name_that_only_one_has():
    coach = cast.coach("方教练")
    take(line(coach="方教练"))
    assert Leader.objects.get().coach == coach
    take(line(coach=coach.phone))
    cast.coach("方教练")
    assert codes(take(line(coach="方教练")).warnings) == ["coach-unknown"]
    assert Leader.objects.get().coach == coach


def test_unknown_words_are_left_out_with_a_warning():
    result = take(line(type="UFO"))
    assert codes(result.warnings) == ["word-unknown"]
    assert Leader.objects.get().kind == Leader.Kind.OTHER


@pytest.mark.parametrize(
    ("tier", "status"), [("", "probation"), ("预备", "probation"), ("core", "active")]
)
def test_a_status_that_is_not_told_follows_the_tier(tier, status):
    take(line(tier=tier, status=""))
    assert Leader.objects.get().status == status


def test_a_dry_run_answers_the_same_and_leaves_nothing():
    tried = take(line(), line(code="", mobile=""), dry_run=True)
    assert not User.objects.exists() and not Region.objects.exists()
    assert tried == take(line(), line(code="", mobile=""))


def test_takes_the_same_queries_for_any_number(django_assert_num_queries):
    cast.leader(region=cast.region("岳麓", "长沙"))
    take(line())
    with CaptureQueriesContext(connection) as few:
        take(*[line(code=str(at), mobile=f"1380001{at:04d}") for at in range(2)])
    with django_assert_num_queries(len(few)):
        take(*[line(code=f"B{at}", mobile=f"1380002{at:04d}") for at in range(60)])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_reads_every_encoding(encoding):
    data = "\n".join([HEADER_ZH, line()]).encode(encoding)
    assert import_roster(data=data, name="roster.csv").created == 1


@pytest.mark.parametrize("written", ["'13800000001", "+86 138 0000 0001", "１３８０００００００１"])
def test_reads_phones_as_people_write_them(written):
    take(line(mobile=written))
    assert Leader.objects.get().user.phone == "+8613800000001"


def test_merged_regions_are_filled_down_and_numbers_of_people_never():
    book = Workbook()
    for row in (
        ["团长编号", "姓名", "手机号", "城市", "群人数"],
        ["1", "李梅", "13800000001", "长沙", 120],
        ["2", "王芳", "13800000002", "", ""],
    ):
        book.active.append(row)
    book.active.merge_cells("D2:D3")
    book.active.merge_cells("E2:E3")
    out = io.BytesIO()
    book.save(out)
    asked = Reading(fill_down=("city",))
    import_roster(data=out.getvalue(), name="roster.xlsx", reading=asked)
    told = Leader.objects.order_by("code").values_list("region__name", "group_members")
    assert list(told) == [("长沙", 120), ("长沙", 0)]


def test_flags_two_digit_years_and_days_before_the_application(region):
    phone, inviter = "+8613800000001", cast.trainer()
    Application.objects.create(
        invitation=cast.invitation(cast.intake(), inviter),
        phone=phone,
        name="李梅",
        community="",
        consent_at=timezone.now(),
        language="zh-hans",
    )
    told = codes(take(line(mobile=phone, joined="24/3/4")).warnings)
    assert told == ["date-two-digit-year", "joined-before-applied"]


def test_a_day_that_can_be_read_in_two_ways_is_asked_about():
    assert codes(take(line(joined="03/04/2024")).rejected) == ["date-ambiguous"]
    take(line(joined="03/04/2024"), reading=Reading(order="dmy"))
    assert Leader.objects.get().joined_on == date(2024, 4, 3)
