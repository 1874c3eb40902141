from school.growth.models.agreement import Agreement
from school.growth.models.applicant import Applicant
from school.growth.models.campaign import Campaign
from school.growth.models.entry import Entry
from school.growth.models.growth_settings import GrowthSettings
from school.growth.models.offer import Offer
from school.growth.models.qualification import Qualification
from school.growth.models.reward import Reward
from school.growth.models.route import RouteDecision
from school.growth.models.score_rule import ScoreRule
from school.growth.models.signature import Signature, Termination
from school.growth.models.signing_code import SigningCode

__all__ = [
    "Agreement",
    "Applicant",
    "Campaign",
    "Entry",
    "GrowthSettings",
    "Offer",
    "Qualification",
    "Reward",
    "RouteDecision",
    "ScoreRule",
    "Signature",
    "SigningCode",
    "Termination",
]
