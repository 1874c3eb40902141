"""What loading the starter school makes, and what it leaves alone."""

import shutil
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from assessments import kinds
from assessments.attempt import save_answer, start, submit
from assessments.models import Question, QuizPage, TaskPage
from courses.models import CatalogPage, CoursePage, LessonPage, Series, Session, SessionStepPage
from school.home.models import HomePage, StarterRecord
from school.home.starter import course_file, files, loading
from school.home.starter.sample.papers import Bank
from school.home.starter.sample.sampling import load_sample
from school.lib.refusal import Refusal
from school.people.models import Leader
from school.standing.models import RuleSet, SalesImport, Tier
from tests import cast

pytestmark = [pytest.mark.xdist_group("starter"), pytest.mark.django_db]

WRITTEN = ["C1", "C2", "C3", "C4", "C5"]


def by_language(page) -> dict:
    versions = type(page).objects.filter(translation_key=page.translation_key)
    return {version.locale.language_code: version for version in versions}


class TestTree:
    def test_each_language_has_a_home_and_a_shelf(self, starter):
        homes = {home.locale.language_code: home for home in HomePage.objects.all()}
        assert set(homes) == {"zh-hans", "en"}
        assert len({home.translation_key for home in homes.values()}) == 1
        assert [shelf.slug for shelf in CatalogPage.objects.all()] == ["courses", "courses"]
        assert Site.objects.get(is_default_site=True).root_page_id == homes["zh-hans"].pk

    def test_the_welcome_page_of_the_cms_is_gone(self, starter):
        assert not Page.objects.filter(title__startswith="Welcome to your new").exists()

    def test_the_tree_is_sound(self, starter):
        assert Page.find_problems() == ([], [], [], [], [])


class TestCourses:
    def test_written_courses_are_published_and_the_others_are_drafts(self, starter):
        for course in CoursePage.objects.all():
            assert course.live == (course.code in WRITTEN), course.code
            assert all(step.live == course.live for step in course.get_children())

    @pytest.mark.parametrize("code", WRITTEN)
    def test_both_languages_are_one_course_with_one_address(self, starter, code):
        zh, en = by_language(CoursePage.objects.filter(code=code).first()).values()
        assert zh.slug == en.slug and zh.title != en.title

        def steps(page):
            return [(step.slug, step.translation_key) for step in page.get_children()]

        assert steps(zh) == steps(en)

    def test_steps_stand_in_the_order_of_the_file(self, starter):
        page = CoursePage.objects.filter(code="C4").first()
        kinds_found = [step.specific.kind for step in page.get_children()]
        assert kinds_found == ["lesson"] * 4 + ["session", "quiz"]

    def test_prerequisites_are_courses_of_the_same_language(self, starter):
        for course in CoursePage.objects.filter(code="C4"):
            before = list(course.prerequisites.all())
            assert {other.code for other in before} == {"C1", "C2", "C3"}
            assert {other.locale_id for other in before} == {course.locale_id}

    def test_every_page_would_pass_the_editor_s_own_checks(self, starter):
        for model in (LessonPage, QuizPage, TaskPage, SessionStepPage, CoursePage):
            for page in model.objects.all():
                page.full_clean()
        for lesson in LessonPage.objects.live():
            lesson.body.stream_block.clean(lesson.body)
            lesson.check_question.stream_block.clean(lesson.check_question)

    def test_a_published_page_has_a_revision_and_no_open_changes(self, starter):
        for lesson in LessonPage.objects.live():
            assert lesson.live_revision_id == lesson.latest_revision_id is not None
            assert not lesson.has_unpublished_changes

    def test_pictures_are_in_a_collection_of_their_own_and_described(self, starter):
        images = get_image_model().objects.all()
        assert images.count() == 15
        assert {image.collection.name for image in images} == {"入门课图片 Starter school"}
        assert all(image.title and image.description for image in images)
        assert all(image.width and image.height for image in images)


class TestQuizzes:
    @pytest.mark.parametrize("code", WRITTEN)
    def test_right_answers_to_all_questions_bring_all_marks(self, starter, code):
        course = CoursePage.objects.filter(code=code, locale__language_code="zh-hans").get()
        bank = Bank.of(QuizPage.objects.descendant_of(course).get())
        assert len(bank.questions) >= 10
        for asked in bank.questions:
            _value, part = asked.answered("right", None)
            assert part == Decimal(1), asked.frozen["texts"]["en"]["text"]

    def test_an_attempt_is_drawn_answered_and_passed_by_the_real_rules(self, starter):
        leader = cast.leader("Zhou Lan")
        quiz = QuizPage.objects.filter(locale__language_code="en", slug="quiz").first()
        attempt = start(leader=leader, quiz=quiz)
        assert attempt.questions.count() == quiz.question_count
        answers = {asked.key: asked.answered("right", None)[0] for asked in Bank.of(quiz).questions}
        for question in attempt.questions.all():
            save_answer(
                attempt_id=attempt.pk,
                user=leader.user,
                slot=question.slot,
                raw=answers[question.question_key],
                client_id="phone",
                seq=1,
            )
        assert submit(attempt=attempt).percent == 100

    def test_questions_are_in_the_bank_once_per_language(self, starter):
        zh = Question.objects.filter(locale__language_code="zh-hans")
        en = Question.objects.filter(locale__language_code="en")
        assert set(zh.values_list("translation_key")) == set(en.values_list("translation_key"))
        assert {q.category.name[:2] for q in zh} == set(WRITTEN)
        assert all(kinds.find(question.kind) for question in zh)


class TestTheRest:
    def test_the_week_and_its_coming_sessions(self, starter):
        assert Series.objects.count() == 5
        assert Session.objects.filter(series__kind="topic").count() >= 4

    def test_tiers_and_rules(self, starter):
        assert list(Tier.objects.values_list("code", flat=True)) == [
            "preparatory",
            "ordinary",
            "advanced",
            "core",
        ]
        assert RuleSet.objects.approved().count() == 1

    def test_nobody_is_invented_without_being_asked_for(self, starter):
        assert not Leader.objects.exists()


class TestAgain:
    @pytest.fixture
    def shelf(self, starter, tmp_path, monkeypatch):
        """The files, copied, so that a test may write a newer edition."""
        shutil.copytree(files.ROOT, tmp_path / "starter", ignore=shutil.ignore_patterns("*.py"))
        monkeypatch.setattr(files, "ROOT", tmp_path / "starter")
        monkeypatch.setattr(files, "COURSES", tmp_path / "starter" / "courses")
        files.edition.cache_clear()
        yield tmp_path / "starter"
        files.edition.cache_clear()

    @staticmethod
    def rewrite(shelf, stem, old, new):
        (file,) = shelf.glob(f"courses/c1-*/{stem}")
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    @staticmethod
    def lesson(slug="order-today", language="en") -> LessonPage:
        return LessonPage.objects.get(slug=slug, locale__language_code=language)

    TITLE = "title: Order today, pick up tomorrow"

    def test_loading_again_changes_nothing(self, starter):
        before = set(Page.objects.values_list("pk", "latest_revision_id", "path"))
        loaded = loading.load_starter()
        assert {what for tally in loaded.tally.values() for what in tally} == {"same"}
        assert loaded.sessions == 0
        assert set(Page.objects.values_list("pk", "latest_revision_id", "path")) == before

    def test_a_newer_edition_renews_what_nobody_touched(self, shelf):
        chinese = self.lesson(language="zh-hans")
        self.rewrite(shelf, "1-order-today.en.md", self.TITLE, "title: Today and tomorrow")
        loaded = loading.load_starter()
        assert loaded.tally["pages"]["renewed"] == 1
        assert self.lesson().title == "Today and tomorrow"
        assert self.lesson().live
        again = self.lesson(language="zh-hans")
        assert again.latest_revision_id == chinese.latest_revision_id

    @pytest.mark.parametrize("publish", [True, False], ids=["published", "draft"])
    def test_what_a_trainer_changed_stays_as_it_is(self, shelf, publish):
        page = self.lesson()
        page.title = "Our own words"
        revision = page.save_revision(user=cast.trainer())
        if publish:
            revision.publish()
        self.rewrite(shelf, "1-order-today.en.md", self.TITLE, "title: Today and tomorrow")
        loaded = loading.load_starter()
        assert loaded.tally["pages"]["kept"] == 1
        assert self.lesson().get_latest_revision_as_object().title == "Our own words"
        assert self.lesson().latest_revision_id == revision.pk

    def test_what_a_program_changed_stays_too(self, shelf):
        Page.objects.filter(pk=self.lesson().pk).update(live=False)
        self.rewrite(shelf, "1-order-today.en.md", self.TITLE, "title: Today and tomorrow")
        loading.load_starter()
        assert not self.lesson().live
        assert self.lesson().title == "Order today, pick up tomorrow"

    def test_a_changed_question_stays_and_an_unchanged_one_is_renewed(self, shelf):
        mine, other = (
            Question.objects.get(code=f"c1-q0{n}", locale__language_code="en") for n in (1, 2)
        )
        mine.answers.all().update(feedback="Ours.")
        self.rewrite(shelf, "quiz.yaml", "A neighbour asks why she must order", "Somebody asks why")
        self.rewrite(shelf, "quiz.yaml", "A leader wants an income", "Somebody wants an income")
        loading.load_starter()
        mine.refresh_from_db()
        other.refresh_from_db()
        assert mine.text.startswith("A neighbour asks")
        assert other.text.startswith("Somebody wants")

    def test_what_is_missing_comes_back_with_its_key_and_its_place(self, starter):
        page = self.lesson("honest-income")
        key, place = page.translation_key, page.get_prev_siblings().count()
        page.delete()
        loaded = loading.load_starter()
        assert loaded.tally["pages"]["added"] == 1
        again = self.lesson("honest-income")
        assert again.translation_key == key
        assert again.get_prev_siblings().count() == place

    def test_a_page_of_the_school_s_own_in_that_place_is_left_alone(self, starter):
        page = self.lesson()
        StarterRecord.objects.filter(object_id=page.pk, name__endswith=".en").delete()
        Page.objects.filter(pk=page.pk).update(title="Our own lesson")
        assert loading.load_starter().tally["pages"]["kept"] == 1
        assert self.lesson().title == "Our own lesson"

    def test_a_file_that_can_t_be_read_loads_nothing_and_is_named(self, shelf):
        (file,) = shelf.glob("courses/*/1-order-today.en.md")
        file.write_text("nothing", encoding="utf-8")
        with pytest.raises(CommandError, match=r"1-order-today\.en\.md: no front matter"):
            call_command("load_school", stdout=StringIO())


class TestOnce:
    def test_it_returns_at_once_when_this_edition_is_in(
        self, starter, django_assert_max_num_queries
    ):
        out = StringIO()
        with django_assert_max_num_queries(3):
            call_command("load_school", once=True, stdout=out)
        assert out.getvalue() == ""

    def test_another_edition_is_loaded(self, starter, monkeypatch):
        monkeypatch.setattr(loading, "edition", lambda: "another")
        out = StringIO()
        call_command("load_school", once=True, stdout=out)
        assert "Pages: 164 already there." in out.getvalue()

    def test_the_command_says_what_it_did_in_a_line_for_each_kind(self, starter):
        out = StringIO()
        call_command("load_school", stdout=out)
        lines = out.getvalue().splitlines()
        assert lines[0] == "The starter school:"
        assert [line.split(":")[0].strip() for line in lines[1:-1]] == [
            "Drawings",
            "Pages",
            "Categories",
            "Questions",
            "Series",
            "Topics",
            "Library",
            "Training sessions",
        ]


def test_course_files_are_read_from_where_the_shelf_is(monkeypatch, tmp_path):
    monkeypatch.setattr(files, "COURSES", tmp_path)
    assert course_file.read_courses() == []


def test_a_school_with_sales_of_its_own_stays_without_a_sample():
    SalesImport.objects.create(week_start=date(2026, 3, 2), version=1, file_name="own.csv")
    out = StringIO()
    with pytest.raises(Refusal) as refused:
        load_sample()
    assert refused.value.code == "school-in-use"
    call_command("load_school", sample=True, stdout=out)
    assert "The sample school: left out." in out.getvalue()
    assert not Leader.objects.exists()
