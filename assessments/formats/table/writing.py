"""Our own template: the table that reads back as the same questions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assessments.formats.question import ParsedAnswer, ParsedQuestion
from assessments.formats.table import typed
from assessments.formats.table.reading import DIFFICULTY, HUNDRED
from assessments.formats.weights import equal_share, in_plain

KIND_NAMES = {
    "single": "单选题",
    "multiple": "多选题",
    "truefalse": "判断题",
    "shorttext": "填空题",
    "number": "数字题",
    "matching": "匹配题",
    "ordering": "排序题",
    "cloze": "选词填空题",
    "essay": "简答题",
    "file": "上传题",
    "description": "说明",
}
ALWAYS = {
    "kind": "题型",
    "text": "题干",
    "answer": "答案",
    "explanation": "解析",
    "mark": "分值",
    "difficulty": "难度",
    "tags": "知识点",
    "category": "分类",
    "id": "编号",
}
SOMETIMES = {
    "weights": "权重",
    "penalty": "扣分",
    "language": "语言",
    "format": "格式",
    "shuffle": "打乱",
    "case": "区分大小写",
    "name": "名称",
}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FEWEST = 8


@dataclass
class Written:
    """A question as cells: by column, its choices, and what to say to each answer."""

    cells: dict[str, str]
    options: list[str] = field(default_factory=list)
    feedbacks: list[str] = field(default_factory=list)


def table_of(questions: Sequence[ParsedQuestion]) -> tuple[list[str], list[list[str]]]:
    """Headers and rows; columns that no question needs are left out."""
    rows = [written(question) for question in questions]
    width = max([FEWEST, *(len(row.options) for row in rows)])
    told = max([0, *(len(row.feedbacks) for row in rows)])
    extra = [name for name in SOMETIMES if any(row.cells.get(name) for row in rows)]
    columns = ["kind", "text", "answer", *list(ALWAYS)[3:], *extra]
    headers = [(ALWAYS | SOMETIMES)[name] for name in columns]
    headers[2:2] = [f"选项{LETTERS[at]}" for at in range(width)]
    headers += [f"反馈{LETTERS[at]}" for at in range(told)]
    return headers, [_cells(row, columns, width, told) for row in rows]


def _cells(row: Written, columns: list[str], width: int, told: int) -> list[str]:
    cells = [row.cells.get(name, "") for name in columns]
    cells[2:2] = row.options + [""] * (width - len(row.options))
    return cells + row.feedbacks + [""] * (told - len(row.feedbacks))


def written(question: ParsedQuestion) -> Written:
    """One question as a row."""
    row = Written(_general(question))
    if any(answer.feedback for answer in question.answers):
        row.feedbacks = [answer.feedback for answer in question.answers]
    match question.kind:
        case "single" | "multiple":
            _choice(row, question)
        case "truefalse":
            row.cells["answer"] = "正确" if question.answers[0].fraction > 0 else "错误"
        case "shorttext":
            row.cells["answer"] = typed.join([answer.text for answer in question.answers])
            _weigh(row, question.answers, [HUNDRED] * len(question.answers))
        case "number":
            row.cells["answer"] = typed.join([number_text(a) for a in question.answers])
            _weigh(row, question.answers, [HUNDRED] * len(question.answers))
        case "matching":
            row.options = [_pair(answer) for answer in question.answers]
        case "ordering":
            row.options = [answer.text for answer in question.answers]
            row.cells["answer"] = LETTERS[: len(row.options)]
        case "cloze":
            row.cells["answer"] = "；".join(_gap(gap) for gap in question.gaps)
        case _:
            row.cells["answer"] = _hint(question)
    return row


def _hint(question: ParsedQuestion) -> str:
    hint = question.extra.get("graderinfo", "")
    return hint if isinstance(hint, str) else str(hint.get("text", ""))


def _general(question: ParsedQuestion) -> dict[str, str]:
    tags = [tag for tag in question.tags if not tag.startswith(DIFFICULTY)]
    levels = [tag.removeprefix(DIFFICULTY) for tag in question.tags if tag not in tags]
    return {
        "kind": KIND_NAMES[question.kind],
        "text": question.text,
        "explanation": question.general_feedback,
        "mark": in_plain(question.mark),
        "difficulty": levels[0] if levels else "",
        "tags": "、".join(tags),
        "category": "/".join(name.replace("/", "\\/") for name in question.category),
        "id": question.id_number,
        "name": question.name,
        "penalty": "" if question.penalty is None else in_plain(question.penalty),
        "language": question.language,
        "format": "" if question.text_format == "plain" else question.text_format,
        "shuffle": "" if question.shuffle else "否",
        "case": "是" if question.case_sensitive else "",
    }


def _choice(row: Written, question: ParsedQuestion) -> None:
    answers = question.answers
    row.options = [answer.text for answer in answers]
    right = [at for at, answer in enumerate(answers) if answer.fraction > 0]
    if question.kind == "single":
        best = max(answers, key=lambda answer: answer.fraction).fraction
        right = [at for at in right if answers[at].fraction == best][:1]
    row.cells["answer"] = "".join(LETTERS[at % 26] for at in right)
    share, wrong = HUNDRED, Decimal(0)
    if question.kind == "multiple":
        share, wrong = equal_share(max(1, len(right))), -HUNDRED
    _weigh(row, answers, [share if at in right else wrong for at in range(len(answers))])


def _weigh(row: Written, answers: list[ParsedAnswer], usual: list[Decimal]) -> None:
    if [answer.fraction for answer in answers] != usual:
        row.cells["weights"] = "；".join(in_plain(answer.fraction) for answer in answers)


def number_text(answer: ParsedAnswer) -> str:
    off = f"±{in_plain(answer.tolerance)}" if answer.tolerance else ""
    return f"{in_plain(answer.value or Decimal(0))}{off} {answer.unit}".strip()


def _pair(answer: ParsedAnswer) -> str:
    left, right = (text.replace("=>", "\\=>") for text in (answer.text, answer.match))
    return f"{left} => {right}".strip()


def _gap(gap: ParsedQuestion) -> str:
    if gap.kind == "number":
        return f"#{typed.join([number_text(answer) for answer in gap.answers])}"
    if gap.kind == "single":
        kept = f"{typed.SEPARATORS}="
        signs = (("=" if a.fraction > 0 else "") + typed.escape(a.text, kept) for a in gap.answers)
        return f"{{{'|'.join(signs)}}}"
    words = typed.join([a.text for a in gap.answers], separators=f"{typed.SEPARATORS}/")
    return f"\\{words}" if words.startswith(("#", "{")) else words
