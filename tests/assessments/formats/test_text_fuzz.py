"""Whatever a file holds: no crash, no hang, and nothing is dropped in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.formats import aiken, gift, moodlexml
from tests.assessments.formats.exchange import assert_all_told

FORMATS = [gift, moodlexml, aiken]

GIFT = r"""// [id:Q1] [tag:sales]
::Tomb:: Who is buried here? {=nobody #Right. ~%50%Grant#Not he. ~Mrs Grant####All}

$CATEGORY: $course$/top/A/B

[html]<a href="x">Which</a> {#=%100%3:0#a =%50%3..5 ~#c}
Match.{=cat -> cat food =dog -> dog food}
今天下单｛对＃错了｝
Goods come {~today =tomorrow} at \{noon\}.

Why? {}
"""
XML = """<?xml version="1.0"?><quiz>
<question type="category"><category><text>$course$/top/A</text></category></question>
<question type="multichoice"><name><text>n</text></name><questiontext format="html">
<text><![CDATA[<p>Which &nbsp;?</p>]]></text><file name="a.png" encoding="base64">aGVsbG8=</file>
</questiontext><single>true</single><answer fraction="100"><text>a &eacute;</text></answer>
<answer fraction="0"><text>b</text><feedback><text>no</text></feedback></answer></question>
<!-- between --><question type="cloze"><questiontext><text>A {1:SA:=a~%50%b#c} {2:NM:=1:0.1}
</text></questiontext></question><question type="numerical"><questiontext><text>x</text>
</questiontext><answer fraction="100"><text>5</text><tolerance>1</tolerance></answer></question>
</quiz>
"""
AIKEN = """What is it?
A) one
B) two
ANSWER: B

几个？
A、一
B、二
答案：A、B
解析：因为
"""
SAMPLES = {gift: GIFT, moodlexml: XML, aiken: AIKEN}
TEXT_MARKS = (
    *("{", "}", "=", "~", "#", "%", "::", "//", "->", "..", "####", "$CATEGORY:", "[html]"),
    *("\\", "｛", "｝", "＝", "～", "A)", "B.", "ANSWER:", "答案：", "T", "F", "1", ","),
)
XML_MARKS = (
    *("<question>", "</question>", "<text>", "<![CDATA[", "]]>", "<!--", "-->", "<", ">", "/"),
    *("&", "&amp;", "&nbsp;", "{1:SA:", "[[1]]", '"', "'"),
)
MARKS = (*TEXT_MARKS, *XML_MARKS)
soup = st.lists(st.one_of(st.sampled_from([*MARKS, "\n", "\n\n", " "]), st.text(max_size=4))).map(
    "".join
)


@st.composite
def damaged(draw, sample: str) -> bytes:
    """A good file with pieces cut out, doubled, moved or replaced."""
    text = sample
    for _time in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        piece = draw(st.one_of(st.sampled_from(["", *MARKS, "\n", "\r"]), st.just(text[start:end])))
        again = draw(st.integers(0, 2))
        text = text[:start] + piece * again + text[draw(st.sampled_from([start, end])) :]
    data = text.encode(
        draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"])), "replace"
    )
    cut = draw(st.integers(0, 3))
    return data[: len(data) - cut]


def survives(format_module, data: bytes) -> None:
    parsed = format_module.read(data)
    assert_all_told(parsed)
    format_module.looks_like(data, "file.txt")
    written = [q for q in parsed.questions if format_module.can_write(q)]
    again = format_module.read(format_module.write(written))
    assert_all_told(again)
    assert len(again.questions) == len(written)
    assert [q.kind for q in again.questions] == [q.kind for q in written]


@pytest.mark.parametrize("format_module", FORMATS, ids=lambda module: module.code)
@given(data=st.binary(max_size=300))
def test_any_bytes(format_module, data):
    survives(format_module, data)


@pytest.mark.parametrize("format_module", FORMATS, ids=lambda module: module.code)
@given(text=soup)
def test_any_text_made_of_marks(format_module, text):
    survives(format_module, text.encode(errors="replace"))


@pytest.mark.parametrize("format_module", FORMATS, ids=lambda module: module.code)
@given(data=st.data())
def test_damaged_files(format_module, data):
    survives(format_module, data.draw(damaged(SAMPLES[format_module])))


def test_the_samples_are_sound():
    for format_module, sample in SAMPLES.items():
        parsed = format_module.read(sample.encode())
        assert parsed.problems == []
        assert parsed.read == {gift: 6, moodlexml: 3, aiken: 2}[format_module]
