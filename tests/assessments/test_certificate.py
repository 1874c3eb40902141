"""Certificates: issued once, made once, readable by eye and by phone, and verifiable."""

from datetime import date

import pypdfium2
import pytest
import zxingcpp
from django.core.files.base import ContentFile
from django.urls import reverse

from assessments import certificate as rules
from assessments import sheet
from assessments.models import Certificate
from assessments.models.certificate import ALPHABET
from assessments.views.certificate import WRONG_CODES
from courses.progress import complete_step
from school.jobs import job
from school.jobs.models import Job
from school.lib.refusal import Refusal
from tests.assessments import cast

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TITLE = {"zh-hans": "这门生意和你", "en": "The business and your role"}


@pytest.fixture
def certificate(leader, settings):
    settings.JOBS_INLINE = False
    return rules.issue(
        leader=leader, kind="course", key="c1", title=TITLE, on=date(2026, 3, 5)
    )  # fmt: skip


def verify(client, code):
    address = reverse("assessments:verify", args=[code])
    return client.get(address, headers={"accept-language": "en"})


# --- issuing -----------------------------------------------------------------------------------


def test_a_certificate_is_issued_once(certificate, leader):
    again = rules.issue(leader=leader, kind="course", key="c1", title={"en": "Other"})
    assert again == certificate
    assert again.title == TITLE


def test_a_code_can_not_be_guessed_nor_misread(certificate):
    assert len(certificate.code) == 16
    assert set(certificate.code) <= set(ALPHABET)
    assert not set("01OIL") & set(ALPHABET)


def test_finishing_a_course_issues_its_certificate(leader, course):
    lesson = cast.task(course)
    complete_step(leader=leader, step=lesson)
    issued = Certificate.objects.get(leader=leader)
    assert (issued.kind, issued.key) == ("course", str(course.translation_key))
    assert issued.title == {"zh-hans": "第一门课"}
    assert issued.name == leader.name


def test_a_withdrawn_certificate_needs_a_reason_and_makes_room(certificate, leader, operations):
    with pytest.raises(Refusal) as refusal:
        rules.revoke(certificate=certificate, by=operations, reason=" ")
    assert refusal.value.code == "reason-missing"
    rules.revoke(certificate=certificate, by=operations, reason="Wrong name")
    new = rules.issue(leader=leader, kind="course", key="c1", title=TITLE)
    assert new.code != certificate.code


# --- the sheet ---------------------------------------------------------------------------------


@pytest.fixture
def document(certificate):
    certificate.name = "李梅"
    document = pypdfium2.PdfDocument(sheet.render(certificate))
    yield document
    document.close()


def test_the_sheet_is_one_a4_page_across_with_both_languages(document):
    assert len(document) == 1
    width, height = (round(points / 72 * 25.4) for points in document[0].get_size())
    assert (width, height) == (297, 210)
    text = document[0].get_textpage().get_text_bounded()
    for chinese in ("团长商学院", "结业证书", "李梅", "《这门生意和你》", "2026 年 3 月 5 日"):
        assert chinese in text
    for english in ("Certificate of Completion", "The business and your role", "5 March 2026"):
        assert english in text


def test_the_qr_code_reads_back_as_the_verify_address(certificate, document, settings):
    picture = document[0].render(scale=2).to_pil()
    codes = [found.text for found in zxingcpp.read_barcodes(picture)]
    assert codes == [certificate.verify_url]
    assert certificate.verify_url == f"{settings.BASE_URL}/verify/{certificate.code}/"


def test_a_name_is_text_and_never_markup(certificate):
    certificate.name = "<b>Li</b> & Co"
    assert "&lt;b&gt;Li&lt;/b&gt; &amp; Co" in sheet.html(certificate)


def test_a_tier_has_its_own_words(certificate):
    certificate.kind = "tier"
    assert "等级证书" in sheet.html(certificate)


# --- the job -----------------------------------------------------------------------------------


@pytest.fixture
def drawn(monkeypatch):
    """The codes for which a sheet was drawn, in place of drawing it."""
    codes = []

    def draw(certificate):
        codes.append(certificate.code)
        return b"%PDF sheet"

    monkeypatch.setattr(sheet, "render", draw)
    return codes


def test_a_finished_sheet_is_not_made_twice(certificate, drawn):
    assert sheet.keep(certificate) is True
    certificate.refresh_from_db()
    assert sheet.keep(certificate) is False
    assert drawn == [certificate.code]


def test_a_file_that_a_killed_run_left_is_replaced(certificate, drawn):
    certificate.file.storage.save(sheet.file_name(certificate), ContentFile(b"%PDF half"))
    sheet.keep(certificate)
    certificate.refresh_from_db()
    assert certificate.file.name == sheet.file_name(certificate)
    assert certificate.file.read() == b"%PDF sheet"


def test_a_batch_that_is_killed_in_the_middle_finishes_once(leader, settings, monkeypatch, drawn):
    settings.JOBS_INLINE = False
    batch = [rules.issue(leader=leader, kind="tier", key=n, title=TITLE) for n in range(40)]
    work = rules.make(batch)
    draw, killed = sheet.render, KeyboardInterrupt("kill")

    def die_at_the_17th(certificate):
        if len(drawn) == 16:
            raise killed
        return draw(certificate)

    monkeypatch.setattr(sheet, "render", die_at_the_17th)
    with pytest.raises(KeyboardInterrupt):
        job.run(work.pk)
    work.refresh_from_db()
    assert (work.state, work.done, work.total) == (Job.State.RUNNING, 16, 40)
    Job.objects.update(lease_until=work.created_at)
    monkeypatch.setattr(sheet, "render", draw)
    job.run(work.pk)
    work.refresh_from_db()
    assert (work.state, work.result) == (Job.State.DONE, {"made": 24, "total": 40})
    assert sorted(drawn) == sorted(one.code for one in batch)
    assert not Certificate.objects.filter(file="").exists()


# --- verifying ---------------------------------------------------------------------------------


def test_anyone_may_see_that_it_is_genuine(client, certificate):
    html = verify(client, certificate.code).content.decode()
    assert "This certificate is genuine" in html
    assert "Li Mei" in html


def test_no_more_than_name_title_and_date_is_shown(client, certificate, leader):
    html = verify(client, certificate.code).content.decode()
    user = leader.user
    for secret in (user.local_phone, user.phone, leader.community, leader.region.name):
        assert secret not in html
    assert "noindex" in html


def test_a_code_may_be_typed_carelessly(client, certificate):
    typed = certificate.spaced_code.lower()
    response = client.get(reverse("assessments:verify_typed"), {"code": typed}, follow=True)
    assert "Li Mei" in response.content.decode()


def test_a_withdrawn_certificate_says_so(client, certificate, operations):
    rules.revoke(certificate=certificate, by=operations, reason="Private reason")
    html = verify(client, certificate.code).content.decode()
    assert "withdrawn" in html or "作废" in html
    assert "Private reason" not in html


@pytest.mark.parametrize("code", ["ABCDEFGH23456789", "x", "<script>", "' OR 1=1", "a" * 300])
def test_an_unknown_certificate_code_is_a_kind_404(client, code):
    response = verify(client, code)
    assert response.status_code == 404
    assert b"<script>" not in response.content.replace(b'<script type="module"', b"")


def test_guessing_codes_is_slowed_down_and_real_ones_are_not_counted(client, certificate):
    for _time in range(WRONG_CODES + 5):
        assert verify(client, certificate.code).status_code == 200
    for _guess in range(WRONG_CODES):
        assert verify(client, "ABCDEFGH23456789").status_code == 404
    assert verify(client, certificate.code).status_code == 429


def test_verifying_takes_one_query(client, certificate, django_assert_num_queries):
    with django_assert_num_queries(1):
        verify(client, certificate.code)


# --- the download ------------------------------------------------------------------------------


def test_the_sheet_is_for_her_and_for_who_may_see_her(
    client, client_of, certificate, leader, other_leader, manager, drawn
):
    sheet.keep(certificate)
    address = reverse("assessments:certificate", args=[certificate.code])
    for person in (leader, manager):
        response = client_of(person).get(address)
        assert response["Content-Type"] == "application/pdf"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert b"".join(response.streaming_content) == b"%PDF sheet"
    assert client_of(other_leader).get(address).status_code == 404
    assert client.get(address).status_code == 302


def test_while_it_is_made_the_page_says_so(client_of, certificate, leader):
    response = client_of(leader).get(reverse("assessments:certificate", args=[certificate.code]))
    assert response["Refresh"] == "4"
    assert "being made" in response.content.decode()
