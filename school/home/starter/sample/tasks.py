"""Handed-in tasks: most accepted, some that wait for the trainer, a few sent back."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from random import Random

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from assessments.models import Submission, SubmissionFile
from courses.step import Step
from school.home.starter.sample.people import BATCH, People
from school.home.starter.sample.plan import SEED, Plan
from school.home.starter.sample.script import script
from school.people.models import Leader

WAITING, RETURNED = 9, 4
ANSWERED_AFTER = timedelta(hours=7)
PAPER, TABLE, BAGS = "#f4ead9", "#b98654", ["#27734a", "#bf3d17", "#23649f", "#8f5600"]
PHOTO_SIZE = (960, 720)


@dataclass
class Tray:
    """Submissions that are to be written, all at once at the end."""

    papers: list[Submission] = field(default_factory=list)
    with_photo: list[Submission] = field(default_factory=list)

    def accepted(self, leader: Leader, step: Step, at: datetime, *, with_photo: bool) -> None:
        paper = _submission(leader, step, at - ANSWERED_AFTER, Submission.State.ACCEPTED)
        paper.marked_at = at
        self.put(paper, with_photo=with_photo)

    def put(self, paper: Submission, *, with_photo: bool) -> None:
        self.papers.append(paper)
        if with_photo:
            self.with_photo.append(paper)

    def write(self, trainer, chance: Random) -> None:
        words = script()
        for paper in self.papers:
            paper.text = chance.choice(words["submissions"])
            if paper.state != Submission.State.SENT:
                paper.marker = trainer
                paper.comment = chance.choice(words[paper.state])
        Submission.objects.bulk_create(self.papers, batch_size=BATCH)
        for paper in self.with_photo:
            _attach_photo(paper, chance)


def write_waiting(plans: list[Plan], people: People, tasks: list[Step]) -> None:
    """What the trainer finds on her table: newcomers' first tasks."""
    chance = Random(SEED + 4)
    tray = Tray()
    pairs = zip(plans, people.leaders, strict=True)
    newcomers = [leader for plan, leader in pairs if plan.intake and plan.finished == 1]
    now = timezone.now()
    for at, leader in enumerate(newcomers[: WAITING + RETURNED]):
        state = Submission.State.SENT if at < WAITING else Submission.State.RETURNED
        paper = _submission(leader, tasks[0], now - timedelta(hours=5 + 9 * at), state)
        if state == Submission.State.RETURNED:
            paper.marked_at = paper.sent_at + ANSWERED_AFTER
        tray.put(paper, with_photo=True)
    tray.write(people.staff["trainer"], chance)


def _submission(leader: Leader, step: Step, at: datetime, state: str) -> Submission:
    return Submission(
        leader=leader,
        task_key=step.translation_key,
        course_key=step.course_key,
        title=step.title,
        number=1,
        state=state,
        sent_at=at,
    )


def _attach_photo(paper: Submission, chance: Random) -> None:
    width, height = PHOTO_SIZE
    photo = SubmissionFile(submission=paper, width=width, height=height)
    photo.file = ContentFile(_photo(chance), name="photo.jpg")
    photo.save()


def _photo(chance: Random) -> bytes:
    """Bags on a table, painted: nobody's home and nobody's face."""
    width, height = PHOTO_SIZE
    picture = Image.new("RGB", PHOTO_SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((60, height * 0.66, width - 60, height * 0.72), fill=TABLE)
    for leg in (110, width - 130):
        pen.rectangle((leg, height * 0.72, leg + 24, height - 30), fill=TABLE)
    bag = 110
    for place in range(chance.randrange(4, 7)):
        left, tall = 90 + place * (bag + 24), chance.randrange(130, 210)
        top = height * 0.66 - tall
        pen.rounded_rectangle((left, top, left + bag, height * 0.66), 14, fill=chance.choice(BAGS))
        pen.rectangle((left + 20, top + 40, left + bag - 20, top + 84), fill="white")
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
