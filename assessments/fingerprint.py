"""How a photo looks, in 64 bits: two photos that look the same differ in few of them, though one
was made smaller, saved anew or a little brighter.

The difference hash (dHash) of Neal Krawetz, "Kind of Like That", hackerfactor.com, 2013: the
picture in 9 by 8 shades of grey; a bit says whether a point is darker than the one to its right.
"""

from collections.abc import Iterable
from typing import BinaryIO

from PIL import Image

WIDE, HIGH = 9, 8
SIGN = 1 << 63
# The source: 0 is the same picture, up to 10 perhaps a variation. Screenshots of chats are alike
# by nature, so that we stop earlier.
NEAR = 6
# With hardly a shade in it there is nothing to compare: every white page would look the same.
FEWEST_BITS = 4


def fingerprint(file: BinaryIO) -> int | None:
    """The 64 bits as a signed number, as databases keep it; None for a picture of one colour."""
    with Image.open(file) as picture:
        picture.draft("L", (WIDE * 8, HIGH * 8))
        small = picture.convert("L").resize((WIDE, HIGH), Image.Resampling.LANCZOS)
    shades = small.tobytes()
    bits = 0
    for row in range(HIGH):
        for column in range(WIDE - 1):
            at = row * WIDE + column
            bits = bits << 1 | (shades[at] < shades[at + 1])
    if not FEWEST_BITS <= bits.bit_count() <= 64 - FEWEST_BITS:
        return None
    return bits - 2 * SIGN if bits & SIGN else bits


def distance(one: int, other: int) -> int:
    """In how many of 64 bits two photos differ."""
    return ((one ^ other) & (2 * SIGN - 1)).bit_count()


def nearest(one: int, others: Iterable[tuple[int, int]], most: int) -> list[tuple[int, int]]:
    """Of (number, bits) those that look like this one, as (distance, number), nearest first."""
    near = ((distance(one, bits), number) for number, bits in others)
    return sorted(pair for pair in near if pair[0] <= NEAR)[:most]
