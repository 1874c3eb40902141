"""The broker that needs no server: Kombu's folder of notes, for workers that are quick.

Kombu opens a note where workers look for it and writes it then. A worker that comes between the two
reads nothing, takes that for the end of the world, and dies. Here a note gets its name when it is
whole.
"""

from pathlib import Path
from time import monotonic
from uuid import uuid4

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

NAME = "folder"


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):
        name = f"{int(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        unfinished = Path(self.data_folder_out) / f".{name}.unfinished"
        unfinished.write_text(dumps(payload), encoding="utf-8")
        unfinished.replace(unfinished.with_name(name))

    def get_table(self, exchange):
        """Which queues an exchange leads to; none while that is being written for the first time.
        A note that goes astray so is handed out again by the sweep."""
        try:
            return super().get_table(exchange)
        except ValueError:
            return []


class Transport(filesystem.Transport):
    Channel = Channel


TRANSPORT_ALIASES[NAME] = f"{__name__}:Transport"
