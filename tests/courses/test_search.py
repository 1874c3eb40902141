"""Finding courses and lessons: what is found, in which order, and what isn't there for her."""

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.rich_text import RichText

from courses import outline
from courses.models import CoursePage, LessonPage, SearchText
from courses.search import find, index_everything
from courses.words import MAX_PIECES, is_han, pieces, stem, stems
from tests.courses import tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def lessons(db):
    """A course on what comes after the sale, and one on photos."""
    care = tree.course("care", lessons=0, title="After-sales", summary="What to do then.")
    tree.lesson(care, "wrong", title="处理售后问题", body=[("text", RichText("<p>先道歉。</p>"))])
    words = "<p>Refunds within a day.</p><p>Deliveries come late &amp; wet.</p>"
    tree.lesson(care, "money", title="Money back", body=[("text", RichText(words))])
    tree.lesson(tree.course("photo", lessons=0), "plate", title="Your plate")
    index_everything()


def titles(phrase: str, leader=None) -> list[str]:
    return [str(one.title) for one in find(phrase=phrase, leader=leader)]


def test_two_characters_inside_a_longer_run(lessons):
    assert titles("售后") == ["处理<mark>售后</mark>问题"]


@pytest.mark.parametrize(
    "word", ["refund", "REFUNDING", "Ｒｅｆｕｎｄ", "delivery", "deliveries", "late"]
)
def test_a_word_in_any_of_its_forms(lessons, word):
    assert titles(word) == ["Money back"]


def test_every_piece_has_to_be_there(lessons):
    assert titles("refund late") == ["Money back"]
    assert titles("refund 售后") == []


@pytest.mark.parametrize("phrase", ["", "   ", "%", "_", "'; --", "…！"])
def test_nothing_that_is_a_word_finds_nothing(lessons, phrase):
    assert titles(phrase) == []


def test_the_place_is_shown_and_what_is_marked_up_stays_text(lessons):
    tree.lesson(tree.course("odd", lessons=0), "tag", title="<b>Tag</b>")
    index_everything()
    [found] = find(phrase="late", leader=None)
    assert "Deliveries come <mark>late</mark> &amp; wet. " in found.snippet
    assert found.snippet.endswith("…")
    assert titles("tag") == ["&lt;b&gt;<mark>Tag</mark>&lt;/b&gt;"]


def test_what_is_in_the_title_comes_first(lessons):
    assert titles("plate") == ["Your <mark>plate</mark>"]
    care = CoursePage.objects.get(slug="care")
    body = [("text", RichText("<p>A plate, a plate, and once more a plate.</p>"))]
    tree.lesson(care, "table", title="Laying the table", body=body)
    index_everything()
    assert titles("plate") == ["Your <mark>plate</mark>", "Laying the table"]


def test_a_course_that_is_not_there_for_her_is_not_found(lessons, leader):
    assert titles("plate", leader) == ["Your <mark>plate</mark>"]
    CoursePage.objects.filter(slug="photo").update(archived_at=timezone.now())
    outline.forget()
    assert titles("plate", leader) == []


def test_a_thing_in_two_languages_is_found_once(lessons):
    chinese = tree.course("care-zh", lessons=0, language="zh-hans", title="Refund 退款")
    english = LessonPage.objects.get(slug="money")
    tree.translated(english, "zh-hans", chinese, title="退款 refund")
    index_everything()
    keys = [one.translation_key for one in find(phrase="refund", leader=None)]
    assert len(keys) == len(set(keys))


def test_what_is_taken_back_is_not_found(lessons):
    LessonPage.objects.get(slug="money").unpublish()
    assert titles("refund") == []


@pytest.mark.indexed
def test_what_is_published_is_found_at_once_and_a_draft_is_not(db):
    step = tree.lesson(tree.course("care", lessons=0), "new", title="Old words")
    step.title = "Fresh words"
    draft = step.save_revision()
    index_everything()
    assert titles("fresh") == []
    draft.publish()
    assert titles("fresh") == ["<mark>Fresh</mark> words"]


def test_as_many_queries_for_one_as_for_many(lessons, leader, django_assert_num_queries):
    def asked():
        return find(phrase="step", leader=leader)

    tree.course("one", lessons=1)
    index_everything()
    asked()
    with django_assert_num_queries(4):
        assert len(asked()) == 1
    for number in range(4):
        tree.course(f"more{number}", lessons=4)
    index_everything()
    asked()
    with django_assert_num_queries(4):
        assert len(asked()) > 10


class TestScreen:
    def test_it_answers_with_places_to_go_to(self, lessons, leader, client_of):
        page = client_of(leader.user).get(reverse("courses:search"), {"q": "refund"})
        assert reverse("courses:step", args=["care", "money"]) in page.text
        assert "1 place found" in page.text

    def test_nothing_found_says_what_to_try(self, lessons, leader, client_of):
        page = client_of(leader.user).get(reverse("courses:search"), {"q": "<script>zzz"})
        assert "Try a shorter word" in page.text
        assert "<script>zzz" not in page.text

    def test_who_is_not_logged_in_is_sent_to_the_door(self, db, client):
        assert client.get(reverse("courses:search")).status_code == 302


class TestWords:
    @given(st.text(max_size=300))
    def test_pieces_are_few_and_of_one_script(self, text):
        found = pieces(text)
        assert len(found) <= MAX_PIECES
        assert len(set(found)) == len(found)
        for piece in found:
            assert pieces(piece) == [piece]
            assert is_han(piece) == is_han(piece[-1])

    @given(st.lists(st.from_regex(r"[a-z]{1,12}", fullmatch=True), max_size=20))
    def test_each_word_of_a_text_is_found_by_its_stem(self, words):
        kept = stems(" ".join(words))
        assert all(f" {stem(word)} " in kept for word in words)


def test_the_words_go_with_the_page(lessons):
    page = LessonPage.objects.get(slug="money")
    page.delete()
    assert not SearchText.objects.filter(text__contains="Refunds").exists()
