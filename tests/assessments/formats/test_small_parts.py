"""Weights, numbers and paths, as files write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.formats.numbers import read_number
from assessments.formats.path import read_path, write_path
from assessments.formats.weights import equal_share, in_plain, offered, read_weight, shares
from tests.assessments.formats.exchange import names

D = Decimal


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("3", 3, ""),
        (" -2.50 ", D("-2.5"), ""),
        ("−7", -7, ""),
        ("3,5", D("3.5"), ""),
        ("1,234.5", D("1234.5"), ""),
        ("１２％", 12, "%"),
        ("5 kg", 5, "kg"),
        ("20元", 20, "元"),
        ("1e3", 1000, ""),
        (".5", D("0.5"), ""),
    ],
)
def test_numbers(text, number, unit):
    assert read_number(text) == (number, unit)


@pytest.mark.parametrize(
    "text", ["", "*", "many", "1..2", "1e99", "1-2", "NaN", "9" * 19, "1" * 99]
)
def test_what_is_no_number(text):
    assert read_number(text) is None


@given(st.decimals(-100, 100, places=5))
def test_any_weight_is_read_as_it_is_written(weight):
    read = read_weight(in_plain(weight))
    assert abs(read - weight) <= D("0.01")


@pytest.mark.parametrize("text", ["100.00001", "-101", "", "x", "NaN", "Infinity", "1e9"])
def test_what_is_no_weight(text):
    assert read_weight(text) is None


@given(st.integers(1, 40))
def test_equal_shares_make_a_whole(count):
    assert shares([equal_share(count)] * count)


def test_weights_that_moodle_offers():
    known = ["100", "83.33333", "33.33333", "-14.28571", "12.5", "0"]
    assert all(offered(D(weight)) for weight in known)
    assert not any(offered(D(weight)) for weight in ("37", "-1", "99"))


@given(st.lists(names, max_size=4).map(tuple))
def test_a_path_comes_back(path):
    assert read_path(write_path(path)) == path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("$course$/top/A/B", ("A", "B")),
        ("$system$/top", ()),
        ("top/A", ("A",)),
        ("A", ("A",)),
        (" A / B//C / ", ("A", "B/C")),
        ("A////B/C", ("A//B", "C")),
        ("", ()),
    ],
)
def test_paths(text, path):
    assert read_path(text) == path
