from school.coaching.models.contact import Contact
from school.coaching.models.flag import Flag
from school.coaching.models.handover import HandOver
from school.coaching.models.health import HealthCheck, HealthFigure, HealthFinding
from school.coaching.models.health_limit import Area, HealthLimit
from school.coaching.models.limits import CoachingLimits
from school.coaching.models.meeting import MentorMeeting
from school.coaching.models.note import Note
from school.coaching.models.plan import Plan, PlanItem
from school.coaching.models.template import ItemKind, PlanTemplate, TemplateItem

__all__ = [
    "Area",
    "CoachingLimits",
    "Contact",
    "Flag",
    "HandOver",
    "HealthCheck",
    "HealthFigure",
    "HealthFinding",
    "HealthLimit",
    "ItemKind",
    "MentorMeeting",
    "Note",
    "Plan",
    "PlanItem",
    "PlanTemplate",
    "TemplateItem",
]
