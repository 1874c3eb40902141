"""Who is told what about a page: submitted, sent back, approved, written beside."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Comment, CommentReply, PageSubscription

from courses.authoring import workflow
from courses.models import LessonPage
from school.notices.models import Notice
from school.people import roles
from tests import cast
from tests.courses import tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(db):
    someone = cast.trainer("Head Lin")
    someone.groups.add(Group.objects.get(name=roles.HEAD_TRAINER))
    return someone


@pytest.fixture
def lesson(head):
    workflow.install()
    return LessonPage.objects.get(path__startswith=tree.course("rain", lessons=1).path)


def submitted(lesson, by):
    lesson.save_revision(user=by)
    return lesson.get_workflow().start(lesson, by).current_task_state


def told(person) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("title", "body"))


def test_a_head_trainer_is_asked_to_look_and_not_who_submitted(lesson, head, trainer):
    submitted(lesson, trainer)
    assert told(head)[0][0] == "To look at: Step 1"
    assert trainer.name in told(head)[0][1] and told(trainer) == []
    assert Notice.objects.get().link == f"/cms/pages/{lesson.pk}/edit/"


def test_whoever_submitted_reads_why_it_came_back_and_that_it_was_taken(lesson, head, trainer):
    state = submitted(lesson, trainer)
    state.reject(user=head, comment="Greet them first.")
    state.workflow_state.refresh_from_db()
    state.workflow_state.resume(user=trainer)
    state.workflow_state.current_task_state.approve(user=head, comment="Lovely.")
    assert told(trainer) == [
        ("To change: Step 1", "Head Lin: Greet them first."),
        ("Approved: Step 1", "Lovely."),
    ]
    assert len(told(head)) == 2


def test_once_somebody_has_looked_the_others_need_not(lesson, head, trainer):
    other = cast.trainer("Head Xu")
    other.groups.add(Group.objects.get(name=roles.HEAD_TRAINER))
    state = submitted(lesson, trainer)
    assert Notice.objects.unread().filter(user__in=[head, other]).count() == 2
    state.approve(user=head)
    assert not Notice.objects.unread().filter(user__in=[head, other]).exists()
    assert Notice.objects.unread().get().user == trainer


def test_why_it_came_back_stands_above_the_editor(lesson, head, trainer, client_of):
    submitted(lesson, trainer).reject(user=head, comment="Greet them first.")
    html = client_of(trainer).get(f"/cms/pages/{lesson.pk}/edit/").content.decode()
    assert "Head Lin asks for a change: Greet them first." in html
    assert "Submit again" in html


def test_nobody_is_told_of_what_she_does_herself(lesson, head):
    submitted(lesson, head).approve(user=head)
    assert not Notice.objects.exists()


def test_a_comment_reaches_a_head_trainer_where_nobody_else_wrote(lesson, head, trainer):
    said = Comment.objects.create(page=lesson, user=trainer, text="Shorter?", contentpath="summary")
    assert told(head) == [("A comment on Step 1", f"{trainer.name}: Shorter?")]
    said.text = "Much shorter?"
    said.save()
    assert len(told(head)) == 1 and told(trainer) == []


def test_a_comment_reaches_who_wrote_the_page_and_an_answer_who_asked(lesson, head, trainer):
    writer, follower = cast.trainer("Teacher Wu"), cast.trainer("Teacher Xu")
    lesson.save_revision(user=writer)
    PageSubscription.objects.create(page=lesson, user=follower, comment_notifications=True)
    said = Comment.objects.create(page=lesson, user=trainer, text="Shorter?", contentpath="summary")
    assert [len(told(one)) for one in (writer, follower, head, trainer)] == [1, 1, 0, 0]
    CommentReply.objects.create(comment=said, user=writer, text="Yes.")
    assert told(trainer) == [("A comment on Step 1", "Teacher Wu: Yes.")]
    assert [len(told(one)) for one in (writer, follower)] == [1, 2]


def test_what_is_new_stands_on_the_first_page_of_the_cms(lesson, head, trainer, client_of):
    submitted(lesson, trainer)
    desk = client_of(head)
    html = desk.get("/cms/").content.decode()
    assert html.index("To look at: Step 1") < html.index("school-start")
    notice = Notice.objects.get()
    assert desk.get(f"/inbox/{notice.pk}/")["Location"] == notice.link
    assert "To look at: Step 1" not in desk.get("/cms/").content.decode()
