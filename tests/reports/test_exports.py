"""The list as a file."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from school.jobs.models import Job
from school.people.models import Leader, User
from school.reports import exports
from tests.reports.conftest import many


def csv_rows(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def export(client, form: str, query: str = ""):
    return client.get(reverse("reports:export_leaders", args=[form]) + f"?{query}")


def test_csv_has_a_mark_and_no_formula(client_of, manager, leader):
    User.objects.filter(pk=leader.user_id).update(name='=HYPERLINK("http://evil")')
    Leader.objects.filter(pk=leader.pk).update(community="+1")
    headers, row = csv_rows(export(client_of(manager), "csv").content)
    assert headers[:3] == ["Leader ID", "Name", "Phone"]
    assert row[1] == '\'=HYPERLINK("http://evil")'
    assert row[3] == "'+1"


def test_xlsx_keeps_text_as_text(client_of, manager, leader):
    User.objects.filter(pk=leader.user_id).update(name="=1+1")
    sheet = load_workbook(io.BytesIO(export(client_of(manager), "xlsx").content)).active
    cell = sheet.cell(row=2, column=2)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_file_has_what_the_list_shows_and_no_whole_phone(client_of, manager, leader, other_leader):
    content = export(client_of(manager), "csv").content
    assert len(csv_rows(content)) == 2
    assert leader.user.phone[3:].encode() not in content


def test_filters_hold_for_the_file(client_of, operations, leader, other_leader):
    _headers, row = csv_rows(export(client_of(operations), "csv", "q=Zhou").content)
    assert row[1] == "Zhou Lan"


def test_unknown_form_is_not_found(client_of, manager):
    assert export(client_of(manager), "pdf").status_code == 404


@pytest.fixture
def small_limit(monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 2)


@pytest.mark.usefixtures("small_limit")
class TestLongList:
    def test_is_written_in_the_background(
        self, client_of, manager, region, django_capture_on_commit_callbacks
    ):
        many(3, region)
        client = client_of(manager)
        with django_capture_on_commit_callbacks(execute=True):
            response = export(client, "csv", "ordering=code")
        assert "3 leaders" in client.get(response.url).content.decode()
        job = Job.objects.get(kind=exports.KIND)
        file = client.get(reverse("reports:result_file", args=[job.pk]))
        assert [row[0] for row in csv_rows(file.getvalue())[1:]] == ["M0000", "M0001", "M0002"]

    def test_belongs_to_who_asked(
        self, client_of, manager, operations, region, django_capture_on_commit_callbacks
    ):
        many(3, region)
        with django_capture_on_commit_callbacks(execute=True):
            export(client_of(manager), "xlsx")
        job = Job.objects.get(kind=exports.KIND)
        for name in ("result", "result_file"):
            address = reverse(f"reports:{name}", args=[job.pk])
            assert client_of(operations).get(address).status_code == 404

    def test_waits_with_a_sign_of_progress(self, client_of, manager, region):
        many(3, region)
        client = client_of(manager)
        page = client.get(export(client, "csv").url).content.decode()
        assert "being written" in page
        job = Job.objects.get(kind=exports.KIND)
        assert client.get(reverse("reports:result_file", args=[job.pk])).status_code == 404
