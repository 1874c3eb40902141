"""What may happen to a contest: it is published, entered and left, and closed with its result."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.growth.board import Board, board
from school.growth.letters import Letter, send
from school.growth.metrics import metric_of
from school.growth.models import Campaign, Entry, Reward
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.models import Leader

State = Campaign.State
BATCH = 500


@transaction.atomic
def publish(campaign: Campaign) -> Campaign:
    """Show it to those whom it is for; from now on its rules stay as they are.

    Refuses: campaign-published, campaign-weeks, campaign-over.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.state != State.DRAFT:
        raise Refusal("campaign-published", _("It is published already."))
    try:
        campaign.clean()
    except ValidationError as error:
        raise Refusal("campaign-weeks", " ".join(error.messages)) from error
    if campaign.ends_on < dates.today():
        raise Refusal("campaign-over", _("This contest is over."))
    campaign.state = State.PUBLISHED
    campaign.save(update_fields=["state"])
    return campaign


@transaction.atomic
def enter(*, campaign_id: int, leader: Leader, named: bool) -> Entry:
    """She takes part, and says whether others may read her name. Done twice, the second answer
    about the name counts.

    Refuses: campaign-unknown, campaign-over, leader-left.
    """
    campaign = _open_to(campaign_id, leader)
    if leader.status not in Leader.STUDYING:
        raise Refusal("leader-left", _("This is for leaders of the school."))
    fields = {"named": named, "team": team_of(campaign, leader)}
    entry, made = Entry.objects.get_or_create(campaign=campaign, leader=leader, defaults=fields)
    if not made:
        be_named(entry=entry, named=named)
    return entry


def _open_to(campaign_id: int, leader: Leader) -> Campaign:
    found = Campaign.objects.open_to(leader).filter(pk=campaign_id).first()
    if found is None:
        raise Refusal("campaign-unknown", _("We don't know this contest."))
    if not found.takes_entries(dates.today()):
        raise Refusal("campaign-over", _("This contest is over."))
    return found


def team_of(campaign: Campaign, leader: Leader) -> str:
    """Her team by the contest's rule, kept by its name as of today; empty without one."""
    team = {Campaign.Teams.INTAKE: leader.intake, Campaign.Teams.REGION: leader.region}
    return str(team.get(campaign.teams) or "")


def be_named(*, entry: Entry, named: bool) -> None:
    """She agrees to be named, or takes it back: at any time, also when the contest is over."""
    entry.named, entry.named_at = named, timezone.now()
    entry.save(update_fields=["named", "named_at"])


def leave(*, campaign_id: int, leader: Leader) -> None:
    """She takes part no longer; nothing of it is kept.

    Refuses: campaign-unknown, campaign-over.
    """
    campaign = _open_to(campaign_id, leader)
    Entry.objects.filter(campaign=campaign, leader=leader).delete()


@transaction.atomic
def close(*, campaign: Campaign, by=None) -> Campaign:
    """Freeze the result, with what it rests on, and tell everybody her own place.

    Refuses: campaign-draft, campaign-closed, campaign-running, figures-missing.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    _check_closable(campaign)
    taking_part = Leader.objects.filter(entries__campaign=campaign).values("pk")
    period = (campaign.starts_on, campaign.ends_on)
    sources = metric_of(campaign).sources(taking_part, *period)
    if any(set(source) == {"week"} for source in sources):
        raise Refusal("figures-missing", _("Sales of a week are still missing."))
    result = board(campaign)
    for line in result.lines:
        line.entry.value, line.entry.place = line.value, line.place
    entries = [line.entry for line in result.lines]
    Entry.objects.bulk_update(entries, ["value", "place"], batch_size=BATCH)
    campaign.state, campaign.sources = State.CLOSED, sources
    campaign.closed_at, campaign.closed_by = timezone.now(), by
    campaign.save()
    _tell(campaign, result)
    return campaign


def _check_closable(campaign: Campaign) -> None:
    if campaign.state == State.DRAFT:
        raise Refusal("campaign-draft", _("It was never published."))
    if campaign.is_closed:
        raise Refusal("campaign-closed", _("It is closed already."))
    if dates.today() <= campaign.ends_on:
        raise Refusal("campaign-running", _("It is still running."))


def _title(campaign: Campaign):
    return lambda language: campaign.title_in(language)


def _tell(campaign: Campaign, result: Board) -> None:
    title = _("“%(title)s” is over: you came in at number %(place)s")
    body = _("Only you see this, unless you agreed to be named. Thank you for taking part.")
    send(
        Letter(
            user=line.entry.leader.user,
            kind="contest",
            key=f"contest:{campaign.pk}",
            title=title,
            params={"title": _title(campaign), "place": line.place},
            body=body,
            link=reverse("growth:contest", args=[campaign.pk]),
        )
        for line in result.lines
    )


def close_all(on: date) -> int:
    """Close what is over and has its figures; answers how many."""
    over = Campaign.objects.filter(state=State.PUBLISHED, ends_on__lt=on)
    closed = 0
    for campaign in over:
        try:
            close(campaign=campaign)
        except Refusal:
            continue
        closed += 1
    return closed


@transaction.atomic
def reward(*, entry: Entry, what: str, given_on: date, by) -> Reward:
    """Write down what she got and when.

    Refuses: campaign-running (before the result is frozen), what-missing, date-future.
    """
    if not entry.campaign.is_closed:
        raise Refusal("campaign-running", _("First close the contest."))
    what = " ".join(what.split())
    if not what:
        raise Refusal("what-missing", _("Say what she got."))
    if given_on > dates.today():
        raise Refusal("date-future", _("This day is still to come."))
    written = Reward.objects.create(entry=entry, what=what, given_on=given_on, by=by)
    title, params = _("For “%(title)s”: %(what)s"), {"title": _title(entry.campaign), "what": what}
    link = reverse("growth:contest", args=[entry.campaign_id])
    send([Letter(entry.leader.user, "contest", f"reward:{written.pk}", title, params, "", link)])
    return written
