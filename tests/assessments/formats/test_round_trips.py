"""What tables and QTI packages both can say goes out and comes in as the same questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.formats import csv, qti, qti3, xlsx
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
