"""Large and hostile files are read in one go over their letters: a reader that looks at some of
them again and again would not come to the end of these tests."""

import pytest

from assessments.formats import aiken, gift, moodlexml

SIZE = 40_000
BRACES = ["{", "}", "{}", "｛", "{=a\n\n", "\n\n{=a\n\nx\n\n", "{T}{F}", "a{T}\n// [id:x]\n"]
MARKS = ["=", "~", "#", "####", "::", "%50%", "->", "//\n", "\\", "<a b=", '<a b="', "&#1", "\n"]
TEXTS = [*BRACES, *MARKS]
ELEMENTS = [
    *("<question>", "</question>", "<question type='essay'><![CDATA[", "<question>]]>", "<a>"),
    *("<![CDATA[", "]]>", "<!--", "-->", "<", "&", "&lt", "{1:SA:", "{1:SA:=a}", "[[1]]", "\n"),
]
LINES = ["A) x\n", "ANSWER: A\n", "A", "a\n", "A, ", "\n", "A) x\nB) y\nANSWER: A\n"]


def survives(format_module, text: str) -> None:
    data = text.encode()
    parsed = format_module.read(data)
    assert parsed.read == len(parsed.questions) + sum(p.cost for p in parsed.problems)
    format_module.looks_like(data, "")


@pytest.mark.parametrize("unit", TEXTS)
@pytest.mark.parametrize("frame", ["{}", "q{{\n=a\n~b {}}}"])
def test_gift(unit, frame):
    survives(gift, frame.format(unit * (SIZE // len(unit))))


@pytest.mark.parametrize("unit", ELEMENTS)
@pytest.mark.parametrize("frame", ["{}", "<![CDATA[{}]]></text>"])
def test_moodle_xml(unit, frame):
    body = frame.format(unit * (SIZE // len(unit)))
    survives(moodlexml, body)
    survives(
        moodlexml, f'<question type="cloze"><questiontext><text>{body}</questiontext></question>'
    )


@pytest.mark.parametrize("unit", LINES)
def test_aiken(unit):
    body = unit * (SIZE // len(unit))
    survives(aiken, body)
    survives(aiken, f"Which?\nA) x\n{body}B) y\nANSWER: {body}")


def test_many_good_questions_all_go_in():
    count = 2_000
    assert len(gift.read(b"Which?{=a ~b}\n\n" * count).questions) == count
    assert len(aiken.read(b"Which?\nA) a\nB) b\nANSWER: A\n\n" * count).questions) == count
    essay = b"<question type='essay'><questiontext><text>Why?</text></questiontext></question>\n"
    assert len(moodlexml.read(b"<quiz>" + essay * count + b"</quiz>").questions) == count
