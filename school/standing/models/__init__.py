from school.standing.models.case import Case
from school.standing.models.cohort import Cohort, CohortRun, Placement
from school.standing.models.evaluation import Evaluation, Proposal
from school.standing.models.limits import CohortLimits
from school.standing.models.mentorship import Mentorship
from school.standing.models.question import Question, QuestionSettings
from school.standing.models.recheck import Recheck
from school.standing.models.rules import Requirement, RuleSet, StepRule, TierRate
from school.standing.models.sales import HeldRow, SalesImport, SalesWeek
from school.standing.models.sales_file import PeriodEvent, SalesFile, SalesPeriod, TradingId
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
    "PeriodEvent",
    "Placement",
    "Proposal",
    "Question",
    "QuestionSettings",
    "Recheck",
    "Requirement",
    "RuleSet",
    "SalesFile",
    "SalesImport",
    "SalesPeriod",
    "SalesWeek",
    "Standing",
    "StepRule",
    "Tier",
    "TierChange",
    "TierRate",
    "TradingId",
]
