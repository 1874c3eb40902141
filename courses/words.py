"""Words to search by: runs of Chinese as they stand, words of other scripts by their stem."""

import re
from functools import lru_cache

from snowballstemmer import stemmer

HAN = "㐀-䶿一-鿿豈-﫿"
PIECE = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")
# Where a word that isn't Chinese begins; in "买2斤" the 2 is one.
BEGINNING = f"(?<![^\\W_{HAN}])"
MAX_PIECES = 8

_english = stemmer("english")
# Only these: full-width commas and stops belong into a Chinese sentence, and it is shown.
_NARROW = {
    wide: wide - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for wide in range(ord(first), ord(last) + 1)
}


def plain(text: str) -> str:
    """The text in one line, full-width letters and digits as ordinary ones."""
    return " ".join(text.translate(_NARROW).split())


def pieces(text: str) -> list[str]:
    """What is looked for, in small letters: at most eight pieces, each once."""
    found = PIECE.findall(plain(text).lower())
    return list(dict.fromkeys(found))[:MAX_PIECES]


def is_han(piece: str) -> bool:
    return bool(re.match(f"[{HAN}]", piece))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The Porter2 stem: "refunds" and "refunding" are both "refund"."""
    return _english.stemWord(word)


def stems(text: str) -> str:
    """The stem of each word that isn't Chinese, once, between spaces."""
    words = (piece for piece in PIECE.findall(plain(text).lower()) if not is_han(piece))
    kept = dict.fromkeys(stem(word) for word in words)
    return f" {' '.join(kept)} " if kept else ""
