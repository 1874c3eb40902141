"""What two formats both can say goes out and comes in as the same questions, by the bank or not."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import formats, kinds
from assessments.bank import Bank
from assessments.drawers import Drawers
from assessments.formats import csv, gift, moodlexml, qti, qti3, xlsx
from tests.assessments.formats.drawn import questions, said

FORMATS = [xlsx, csv, qti, qti3]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.code)
@given(drawn=st.lists(questions(), min_size=1, max_size=4))
def test_what_goes_out_comes_in(form, drawn):
    parsed = form.read(form.write(drawn))
    assert [p for p in parsed.problems if p.cost] == []
    assert parsed.read == len(drawn)
    assert [said(one) for one in parsed.questions] == [said(one) for one in drawn]


@given(drawn=questions())
def test_from_table_to_package_and_back(drawn):
    (first,) = xlsx.read(xlsx.write([drawn])).questions
    (second,) = qti.read(qti.write([first])).questions
    (third,) = xlsx.read(xlsx.write([second])).questions
    assert said(third) == said(drawn)


# Aiken holds letters and answers only.
ALL = [formats.find(code) for code, _label in formats.choices() if code != "aiken"]


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.code)
@given(drawn=questions())
def test_what_a_format_says_that_it_can_write_it_can(form, drawn):
    # GIFT knows neither marks nor languages, and so promises nothing about them.
    drawn = replace(drawn, mark=Decimal(1), language="", tags=(), category=())
    if form.can_write(drawn):
        parsed = form.read(form.write([drawn]))
        assert [said(one)["answers"] for one in parsed.questions] == [said(drawn)["answers"]]


@pytest.mark.django_db
@given(drawn=questions())
def test_what_goes_into_the_bank_comes_out(drawn):
    # Tags and categories are rows of their own; `test_importing` has them.
    drawn = replace(drawn, tags=(), category=(), language="en")
    prepared = Bank(drawers=Drawers()).prepare(drawn)
    back = kinds.find(drawn.kind).to_parsed(prepared.question)
    assert said(back) == said(drawn)


ROUND = (gift, moodlexml, xlsx, qti, csv, qti3)


@pytest.mark.django_db
@given(drawn=questions())
def test_all_the_way_round(drawn):
    """From GIFT into the bank, out as Moodle XML, as a table and as a package, and back as GIFT."""
    # What GIFT has no word for is left out here; the other tests have it.
    drawn = replace(
        drawn,
        mark=Decimal(1),
        language="en",
        category=(),
        tags=(),
        name=" ".join(drawn.name.split()),
        id_number=" ".join(drawn.id_number.split()),
    )
    if not all(form.can_write(drawn) for form in ROUND):
        return
    (one,) = gift.read(gift.write([drawn])).questions
    prepared = Bank(drawers=Drawers(), language="en").prepare(one)
    one = kinds.find(one.kind).to_parsed(prepared.question)
    for form in (*ROUND[1:], gift):
        (one,) = form.read(form.write([one])).questions
    assert {**said(one), "language": "en"} == said(drawn)
