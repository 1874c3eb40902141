"""Web, worker and schedule in one go, for `make run`."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand

from school.people import demo

CELERY = [sys.executable, "-m", "celery", "-A", "school"]
GRACE_SECONDS = 8


class Command(BaseCommand):
    help = "Run web, worker and schedule together until Ctrl-C."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"))
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))

    def handle(self, *, host: str, port: str, **_options) -> None:
        self.parts = {
            name: subprocess.Popen(command, start_new_session=True)
            for name, command in commands(host, port).items()
        }
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        self.greet(host, port)
        while all(part.poll() is None for part in self.parts.values()):
            time.sleep(0.5)
        ended = [name for name, part in self.parts.items() if part.poll() is not None]
        self.stderr.write(f"The {ended[0]} ended by itself; stopping the rest.")
        self.stop(signal.SIGTERM, None)

    def greet(self, host: str, port: str) -> None:
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host
        self.stdout.write(f"\n  The school is open:  http://{shown}:{port}/")
        self.stdout.write(f"  CMS:                 http://{shown}:{port}/cms/\n")
        if people := demo.choices():
            self.stdout.write("  Demo log-ins, one tap each on the log-in page:")
            for person in people:
                self.stdout.write(f"    {person['phone']}  {person['name']}  {person['part']}")
            self.stdout.write(f"  Codes sent to phones: http://{shown}:{port}/outbox/")
            self.stdout.write(f"  An invitation:        http://{shown}:{port}/join/WELCOME8/")
        self.stdout.write("\n  Ctrl-C stops everything.\n")

    def stop(self, number: int, _frame: FrameType | None) -> None:
        """Ask every part to finish, wait a little, then insist."""
        for part in self.parts.values():
            if part.poll() is None:
                part.terminate()
        until = time.monotonic() + GRACE_SECONDS
        for part in self.parts.values():
            try:
                part.wait(timeout=max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(part.pid, signal.SIGKILL)
        sys.exit(0 if number == signal.SIGINT else 1)


def commands(host: str, port: str) -> dict[str, list[str]]:
    """What runs: the same three processes as in production, small. The worker works by itself: a
    pool of one would take some seconds more to end."""
    return {
        "web": [
            *(sys.executable, "-m", "gunicorn", "school.wsgi"),
            *("--bind", f"{host}:{port}", "--threads", "8", "--log-level", "warning"),
        ],
        "worker": [
            *CELERY,
            *("worker", "--loglevel", "warning", "--pool", "solo"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ],
        "schedule": [
            *(*CELERY, "beat", "--loglevel", "warning"),
            *("--pidfile", "", "--schedule", str(settings.VAR_DIR / "celerybeat-schedule")),
        ],
    }
