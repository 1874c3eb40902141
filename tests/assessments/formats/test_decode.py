"""The same text comes out of a file, whatever program saved it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.formats.decode import decode

TEXT = "::团长:: 今天下单，明天自提？{T}\nWhat is it? {=one ~two}\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\0\0" + TEXT.encode("utf-32-le"), "utf-32-le"),
        (TEXT.encode("gb18030"), "gb18030"),
    ],
)
def test_every_encoding_that_says_itself_exactly(data, encoding):
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, decoded.exact) == (TEXT, encoding, True)
    assert decoded.problems() == []


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028", "\x85", "\x0b"])
def test_all_line_ends_are_one(end):
    assert decode(f"one{end}two{end}".encode()).text == "one\ntwo\n"


def test_lone_and_double_line_ends_in_one_file():
    assert decode(b"a\r\nb\rc\nd").text == "a\nb\nc\nd"


def test_western_text_is_guessed_and_said():
    decoded = decode("Où est le café ? Là-bas, près de l’église.".encode("cp1252"))
    assert decoded.text == "Où est le café ? Là-bas, près de l’église."
    assert [p.code for p in decoded.problems()] == ["encoding-guessed"]


def test_western_text_that_declares_itself_is_exact():
    decoded = decode("déjà".encode("latin-1"), declared="ISO-8859-1")
    assert (decoded.text, decoded.exact) == ("déjà", True)


@pytest.mark.parametrize("declared", ["rot13", "base64", "no-such-code", "UTF-8", "utf-16"])
def test_a_false_declaration_changes_nothing(declared):
    assert decode("团长".encode(), declared).text == "团长"


def test_a_broken_letter_in_utf8_costs_that_letter_and_is_said():
    text = "今天下单，明天自提。社区团购的团长。"
    data = text.encode()
    decoded = decode(data[:4] + b"\xff" + data[5:])
    assert decoded.encoding == "utf-8"
    assert decoded.text.endswith(text[2:])
    assert [p.code for p in decoded.problems()] == ["encoding-guessed"]


def test_what_nobody_sees_is_gone():
    assert decode("a\0b\x07c\ufeffd".encode()).text == "abcd"


def test_what_no_database_keeps_is_marked():
    assert decode("a\ufdd0b\uffffc".encode()).text == "a\ufffdb\ufffdc"


@given(st.binary(max_size=200))
def test_any_bytes_become_text(data):
    text = decode(data).text
    assert "\r" not in text
    assert "\0" not in text
    text.encode()


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Cf", "Zl", "Zp")))
)
def test_utf8_is_never_taken_for_anything_else(text):
    assert decode(text.encode()).text == text
