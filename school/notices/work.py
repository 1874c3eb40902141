from typing import Any

from school.jobs.kinds import kind
from school.jobs.run import Run
from school.notices import delivery, sms


@kind("notices.sms")
def send_sms(_run: Run, message_id: int) -> None:
    sms.deliver(message_id)


@kind("notices.deliver")
def work_off_deliveries(run: Run) -> dict[str, Any]:
    return delivery.work_off(renew=run.progress)
