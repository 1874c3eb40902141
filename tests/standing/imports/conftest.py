"""What the tests of bringing sales share: a file for a week, and a worker that does each step."""

from datetime import date

import pytest
from django.utils import translation

from school.people.bringing import flow
from school.standing.imports.files import SOURCE
from school.standing.models import SalesFile
from tests import cast

WEEK = date(2026, 3, 2)
HEADER = "ID,团长姓名,团长手机号,总订单量,有效订单量,有效订单金额（元）,退款总金额（元）"


@pytest.fixture(autouse=True)
def in_english(db):
    with translation.override("en"):
        yield


@pytest.fixture
def li(region):
    return cast.leader("Li Mei", region=region, code="1001")


@pytest.fixture
def wang(region):
    return cast.leader("Wang Fang", region=region, code="1002")


def row(code: str, amount: object, name: str = "", phone: str = "") -> str:
    return f"{code},{name},{phone},12,10,{amount},0"


@pytest.fixture
def bring(operations):
    """A kept file with its questions answered."""

    def brought(*rows: str, header: str = HEADER, **answers) -> SalesFile:
        data = "\n".join([header, *rows]).encode()
        file = flow.keep(source=SOURCE, data=data, name="week.csv", by=operations)
        answers = {"week_start": WEEK, "unit": "yuan", "complete": True} | answers
        for name, value in answers.items():
            setattr(file, name, value)
        file.save()
        return file

    return brought


@pytest.fixture
def ask(django_capture_on_commit_callbacks, operations):
    """Ask for one step and let the worker do it."""

    def asked(step, file: SalesFile) -> SalesFile:
        with django_capture_on_commit_callbacks(execute=True):
            step(file=file, source=SOURCE, by=operations)
        return SalesFile.objects.get(pk=file.pk)

    return asked


@pytest.fixture
def taken(bring, ask):
    def take(*rows: str, **answers) -> SalesFile:
        return ask(flow.ask_take, ask(flow.ask_look, bring(*rows, **answers)))

    return take
