"""What trainers do in the CMS: write questions, mark tasks, withdraw certificates."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from assessments import submission as rules
from assessments.models import Question
from school.lib.refusal import Refusal
from tests.assessments import cast

pytestmark = pytest.mark.django_db
ADD = "wagtailsnippets_assessments_question:add"


@pytest.fixture
def desk(client_of, trainer):
    return client_of(trainer)


def written(*answers, **fields):
    rows = [
        {
            "text": "", "value": "", "tolerance": "0", "unit": "", "fraction": "0", "feedback": "",
            "match": "", "gap": "", "area": "", **answer,
        }
        for answer in answers
    ]  # fmt: skip
    fields = {
        "kind": "single", "text": "Which photo?", "feedback": "Because.", "state": "ready",
        "category": cast.category().pk, "tags": "", "code": "", "facts_checked_until": "",
        "picture": "", "units": "", "shuffle": "on", "marking_notes": "", "name": "", "mark": "1",
        "penalty": "",
    } | fields  # fmt: skip
    gaps = inline_formset(fields.pop("gaps", []))
    return nested_form_data(fields | {"answers": inline_formset(rows), "gaps": gaps})


def test_a_trainer_writes_a_question(desk, trainer):
    cast.locale("zh-hans")
    assert desk.get(reverse(ADD)).status_code == 200
    desk.post(reverse(ADD), written({"text": "own plate", "fraction": "100"}, {"text": "nine"}))
    made = Question.objects.get()
    assert made.author == trainer
    assert [(a.text, a.fraction) for a in made.answers.all()] == [
        ("own plate", Decimal(100)),
        ("nine", Decimal(0)),
    ]
    assert made.latest_revision is not None


def test_a_question_without_a_right_answer_is_sent_back_with_a_reason(desk):
    cast.locale("zh-hans")
    response = desk.post(reverse(ADD), written({"text": "a"}, {"text": "b"}))
    assert "One answer must be worth 100." in response.content.decode()
    assert not Question.objects.exists()


def test_a_question_is_previewed_as_on_a_phone(rf):
    question = cast.single()
    question.save_revision()
    assert question.default_preview_size == "mobile"
    response = question.make_preview_request(preview_mode="")
    assert response.status_code == 200
    assert "半对" in response.content.decode()


def test_the_question_list_takes_the_same_queries_for_few_and_many(
    desk, django_assert_max_num_queries
):
    listing = reverse("wagtailsnippets_assessments_question:list")
    counts = []
    for more in (2, 10):
        for _number in range(more):
            cast.single()
        desk.get(listing)
        with django_assert_max_num_queries(40) as captured:
            assert desk.get(listing).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


# --- pages and certificates --------------------------------------------------------------------


@pytest.fixture
def sent(leader, task):
    photo = SimpleUploadedFile("p.jpg", cast.picture())
    return rules.hand_in(leader=leader, task=task, uploads=[photo])


@pytest.mark.parametrize("kind", ["quiz", "task"])
def test_pages_that_leaders_have_worked_on_are_kept(kind, request, leader, quiz, task, sent):
    from assessments import attempt

    attempt.start(leader=leader, quiz=quiz)
    with pytest.raises(Refusal) as refusal:
        request.getfixturevalue(kind).delete()
    assert refusal.value.code == "page-has-records"


def test_a_page_that_nobody_has_worked_on_may_go(quiz):
    quiz.delete()


def test_withdrawing_a_certificate(client_of, operations, leader):
    from assessments import certificate

    issued = certificate.issue(leader=leader, kind="course", key="c1", title={"en": "C1"})
    desk = client_of(operations)
    assert leader.name in desk.get(reverse("certificates:index")).content.decode()
    desk.post(reverse("certificates:edit", args=[issued.pk]), {"reason": "Wrong name"})
    issued.refresh_from_db()
    assert (issued.revoked_by, issued.reason) == (operations, "Wrong name")
