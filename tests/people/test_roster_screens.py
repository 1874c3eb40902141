"""The roster's screens: operations brings one from file to done and back; others are kept out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from school.people.models import Leader, RosterFile
from tests import cast

START = "/cms/roster/"
ROSTER = "团长编号,姓名,手机号,城市,区域,加入日期\n1,李梅,13800000001,长沙,岳麓,03/04/2024\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def ops(client_of, operations):
    return client_of(operations)


def upload(client, text: str = ROSTER, name: str = "roster.csv"):
    file = SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
    return client.post(START, {"file": file}, follow=True)


def answers(page, **more) -> dict:
    """What the form offers, as a person would leave it."""
    form = page.context["form"]
    given = {name: field.initial or "" for name, field in form.fields.items()}
    return given | {"look": "1"} | more


def show(file: RosterFile) -> str:
    return reverse("roster:show", args=[file.pk])


def step(client, file, data, capture):
    with capture(execute=True):
        client.post(show(file), data)
    return client.get(show(file))


def test_from_file_to_done_and_back(ops, django_capture_on_commit_callbacks):
    page = upload(ops)
    file = RosterFile.objects.get()
    assert "03/04/2024 can be read in two ways" in page.content.decode()
    assert page.context["form"]["column-0"].initial == "code"

    capture = django_capture_on_commit_callbacks
    page = step(ops, file, answers(page, order="dmy"), capture)
    assert "What this roster would change" in page.content.decode()
    assert not Leader.objects.exists()

    page = step(ops, file, {"take": "1"}, capture)
    assert "What this roster changed" in page.content.decode()
    assert Leader.objects.get().joined_on.isoformat() == "2024-04-03"

    page = step(ops, file, {"undo": "1"}, capture)
    assert "This roster was taken back" in page.content.decode()
    assert not Leader.objects.exists()


def test_says_what_it_cannot_read(ops):
    page = upload(ops, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "roster.xls")
    assert page.status_code == 422
    assert "Save it as .xlsx" in page.content.decode()
    assert ops.post(START, {}).status_code == 422
    assert not RosterFile.objects.exists()


def test_asks_for_the_columns_that_it_needs(ops):
    page = upload(ops, "号,叫什么\n1,李梅\n")
    file = RosterFile.objects.get()
    page = ops.post(show(file), {"look": "1", "column-0": "code", "column-1": "code"})
    assert page.status_code == 422
    told = page.content.decode()
    assert "means the same" in told and "Say which column is" in told


def test_without_rosters_it_says_what_to_do(ops):
    assert "The first one makes your leaders." in ops.get(START).content.decode()


def test_the_problems_are_there_to_take_along(ops, django_capture_on_commit_callbacks):
    page = upload(ops, "团长编号,姓名,手机号\n1,=1+1,1.38E+10\n")
    file = RosterFile.objects.get()
    step(ops, file, answers(page), django_capture_on_commit_callbacks)
    address = reverse("roster:download", args=[file.pk, "problems"])
    answer = ops.get(address)
    content = b"".join(answer.streaming_content)
    assert content.startswith("\ufeff".encode()) and b"phone-scientific" in content
    assert "roster-problems.csv" in answer["Content-Disposition"]
    assert ops.get(reverse("roster:download", args=[file.pk, "file"])).status_code == 404


def test_a_manager_looks_on_and_sees_her_own_leaders(
    ops, client_of, manager, region, operations, django_capture_on_commit_callbacks
):
    cast.leader("Li Mei", code="1", region=region, group_members=100)
    cast.leader("Zhou Lan", code="2", region=cast.region("Elsewhere"), group_members=100)
    page = upload(ops, "团长编号,姓名,群人数\n1,Li Mei,150\n2,Zhou Lan,150\n3,=x,1.5\n")
    file = RosterFile.objects.get()
    step(ops, file, answers(page), django_capture_on_commit_callbacks)
    step(ops, file, {"take": "1"}, django_capture_on_commit_callbacks)

    client = client_of(manager)
    told = client.get(show(file)).content.decode()
    assert "Li Mei" in told and "Zhou Lan" not in told
    assert 'name="undo"' not in told and "Rows to look at" not in told
    assert 'type="file"' not in client.get(START).content.decode()
    for address, data in ((START, {}), (show(file), {"undo": "1"})):
        assert client.post(address, data).status_code in (302, 403)
    file.refresh_from_db()
    assert file.state == RosterFile.State.DONE
    table = client.get(reverse("roster:download", args=[file.pk, "differences"]))
    assert table.status_code in (302, 403)


@pytest.mark.parametrize("role", ["trainer", "coach", "leader"])
def test_others_are_kept_out(role, request, client_of):
    client = client_of(request.getfixturevalue(role))
    assert client.get(START).status_code in (302, 403)
    assert START.encode() not in client.get("/cms/").content


def test_the_list_asks_the_same_of_the_database_for_any_number(
    ops, operations, django_assert_num_queries
):
    for _at in range(2):
        RosterFile.objects.create(file_name="a.csv", by=operations, outcome={"created": 1})
    ops.get(START)
    with CaptureQueriesContext(connection) as few:
        ops.get(START)
    for _at in range(8):
        RosterFile.objects.create(file_name="b.csv", by=cast.operations())
    with django_assert_num_queries(len(few)):
        ops.get(START)
