"""Prints as JSON what the measurement needs: sessions of real people, and addresses to visit."""

import json

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from assessments import attempt  # noqa: E402
from assessments.models import QuizPage  # noqa: E402
from courses.models import CoursePage, LessonPage  # noqa: E402
from school.people.models import Leader, User  # noqa: E402

LEADERS = 32
MANAGER = "+8613800000013"


def session_of(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "school.people.backends.PersonBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key


def main() -> None:
    people = Leader.objects.filter(status=Leader.Status.ACTIVE).select_related("user")
    leaders = list(people.order_by("pk")[:LEADERS])
    course = CoursePage.objects.live().get(code="C1", locale__language_code="zh-hans")
    lesson = LessonPage.objects.child_of(course).live().first()
    quiz = QuizPage.objects.child_of(course).live().first()
    attempts = [attempt.start(leader=leader, quiz=quiz) for leader in leaders]
    print(
        json.dumps(
            {
                "leaders": [session_of(leader.user) for leader in leaders],
                "attempts": [sitting.pk for sitting in attempts],
                "values": [
                    {str(q.slot): q.kind for q in sitting.questions.all()} for sitting in attempts
                ],
                "manager": session_of(User.objects.get(phone=MANAGER)),
                "course": course.address,
                "lesson": lesson.address,
            }
        )
    )


main()
