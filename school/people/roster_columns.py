"""The roster file: its columns, and what one of its lines says."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from school.lib import dates
from school.lib.dates import read_date
from school.lib.money import read_money
from school.lib.phones import read_phone
from school.lib.refusal import Refusal
from school.lib.sheets import Row
from school.people.models import Leader

COLUMNS = {
    "code": ["团长编号", "leader_id", "ID", "团长ID"],
    "name": ["姓名", "团长姓名"],
    "phone": ["手机号", "mobile", "团长手机号", "手机", "团长手机", "手机号码"],
    "wechat_nick": ["微信昵称", "团长昵称"],
    "city": ["城市"],
    "region": ["区域"],
    "community": ["小区名称", "小区信息", "小区"],
    "group_members": ["群人数"],
    "kind": ["身份类型", "type"],
    "tier": ["等级"],
    "referrer": ["推荐人手机号", "referrer_mobile"],
    "joined_on": ["加入日期"],
    "coach": ["督导"],
    "status": ["状态"],
}
KINDS = {
    Leader.Kind.MOTHER: ["mother", "宝妈", "全职妈妈"],
    Leader.Kind.SHOP: ["shop", "shop owner", "店主"],
    Leader.Kind.OTHER: ["other", "其他", "其它"],
}
TIERS = {
    "preparatory": ["preparatory", "预备", "预备团长"],
    "ordinary": ["ordinary", "普通", "普通团长"],
    "advanced": ["advanced", "进阶", "进阶团长"],
    "core": ["core", "核心", "核心团长"],
}
STATUSES = {
    Leader.Status.APPLIED: ["applied", "申请中", "已申请"],
    Leader.Status.INVITED: ["invited", "已邀请"],
    Leader.Status.ONBOARDING: ["onboarding", "培训中", "新人培训"],
    Leader.Status.PROBATION: ["probation", "试用", "试用期"],
    Leader.Status.ACTIVE: [
        *("active", "正常", "在职", "活跃", "正式", "在岗"),
        *("on leave", "休假", "请假"),
    ],
    Leader.Status.ELIMINATED: ["eliminated", "淘汰", "已淘汰"],
    Leader.Status.LEFT: ["left", "退出", "已退出", "离职"],
}
ON_LEAVE = {"on leave", "休假", "请假"}
# What may stand once in a merged cell for several lines. The first two are filled down unasked.
FILLED_DOWN = ("city", "region")
FILLABLE = (*FILLED_DOWN, "community", "kind", "tier", "coach", "status", "joined_on")
DATES = ("joined_on",)
LONGEST = {"code": 40, "name": 60, "wechat_nick": 80, "city": 60, "region": 60, "community": 80}


UNSAID = {"line", "warnings"}


@dataclass(slots=True)
class RosterLine:
    """What a line says, read. Empty texts and None mean that it doesn't say."""

    line: int
    code: str = ""
    name: str = ""
    phone: str = ""
    is_masked: bool = False
    wechat_nick: str = ""
    city: str = ""
    region: str = ""
    community: str = ""
    group_members: int | None = None
    kind: str = ""
    tier: str = ""
    referrer: str = ""
    joined_on: date | None = None
    coach: str = ""
    status: str = ""
    on_leave: bool | None = None
    warnings: list[Refusal] = field(default_factory=list)

    def says(self) -> tuple:
        """All it says, to tell identical lines from different ones."""
        return tuple(getattr(self, name) for name in self.__slots__ if name not in UNSAID)


def read_line(row: Row, order: str | None = None) -> RosterLine:
    """One line of the file. What is doubtful and harmless becomes a warning. `order` is how the
    file writes its dates (see `read_date`).

    Refuses: phone-scientific, phone-invalid, phone-missing and phone-masked (without an ID),
    name-missing, text-too-long, count-invalid, date-invalid, date-ambiguous.
    """
    cells = {name: unicodedata.normalize("NFKC", row.cells.get(name, "")) for name in COLUMNS}
    cells = {name: " ".join(text.split()) for name, text in cells.items()}
    said = RosterLine(row.line)
    for name, longest in LONGEST.items():
        setattr(said, name, _text(cells[name], longest))
    _read_phone(said, cells["phone"])
    said.group_members = read_count(cells["group_members"])
    said.kind = _word(said, cells["kind"], KINDS)
    said.tier = _word(said, cells["tier"], TIERS)
    said.status = _word(said, cells["status"], STATUSES)
    said.on_leave = cells["status"].casefold() in ON_LEAVE if cells["status"] else None
    said.coach = cells["coach"]
    _read_referrer(said, cells["referrer"])
    _read_joined(said, cells["joined_on"], order)
    return said


def read_count(text: str) -> int | None:
    """A whole number of things; None for a blank cell. Refuses: count-invalid."""
    if not text:
        return None
    try:
        number = read_money(text)
    except Refusal as refusal:
        raise _no_count(text) from refusal
    if number is None:
        return None
    if number < 0 or number != int(number) or number > 2**31 - 1:
        raise _no_count(text)
    return int(number)


def _no_count(text: str) -> Refusal:
    return Refusal("count-invalid", _("%(text)s is not a number of things."), {"text": text})


def _text(text: str, longest: int) -> str:
    if len(text) > longest:
        raise Refusal(
            "text-too-long", _("“%(text)s…” is too long for its column."), {"text": text[:20]}
        )
    return text


def _read_phone(said: RosterLine, text: str) -> None:
    """With an ID, a missing or masked number is no obstacle; a damaged one always is."""
    try:
        said.phone = read_phone(text)
    except Refusal as refusal:
        if refusal.code not in ("phone-missing", "phone-masked") or not said.code:
            raise
        said.is_masked = refusal.code == "phone-masked"


def _read_referrer(said: RosterLine, text: str) -> None:
    if not text:
        return
    try:
        said.referrer = read_phone(text)
    except Refusal as refusal:
        said.warnings.append(refusal)


def _read_joined(said: RosterLine, text: str, order: str | None) -> None:
    if not text:
        return
    read = read_date(text, today=dates.today(), order=order)
    said.joined_on = read.value
    if "future" in read.flags:
        said.warnings.append(
            Refusal("date-future", _("%(day)s is in the future."), {"day": read.value})
        )
    if "two-digit-year" in read.flags:
        said.warnings.append(
            Refusal(
                "date-two-digit-year",
                _("%(text)s was read as %(day)s."),
                {"text": text, "day": read.value},
            )
        )


def _word(said: RosterLine, text: str, words: dict) -> str:
    """One of the known words; an unknown one is left out with a warning."""
    if not text:
        return ""
    for meaning, written in words.items():
        if text.casefold() in written:
            return str(meaning)
    said.warnings.append(
        Refusal("word-unknown", _("“%(text)s” is not known and was left out."), {"text": text})
    )
    return ""
