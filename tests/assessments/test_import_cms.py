"""A trainer brings questions in: looks at them, takes them in, takes them back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments import importing
from assessments.models import Category, Question, QuestionImport
from tests.assessments import cast

pytestmark = pytest.mark.django_db
START = reverse("question_imports:start")
TABLE = """题型,题干,选项A,选项B,答案
单选题,鸡蛋放在哪里？,冷藏,常温,a
判断题,地球是圆的。,,,√
单选题,没有答案的题,一,二,
"""


@pytest.fixture
def desk(client_of, trainer):
    return client_of(trainer)


def bring(desk, **data):
    return desk.post(START, {"text": "", "format": "auto"} | data, follow=True)


def address(row: QuestionImport) -> str:
    return reverse("question_imports:show", args=[row.pk])


def test_the_menu_leads_there(desk, client_of, coach):
    assert START in desk.get(START).content.decode()
    assert client_of(coach).get(START).status_code in (302, 403)


def test_pasted_text_is_looked_at_before_it_goes_in(desk):
    html = bring(desk, text=TABLE).content.decode()
    assert "2 questions can go into the bank" in html
    assert "The answer is missing." in html
    assert "Import 2 questions" in html
    assert not Question.objects.exists()


def test_the_first_ones_are_shown_as_a_leader_sees_them(desk):
    bring(desk, text=TABLE)
    html = desk.get(
        reverse("question_imports:samples", args=[QuestionImport.objects.get().pk])
    ).content.decode()
    assert "鸡蛋放在哪里？" in html
    assert "冷藏" in html


def test_a_file_goes_in_and_back(desk, django_capture_on_commit_callbacks):
    bring(desk, file=SimpleUploadedFile("题库.csv", TABLE.encode("gb18030")))
    row = QuestionImport.objects.get()
    drawer = Category.objects.create(name="生鲜")
    chosen = {"take_in": "1", "category": drawer.pk, "language": "", "known": "update"}
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address(row), chosen)
    assert "2 questions are in the bank" in desk.get(address(row)).content.decode()
    assert {question.category for question in Question.objects.all()} == {drawer}
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address(row), {"take_back": "1"})
    assert "2 questions are gone again." in desk.get(address(row)).content.decode()
    assert not Question.objects.exists()


def test_taking_back_shows_how_far_it_is(desk):
    row = importing.import_questions(data=TABLE.encode(), name="a.csv")
    desk.post(address(row), {"take_back": "1"})
    row.refresh_from_db()
    assert (row.state, row.job.is_open) == ("back", True)
    row.job.done, row.job.total, row.job.state = 1, 2, "running"
    row.job.save()
    html = desk.get(address(row)).content.decode()
    assert "The questions are being taken back" in html
    assert '<progress max="100" value="50">' in html
    assert '<meta http-equiv="refresh" content="2">' in html
    html = desk.post(address(row), {"take_back": "1"}, follow=True).content.decode()
    assert "on their way back already" in html


def test_taking_back_that_broke_can_go_on(desk, django_capture_on_commit_callbacks):
    row = importing.import_questions(data=TABLE.encode(), name="a.csv")
    desk.post(address(row), {"take_back": "1"})
    row.refresh_from_db()
    row.job.state = "failed"
    row.job.save()
    assert "Some questions are back" in desk.get(address(row)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address(row), {"take_back": "1"})
    row.refresh_from_db()
    assert (row.state, row.removed) == ("undone", 2)


def test_what_is_in_use_is_said_before_it_is_taken_back(desk, course):
    row = importing.import_questions(data=TABLE.encode(), name="a.csv")
    cast.quiz(course, questions=[Question.objects.first()])
    html = desk.get(address(row)).content.decode()
    assert "1 is in use by a quiz or was asked already" in html


def test_while_it_runs_the_page_shows_how_far_it_is(desk):
    bring(desk, text=TABLE)
    row = QuestionImport.objects.get()
    chosen = {"take_in": "1", "category": "", "language": "", "known": "update"}
    desk.post(address(row), chosen)
    row.refresh_from_db()
    row.job.done, row.job.total, row.job.state = 1, 4, "running"
    row.job.save()
    html = desk.get(address(row)).content.decode()
    assert '<meta http-equiv="refresh" content="2">' in html
    assert '<progress max="100" value="25">' in html


def test_an_import_that_broke_can_go_on(desk, django_capture_on_commit_callbacks):
    bring(desk, text=TABLE)
    row = QuestionImport.objects.get()
    importing.enqueue(question_import=row, by=None)
    row.refresh_from_db()
    row.job.state = "failed"
    row.job.save()
    html = desk.get(address(row)).content.decode()
    assert "Go on" in html
    again = {"take_in": "1", "category": "", "language": "", "known": "update"}
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address(row), again)
    row.refresh_from_db()
    assert (row.state, row.imported) == ("done", 2)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Choose a file or paste some text."),
        ("Dear Li Mei, how are you?", "We can&#x27;t tell which format this is."),
    ],
)
def test_bad_input_comes_back_as_it_was_typed(desk, text, says):
    html = bring(desk, text=text).content.decode()
    assert says in html
    assert text in html
    assert not QuestionImport.objects.exists()


def test_a_file_without_questions_says_why(desk):
    html = bring(desk, file=SimpleUploadedFile("a.xlsx", b"PK\x03\x04broken")).content.decode()
    assert "We found no questions in it." in html


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_our_spreadsheet_can_be_imported_as_it_is(desk, trainer, language):
    trainer.language = language
    trainer.save()
    address = reverse("question_imports:template")
    assert address in desk.get(START).content.decode()
    file = desk.get(address)
    assert file["Content-Disposition"] == 'attachment; filename="questions.xlsx"'
    bring(desk, file=SimpleUploadedFile("questions.xlsx", file.content))
    row = QuestionImport.objects.get()
    assert (row.format, row.read, row.imported, row.problems) == ("xlsx", 6, 6, [])
    assert set(row.by_kind) == {"single", "multiple", "truefalse", "shorttext", "number", "essay"}


def test_others_have_no_business_here(client_of, manager, leader, desk):
    bring(desk, text=TABLE)
    row = QuestionImport.objects.get()
    for person in (manager, leader):
        samples = reverse("question_imports:samples", args=[row.pk])
        for page in (START, address(row), samples, reverse("question_imports:template")):
            assert client_of(person).get(page).status_code in (302, 403)
            assert client_of(person).post(page, {"take_in": "1"}).status_code in (302, 403)
    assert not Question.objects.exists()
