"""The starter school's files, as a proof-reader would go through them."""

import re
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from assessments import kinds
from school.home.starter import files
from school.home.starter.course_file import read_courses, read_outlines
from school.home.starter.files import LANGUAGES, ContentError
from school.home.starter.lesson_file import read_lesson
from school.home.starter.markdown import plain_text, rich_text
from school.home.starter.words import read_words

COURSES = read_courses()
LESSONS = [
    pytest.param(course, stem, id=f"{course.code}-{stem}")
    for course in COURSES
    for stem in course.lessons
]
QUIZZES = [pytest.param(course.quiz, id=course.code) for course in COURSES]
QUESTIONS = [
    pytest.param(question, id=question.code) for c in COURSES for question in c.quiz.questions
]
# The only thing that may have stars.
MASKED_NUMBER = re.compile(r"\d\*{4}\d")


def both(texts) -> bool:
    return set(texts) == set(LANGUAGES) and all(str(text).strip() for text in texts.values())


def test_the_five_written_courses_and_nine_drafts_make_the_curriculum():
    assert [course.code for course in COURSES] == ["C1", "C2", "C3", "C4", "C5"]
    assert [outline.code for outline in read_outlines()] == [f"C{n}" for n in range(6, 15)]


@pytest.mark.parametrize("course", [pytest.param(c, id=c.code) for c in COURSES])
def test_a_course_says_the_same_in_both_languages(course):
    assert both(course.title) and both(course.summary)
    assert set(course.prerequisites) <= {other.code for other in COURSES} - {course.code}
    assert (files.DRAWINGS / course.cover).exists()
    assert 3 <= len(course.lessons) <= 5


@pytest.mark.parametrize("course", [pytest.param(c, id=c.code) for c in COURSES])
def test_every_lesson_file_is_a_step_of_its_course(course):
    stems = {file.name.split(".")[0] for file in course.folder.glob("*.md")}
    assert stems == set(course.lessons)
    assert "quiz" in course.steps
    assert ("task" in course.steps) == (course.folder / "task.yaml").exists()


@pytest.mark.parametrize(("course", "stem"), LESSONS)
def test_a_lesson_takes_three_to_eight_minutes_and_is_the_same_in_both_languages(course, stem):
    zh, en = course.lessons[stem]["zh"], course.lessons[stem]["en"]
    assert zh.minutes == en.minutes
    assert 3 <= zh.minutes <= 8
    assert [part.kind for part in zh.parts] == [part.kind for part in en.parts]
    assert zh.drawings() == en.drawings()
    assert zh.title != en.title and zh.summary and en.summary


@pytest.mark.parametrize(("course", "stem"), LESSONS)
def test_a_lesson_has_cards_and_pictures_that_exist(course, stem):
    for lesson in course.lessons[stem].values():
        headings = [part for part in lesson.parts if part.kind == "heading"]
        assert 2 <= len(headings) <= 6
        assert all((files.DRAWINGS / name).exists() for name in lesson.drawings())
        pictures = [part.value for part in lesson.parts if part.kind == "picture"]
        assert all(picture["alt"].strip() for picture in pictures)


@pytest.mark.parametrize(("course", "stem"), LESSONS)
def test_the_question_after_a_lesson_has_one_right_answer_and_a_word_on_each(course, stem):
    zh, en = (course.lessons[stem][language].check for language in ("zh", "en"))
    assert [option.right for option in zh.options] == [option.right for option in en.options]
    for check in (zh, en):
        assert check.question.strip()
        assert sum(option.right for option in check.options) == 1
        assert all(option.text.strip() and option.feedback.strip() for option in check.options)


@pytest.mark.parametrize(("course", "stem"), LESSONS)
def test_no_markdown_is_left_over(course, stem):
    for lesson in course.lessons[stem].values():
        for part in lesson.parts:
            assert "**" not in MASKED_NUMBER.sub("", str(part.value)), part
            assert ":::" not in str(part.value)


@pytest.mark.parametrize("quiz", QUIZZES)
def test_a_quiz_has_questions_enough_of_several_kinds(quiz):
    codes = [question.code for question in quiz.questions]
    assert len(codes) == len(set(codes)) >= 10
    assert 0 <= quiz.draw <= len(codes)
    assert 50 <= quiz.pass_mark <= 100
    assert both(quiz.title) and both(quiz.intro)
    found = {question.kind for question in quiz.questions}
    assert {"single", "multiple", "truefalse"} <= found
    assert found & {"number", "shorttext"}


def test_no_question_code_is_used_twice():
    codes = [question.code for course in COURSES for question in course.quiz.questions]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_s_answers_make_sense_to_its_kind(question, language):
    answers = [
        SimpleNamespace(
            text=str(answer.text[language]),
            value=answer.value,
            tolerance=answer.tolerance,
            fraction=answer.fraction,
        )
        for answer in question.answers
    ]
    assert kinds.find(question.kind).problem(answers) is None


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_and_every_choice_is_explained_in_both_languages(question):
    assert both(question.text) and both(question.feedback)
    if question.kind in ("single", "multiple", "truefalse"):
        assert all(both(answer.text) and both(answer.feedback) for answer in question.answers)


@pytest.mark.parametrize("question", QUESTIONS)
def test_choosing_everything_does_not_pay(question):
    if question.kind == "multiple":
        assert sum(answer.fraction for answer in question.answers) <= 70


@pytest.mark.parametrize(
    "task", [pytest.param(c.task, id=c.code) for c in COURSES if "task" in c.steps]
)
def test_a_task_says_in_both_languages_what_to_hand_in(task):
    assert both(task.title) and both(task.instructions)
    assert set(task.evidence) <= {"photo", "text"} and task.evidence
    for text in task.instructions.values():
        assert "**" not in rich_text(text)


@pytest.mark.parametrize("outline", [pytest.param(o, id=o.code) for o in read_outlines()])
def test_a_draft_says_in_both_languages_what_each_lesson_will_teach(outline):
    assert both(outline.title) and both(outline.summary)
    assert len(outline.lessons) >= 3
    assert all(both(lesson.title) and both(lesson.outline) for lesson in outline.lessons)


def test_every_drawing_is_a_picture_with_a_title_and_a_description():
    drawings = sorted(files.DRAWINGS.glob("*.svg"))
    assert {file.stem for file in drawings} == set(read_words().drawings)
    for file in drawings:
        root = ElementTree.fromstring(file.read_text(encoding="utf-8"))
        assert root.tag.endswith("svg") and root.get("viewBox")
        assert set(read_words().drawings[file.stem]) == {"title", "shows"}


def test_the_week_has_three_trainings_a_topic_night_and_a_repetition():
    week = {(e["weekday"], e["starts_at"]): e["kind"] for e in read_words().timetable}
    assert week == {
        (1, "13:30"): "group",
        (2, "20:30"): "sales",
        (3, "20:00"): "topic",
        (4, "13:30"): "skills",
        (5, "13:30"): "group",
    }


class TestMarkdown:
    def test_paragraphs_lists_and_bold_become_what_the_editor_keeps(self):
        assert rich_text("Taste **first**.\n\n- one\n- two") == (
            "<p>Taste <b>first</b>.</p><ul><li>one</li><li>two</li></ul>"
        )

    def test_bold_beside_chinese_punctuation_is_bold(self):
        assert rich_text("记住：**先尝，再开口**，就这样") == (
            "<p>记住：<b>先尝，再开口</b>，就这样</p>"
        )

    def test_a_list_in_a_quotation_becomes_its_lines(self):
        assert rich_text("> 1. one\n> 2. two") == "<blockquote>1. one<br/>2. two</blockquote>"

    def test_html_is_text(self):
        assert rich_text("<script>x</script>") == "<p>&lt;script&gt;x&lt;/script&gt;</p>"

    def test_plain_text_keeps_the_stars_of_a_masked_number(self):
        assert plain_text("**Phones**: 138****0001") == "Phones: 138****0001"


FRONT = """---
title: T
minutes: 4
summary: S
check: {question: Q, options: [{text: a, feedback: f, right: true}, {text: b, feedback: g}]}
---
"""


class TestLessonFile:
    def read(self, monkeypatch, tmp_path, text):
        monkeypatch.setattr(files, "ROOT", tmp_path)
        file = tmp_path / "lesson.en.md"
        file.write_text(text, encoding="utf-8")
        return read_lesson(file)

    def test_parts_come_in_their_order(self, monkeypatch, tmp_path):
        body = (
            "Before.\n\n## Card\n\n![A box](box.svg)\n\n::: tip\nTaste.\n:::\n\n"
            "::: checklist Look\n- **one**\n- two\n:::\n\n"
            "::: do-dont\ndo: this\ndont: that\n:::\n\n::: cards\nfront :: back\n:::\n"
        )
        lesson = self.read(monkeypatch, tmp_path, FRONT + body)
        assert [(part.kind, part.value) for part in lesson.parts] == [
            ("text", "<p>Before.</p>"),
            ("heading", "Card"),
            ("picture", {"image": "box.svg", "alt": "A box"}),
            ("callout", {"tone": "tip", "text": "<p>Taste.</p>"}),
            ("checklist", {"title": "Look", "entries": ["one", "two"]}),
            ("do_dont", {"do": "this", "dont": "that"}),
            ("flash_cards", [{"front": "front", "back": "back"}]),
        ]

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("no front matter", "front matter"),
            ("---\ntitle: T\n---\nx", "missing: minutes"),
            ("---\ntitle: [\n---\nx", "flow node"),
            (FRONT + "::: tip\nnever closed", "never closed"),
            (FRONT + "::: sparkle\nx\n:::", "unknown directive sparkle"),
            (FRONT + "::: do-dont\ndo: only\n:::", "do: and dont:"),
            (FRONT + "::: cards\nno back\n:::", "flash card"),
        ],
    )
    def test_what_is_wrong_is_said_with_the_file_s_name(self, monkeypatch, tmp_path, text, problem):
        with pytest.raises(ContentError, match=rf"lesson\.en\.md: .*{problem}"):
            self.read(monkeypatch, tmp_path, text)
