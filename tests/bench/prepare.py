"""Prints as JSON what the measurement needs: sessions of real people, and addresses to visit."""

import json

import django

django.setup()

from assessments import attempt  # noqa: E402
from assessments.models import QuizPage  # noqa: E402
from courses.models import CoursePage, LessonPage  # noqa: E402
from school.people import roles  # noqa: E402
from school.people.models import Leader, User  # noqa: E402
from tests.assessments import cast, crowd  # noqa: E402
from tests.bench.sessions import session_of  # noqa: E402

LEADERS, SITTERS = 32, 200
MANAGER = "+8613800000013"


def choices(sitting) -> list[tuple[int, str]]:
    """Slot and an answer's key, for the questions that are answered by one tap."""
    tapped = sitting.questions.filter(kind__in=["single", "truefalse"])
    return [(question.slot, question.frozen["answers"][0]["key"]) for question in tapped]


def large_quiz(course: CoursePage, like: QuizPage) -> QuizPage:
    """A quiz of twenty questions that a thousand leaders have sat."""
    quiz = course.add_child(
        instance=QuizPage(title="Large quiz", slug="large", locale=like.locale, live=False)
    )
    crowd.sit(quiz, crowd.leaders(1000), questions=20)
    return quiz


def twenty_questions(course: CoursePage) -> QuizPage:
    """Twenty single choices on four pages."""
    questions = [cast.single() for _number in range(20)]
    return cast.quiz(course, questions=questions, slug="twenty", per_page=5)


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
                "values": [choices(sitting) for sitting in attempts],
                "sitters": [session_of(leader.user) for leader in crowd.leaders(SITTERS)],
                "twenty": str(twenty_questions(course).translation_key),
                "operations": session_of(User.objects.filter(groups__name=roles.OPERATIONS)[0]),
                "report": str(large_quiz(course, quiz).translation_key),
                "manager": session_of(User.objects.get(phone=MANAGER)),
                "course": course.address,
                "lesson": lesson.address,
            }
        )
    )


main()
