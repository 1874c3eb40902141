"""Agreements, applicants, recruits and contests of the sample school, through the real rules."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

from courses.models import CoursePage
from school.growth import campaign as contests
from school.growth import qualifying, referral, signing
from school.growth.agreement import publish
from school.growth.models import Agreement, Applicant, Campaign, Entry, GrowthSettings, Offer
from school.growth.offer import offer_to
from school.growth.score_card import install_score_card, score
from school.home.starter.files import read_yaml
from school.home.starter.sample.people import BATCH, People
from school.home.starter.sample.plan import SEED
from school.home.starter.sample.script import phone
from school.lib.dates import SHANGHAI, week_start
from school.people.models import Intake, Invitation, Leader, Region
from school.standing.models import Cohort, SalesWeek

FILE = Path(__file__).parent / "growth.yaml"
CERTIFYING = "C4"
STAFF = "operations"
WEEK = timedelta(weeks=1)


def write_growth(people: People, today: date) -> None:
    words, chance = read_yaml(FILE), Random(SEED + 11)
    install_score_card()
    _next_class(words["next_class"], people, today)
    settings = GrowthSettings.load()
    settings.certifying_course = CoursePage.objects.live().filter(code=CERTIFYING).first()
    settings.save()
    _agreements(words, people, chance)
    _applicants(words["applicants"], people, chance)
    _recruits(words["recruits"], people, today)
    for entry in words["contests"]:
        _contest(entry, words, people, chance, today)


def _next_class(words: dict[str, Any], people: People, today: date) -> None:
    """The class that applicants and recruits are invited into."""
    Intake.objects.get_or_create(
        number=words["number"],
        defaults={
            "name": words["name"],
            "trainer": people.staff["trainer"],
            "starts_on": week_start(today) + WEEK * words["weeks_ahead"],
            "welcome": words["welcome"],
        },
    )


def _agreements(words: dict[str, Any], people: People, chance: Random) -> None:
    by, signing_words = people.staff[STAFF], words["signing"]
    undecided = {phone(ending) for ending in signing_words["open"]}
    for entry in words["agreements"]:
        agreement = publish(agreement=Agreement.objects.create(**entry), by=by)
        offer_to(agreement=agreement, leaders=_audience(agreement, people), by=by)
        offers = Offer.objects.open().filter(agreement=agreement)
        for offer in offers.select_related("agreement", "leader__user", "renews"):
            signs = chance.random() < signing_words[agreement.kind]
            if signs and offer.leader.user.phone not in undecided:
                signing.write_down(offer=offer, typed=offer.leader.name, language="zh-hans")


def _audience(agreement: Agreement, people: People):
    """The exclusive one for the head cohort, the standards for the newest class and the cast."""
    if agreement.kind == Agreement.Kind.EXCLUSIVE:
        return Leader.objects.filter(standing__cohort=Cohort.HEAD)
    cast = [leader.pk for leader in people.leaders[:4]]
    newest = Leader.objects.filter(intake=_newest(people))
    return newest | Leader.objects.filter(pk__in=cast)


def _newest(people: People) -> Intake:
    return people.intakes[max(people.intakes)]


def _applicants(words: dict[str, Any], people: People, chance: Random) -> None:
    """Those who wait or were answered are nobody else in the school; those who joined are of the
    newest classes."""
    number = words["waiting"] + words["invited"] + words["declined"]
    made = [_stranger(words, at, chance) for at in range(number)]
    joined = [leader for leader in people.leaders if leader.intake_id][-words["joined"] :]
    made += [_who_joined(leader, chance) for leader in joined]
    by, now = people.staff["manager"], timezone.now()
    for at, one in enumerate(made):
        one.score = score(one)
        one.points = sum(line["points"] for line in one.score)
        if words["waiting"] <= at < words["waiting"] + words["declined"]:
            one.state, one.answer = Applicant.State.DECLINED, words["answer"]
            one.decided_by, one.decided_at = by, now
        elif at >= words["waiting"]:
            one.state = Applicant.State.JOINED if one.leader_id else Applicant.State.INVITED
            one.invitation = _invitation(one, people, by)
            one.decided_by, one.decided_at = by, one.created_at + timedelta(days=1)
    Applicant.objects.bulk_create(made, batch_size=BATCH)


def _stranger(words: dict[str, Any], at: int, chance: Random) -> Applicant:
    name = chance.choice(words["surnames"]) + words["given"][at % len(words["given"])]
    when = timezone.now() - timedelta(days=chance.randrange(1, 40), hours=chance.randrange(9))
    return Applicant(
        name=name,
        phone=phone(words["first_phone"] + at),
        region=Region.objects.exclude(parent=None).order_by("pk")[at % 3],
        community=chance.choice(words["communities"]),
        group_members=chance.choice([0, 60, 110, 180, 320]),
        kind=chance.choice(Leader.Kind.values),
        experience=chance.choice(Applicant.Experience.values),
        source=chance.choice(Applicant.Source.values),
        language="zh-hans",
        consent_at=when,
        created_at=when,
    )


def _who_joined(leader: Leader, chance: Random) -> Applicant:
    when = datetime.combine(leader.joined_on, time(12), tzinfo=SHANGHAI) - timedelta(days=4)
    return Applicant(
        name=leader.user.name,
        phone=leader.user.phone,
        region=leader.region,
        community=leader.community,
        group_members=leader.group_members,
        kind=leader.kind,
        experience=chance.choice(Applicant.Experience.values),
        source=chance.choice(Applicant.Source.values),
        language="zh-hans",
        consent_at=when,
        created_at=when,
        leader=leader,
    )


def _invitation(applicant: Applicant, people: People, by) -> Invitation:
    intake = applicant.leader.intake if applicant.leader_id else Intake.objects.first()
    expires = max(applicant.created_at, timezone.now()) + timedelta(days=14)
    return Invitation.objects.create(
        intake=intake, invited_by=by, source=applicant.source, max_uses=1, expires_at=expires
    )


def _recruits(words: dict[str, int], people: People, today: date) -> None:
    """Some of the newest classes came with a code of the cast, which leads on into the next. All
    but the last of each one's recruits sell."""
    newest = sorted(people.intakes)[-2:]
    cast = [leader.pk for leader in people.leaders[:4]]
    young = Leader.objects.filter(intake__number__in=newest).exclude(pk__in=cast)
    sold = SalesWeek.objects.current().filter(effective_orders__gt=0).values("leader")
    sellers = list(young.filter(pk__in=sold).order_by("pk"))
    others = list(young.exclude(pk__in=sold).order_by("pk"))
    for ending, number in words.items():
        referrer = Leader.objects.get(user__phone=phone(ending))
        referral.make_code(referrer)
        brought = [*(sellers.pop() for _one in range(number - 1)), others.pop()]
        Leader.objects.filter(pk__in=[one.pk for one in brought]).update(referrer=referrer)
    qualifying.qualify(today)


def _contest(
    entry: dict[str, Any], words: dict[str, Any], people: People, chance: Random, today: date
) -> None:
    texts = {name: entry[name] for name in ("title", "title_en", "brief", "brief_en")}
    starts_on = week_start(today) - WEEK * entry["weeks_ago"]
    ends_on = starts_on + WEEK * entry["weeks"] - timedelta(days=1)
    made = Campaign.objects.create(
        metric=entry["metric"],
        teams=entry["teams"],
        starts_on=starts_on,
        ends_on=ends_on,
        state=Campaign.State.PUBLISHED,
        **texts,
    )
    _enter(made, words, people, chance)
    if ends_on < today:
        closed = contests.close(campaign=made, by=people.staff[STAFF])
        _reward(closed, entry["rewards"], people, today)


def _enter(made: Campaign, words: dict[str, Any], people: People, chance: Random) -> None:
    active = [one for one in people.leaders[1:] if one.status == Leader.Status.ACTIVE]
    chosen = active[:3] + chance.sample(active[3:], words["taking_part"])
    Entry.objects.bulk_create(
        Entry(
            campaign=made,
            leader=leader,
            named=chance.random() < words["named"],
            team=contests.team_of(made, leader),
        )
        for leader in chosen
    )


def _reward(closed: Campaign, rewards: list[str], people: People, today: date) -> None:
    best = closed.entries.order_by("place", "pk").select_related("campaign", "leader__user")
    for entry, what in zip(best, rewards, strict=False):
        contests.reward(entry=entry, what=what, given_on=today, by=people.staff[STAFF])
