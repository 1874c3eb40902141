"""Where evidence came from, in words."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from school.standing import kinds
from school.standing.source_words import TABLES, source_in_words


@pytest.mark.parametrize(
    "code, words",
    [
        ("sales_weeks 2026-10-26..2026-11-22", "每周销售 · 2026-10-26 – 2026-11-22"),
        ("attendance 28d ..2026-11-23", "培训签到 · 截至 2026-11-23"),
        ("submissions ordinary", "批改过的作业"),
        ("leader.group_members", "名册"),
        ("stars 2026", "stars 2026"),
    ],
)
def test_a_code_is_said_in_the_reader_s_language(code, words):
    with override("zh-hans"):
        assert source_in_words(code) == words


def test_every_kind_names_a_table_that_has_words():
    text = "".join(file.read_text() for file in Path(kinds.__file__).parent.glob("*.py"))
    codes = re.findall(r'def source\(self\) -> str:\n\s+return f?"([\w.]+)', text)
    assert len(codes) > 8
    assert set(codes) <= set(TABLES)
