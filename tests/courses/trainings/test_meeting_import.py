"""Meetings' lists: what the lines say, who is who, what follows, and taking it back."""

from datetime import datetime, time, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from courses.models import AttendanceMark, AttendanceSettings, MeetingFile, Session
from courses.trainings.attendance import current_mark, mark
from courses.trainings.check_in import check_in
from courses.trainings.check_in_code import Proof, slot_of
from courses.trainings.meeting_import import people_of, presence
from courses.trainings.meeting_import_columns import Line, read_length, read_line, read_moment
from courses.trainings.meeting_import_files import SOURCE, bring
from school.lib import dates
from school.lib.dates import SHANGHAI
from school.lib.refusal import Refusal
from school.lib.sheets import Row
from school.people.bringing import flow
from tests import cast
from tests.courses import tree

pytestmark = pytest.mark.django_db
YESTERDAY = dates.today() - timedelta(days=1)
HEAD = "姓名,手机号,入会时间,退会时间\n"


@pytest.fixture(autouse=True)
def work_at_once(monkeypatch):
    """A test's transaction never ends, so what waits for its end is done at once."""
    monkeypatch.setattr(transaction, "on_commit", lambda work, **_kwargs: work())


@pytest.fixture
def session(trainer) -> Session:
    """Yesterday from 20:30 to 21:15."""
    starts = datetime.combine(YESTERDAY, time(20, 30), tzinfo=SHANGHAI)
    return tree.session(starts, trainer=trainer)


def at(hour: int, minute: int) -> datetime:
    return datetime.combine(YESTERDAY, time(hour, minute), tzinfo=SHANGHAI)


def stay(name: str, joined=None, left=None, *, line: int = 2, **fields) -> Line:
    fields = {"code": "", "phone": "", "minutes": None} | fields
    return Line(line, name=name, joined=joined, left=left, **fields)


def code(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as refusal:
        call(*args, **kwargs)
    return refusal.value.code


def brought(session, text: str, by) -> MeetingFile:
    file = bring(session=session, data=(HEAD + text).encode(), name="list.csv", by=by)
    file.refresh_from_db()
    return file


def taken(file: MeetingFile, by) -> MeetingFile:
    flow.ask_take(file=file, source=SOURCE, by=by)
    file.refresh_from_db()
    return file


# --- one line -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        f"{YESTERDAY:%Y-%m-%d} 20:31:05",
        f"{YESTERDAY:%Y/%m/%d} 20:31",
        f"{YESTERDAY:%m/%d/%Y} 08:31:05 PM",
        f"{YESTERDAY:%Y年%m月%d日} 下午8:31",
        "20:31:59",
        "20:31",
    ],
)
def test_moments_as_systems_write_them(session, text):
    moment = read_moment(text, session)
    assert moment.astimezone(SHANGHAI).replace(second=0) == at(20, 31)


def test_a_clock_after_midnight_is_the_next_day(session):
    assert read_moment("00:10", session) == at(20, 30) + timedelta(hours=3, minutes=40)


def test_moments_that_are_none(session):
    assert read_moment("", session) is None
    assert read_moment("--", session) is None
    assert code(read_moment, "soon", session) == "moment-invalid"
    assert code(read_moment, "25:10", session) == "moment-invalid"
    assert code(read_moment, "2020-01-01 20:30", session) == "other-day"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("45", 45), ("45分钟", 45), ("1小时5分", 65), ("0:45:10", 45), ("12.7", 12), ("", None)],
)
def test_lengths_as_systems_write_them(text, minutes):
    assert read_length(text) == minutes


def test_a_length_that_is_none():
    assert code(read_length, "long") == "length-invalid"
    assert code(read_length, "min 5") == "length-invalid"


def test_a_phone_in_the_name_is_found(session):
    row = Row(2, {"name": "李梅 13800001001", "joined": "20:30"})
    assert read_line(row, session).phone == "+8613800001001"
    assert code(read_line, Row(2, {"name": ""}), session) == "nobody"


# --- how long -----------------------------------------------------------------------------------


def person(session, *lines):
    return people_of(lines, [], {})[0]


def test_overlapping_stays_count_once(session):
    stays = [
        stay("A", at(20, 30), at(20, 50)),
        stay("A", at(20, 40), at(21, 0)),
        stay("A", at(21, 5), at(21, 10)),
    ]
    said = presence(person(session, *stays), session)
    assert (said.minutes, said.late, said.left_early, said.enough) == (35, 0, 0, True)


def test_only_the_planned_time_counts(session):
    said = presence(person(session, stay("A", at(19, 0), at(20, 45))), session)
    assert (said.minutes, said.left_early, said.enough) == (15, 30, False)
    said = presence(person(session, stay("A", at(21, 20), at(22, 0))), session)
    assert (said.minutes, said.enough) == (0, False)


def test_late_and_without_an_end(session):
    said = presence(person(session, stay("A", at(20, 40))), session)
    assert (said.minutes, said.late, said.left_early) == (35, 10, 0)
    said = presence(person(session, stay("A", at(20, 40), minutes=5)), session)
    assert said.minutes == 5


def test_lengths_alone_are_added_up(session):
    said = presence(person(session, stay("A", minutes=20), stay("A", minutes=15)), session)
    assert (said.minutes, said.late, said.enough) == (35, 0, True)


def test_enough_is_a_setting(session):
    AttendanceSettings.objects.create(enough_percent=100)
    assert not presence(person(session, stay("A", at(20, 31))), session).enough
    assert presence(person(session, stay("A", at(20, 30))), session).enough


# --- who it is ----------------------------------------------------------------------------------


def test_a_phone_outranks_a_name_and_both_are_one_person(leader):
    lines = [stay("Somebody", phone=leader.user.phone), stay("Li Mei")]
    people = people_of(lines, [leader], {})
    assert [(one.leader, len(one.lines)) for one in people] == [(leader, 2)]


def test_a_name_that_two_have_is_asked(leader, intake):
    twin = cast.leader("Li Mei", intake=intake)
    (one,) = people_of([stay("Li Mei")], [leader, twin], {})
    assert one.leader is None
    assert set(one.candidates) == {leader, twin}
    (one,) = people_of([stay("Li Mei")], [leader, twin], {"li mei": twin.pk})
    assert one.leader == twin


def test_part_of_a_name_is_only_suggested(leader):
    (one,) = people_of([stay("Li Mei - Sunshine")], [leader], {})
    assert (one.leader, one.candidates) == (None, [leader])


def test_a_name_that_is_not_on_the_list_is_nobody(leader):
    (one,) = people_of([stay("Li Mei")], [], {})
    assert (one.leader, one.candidates) == (None, [])


# --- the file's way -----------------------------------------------------------------------------


def test_a_list_is_looked_at_and_taken_over(session, leader, trainer):
    file = brought(
        session, "Li Mei,,20:40,21:15\nLi Mei,,20:45,21:00\nGuest,,20:30,21:15\n", trainer
    )
    assert (file.state, file.outcome["there"], len(file.outcome["unknown"])) == ("checked", 1, 1)
    assert not AttendanceMark.objects.exists()
    assert taken(file, trainer).state == "done"
    made = current_mark(session=session, leader=leader)
    assert (made.present, made.proof, made.minutes, made.late_minutes) == (True, "import", 35, 10)
    assert made.reference == f"meeting {file.pk}"


def test_too_short_is_marked_as_not_there(session, leader, trainer):
    taken(brought(session, "Li Mei,,20:30,20:40\n", trainer), trainer)
    made = current_mark(session=session, leader=leader)
    assert (made.present, made.minutes, made.left_early_minutes) == (False, 10, 35)


def test_what_a_trainer_marked_stays(session, leader, trainer):
    mark(session=session, leader=leader, present=False, by=trainer)
    file = taken(brought(session, "Li Mei,,20:30,21:15\n", trainer), trainer)
    assert file.outcome["kept"] == 1
    assert not current_mark(session=session, leader=leader).present


def test_what_a_leader_proved_is_not_taken_away_but_made_richer(session, leader, trainer):
    read = Proof(session.pk, slot_of(session.starts_at), "qr", timezone.now())
    Session.objects.filter(pk=session.pk).update(ends_at=timezone.now())
    check_in(leader=leader, proof=read)
    Session.objects.filter(pk=session.pk).update(ends_at=session.ends_at)
    taken(brought(session, "Li Mei,,20:30,20:40\n", trainer), trainer)
    assert current_mark(session=session, leader=leader).proof == "qr"
    taken(brought(session, "Li Mei,,20:30,21:15\n", trainer), trainer)
    made = current_mark(session=session, leader=leader)
    assert (made.proof, made.minutes, made.present) == ("import", 45, True)


def test_taking_it_back_leaves_what_was_before(session, leader, trainer, intake):
    other = cast.leader("Other", intake=intake)
    file = taken(brought(session, "Li Mei,,20:30,21:15\nOther,,20:30,20:40\n", trainer), trainer)
    mark(session=session, leader=other, present=True, by=trainer)
    told = flow.undo(file=file, source=SOURCE, by=trainer)
    assert told == {"withdrawn": 1, "kept": 1}
    assert current_mark(session=session, leader=leader) is None
    assert current_mark(session=session, leader=other).proof == "trainer"


def test_taken_over_twice_is_taken_over_once(session, leader, trainer):
    file = taken(brought(session, "Li Mei,,20:30,21:15\n", trainer), trainer)
    flow.take(file=file, source=SOURCE)
    assert AttendanceMark.objects.count() == 1
    taken(brought(session, "Li Mei,,20:30,21:15\n", trainer), trainer)
    assert AttendanceMark.objects.count() == 1


def test_lines_that_can_t_be_read_are_named(session, leader, trainer):
    file = brought(session, "Li Mei,,soon,21:15\nLi Mei,,20:30,21:15\n", trainer)
    (problem,) = file.outcome["problems"]
    assert (problem["row"], problem["code"]) == (2, "moment-invalid")
    assert file.outcome["there"] == 1


def test_a_session_that_is_not_over_has_no_list(trainer):
    running = tree.session(timezone.now() - timedelta(minutes=5), trainer=trainer)
    assert code(brought, running, "A,,20:30,21:15\n", trainer) == "not-over"


def test_a_session_that_has_not_begun_has_no_list(trainer):
    assert code(brought, tree.soon(trainer=trainer), "A,,20:30,21:15\n", trainer) == (
        "session-in-future"
    )


# --- the screens --------------------------------------------------------------------------------


@pytest.fixture
def desk(trainer, client_of):
    return client_of(trainer)


def workbook() -> bytes:
    book, out = Workbook(), BytesIO()
    sheet = book.active
    sheet.append(["会议主题", "销售培训"])
    sheet.append(["Who", "In", "Out"])
    sheet.append(["Li Mei", at(20, 30).replace(tzinfo=None), at(21, 15).replace(tzinfo=None)])
    sheet.append(["Meimei", at(20, 30).replace(tzinfo=None), at(21, 15).replace(tzinfo=None)])
    book.save(out)
    return out.getvalue()


def send(desk, session, data: bytes, name: str) -> str:
    address = reverse("courses_meetings:bring", args=[session.pk])
    return desk.post(address, {"file": SimpleUploadedFile(name, data)}).url


def test_a_person_brings_a_list_names_who_is_who_and_takes_it_back(desk, session, leader, intake):
    friend = cast.leader("Wang Fang", intake=intake, code="T7")
    text = HEAD + "Li Mei,,20:30,21:15\nMeimei,,20:30,21:15\n"
    page = send(desk, session, text.encode(), "list.csv")
    html = desk.get(page).content.decode()
    assert "Who is this?" in html and "Meimei" in html
    assert (
        "is nobody on this"
        in desk.post(page, {"people": "1", "find-0": "T8"}, follow=True).content.decode()
    )
    html = desk.post(page, {"people": "1", "find-0": "T7"}, follow=True).content.decode()
    assert "Who is this?" not in html
    desk.post(page, {"take": "1"})
    assert current_mark(session=session, leader=friend).present
    desk.post(page, {"undo": "1"})
    assert not AttendanceMark.objects.current().exists()


def test_columns_are_asked_once_and_remembered(desk, session, leader):
    page = send(desk, session, workbook(), "list.xlsx")
    html = desk.get(page).content.decode()
    assert "What the columns mean" in html
    headers = MeetingFile.objects.get().survey["headers"]
    meant = {"Who": "name", "In": "joined", "Out": "left"}
    fields = {f"column-{at_}": meant.get(header, "") for at_, header in enumerate(headers)}
    desk.post(page, fields | {"look": "1"})
    desk.post(page, {"take": "1"})
    assert current_mark(session=session, leader=leader).minutes == 45
    send(desk, session, workbook(), "again.xlsx")
    assert MeetingFile.objects.first().state == "checked"


def test_another_trainers_list_is_not_there(desk, session, trainer):
    page = send(desk, session, (HEAD + "A,,20:30,21:15\n").encode(), "list.csv")
    Session.objects.update(trainer=cast.trainer("Another"))
    assert desk.get(page).status_code == 404
    assert desk.post(page, {"take": "1"}).status_code == 404
    assert desk.get(reverse("courses_meetings:bring", args=[session.pk])).status_code == 404


def test_a_file_that_is_none_says_so(desk, session):
    address = reverse("courses_meetings:bring", args=[session.pk])
    answer = desk.post(address, {"file": SimpleUploadedFile("list.csv", b"\x00")})
    assert answer.status_code == 422
    assert not MeetingFile.objects.exists()


def test_everybodys_minutes_are_there_to_take_along(desk, session, leader):
    page = send(desk, session, (HEAD + "Li Mei,,20:30,21:00\n").encode(), "list.csv")
    table = b"".join(desk.get(f"{page}differences.csv").streaming_content).decode()
    assert "Li Mei,30,0,15,Yes" in table
    assert desk.get(f"{page}problems.csv").status_code == 404
