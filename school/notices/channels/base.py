"""What every channel is: a way out of the house, and what may come of using it."""

from datetime import datetime
from typing import Any

from school.notices.models import Delivery


class Channel:
    """A kind of way to a person or group; one object of each stands in the registry."""

    code: str
    label: Any

    def may_go_at(self, delivery: Delivery, now: datetime) -> datetime:
        """The earliest moment for it as far as the channel itself is concerned. Asked for inside
        the transaction that claims the delivery."""
        return now

    def post(self, delivery: Delivery) -> None:
        """Send it, once. Raises what `problems` has."""
        raise NotImplementedError
