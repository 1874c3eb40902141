"""The bank: versions, languages, usage, drawers, and what a trainer finds on a question's page."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.translation import override

from assessments import paper, usage, version
from assessments import question as rules
from assessments.models import Category, Question, QuizItem
from school.lib import dates
from school.lib.refusal import Refusal
from tests.assessments import cast
from tests.assessments.test_cms import written

pytestmark = pytest.mark.django_db
SNIPPET = "wagtailsnippets_assessments_question"


@pytest.fixture
def desk(client_of, trainer):
    return client_of(trainer)


def page(desk, question) -> str:
    return desk.get(reverse(f"{SNIPPET}:inspect", args=[question.pk])).content.decode()


# --- versions ----------------------------------------------------------------------------------


@pytest.fixture
def edited(trainer):
    """A question whose words and second answer were changed, and then nothing was."""
    question = cast.single()
    question.save_revision(user=trainer)
    question.text = "Why not?"
    second = question.answers.all()[1]
    second.text, second.fraction = "fast", Decimal("33.33333")
    question.answers = [question.answers.all()[0], second, question.answers.all()[2]]
    question.save()
    question.save_revision(user=trainer)
    question.save_revision(user=trainer)
    return question


def test_an_edit_is_a_version_with_what_it_changed(edited, trainer):
    with override("en"):
        latest, first = version.versions_of(edited)
    assert (latest.number, first.number, latest.by) == (2, 1, trainer)
    assert first.changes == []
    changes = [(str(c.of), c.before, c.after) for c in latest.changes]
    assert changes == [
        ("", "Why? (zh-hans)", "Why not?"),
        ("Answer 2", "半对", "fast"),
        ("Answer 2", "50", "33.33333"),
    ]


def test_versions_are_read_in_one_query(edited, django_assert_num_queries):
    Question.objects.get(pk=edited.pk).revisions.count()
    with django_assert_num_queries(1):
        version.versions_of(edited)


def test_an_answer_more_and_an_answer_less_are_told():
    key, gone = str(uuid4()), str(uuid4())
    before = {"text": "a", "answers": [{"translation_key": gone, "text": "old", "fraction": "0"}]}
    after = {"text": "a", "answers": [{"translation_key": key, "text": "new", "fraction": "0"}]}
    changes = version.differences(before, after)
    assert [(c.before, c.after) for c in changes] == [("", "new"), ("old", "")]


def test_a_version_from_before_a_field_existed_is_not_a_change():
    before = {"text": "a", "answers": [], "gaps": []}
    after = before | {"shuffle": True, "mark": "1.00", "units": "", "case_sensitive": False}
    assert version.differences(before, after) == []


def test_an_attempt_says_which_version_it_asked(course, leader, edited):
    from assessments import attempt

    sat = attempt.start(leader=leader, quiz=cast.quiz(course, questions=[edited]))
    assert sat.questions.get().frozen["version"] == edited.latest_revision_id


# --- languages ---------------------------------------------------------------------------------


@pytest.fixture
def lonely():
    """A question in Chinese only, with tags, gaps and answers."""
    question = cast.cloze(code="C7")
    Question.objects.filter(translation_key=question.translation_key).exclude(
        pk=question.pk
    ).delete()
    question.tags.add("pay")
    question.save()
    return question


def test_the_other_language_is_a_draft_with_the_same_keys(lonely, trainer):
    other = rules.translate(question=lonely, locale=cast.locale("en"), by=trainer)
    other = Question.objects.get(pk=other.pk)
    assert (other.state, other.author, other.code) == ("draft", trainer, "C7")
    keys = [[a.translation_key for a in one.answers.all()] for one in (lonely, other)]
    assert keys[0] == keys[1]
    assert [a.locale.language_code for a in other.answers.all()] == ["en"] * 3
    assert other.gaps.count() == 2
    assert [tag.name for tag in other.tags.all()] == ["pay"]
    assert other.revisions.count() == 1


def test_a_language_is_made_once(lonely, trainer):
    rules.translate(question=lonely, locale=cast.locale("en"), by=trainer)
    with pytest.raises(Refusal) as refusal:
        rules.translate(question=lonely, locale=cast.locale("en"), by=trainer)
    assert refusal.value.code == "translation-exists"


def test_a_trainer_makes_the_other_language(desk, lonely, client_of, leader):
    address = reverse(f"{SNIPPET}:make_translation", args=[lonely.pk, "en"])
    assert address in page(desk, lonely)
    assert client_of(leader).post(address).status_code == 302
    assert Question.objects.count() == 1
    assert desk.get(address).status_code == 405
    made = desk.post(address)
    other = Question.objects.get(locale__language_code="en")
    assert made.url == reverse(f"{SNIPPET}:edit", args=[other.pk])
    assert desk.get(made.url).status_code == 200
    assert address not in page(desk, lonely)


# --- usage -------------------------------------------------------------------------------------


def drawing(course, slug, **item):
    quiz = cast.quiz(course, questions=[], slug=slug, title=slug)
    quiz.items = [QuizItem(**item)]
    quiz.save()
    return quiz


def test_where_a_question_is_asked(course):
    inside = cast.category("Inside", parent=cast.category())
    question = cast.single(category=inside)
    question.tags.add("Pay")
    question.save()
    named = cast.quiz(course, questions=[question], slug="named", title="a")
    drawn = drawing(course, "drawn", category=cast.category())
    tagged = drawing(course, "tagged", tag="pay")
    drawing(course, "elsewhere", category=cast.category("Other"))
    drawing(course, "not-tagged", category=inside, tag="other")
    found = [(one.quiz.pk, one.drawn) for one in usage.quizzes_of(question)]
    assert found == [(named.pk, False), (drawn.pk, True), (tagged.pk, True)]
    assert not usage.unused(Question.objects.all()).exists()


def test_drafts_and_retired_ones_are_drawn_by_no_quiz(course):
    kept = [cast.single(state=state) for state in ("draft", "retired")]
    drawing(course, "drawn", category=cast.category())
    ready = cast.single()
    assert [usage.quizzes_of(one) for one in kept] == [[], []]
    unused = usage.unused(Question.objects.filter(locale=ready.locale))
    assert set(unused) == set(kept)


def test_only_ready_questions_are_drawn(course):
    from random import Random

    keys = {cast.single(state=s).translation_key: s for s in ("draft", "retired", "ready")}
    quiz = drawing(course, "drawn", category=cast.category(), count=9)
    assert [keys[one.key] for one in paper.draw(quiz, Random(1))] == ["ready"]


# --- drawers -----------------------------------------------------------------------------------


def test_a_drawer_knows_its_way_and_takes_its_own_along():
    top, other = cast.category("Top"), cast.category("Other")
    middle = cast.category("Middle", parent=top)
    low = cast.category("Low", parent=middle)
    assert (low.full_name, low.depth) == ("Top › Middle › Low", 2)
    middle.parent = other
    middle.save()
    low = Category.objects.get(pk=low.pk)
    assert low.full_name == "Other › Middle › Low"
    assert Category.objects.names()[low.pk] == ("Other", "Middle", "Low")
    assert list(Category.objects.within(other).order_by("path")) == [other, middle, low]


def test_a_drawer_is_not_put_into_itself(client_of, operations):
    top = cast.category("Top")
    low = cast.category("Low", parent=top)
    address = reverse("question_categories:edit", args=[top.pk])
    desk = client_of(operations)
    desk.post(address, {"name": "Top", "parent": low.pk})
    top.refresh_from_db()
    assert top.parent is None
    assert "　Low" in desk.get(reverse("question_categories:index")).content.decode()


# --- the page and the list ---------------------------------------------------------------------


def test_the_page_shows_both_languages_the_versions_and_the_usage(desk, course, edited):
    cast.quiz(course, questions=[edited], title="Entry quiz")
    edited.facts_checked_until = dates.today() - timedelta(days=1)
    edited.save()
    html = page(desk, edited)
    for words in ("Why not?", "Why? (en)", "Version 2", "半对", "Entry quiz", "Its facts were"):
        assert words in html


def test_another_part_of_the_school_adds_its_panel(desk):
    from wagtail import hooks

    from assessments.cms.question_page import PANEL_HOOK

    question = cast.single()
    with hooks.register_temporarily(PANEL_HOOK, lambda request, one: f"figures of {one.pk}"):
        assert f"figures of {question.pk}" in page(desk, question)


def test_the_page_takes_the_same_queries_for_few_and_many_answers(
    desk, django_assert_max_num_queries
):
    counts = []
    for many in (2, 8):
        answers = [{"text": f"{n}", "fraction": 100 if n == 0 else 0} for n in range(many)]
        question = cast.question("single", answers)
        page(desk, question)
        with django_assert_max_num_queries(40) as captured:
            page(desk, question)
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=cloze", ["gap"]), ("state=draft", ["draft"]), ("tag={tag}", ["tagged"]),
        ("category={inside}", ["gap", "tagged"]), ("stale=yes", ["stale"]),
        ("unused=yes", ["draft", "gap", "stale", "tagged"]), ("locale=en", []),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(desk, course, query, found):
    top = cast.category()
    inside = cast.category("Inside", parent=top)
    low = cast.category("Low", parent=inside)
    made = {
        "gap": cast.cloze(category=low, name="gap"),
        "tagged": cast.single(category=inside),
        "draft": cast.single(state="draft"),
        "stale": cast.single(facts_checked_until=dates.today() - timedelta(days=1)),
        "fresh": cast.single(facts_checked_until=dates.today()),
    }
    for name, question in made.items():
        Question.objects.filter(pk=question.pk).update(text=f"<{name}>")
        Question.objects.filter(translation_key=question.translation_key).exclude(
            pk=question.pk
        ).delete()
    made["tagged"].tags.add("pay")
    made["tagged"].save()
    Question.objects.filter(pk=made["tagged"].pk).update(text="<tagged>")
    cast.quiz(course, questions=[made["fresh"]])
    tag = made["tagged"].tags.get().pk
    address = f"{reverse(f'{SNIPPET}:list')}?{query.format(tag=tag, inside=inside.pk)}"
    html = desk.get(address).content.decode()
    assert [name for name in sorted(made) if f"&lt;{name}&gt;" in html] == found


def test_a_draft_need_not_make_sense_yet(desk):
    cast.locale("zh-hans")
    desk.post(reverse(f"{SNIPPET}:add"), written({"text": "a"}, state="draft"))
    assert Question.objects.get().state == "draft"


def test_a_trainer_writes_a_gap_text(desk):
    cast.locale("zh-hans")
    gaps = [{"kind": "single", "mark": "1"}, {"kind": "number", "mark": "2"}]
    rows = [
        {"gap": "1", "text": "12%", "fraction": "100"},
        {"gap": "1", "text": "14%"},
        {"gap": "2", "value": "100", "fraction": "100"},
    ]
    bad = written(*rows, kind="cloze", text="Rate [[1]]", gaps=gaps)
    assert "Write each gap" in desk.post(reverse(f"{SNIPPET}:add"), bad).content.decode()
    good = written(*rows, kind="cloze", text="Rate [[1]], members [[2]]", gaps=gaps)
    desk.post(reverse(f"{SNIPPET}:add"), good)
    made = Question.objects.get()
    assert made.problem() is None
    assert [gap.kind for gap in made.gaps.all()] == ["single", "number"]


# --- to files and back -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make", [cast.single, cast.multiple, cast.truefalse, cast.shorttext, cast.number,
             cast.matching, cast.ordering, cast.cloze, cast.place, cast.essay, cast.file,
             cast.description],
)  # fmt: skip
def test_what_goes_out_comes_back_the_same(make):
    from assessments import kinds
    from assessments.bank import Bank
    from assessments.drawers import Drawers

    question = make()
    parsed = kinds.find(question.kind).to_parsed(question)
    kept = Bank(drawers=Drawers()).keep(Bank(drawers=Drawers()).prepare(parsed)).question
    again = kinds.find(kept.kind).to_parsed(Question.objects.get(pk=kept.pk))
    parsed.pictures = dict.fromkeys(parsed.pictures)
    again.pictures = dict.fromkeys(again.pictures)
    if question.kind != "place":
        assert again == parsed
    assert [a.area for a in again.answers] == [a.area for a in parsed.answers]
    assert kept.problem() is None
