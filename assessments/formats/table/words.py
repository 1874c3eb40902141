"""The words with which people's tables name kinds of questions, truths and letters."""

import re
import unicodedata


def _words(text: str) -> list[str]:
    return text.split()


_DECORATION = re.compile(r"[\s_*:,.\-/'\"()\[\]{}【】<>《》、。]+")
_NAMES = {
    "single": "单选 单项选择 单项 单选择 single singlechoice singleselect radio mcsa",
    "multiple": (
        "多选 多项选择 多项 不定项 不定项选择 checkbox checkboxes multiple multipleresponse "
        "multipleselect multipleanswer multipleanswers multiselect mcma"
    ),
    "choice": "选择 multiplechoice mc choice quiz",
    "truefalse": "判断 是非 对错 正误 判断对错 判断正误 truefalse trueorfalse tf boolean yesno",
    "shorttext": (
        "填空 单项填空 多项填空 单行填空 短文本 fillin fillinblank fillinblanks fillintheblank "
        "fillintheblanks blank shorttext shortanswer typeanswer"
    ),
    "number": "数字 数值 数字填空 number numeric numerical",
    "calculation": "计算",
    "essay": (
        "简答 问答 论述 主观 开放 案例 案例分析 名词解释 长文本 essay openended open longtext "
        "longanswer paragraph"
    ),
    "matching": "匹配 连线 配对 matching match",
    "ordering": "排序 ordering order sequence reorder sort",
    "file": "上传 拍照 文件 附件 文件上传 file fileupload upload photo",
    "description": "说明 段落说明 文字描述 描述 description",
    "cloze": "完形填空 选词填空 gaptext cloze",
    "place": "热点 找位置 place hotspot",
}
_KINDS = {name: kind for kind, names in _NAMES.items() for name in names.split()}
_TRUE = frozenset(_words("正确 对 是 真 √ ✓ ✔ ☑ ✅ true t yes y right correct 1"))
_FALSE = frozenset(_words("错误 错 否 假 不对 不正确 × ✗ ✘ ✖ ❌ x false f no n wrong incorrect 0"))
_SECTION = re.compile(
    r"(?:(?:第?[一二三四五六七八九十]+(?:部分|大题)?|[ivx]+|\d{1,2})[、.:：\s]*)?"
    r"(?P<name>\S{2,10}?题|[a-z/ \-]{4,20}?)(?:[(（:：,，。].*)?",
    re.DOTALL,
)


def plain(text: str) -> str:
    """The text in one width and without the spaces around it."""
    return unicodedata.normalize("NFKC", text).strip()


def fold(text: str) -> str:
    """The text as words are compared: one width and case, no spaces and brackets."""
    return _DECORATION.sub("", plain(text).casefold())


def kind_of(text: str) -> str:
    """The kind that a type's name means, "" for an unknown one. Besides the kinds of questions
    there are `choice` (single or multiple, as the answer shows) and `calculation`."""
    name = fold(text)
    return _KINDS.get(name) or _KINDS.get(name.removesuffix("题").removesuffix("类"), "")


def section_kind(text: str) -> str:
    """The kind that a heading such as "二、多选题（每题2分）" announces, "" if it is none."""
    found = _SECTION.fullmatch(plain(text).casefold())
    return kind_of(found["name"]) if found else ""


def truth_of(text: str) -> bool | None:
    """What a word or sign for true or false means; None if it is neither."""
    word = fold(text) or plain(text)
    if word in _TRUE:
        return True
    return False if word in _FALSE else None


def is_letter(text: str) -> bool:
    return len(text) == 1 and "A" <= text <= "Z"
