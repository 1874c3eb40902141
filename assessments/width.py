"""How wide a text is: a Chinese character takes the place of two Latin letters."""

from unicodedata import east_asian_width


def width(text: str) -> int:
    """The width in Latin letters."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
