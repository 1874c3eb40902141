"""The sales screens: from a file to a locked week; managers look on, others stay outside."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from school.people.bringing import flow
from school.standing import period
from school.standing.models import PeriodEvent, SalesFile, SalesImport, SalesWeek
from tests import cast
from tests.standing.conftest import sell
from tests.standing.imports.conftest import HEADER, WEEK, row

START = "/cms/sales/"
WEEK_PAGE = f"/cms/sales/weeks/{WEEK}/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def ops(client_of, operations):
    return client_of(operations)


@pytest.fixture
def send(ops, django_capture_on_commit_callbacks):
    def sent(address: str, **data):
        with django_capture_on_commit_callbacks(execute=True):
            answer = ops.post(address, data)
        return ops.get(answer.url) if answer.status_code == 302 else answer

    return sent


def upload(ops, *rows: str, header: str = HEADER):
    file = SimpleUploadedFile("week.csv", "\n".join([header, *rows]).encode())
    return ops.post(START, {"file": file}, follow=True)


def columns(page) -> dict:
    form = page.context["form"]
    return {name: form[name].initial for name in form.fields if name.startswith("column-")}


def show(file: SalesFile) -> str:
    return reverse("sales:show", args=[file.pk])


def test_from_a_file_to_a_locked_week(ops, send, li, settings, monkeypatch):
    monkeypatch.setattr("school.standing.imports.forms.today", lambda: WEEK + timedelta(days=9))
    page = upload(ops, row("1001", 100), row("77", 5, "=Stranger"))
    file = SalesFile.objects.get()
    form = page.context["form"]
    assert (form["unit"].initial, form["complete"].initial, form["week"].initial) == (
        "yuan",
        None,
        "",
    )
    answers = columns(page) | {"look": "1", "unit": "yuan", "complete": "yes"}
    assert "This field is required" in send(show(file), **answers).content.decode()

    page = send(show(file), **answers, week=str(WEEK))
    told = page.content.decode()
    assert "The week 2026-03-02 – 2026-03-08 by this file" in told and "¥\u00a0100" in told
    assert not SalesImport.objects.exists()

    page = send(show(file), take="1")
    assert "is in" in page.content.decode()
    assert SalesWeek.objects.current().get().net == 100

    page = send(WEEK_PAGE, lock="1")
    assert "This week is locked" in page.content.decode()
    assert "is locked. Unlock it first" in send(show(file), undo="1").content.decode()
    send(WEEK_PAGE, unlock="1", reason="One more refund")
    assert PeriodEvent.objects.count() == 2
    page = send(show(file), undo="1")
    assert "was taken back" in page.content.decode()
    assert not SalesWeek.objects.current().exists()


def test_a_week_that_is_brought_again_needs_a_reason(ops, send, li, taken, bring, ask):
    taken(row("1001", 100))
    file = ask(flow.ask_look, bring(row("1001", 120)))
    assert "Say why this week is brought again" in send(show(file), take="1").content.decode()
    assert SalesWeek.objects.current().get().net == 100
    send(show(file), take="1", reason="Refunds came late")
    page = ops.get(WEEK_PAGE)
    told = page.content.decode()
    assert "Refunds came late" in told and "Replaced" in told
    assert [version.net for version in page.context["versions"]] == ["¥\u00a0120", "¥\u00a0100"]


def test_a_version_is_taken_back_on_the_page_of_its_week(send, li, taken):
    taken(row("1001", 100))
    newer = taken(row("1001", 120)).sales_import
    page = send(WEEK_PAGE, undo=str(newer.pk))
    assert "Version 1 counts again." in page.content.decode()
    assert SalesWeek.objects.current().get().net == 100
    assert send(WEEK_PAGE, undo="x").status_code == 404


def test_the_week_that_the_file_names_and_its_unit_are_offered(ops, li):
    header = HEADER.replace("（元）", "（分）") + ",周开始"
    page = upload(ops, row("1001", 100) + ",2026-03-02", header=header)
    form = page.context["form"]
    assert (form["week"].initial, form["unit"].initial) == (WEEK, "fen")
    assert "The file says it is the week from 2026-03-02" in page.content.decode()


def test_rows_of_nobody_are_linked_and_the_file_looked_at_again(ops, send, li, bring, ask):
    cast.leader("Wang Fang")
    file = ask(flow.ask_look, bring(row("1001", 100), row("77", 5, "Wang Fang")))
    rows = reverse("sales:rows", args=[file.pk])
    assert "Whose is it?" in ops.get(rows).content.decode()
    one = reverse("sales:row", args=[file.pk, 3])
    page = ops.get(one)
    assert [leader.name for leader in page.context["found"]] == ["Wang Fang"]
    page = send(one, leader=str(page.context["found"][0].pk))
    assert "linked" in page.content.decode()
    page = send(show(file), look="again")
    assert page.context["outcome"]["unmatched"] == 0
    assert ops.get(one).status_code == 404


def test_a_leader_is_made_from_a_row(send, li, bring, ask):
    file = ask(flow.ask_look, bring(row("1001", 100), row("77", 5, "Wang Fang")))
    one = reverse("sales:row", args=[file.pk, 3])
    assert send(one, create="1", name="Wang Fang", phone="").status_code == 422
    page = send(one, create="1", name="Wang Fang", phone="1")
    assert "is not a mobile number" in page.content.decode()
    page = send(one, create="1", name="Wang Fang", phone="13800000077")
    assert "Row 3 is linked." in page.content.decode()


def test_without_sales_it_says_what_to_do(ops):
    assert "Bring the file that the trading system exports" in ops.get(START).content.decode()
    assert ops.get(WEEK_PAGE).status_code == 404
    assert ops.get("/cms/sales/weeks/monday/").status_code == 404


def test_a_manager_looks_on_and_sees_her_own_leaders_sums(
    client_of, manager, li, bring, taken, ask
):
    cast.leader("Zhou Lan", code="2", region=cast.region("Elsewhere"))
    taken(row("1001", 100), row("2", 900))
    file = ask(flow.ask_look, bring(row("1001", 120), row("2", 950)))
    client = client_of(manager)

    page = client.get(START)
    assert page.context["page"].object_list[0].current.net == "¥\u00a0100"
    assert 'type="file"' not in page.content.decode()
    told = client.get(show(file)).content.decode()
    assert "Li Mei" in told and "Zhou Lan" not in told and "¥\u00a01,070" not in told
    page = client.get(WEEK_PAGE)
    assert [version.net for version in page.context["versions"]] == ["¥\u00a0100"]
    assert 'name="lock"' not in page.content.decode()
    for address, data in (
        (START, {}),
        (show(file), {"take": "1"}),
        (WEEK_PAGE, {"lock": "1"}),
    ):
        assert client.post(address, data).status_code in (302, 403)
    for name in ("rows", "row", "download"):
        more = {"rows": [], "row": [2], "download": ["problems"]}[name]
        address = reverse(f"sales:{name}", args=[file.pk, *more])
        assert client.get(address).status_code in (302, 403)
    assert not PeriodEvent.objects.exists() and SalesImport.objects.count() == 1


@pytest.mark.parametrize("role", ["trainer", "coach", "leader"])
def test_others_are_kept_out(role, request, client_of):
    client = client_of(request.getfixturevalue(role))
    for address in (START, WEEK_PAGE):
        assert client.get(address).status_code in (302, 403)
    assert START.encode() not in client.get("/cms/").content


@pytest.mark.parametrize("who", ["operations", "manager"])
def test_the_weeks_ask_the_same_of_the_database_for_any_number(
    who, request, client_of, li, operations, django_assert_num_queries
):
    client = client_of(request.getfixturevalue(who))
    for at in range(2):
        sell(WEEK + timedelta(weeks=at), {li: 100})
    client.get(START)
    with CaptureQueriesContext(connection) as few:
        client.get(START)
    for at in range(2, 9):
        sell(WEEK + timedelta(weeks=at), {li: 100})
        period.lock(week=WEEK + timedelta(weeks=at), by=operations)
    with django_assert_num_queries(len(few)):
        client.get(START)
