"""Load the starter school, and with --sample a school full of invented people."""

import logging

from django.core.management.base import BaseCommand, CommandError

from courses.search import index_everything
from school.home.starter import loading
from school.home.starter.files import ContentError
from school.home.starter.sample.sampling import load_sample
from school.lib.refusal import Refusal

WORDS = {
    "added": "{count} added",
    "renewed": "{count} brought up to date",
    "kept": "{count} left as this school has them",
    "same": "{count} already there",
}


class Command(BaseCommand):
    help = (
        "Loads the starter school: courses, drawings, questions, timetable, tiers and rules. "
        "Adds what is missing and leaves alone what somebody has changed."
    )

    # A second `make run` asks with --once: it shouldn't wait for checks that `migrate` has made.
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--sample", action="store_true", help="add regions, invented people and their history"
        )
        parser.add_argument(
            "--once", action="store_true", help="do nothing if this edition is loaded already"
        )

    def handle(self, *, sample: bool, once: bool, **_options) -> None:
        for talker in ("wagtail", "django_tasks"):  # they tell of every page that is saved
            logging.getLogger(talker).setLevel(logging.WARNING)
        try:
            self._load_starter(once)
        except ContentError as error:
            raise CommandError(str(error)) from error
        if sample:
            self._load_sample(once)

    def _load_starter(self, once: bool) -> None:
        if once and loading.is_loaded(loading.STARTER):
            return
        self.stdout.write("The starter school:")
        loaded = loading.load_starter()
        index_everything()
        for kind, tally in loaded.tally.items():
            parts = [text.format(count=tally[what]) for what, text in WORDS.items() if tally[what]]
            self.stdout.write(f"  {kind.capitalize()}: {', '.join(parts)}.")
        self.stdout.write(f"  Training sessions: {loaded.sessions} added.")
        self.stdout.write("  Roles, tiers and sample rules are in place.")

    def _load_sample(self, once: bool) -> None:
        if loading.is_loaded(loading.SAMPLE):
            if not once:
                self.stdout.write("The sample school: already there.")
            return
        try:
            sampled = load_sample()
        except Refusal as refusal:
            self.stdout.write(f"The sample school: left out. {refusal}")
            return
        self.stdout.write("The sample school:")
        self.stdout.write(f"  People: {sampled.leaders} leaders and {sampled.staff} staff added.")
        self.stdout.write("  Eight weeks of sales, trainings, learning and standing added.")
