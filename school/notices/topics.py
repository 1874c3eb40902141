"""What notices are about, as people choose it: the topics, each for leaders, staff or both."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from school.people import roles


@dataclass(frozen=True)
class Topic:
    code: str
    label: Any
    for_leaders: bool = True
    for_staff: bool = False


TOPICS = {
    topic.code: topic
    for topic in (
        Topic("training", _("Trainings")),
        Topic("learning", _("Courses, quizzes and tasks")),
        Topic("tier", _("Tier and certificates")),
        Topic("coaching", _("Plan and coach")),
        Topic("growth", _("Agreements, inviting, contests")),
        Topic("news", _("News of the school"), for_staff=True),
        Topic("office", _("Work in the office"), for_leaders=False, for_staff=True),
    )
}


def for_person(user) -> list[Topic]:
    """The topics that this person gets notices of."""
    is_leader = hasattr(user, "leader")
    is_staff = roles.has_any(user, roles.STAFF)
    return [
        topic
        for topic in TOPICS.values()
        if (topic.for_leaders and is_leader) or (topic.for_staff and is_staff)
    ]
