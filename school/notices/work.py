from typing import Any

from school.jobs.kinds import kind
from school.jobs.run import Run
from school.notices import announcing, delivery, sms
from school.notices.models import Announcement


@kind("notices.sms")
def send_sms(_run: Run, message_id: int) -> None:
    sms.deliver(message_id)


@kind("notices.deliver")
def work_off_deliveries(run: Run) -> dict[str, Any]:
    return delivery.work_off(renew=run.progress)


@kind("notices.announce")
def tell_an_audience(run: Run, announcement_id: int) -> dict[str, Any]:
    found = Announcement.objects.select_related("by").get(pk=announcement_id)
    return {"people": announcing.carry_out(found, run)}
