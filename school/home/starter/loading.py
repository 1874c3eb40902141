"""Loading the starter school: everything in its order, in one transaction."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import override
from wagtail.models import Page

from courses.authoring import workflow
from school.coaching.samples import install_sample_templates
from school.home.models import StarterRecord
from school.home.starter.courses import load_courses
from school.home.starter.drawings import load_drawings
from school.home.starter.files import edition
from school.home.starter.ledger import Ledger
from school.home.starter.library import load_library
from school.home.starter.timetable import load_timetable
from school.home.starter.topics import load_topics
from school.home.starter.tree import load_tree
from school.people import permissions
from school.standing.samples import install_sample_rules

# Under these names the ledger keeps which edition is in.
STARTER, SAMPLE = "starter", "sample"
LANGUAGE = "zh-hans"


@dataclass
class Loaded:
    """What a load did: for each kind of piece, how many were added, renewed, kept as the school
    has them, or the same."""

    tally: dict[str, Counter] = field(default_factory=dict)
    sessions: int = 0


def is_loaded(name: str) -> bool:
    """Whether this edition is in, and somebody hasn't deleted the whole of it since."""
    source = edition() if name == STARTER else ""
    records = StarterRecord.objects.filter(name=name)
    if source:
        records = records.filter(source=source)
    return records.exists() and Page.objects.filter(slug="courses").exists()


@transaction.atomic
def load_starter() -> Loaded:
    """Bring the starter school in, or up to date. What people changed stays as they have it.

    Raises ContentError where a file can't be understood.
    """
    with override(LANGUAGE):
        ledger = Ledger.open()
        permissions.grant()
        workflow.install()
        drawings = load_drawings(ledger)
        load_courses(ledger, load_tree(ledger), drawings)
        sessions = load_timetable(ledger)
        load_topics(ledger)
        load_library(ledger)
        install_sample_rules()
        install_sample_templates()
        remember(STARTER, edition())
    return Loaded(ledger.tally, sessions)


def remember(name: str, source: str) -> None:
    StarterRecord.objects.update_or_create(name=name, defaults={"source": source})
