"""What leaders are told about their tasks."""

from django.utils.translation import gettext_lazy as _

from school.notices.templates import register

SAMPLE = {
    "task": {"zh-hans": "第一次开团", "en": "First opening"},
    "about": {"zh-hans": "第一次开团：照片很清楚。", "en": "First opening: a clear photo."},
    "minutes": "15",
}

ACCEPTED = register(
    "assessments.task-accepted",
    _("Your task is accepted"),
    "%(about)s",
    topic="learning",
    kind="task",
    sample={"about": SAMPLE["about"]},
)
RETURNED = register(
    "assessments.task-returned",
    _("A word on your task"),
    "%(about)s",
    topic="learning",
    kind="task",
    sample={"about": SAMPLE["about"]},
)
STILL_OPEN = register(
    "assessments.task-open",
    _("A task of yours is still open"),
    _("%(task)s. It takes about %(minutes)s minutes; your draft is kept."),
    topic="learning",
    kind="task",
    sample={"task": SAMPLE["task"], "minutes": SAMPLE["minutes"]},
)
