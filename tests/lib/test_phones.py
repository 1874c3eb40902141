"""Phone numbers: read as people write them, and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school.lib.phones import local, mask_phone, read_phone
from school.lib.refusal import Refusal
from tests.lib.refusals import code_of

MOBILE = "+8613800000001"


@pytest.mark.parametrize(
    "text",
    [
        "13800000001",
        "138 0000 0001",
        "138-0000-0001",
        "１３８００００ ０００１",
        "'13800000001",
        "'+8613800000001",
        "+86 138 0000 0001",
        "（+86）138-0000-0001",
        "008613800000001",
        "8613800000001",
        "\xa013800000001\t",
        "\u202d138 0000 0001\u202c",
        "13800000001.0",
    ],
)
def test_one_number_in_all_its_forms(text):
    assert read_phone(text) == MOBILE


def test_a_number_from_elsewhere_needs_its_country_code():
    assert read_phone("+852 9123 4567") == "+85291234567"
    assert code_of(read_phone, "9123 4567") == "phone-invalid"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "phone-missing"),
        ("  ' ", "phone-missing"),
        ("1.38E+10", "phone-scientific"),
        ("1.38e10", "phone-scientific"),
        ("１.３８Ｅ＋１０", "phone-scientific"),
        ("138****0001", "phone-masked"),
        ("138＊＊＊＊0001", "phone-masked"),
        ("138xxxx0001", "phone-masked"),
        ("+86 138 **** 0001", "phone-masked"),
        ("1380000000", "phone-invalid"),
        ("138000000011", "phone-invalid"),
        ("010 1234 5678", "phone-invalid"),
        ("13800000001/13800000002", "phone-invalid"),
        ("13800000001 转 2", "phone-invalid"),
        ("138CALLNOW1", "phone-invalid"),
        ("手机号", "phone-invalid"),
    ],
)
def test_what_is_refused(text, code):
    assert code_of(read_phone, text) == code


@pytest.mark.parametrize(
    ("e164", "masked", "spoken"),
    [
        (MOBILE, "138****0001", "138 0000 0001"),
        ("+85291234567", "****4567", "+852 9123 4567"),
        ("", "", ""),
    ],
)
def test_how_a_number_is_shown(e164, masked, spoken):
    assert mask_phone(e164) == masked
    assert local(e164) == spoken


@given(st.integers(0, 9999), st.sampled_from(["", "+86", "0086", "86", "'", "+86 "]), st.data())
def test_any_spacing_reads_as_the_same_number(last, prefix, data):
    digits = f"1380000{last:04}"
    gaps = data.draw(st.lists(st.sampled_from(["", " ", "-", "\xa0"]), min_size=11, max_size=11))
    written = prefix + "".join(digit + gap for digit, gap in zip(digits, gaps, strict=True))
    e164 = read_phone(written)
    assert e164 == f"+86{digits}"
    assert read_phone(e164) == read_phone(local(e164)) == e164


@given(st.text(alphabet="0123456789+-*E.' x１", max_size=20))
def test_whatever_is_read_is_a_number_that_reads_as_itself(text):
    try:
        e164 = read_phone(text)
    except Refusal as refusal:
        assert refusal.code.startswith("phone-")
    else:
        assert read_phone(e164) == e164
        assert read_phone(local(e164)) == e164
