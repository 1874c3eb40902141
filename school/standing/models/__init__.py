from school.standing.models.case import Case
from school.standing.models.cohort import Cohort, CohortRun, Placement
from school.standing.models.decision_settings import DecisionSettings
from school.standing.models.elimination import Departure, Elimination
from school.standing.models.evaluation import Evaluation, Proposal
from school.standing.models.history import HistoryEntry, HistoryHead
from school.standing.models.limits import CohortLimits
from school.standing.models.mentorship import Mentorship
from school.standing.models.question import Question, QuestionSettings
from school.standing.models.recheck import Recheck
from school.standing.models.review import Plan, Review, ReviewRound
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
    "DecisionSettings",
    "Departure",
    "Elimination",
    "Evaluation",
    "HeldRow",
    "HistoryEntry",
    "HistoryHead",
    "Mentorship",
    "PeriodEvent",
    "Placement",
    "Plan",
    "Proposal",
    "Question",
    "QuestionSettings",
    "Recheck",
    "Requirement",
    "Review",
    "ReviewRound",
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
