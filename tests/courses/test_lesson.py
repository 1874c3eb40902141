import pytest
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.rich_text import RichText

from courses import lesson
from courses.blocks import CheckBlock, VideoBlock
from courses.models import LessonPage
from courses.outline import forget
from tests.courses import tree

pytestmark = pytest.mark.django_db


def cut(*blocks):
    return LessonPage(body=list(blocks)).cards()


def text(words="Words."):
    return ("text", RichText(f"<p>{words}</p>"))


def test_each_heading_starts_a_card():
    cards = cut(text(), ("heading", "One"), text(), text(), ("heading", "Two"), text())
    assert [(card.heading, len(card.blocks)) for card in cards] == [("", 1), ("One", 2), ("Two", 1)]


def test_a_body_that_begins_with_a_heading_has_no_card_before_it():
    assert [card.heading for card in cut(("heading", "One"), text())] == ["One"]


def test_an_empty_body_has_no_cards():
    assert cut() == []


def test_a_heading_without_words_is_a_card_still():
    assert [card.blocks for card in cut(("heading", "Alone"))] == [[]]


def test_the_sheet_is_made_once_for_a_state_of_the_courses(django_assert_num_queries):
    page = LessonPage.objects.get(pk=tree.lesson(tree.course(lessons=0), "one").pk)
    first = lesson.rendered(page, state="a")
    with django_assert_num_queries(0):
        assert lesson.rendered(page, state="a") == first
    assert first.count == 3  # two cards and the question


def test_a_changed_lesson_is_shown_as_changed():
    page = tree.lesson(tree.course(lessons=0), "one")
    before = page.course.outline_stamp
    page.body = [text("Quite new.")]
    page.save()
    page = LessonPage.objects.get(pk=page.pk)
    assert page.course.outline_stamp != before
    assert "Quite new." in lesson.rendered(page, state=page.course.outline_stamp).cards[0].html


def test_forgetting_renames_the_state_of_every_course():
    one, two = tree.course("one"), tree.course("two")
    old = one.outline_stamp, two.outline_stamp
    forget()
    one.refresh_from_db()
    two.refresh_from_db()
    assert one.outline_stamp not in old and two.outline_stamp not in old


def test_every_kind_of_block_has_a_template():
    for name, block in LessonPage.body.field.stream_block.child_blocks.items():
        assert name == "heading" or block.meta.template == f"courses/blocks/{name}.html"


def test_what_a_trainer_writes_is_shown_as_text_not_as_markup():
    page = LessonPage(body=[("do_dont", {"do": "<script>x</script>", "dont": "-"})])
    html = lesson.render_fresh(page).cards[0].html
    assert "&lt;script&gt;" in html and "<script>" not in html


def test_the_check_question_answers_without_a_script():
    html = lesson.render_fresh(LessonPage(check_question=tree.CHECK)).check
    assert html.count("<details") == 2
    assert "It shows that you tasted it." in html and "Seen everywhere." in html


def check(*options):
    block = CheckBlock()
    return block.clean(block.to_python({"question": "Q?", "options": list(options)}))


def option(right):
    return {"text": "A", "right": right, "feedback": "F."}


def test_a_check_question_needs_a_right_answer():
    with pytest.raises(StructBlockValidationError):
        check(option(False), option(False))
    assert len(check(option(False), option(True))["options"]) == 2


def test_a_check_question_needs_two_answers():
    with pytest.raises((StructBlockValidationError, StreamBlockValidationError)):
        check(option(True))


@pytest.mark.parametrize("url", ["", "https://films.example/1"])
def test_a_video_is_a_file_or_an_address(url):
    block = VideoBlock()
    value = block.to_python({"title": "Film", "url": url, "file": None, "poster": None})
    if url:
        assert block.clean(value)["url"] == url
    else:
        with pytest.raises(StructBlockValidationError):
            block.clean(value)


def test_a_film_elsewhere_is_a_link_and_nothing_is_fetched_before():
    film = {"title": "Film", "url": "https://films.example/1", "file": None, "poster": None}
    html = lesson.render_fresh(LessonPage(body=[("video", film)])).cards[0].html
    assert 'href="https://films.example/1"' in html
    assert "<iframe" not in html and "<video" not in html
