"""Evening audio: it appears at its hour, and every leader is told once."""

from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import AudioNote
from school.jobs import job
from school.jobs.run import Run
from school.lib.dates import SHANGHAI
from school.notices import templates
from school.notices.send import Letter, send_all
from school.people.models import Leader

KIND = "courses.tell_audio"
BATCH = 500
HOUR = time(21, 20)
TEMPLATE = templates.register(
    "evening-audio",
    _("To listen to tonight: %(title)s"),
    _("A few minutes, for while you fold the bags. %(length)s"),
    topic="training",
    name=_("New evening audio"),
    sample={"title": "怎么回一句难听的话", "length": "2:18"},
)


def next_evening(now: datetime | None = None) -> datetime:
    """The next evening at 21:20 in Shanghai that has no audio yet."""
    here = (now or timezone.now()).astimezone(SHANGHAI)
    day = here.date() if here.time() < HOUR else here.date() + timedelta(days=1)
    taken = set(
        AudioNote.objects.filter(publishes_at__gte=here).values_list("publishes_at", flat=True)
    )
    while (moment := datetime.combine(day, HOUR, tzinfo=SHANGHAI)) in taken:
        day += timedelta(days=1)
    return moment


def tell_due(now: datetime | None = None) -> int:
    """Ask for the telling of each audio whose hour has come; how many. Repeated, it asks again
    for none that is told, and two that ask at once have one job between them."""
    due = list(AudioNote.objects.untold(now).values_list("pk", flat=True))
    for number in due:
        job.enqueue(kind=KIND, args={"audio_id": number}, key=f"{KIND}:{number}")
    return len(due)


def tell_everybody(run: Run, *, audio_id: int) -> dict:
    """Tell the leaders of one audio, each once however often this is run."""
    audio = AudioNote.objects.filter(pk=audio_id, told_at=None).first()
    if audio is None:
        return {"told": 0}
    told, last = 0, 0
    leaders = Leader.objects.studying().select_related("user").order_by("pk")
    total, seen = leaders.count(), 0
    while some := list(leaders.filter(pk__gt=last)[:BATCH]):
        told += len(send_all([_letter(audio, leader) for leader in some]))
        last, seen = some[-1].pk, seen + len(some)
        run.progress(seen, total)
    AudioNote.objects.filter(pk=audio.pk).update(told_at=timezone.now())
    return {"told": told}


def _letter(audio: AudioNote, leader: Leader) -> Letter:
    title = {"zh-hans": audio.title, "en": audio.title_en or audio.title}
    link = f"{reverse('courses:listen')}#audio-{audio.pk}"
    context = {"title": title, "length": audio.length}
    return Letter(leader.user, TEMPLATE.code, context, link, f"audio:{audio.pk}")
