import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.width import shorten, width


@pytest.mark.parametrize(("text", "wide"), [("", 0), ("Li", 2), ("李梅", 4), ("Ａ１", 4), ("é", 1)])
def test_a_chinese_character_is_two_letters_wide(text, wide):
    assert width(text) == wide


@given(st.text(), st.integers(1, 30))
def test_a_shortened_text_fits_and_begins_the_same(text, most):
    short = shorten(text, most)
    assert width(short) <= most
    assert text.startswith(short.removesuffix("…").rstrip())
    assert (short == text) == (width(text) <= most)
