"""A meeting system's list: its columns, and what one of its lines says."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Session
from school.lib.dates import SHANGHAI, read_date
from school.lib.phones import read_phone
from school.lib.refusal import Refusal
from school.lib.sheets import Row

COLUMNS = {
    "code": ["团长编号", "leader_id"],
    "phone": ["手机号", "手机号码", "手机", "电话", "mobile", "phone number"],
    "name": [
        *(
            "姓名",
            "用户昵称",
            "用户昵称（入会昵称）",
            "入会昵称",
            "昵称",
            "参会者",
            "参会人",
            "成员",
        ),
        *("Name (Original Name)", "participant", "full name", "user name"),
    ],
    "joined": ["入会时间", "首次入会时间", "加入时间", "进入时间", "join time", "joined at"],
    "left": [
        "退会时间",
        "最后退会时间",
        "离会时间",
        "离开时间",
        "退出时间",
        "leave time",
        "left at",
    ],
    "minutes": [
        *("参会时长", "累计参会时长", "参会时长（分钟）", "时长", "时长（分钟）"),
        *("duration", "Duration (Minutes)", "Total Duration (Minutes)"),
    ],
}
LABELS = {
    "code": _("Leader ID"),
    "phone": _("Phone"),
    "name": _("Name"),
    "joined": pgettext_lazy("column of a meeting's list", "Came in"),
    "left": pgettext_lazy("column of a meeting's list", "Left"),
    "minutes": pgettext_lazy("column of a meeting's list", "Minutes"),
}
# Meetings that go past midnight, and lists in another zone's date.
NEXT_DAYS = timedelta(days=1)
NOON = 12

_CLOCK = re.compile(r"(?P<am>上午|下午)?\s*(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(?P<pm>[AP]M)?", re.I)
_LENGTH = re.compile(
    r"(?:(\d+)\s*(?:小时|时|h\w*))?\s*(?:(\d+)\s*(?:分钟|分|m\w*))?\s*(?:\d+\s*(?:秒|s\w*))?", re.I
)
_IN_NAME = re.compile(r"(?<!\d)1\d{10}(?!\d)")


@dataclass(frozen=True)
class Line:
    """One stay in the meeting. `joined` and `left` are moments, or None where the file has none;
    `minutes` is how long the file says that it was."""

    line: int
    code: str
    phone: str
    name: str
    joined: datetime | None
    left: datetime | None
    minutes: int | None

    @property
    def key(self) -> str:
        """Who it is, as far as the file tells."""
        return self.code or self.phone or self.name.casefold()


def read_line(row: Row, session: Session) -> Line:
    """What a line says. Refuses: nobody, moment-invalid, other-day, length-invalid."""
    cells = {
        name: " ".join(unicodedata.normalize("NFKC", row.cells.get(name, "")).split())
        for name in COLUMNS
    }
    phone = _phone(cells["phone"]) or _phone_in(cells["name"])
    if not (cells["code"] or phone or cells["name"]):
        raise Refusal("nobody", _("Nobody is named."))
    return Line(
        row.line,
        cells["code"],
        phone,
        cells["name"],
        read_moment(cells["joined"], session),
        read_moment(cells["left"], session),
        read_length(cells["minutes"]),
    )


def read_moment(text: str, session: Session) -> datetime | None:
    """The moment that `text` names, with or without a day, in Shanghai; None for a blank.

    Refuses: moment-invalid, other-day (it is of another day than the session).
    """
    if not text or not text.strip("- "):
        return None
    found = _CLOCK.search(text)
    if not found:
        raise _invalid(text)
    hour, minute, second = int(found[2]), int(found[3]), int(found[4] or 0)
    half = (found["am"] or found["pm"] or "").upper()
    if half in ("PM", "下午") and hour < NOON:
        hour += NOON
    elif half in ("AM", "上午") and hour == NOON:
        hour = 0
    try:
        clock = time(hour, minute, second)
    except ValueError as error:
        raise _invalid(text) from error
    return _nearest(clock, text[: found.start()].strip(), session)


def _nearest(clock: time, day: str, session: Session) -> datetime:
    """The moment of that clock next to the session's start, which the file's day must allow."""
    start = session.starts_at.astimezone(SHANGHAI)
    days = [start.date() + NEXT_DAYS * by for by in (-1, 0, 1)]
    if day:
        days = [one for one in days if one in _days_meant(day, start)]
    if not days:
        raise Refusal("other-day", _("%(day)s is not the session's day."), {"day": day})
    moments = [datetime.combine(one, clock, tzinfo=SHANGHAI) for one in days]
    return min(moments, key=lambda moment: abs(moment - start))


def _days_meant(text: str, start: datetime) -> set:
    """Which days a text may mean: one, unless it can be read in several ways."""
    meant = set()
    for order in (None, "dmy", "mdy"):
        try:
            meant.add(read_date(text, today=start.date(), order=order).value)
        except Refusal:
            continue
        if order is None:
            break
    return meant


def read_length(text: str) -> int | None:
    """Whole minutes: "45", "45分钟", "1小时5分", "0:45:10"; None for a blank. Refuses:
    length-invalid."""
    if not text or not text.strip("- "):
        return None
    if ":" in text:
        parts = [int(part) for part in text.split(":") if part.isdigit()]
        if len(parts) == text.count(":") + 1 and len(parts) in (2, 3):
            return parts[0] * 60 + parts[1] if len(parts) == 3 else parts[0]
    if re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII):
        return int(float(text))
    found = _LENGTH.fullmatch(text)
    if not found or not text[0].isdigit():
        raise Refusal("length-invalid", _("%(text)s is no number of minutes."), {"text": text})
    return int(found[1] or 0) * 60 + int(found[2] or 0)


def _invalid(text: str) -> Refusal:
    return Refusal("moment-invalid", _("%(text)s is no time of day."), {"text": text})


def _phone(text: str) -> str:
    """A number that can't be read is no obstacle where there is a name."""
    try:
        return read_phone(text)
    except Refusal:
        return ""


def _phone_in(name: str) -> str:
    found = _IN_NAME.search(name)
    return _phone(found[0]) if found else ""
