from school.people.models.application import Application
from school.people.models.brought import BroughtFile, ColumnMemory
from school.people.models.intake import Intake
from school.people.models.invitation import Invitation
from school.people.models.leader import Leader
from school.people.models.region import Region
from school.people.models.roster import RosterChange, RosterFile
from school.people.models.user import User

__all__ = [
    "Application",
    "BroughtFile",
    "ColumnMemory",
    "Intake",
    "Invitation",
    "Leader",
    "Region",
    "RosterChange",
    "RosterFile",
    "User",
]
