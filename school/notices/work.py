from school.jobs.kinds import kind
from school.jobs.run import Run
from school.notices import sms


@kind("notices.sms")
def send_sms(_run: Run, message_id: int) -> None:
    sms.deliver(message_id)
