"""What the columns of a table mean: by their headers, or else by what stands in them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assessments.formats.table.words import kind_of, plain, truth_of

Cells = Sequence[str]

_HEADERS = {
    "text": (
        "题干 题目 题目内容 题目描述 题目名称 题面 试题 试题内容 试题题干 试题名称 问题 问题内容 "
        "question questiontext questiontitle stem prompt"
    ),
    "kind": "题型 类型 题目类型 试题类型 题目题型 type kind questiontype",
    "answer": (
        "答案 正确答案 标准答案 参考答案 正确选项 试题答案 题目答案 答案内容 "
        "answer answers key answerkey correct correctanswer correctanswers correctoption "
        "correctanswerindex correctindex rightanswer"
    ),
    "explanation": (
        "解析 答案解析 试题解析 题目解析 解释 讲解 explanation answerexplanation generalfeedback "
        "rationale"
    ),
    "mark": "分值 分数 题目分值 试题分值 本题分值 每题分值 points mark marks score",
    "difficulty": "难度 难易度 难易程度 难度系数 difficulty level",
    "tags": "知识点 标签 考点 关键词 tag tags topic",
    "category": "分类 类别 章节 目录 题库 所属分类 题目分类 试题分类 category chapter folder",
    "id": "编号 试题编号 题目编号 题目id 试题id id code idnumber questionid",
    "name": "名称 简称 name",
    "options": "选项 选项内容 备选答案 备选项 全部选项 options choices",
    "weights": "权重 选项权重 weights",
    "penalty": "扣分 penalty",
    "language": "语言 language",
    "format": "格式 文本格式 format",
    "shuffle": "打乱 选项乱序 shuffle",
    "case": "区分大小写 casesensitive",
    "ignored": (
        "序号 题号 no number # 备注 timelimit timeinseconds time 答题时间 imagelink image 图片 "
        "questionnumber 选项数 选项个数 出题人 创建人"
    ),
}
FIELDS = {name: key for key, names in _HEADERS.items() for name in names.split()}
_NUMERALS = {sign: at for at, sign in enumerate("一二三四五六七八九十", start=1)}
_OPTION = r"(?:选项|备选项|备选答案|选择项|候选项|答案|option|choice|answer|选项内容)"
_LETTERED = re.compile(rf"{_OPTION}?(?P<letter>[a-z])(?:选项|项|答案)?")
_NUMBERED = re.compile(rf"{_OPTION}(?P<number>\d{{1,2}}|[一二三四五六七八九十])")
_WRONG = re.compile(r"(?:incorrectanswer|wronganswer|错误答案|错误选项|干扰项)(?P<number>\d{0,2})")
_FEEDBACK = re.compile(r"(?:反馈|选项反馈|feedback)(?P<letter>[a-z])")
_SPACE = re.compile(r"[\s_*:]+")
_HINT = re.compile(r"\(.*?\)|\[.*?\]|【.*?】|-(?:max|chooseatleastone).*$|[-–]\d+,.*$")
_ANSWER = re.compile(r"[A-Za-z]{1,8}|[A-Za-z](?:\s*[,、;/ ]\s*[A-Za-z])+")
LOOK_AHEAD = 20
LONGEST_HEADER = 120


@dataclass
class Columns:
    """Which column is what. `options` are columns in their order, `lettered` says whether an
    answer names them by letter rather than by number; `wrong` are those of wrong answers."""

    fields: dict[str, int] = field(default_factory=dict)
    options: list[int] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)
    feedbacks: dict[int, int] = field(default_factory=dict)
    lettered: bool = True

    def known(self) -> int:
        return len(self.fields) + len(self.options) + len(self.wrong)

    def is_usable(self) -> bool:
        others = len(self.fields) - ("text" in self.fields) + bool(self.options)
        return "text" in self.fields and others > 0


def header_columns(cells: Cells) -> Columns | None:
    """The columns that this line names, if it is a header."""
    columns, places = Columns(), {}
    for at, cell in enumerate(cells):
        name = _header(cell)
        if name in FIELDS:
            columns.fields.setdefault(FIELDS[name], at)
        elif found := _WRONG.fullmatch(name):
            columns.wrong.append(at)
        elif found := _FEEDBACK.fullmatch(name):
            columns.feedbacks[ord(found["letter"]) - ord("a")] = at
        elif found := _LETTERED.fullmatch(name):
            places.setdefault(ord(found["letter"]) - ord("a"), at)
        elif found := _NUMBERED.fullmatch(name):
            places.setdefault(_number(found["number"]) - 1, at)
            columns.lettered = False
    columns.options = [places[place] for place in sorted(places)]
    return columns if columns.is_usable() else None


def _header(text: str) -> str:
    if len(text) > LONGEST_HEADER:
        return ""
    name = _SPACE.sub("", unicodedata.normalize("NFKC", text.strip("\ufeff")).casefold())
    return _HINT.sub("", name) or name


def _number(text: str) -> int:
    return _NUMERALS.get(text) or int(text)


def guess_columns(lines: Sequence[Cells]) -> Columns | None:
    """The columns of a table without a header, from what most of its cells look like: the
    question is the widest column before the answer, the choices stand between or behind."""
    lines = [line for line in lines if sum(map(bool, line)) > 1]
    width = max(map(len, lines), default=0)
    stacks = [[line[at] for line in lines if at < len(line) and line[at]] for at in range(width)]
    answer = _best(stacks, _answers)
    if answer is None:
        return _two(stacks)
    taken = {answer}
    columns = Columns(fields={"answer": answer})
    for name, looks in (("kind", _kinds), ("difficulty", _difficulties), ("ignored", _counts)):
        at = _best([[] if at in taken else stack for at, stack in enumerate(stacks)], looks)
        if at is not None:
            columns.fields[name] = at
            taken.add(at)
    return _place_texts(columns, stacks, [at for at in range(width) if at not in taken])


def _two(stacks: list[list[str]]) -> Columns | None:
    """Two columns and nothing else are questions and their answers."""
    filled = [at for at, stack in enumerate(stacks) if stack]
    if len(filled) != 2:
        return None
    return Columns(fields={"text": filled[0], "answer": filled[1]})


def _place_texts(columns: Columns, stacks: list[list[str]], free: list[int]) -> Columns | None:
    """The first free column is the question; of the others, those on the near side of the answer
    are choices, and one text behind the answer explains it."""
    free = [at for at in free if stacks[at]]
    if not free:
        return None
    columns.fields["text"], *rest = free
    answer = columns.fields["answer"]
    before, behind = [at for at in rest if at < answer], [at for at in rest if at > answer]
    columns.options = before or (behind if len(behind) > 1 else [])
    behind = [at for at in behind if at not in columns.options]
    for name, at in zip(("mark", "explanation"), _marks_first(stacks, behind), strict=True):
        if at is not None:
            columns.fields[name] = at
    return columns


def _marks_first(stacks: list[list[str]], behind: list[int]) -> tuple[int | None, int | None]:
    marks = [at for at in behind if _share(stacks[at], lambda cell: plain(cell).isdigit()) == 1]
    texts = [at for at in behind if at not in marks]
    return next(iter(marks), None), next(iter(texts), None)


def _best(stacks: list[list[str]], looks) -> int | None:
    """The column of which the largest part looks so, more than half; of equals the last."""
    shares = [looks(stack) if stack else 0 for stack in stacks]
    best = max(shares, default=0)
    return len(shares) - 1 - shares[::-1].index(best) if best > 0.5 else None


def _share(stack: list[str], test) -> float:
    return sum(map(bool, map(test, stack))) / len(stack) if stack else 0


def _answers(stack: list[str]) -> float:
    return _share(stack, _is_answer)


def _is_answer(cell: str) -> bool:
    text = plain(cell)
    if text.isdigit():
        return False
    return bool(_ANSWER.fullmatch(text)) or truth_of(text) is not None


def _kinds(stack: list[str]) -> float:
    return _share(stack, kind_of)


def _difficulties(stack: list[str]) -> float:
    return _share(stack, lambda cell: cell in {"易", "中", "难", "简单", "中等", "困难", "较难"})


def _counts(stack: list[str]) -> float:
    """A running number: whole numbers, each larger than the one before."""
    texts = [plain(cell).rstrip(".、") for cell in stack]
    if not all(text.isdecimal() and len(text) < 10 for text in texts):
        return 0
    numbers = [int(text) for text in texts]
    return float(all(a < b for a, b in pairwise(numbers)))
