"""Notes in a folder: whole, or not there."""

from queue import Empty

import pytest
from kombu import Connection

from school.jobs import folder


@pytest.fixture
def channel(tmp_path):
    options = {
        "data_folder_in": str(tmp_path),
        "data_folder_out": str(tmp_path),
        "control_folder": str(tmp_path / "control"),
    }
    with Connection(f"{folder.NAME}://localhost", transport_options=options) as connection:
        yield connection.default_channel


class Slow:
    """Looks, while it is being written, what a worker would find."""

    def __init__(self, look):
        self.look, self.found = look, []

    def __json__(self):
        with pytest.raises(Empty):
            self.look()
        self.found.append("nothing yet")
        return "written"


def test_a_worker_finds_no_note_that_is_still_being_written(channel):
    note = Slow(lambda: channel._get("celery"))
    channel._put("celery", {"note": note})
    assert note.found == ["nothing yet"]
    assert channel._get("celery") == {"note": "written"}
    with pytest.raises(Empty):
        channel._get("celery")


def test_notes_come_in_the_order_of_writing_each_in_its_queue(channel, monkeypatch):
    times = iter(range(1, 9))
    monkeypatch.setattr(folder, "monotonic", lambda: next(times))
    for number in (1, 2, 3):
        channel._put("celery", number)
        channel._put("other", -number)
    assert [channel._get("celery") for _ in range(3)] == [1, 2, 3]
    assert channel._get("other") == -1


def test_a_table_that_is_half_written_leads_nowhere_yet(channel, tmp_path):
    (tmp_path / "control").mkdir(exist_ok=True)
    (tmp_path / "control" / "celery.exchange").write_text("")
    assert channel.get_table("celery") == []
