"""What managers have to decide besides promotions: reviews with plans, cases, and goodbyes."""

from datetime import date, timedelta

from school.home.starter.sample.people import People
from school.home.starter.sample.script import script
from school.people.models import Leader
from school.standing import case, elimination, leaving, review
from school.standing.models import Case

# The review before today's; five weeks, so that it lies in another month.
BEFORE = timedelta(days=35)


def write_decisions(people: People, plain: list[Leader], today: date) -> None:
    """Two monthly reviews, and for some of these leaders what the script says."""
    for on in (today - BEFORE, today):
        review.hold(on=on)
    manager, office = people.staff["manager"], people.staff["operations"]
    coached = [one for one in plain if one.coach_id == people.staff["coach-yuelu"].pk]
    coach, said = people.staff["coach-yuelu"], script()["decisions"]
    chosen = iter(sorted(coached, key=lambda leader: leader.code, reverse=True))
    for entry in said["cases"]:
        one = case.open_case(
            leader=next(chosen),
            kind=entry["kind"],
            text=entry["text"],
            by=coach,
            happened_on=today - timedelta(days=entry["days"]),
        )
        _close(one, entry, manager)
    going = next(chosen)
    departure = leaving.begin(leader=going, by=coach, reason=said["leaving"])
    leaving.settle(departure=departure, points=["orders", "money"], by=coach)
    elimination.propose(leader=next(chosen), cause="other", by=coach, note=said["silent"])
    noticed = elimination.propose(leader=next(chosen), cause="other", by=coach, note=said["silent"])
    elimination.give_notice(elimination=noticed, by=office, reason=said["notice"])


def _close(one: Case, entry: dict, by) -> None:
    if entry.get("verified"):
        case.verify(case=one, by=by, findings=entry["findings"])
    elif entry.get("findings"):
        case.close(case=one, by=by, outcome="settled", findings=entry["findings"])
