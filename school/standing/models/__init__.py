from school.standing.models.case import Case
from school.standing.models.cohort import Cohort, CohortRun, Placement
from school.standing.models.evaluation import Evaluation, Proposal
from school.standing.models.limits import CohortLimits
from school.standing.models.mentorship import Mentorship
from school.standing.models.question import Question, QuestionSettings
from school.standing.models.rules import Requirement, RuleSet, TierRate
from school.standing.models.sales import HeldRow, SalesImport, SalesWeek
from school.standing.models.standing import Standing, TierChange
from school.standing.models.tier import Tier

__all__ = [
    "Case",
    "Cohort",
    "CohortLimits",
    "CohortRun",
    "Evaluation",
    "HeldRow",
    "Mentorship",
    "Placement",
    "Proposal",
    "Question",
    "QuestionSettings",
    "Requirement",
    "RuleSet",
    "SalesImport",
    "SalesWeek",
    "Standing",
    "Tier",
    "TierChange",
    "TierRate",
]
