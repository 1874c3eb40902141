"""Each kind with parts, or marked by a person: put, answered by script and by form, handed in."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments import attempt as rules
from assessments import kinds
from assessments.models import AnswerEvent, AnswerFile, Attempt
from tests.assessments import cast

pytestmark = pytest.mark.django_db
MAKE = {
    "matching": cast.matching, "ordering": cast.ordering, "cloze": cast.cloze,
    "place": cast.place, "essay": cast.essay, "file": cast.file,
    "description": cast.description,
}  # fmt: skip
TYPED = ["matching", "ordering", "cloze", "place"]


def right(question) -> dict:
    frozen = question.frozen
    match question.kind:
        case "matching":
            return dict(frozen["pairs"])
        case "ordering":
            return {key: at for at, key in enumerate(frozen["right"], start=1)}
        case "cloze":
            return {"1": frozen["gaps"][0]["answers"][0]["key"], "2": "100"}
    return {"x": "50", "y": "49.5"}


@pytest.fixture
def hers(client_of, leader):
    return client_of(leader)


@pytest.fixture
def sit(course, leader):
    def begin(*codes):
        quiz = cast.quiz(course, questions=[MAKE[code]() for code in codes], slug="-".join(codes))
        return rules.start(leader=leader, quiz=quiz)

    return begin


def url(name, attempt):
    return reverse(f"assessments:{name}", args=[attempt.pk])


def send(client, attempt, value, slot=1):
    sent = {"slot": slot, "value": value, "client": "phone", "seq": 1}
    return client.post(url("save", attempt), json.dumps(sent), content_type="application/json")


@pytest.mark.parametrize("code", TYPED)
def test_answered_by_the_script(hers, sit, code):
    attempt = sit(code)
    page = hers.get(url("attempt", attempt), {"q": 1})
    assert page.status_code == 200
    assert send(hers, attempt, right(attempt.questions.get())).status_code == 200
    hers.post(url("submit", attempt))
    attempt.refresh_from_db()
    assert (attempt.state, attempt.percent) == (Attempt.State.DONE, 100)
    assert hers.get(url("result", attempt)).status_code == 200


@pytest.mark.parametrize("code", TYPED)
def test_answered_by_a_plain_form(hers, sit, code):
    attempt = sit(code)
    parts = {f"answer-{name}": one for name, one in right(attempt.questions.get()).items()}
    form = {"slot": "1", "client": "plain", "before": "null", "go": "end"} | parts
    assert hers.post(url("attempt", attempt), form).status_code == 302
    shown = hers.get(url("attempt", attempt), {"q": 1}).content.decode()
    assert "selected" in shown or 'value="49.5"' in shown
    hers.post(url("submit", attempt))
    attempt.refresh_from_db()
    assert attempt.percent == 100


@pytest.mark.parametrize("code", [*TYPED, "essay", "file", "description"])
def test_a_forged_value_is_refused(hers, sit, code):
    attempt = sit(code)
    assert send(hers, attempt, {"forged": "x"}).status_code == 400
    assert not AnswerEvent.objects.exists()


@pytest.mark.parametrize("code", list(MAKE))
def test_the_queries_of_a_page_and_of_saving(hers, sit, code, django_assert_max_num_queries):
    attempt = sit(code, "description")
    hers.get(url("attempt", attempt), {"q": 1})
    with django_assert_max_num_queries(10):
        hers.get(url("attempt", attempt), {"q": 1})
    value = right(attempt.questions.first()) if code in TYPED else None
    with django_assert_max_num_queries(8):
        assert send(hers, attempt, value).status_code == 200


@pytest.mark.parametrize("code", TYPED)
def test_an_edit_changes_nothing_in_an_attempt(sit, code):
    attempt = sit(code)
    question = attempt.questions.get()
    value = kinds.find(code).read(question.frozen, right(question))
    for version in MAKE_KEYED(question):
        version.text, version.picture = "Something else [[1]]", None
        version.answers.all().delete()
        version.gaps.all().delete()
        version.save()
    question.refresh_from_db()
    assert "Something else" not in json.dumps(question.frozen)
    assert kinds.find(code).grade(question.frozen, value) == 1


def MAKE_KEYED(question):
    from assessments.models import Question

    return Question.objects.filter(translation_key=question.question_key)


def test_a_description_asks_nothing_and_counts_nothing(hers, sit):
    attempt = sit("description", "ordering")
    told, asked = attempt.questions.all()
    assert (told.max_mark, asked.max_mark) == (0, 1)
    send(hers, attempt, right(asked), slot=2)
    end = hers.get(url("attempt", attempt), {"q": "end"}).content.decode()
    assert "Everything is answered" in end
    hers.post(url("submit", attempt))
    attempt.refresh_from_db()
    assert attempt.percent == 100


# --- files -------------------------------------------------------------------------------------


def post_file(client, attempt, content: bytes, name: str, go="end"):
    form = {"slot": "1", "client": "plain", "go": go, "file": SimpleUploadedFile(name, content)}
    return client.post(url("attempt", attempt), form)


def test_a_photo_is_sent_with_the_form(hers, client_of, other_leader, coach, sit):
    attempt = sit("file")
    post_file(hers, attempt, cast.picture(), "IMG_1.jpg")
    kept = AnswerFile.objects.get()
    assert kept.file.name == f"answers/{kept.attempt_question_id}/{kept.key}.jpg"
    address = reverse("assessments:answer_file", args=[kept.key])
    assert address in hers.get(url("attempt", attempt), {"q": 1}).content.decode()
    assert hers.get(address)["Content-Type"] == "image/jpeg"
    assert client_of(coach).get(address).status_code == 200
    assert client_of(other_leader).get(address).status_code == 404


def test_the_same_form_twice_keeps_one_file(hers, sit):
    attempt = sit("file")
    for _time in range(2):
        post_file(hers, attempt, cast.picture(), "p.jpg")
    assert (AnswerFile.objects.count(), AnswerEvent.objects.count()) == (1, 1)


def test_a_pdf_is_kept_and_only_saved_by_who_opens_it(hers, sit):
    attempt = sit("file")
    post_file(hers, attempt, b"%PDF-1.7 ...", "plan.pdf")
    kept = AnswerFile.objects.get()
    response = hers.get(reverse("assessments:answer_file", args=[kept.key]))
    assert "attachment" in response["Content-Disposition"]
    assert response["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("content", [b"MZ\x90 program", b"<svg onload='x'/>", b""])
def test_what_is_no_photo_and_no_pdf_is_sent_back(hers, sit, content):
    attempt = sit("file")
    post_file(hers, attempt, content, "photo.jpg", go="1")
    assert not AnswerFile.objects.exists()
    assert not AnswerEvent.objects.filter(value__isnull=False).exists()


def test_a_file_for_another_kind_of_question_is_no_answer(hers, sit):
    attempt = sit("essay")
    response = post_file(hers, attempt, cast.picture(), "p.jpg")
    assert response.status_code in (302, 404)
    assert not AnswerFile.objects.exists()
