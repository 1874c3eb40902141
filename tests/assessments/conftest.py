import pytest

from assessments import attempt as rules
from tests.assessments import cast


@pytest.fixture
def course(db):
    return cast.course()


@pytest.fixture
def quiz(course):
    return cast.quiz(course, questions=cast.five_kinds())


@pytest.fixture
def task(course):
    return cast.task(course)


@pytest.fixture
def attempt(leader, quiz):
    return rules.start(leader=leader, quiz=quiz)
