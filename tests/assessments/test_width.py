import pytest

from assessments.width import width


@pytest.mark.parametrize(("text", "wide"), [("", 0), ("Li", 2), ("李梅", 4), ("Ａ１", 4), ("é", 1)])
def test_a_chinese_character_is_two_letters_wide(text, wide):
    assert width(text) == wide
