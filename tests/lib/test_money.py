"""Money: exact to the fen, or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school.lib.money import read_money, yuan
from school.lib.refusal import Refusal
from tests.lib.refusals import code_of

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234.5", "1234.50"),
        ("¥1,234.50", "1234.50"),
        ("￥1，234．50", "1234.50"),
        ("１２３４．５０元", "1234.50"),
        ("\xa01\xa0234.50\xa0", "1234.50"),
        ("RMB 1,234,567", "1234567.00"),
        ("1.2万", "12000.00"),
        ("1.2345 万元", "12345.00"),
        ("1.234567万", "12345.67"),
        ("3w", "30000.00"),
        ("-12.30", "-12.30"),
        ("－12.30", "-12.30"),
        ("−12.30", "-12.30"),
        ("-¥12.30", "-12.30"),
        ("¥-12.30", "-12.30"),
        ("(12.30)", "-12.30"),
        ("（12.30元）", "-12.30"),
        ("'+5", "5.00"),
        (".5", "0.50"),
        ("0", "0.00"),
        ("1.500", "1.50"),
    ],
)
def test_amounts_as_spreadsheets_write_them(text, amount):
    read = read_money(text)
    assert (read, str(read)) == (Decimal(amount), amount)


@pytest.mark.parametrize("text", ["", "  ", "\xa0", "-", "--", "—", "－", "¥ -", "'"])
def test_blank_and_dash_are_no_amount(text):
    assert read_money(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("abc", "money-unreadable"),
        ("元", "money-unreadable"),
        ("12元3", "money-unreadable"),
        ("1,23", "money-unreadable"),
        ("1,2345", "money-unreadable"),
        ("1.2.3", "money-unreadable"),
        ("--5", "money-unreadable"),
        ("(-5)", "money-unreadable"),
        ("#N/A", "money-unreadable"),
        ("0." + "0" * 30 + "1", "money-unreadable"),
        ("1.2E+05", "money-scientific"),
        ("12.345", "money-fraction"),
        ("1.2345678万", "money-fraction"),
        ("13800000001", "money-too-large"),
        ("-100亿", "money-unreadable"),
    ],
)
def test_what_is_refused(text, code):
    assert code_of(read_money, text) == code


def test_a_file_in_fen():
    assert read_money("123,456", unit="fen") == Decimal("1234.56")
    assert read_money("-5", unit="fen") == Decimal("-0.05")
    assert read_money("-", unit="fen") is None
    assert code_of(read_money, "12.5", unit="fen") == "money-fraction"
    assert code_of(read_money, "¥12", unit="fen") == "money-unit"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Decimal("1234"), "¥\u00a01,234"),
        (Decimal("1234.5"), "¥\u00a01,234.50"),
        (Decimal("-1234.50"), "-¥\u00a01,234.50"),
        (Decimal("0.005"), "¥\u00a00.01"),
        (Decimal("-0.001"), "¥\u00a00"),
        (0, "¥\u00a00"),
        (25_000, "¥\u00a025,000"),
    ],
)
def test_how_an_amount_is_shown(amount, shown):
    assert yuan(amount) == shown


@given(amounts)
def test_what_is_shown_reads_back(amount):
    assert read_money(yuan(amount)) == amount


@given(amounts, st.sampled_from(["{}", "¥{}", "{}元", " {} ", "￥{}", "'{}"]), st.booleans())
def test_every_notation_means_the_same(amount, form, grouped):
    written = form.format(f"{amount:,.2f}" if grouped else f"{amount:.2f}")
    assert read_money(written) == amount
    assert (
        read_money(written.translate(str.maketrans("0123456789", "０１２３４５６７８９"))) == amount
    )


@given(st.integers(-(10**11), 10**11))
def test_a_hundred_fen_are_a_yuan(fen):
    assert read_money(str(fen), unit="fen") * 100 == fen


@given(st.text(alphabet="0123456789.,-+()¥元万E 　", max_size=16))
def test_anything_is_an_amount_in_fen_or_nothing_or_refused(text):
    try:
        amount = read_money(text)
    except Refusal as refusal:
        assert refusal.code.startswith("money-")
    else:
        assert amount is None or amount == amount.quantize(Decimal("0.01"))
