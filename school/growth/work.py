"""The long and the regular work of this floor; when its bells ring is in `tasks.py`."""

from school.growth import applicant, campaign, offer, qualifying, referral, renewal, sheet
from school.growth.audience import audience
from school.growth.models import Agreement
from school.jobs.kinds import kind
from school.jobs.run import Run
from school.lib import dates


@kind("growth.offer")
def offer_agreement(run: Run, agreement_id: int, to: str) -> dict:
    """Lay an agreement before all of an audience whom the job's owner sees. Killed in the middle
    and run again, it goes on with those who lack it."""
    agreement = Agreement.objects.get(pk=agreement_id)
    leaders = audience(to, run.job.owner)
    offered = offer.offer_to(
        agreement=agreement, leaders=leaders, by=run.job.owner, progress=run.progress
    )
    return {"offered": offered}


@kind("growth.agreements")
def keep_agreements(_run: Run) -> dict:
    """Each morning: offers whose day is over lapse, and what runs out is offered again."""
    on = dates.today()
    return {"lapsed": offer.lapse(on), "renewed": renewal.renew(on)}


@kind(sheet.MAKE)
def make_sheet(_run: Run, signature_id: int) -> dict:
    """Make the sheet of one signature; one that is made stays as it is."""
    return {"made": sheet.keep(signature_id)}


@kind("growth.qualify")
def qualify_recruits(_run: Run) -> dict:
    """Write down whose sales are enough by now."""
    return {"qualified": qualifying.qualify(dates.today())}


@kind("growth.codes")
def keep_codes(_run: Run) -> dict:
    """Each morning: leaders' codes lead into a class that can be joined, or are withdrawn."""
    return referral.keep_codes(dates.today())._asdict()


@kind("growth.forget")
def forget_applicants(_run: Run) -> dict:
    """Each morning: of who didn't join within half a year, nothing is kept that names her."""
    return {"forgotten": applicant.forget()}


@kind("growth.contests")
def close_contests(_run: Run) -> dict:
    """Each morning: contests that are over and have their figures get their result."""
    return {"closed": campaign.close_all(dates.today())}
