"""A real school for tests: its own database and folder, real processes, nothing shared."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from tests import database

ROOT = Path(settings.BASE_DIR)
PATIENCE_SECONDS = 120


def wait_until(answer, *, seconds: float = PATIENCE_SECONDS, what: str = ""):
    """Ask again and again until there is a true answer: a process is being watched from outside,
    so nothing in here could tell us. Fails after `seconds`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := answer():
            return found
        time.sleep(0.05)
    raise AssertionError(f"Not within {seconds} s: {what or answer}")


class RunningSchool:
    """One school in processes of its own. Use as a context manager."""

    def __init__(self, folder: Path, **env: str) -> None:
        # Held until the end, so that nobody else on this machine gets the port meanwhile.
        self.door = socket.socket()
        self.door.bind(("127.0.0.1", 0))
        self.folder, self.port = folder, self.door.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.parts: dict[str, subprocess.Popen] = {}
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "school.settings",
            "VAR_DIR": str(folder),
            "DATABASE_URL": self._copy_database(),
            "BASE_URL": self.url,
            "LOG_LEVEL": "WARNING",
            "JOB_SWEEP_SECONDS": "1",
            **env,
        }

    def __enter__(self) -> "RunningSchool":
        return self

    def __exit__(self, *_error) -> None:
        for name in list(self.parts):
            self.kill(name, signal.SIGKILL)
        self.door.close()
        if connection.vendor != "sqlite":
            database.drop(self.database)

    def _copy_database(self) -> str:
        """A migrated database of this school's own, on the server that the run uses."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if connection.vendor == "sqlite":
            self.database = str(self.folder / "school.sqlite3")
            shutil.copyfile(database.migrated(), self.database)
            return f"sqlite:///{self.database}"
        self.database = f"school_run_{self.port}"
        database.create(self.database)
        return os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{self.database}"

    def manage(self, *args: str) -> str:
        """One command; what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *args],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{args}: {done.stdout}{done.stderr}"
        return done.stdout

    def ask(self, code: str) -> str:
        """Run a few lines inside the school; what they printed, less the white space around."""
        if "inside" not in self.parts or self.parts["inside"].poll() is not None:
            self.parts["inside"] = subprocess.Popen(
                [sys.executable, "-m", "tests.inside"],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        inside = self.parts["inside"]
        inside.stdin.write(json.dumps(code) + "\n")
        inside.stdin.flush()
        answer = json.loads(inside.stdout.readline())
        assert not answer["error"], f"{code}: {answer['error']}"
        return answer["out"].strip()

    def command(self, *args: str) -> str:
        """`manage`, without a process of its own."""
        call = "from django.core.management import call_command"
        return self.ask(f"{call}\ncall_command(*{args!r})")

    def rows(self, statement: str) -> list[tuple]:
        """Read the school's database from outside, quickly enough to catch it in the middle."""
        link = connections.create_connection("default")
        link.settings_dict = {**link.settings_dict, "NAME": self.database}
        with link.cursor() as cursor:
            cursor.execute(statement)
            found = cursor.fetchall()
        link.close()
        return found

    def start_web(self, *, workers: int = 1, threads: int = 8) -> None:
        self._start(
            "web",
            *("gunicorn", "school.wsgi", "--bind", f"fd://{self.door.fileno()}"),
            *("--workers", str(workers), "--threads", str(threads), "--log-level", "warning"),
        )
        wait_until(self._answers, what="the web server")

    def start_worker(self, *, app: str = "school") -> None:
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        one = ("--concurrency", "1", "--loglevel", "warning")
        self._start("worker", "celery", "-A", app, "worker", *one, *quiet)

    def start_schedule(self) -> None:
        kept = str(self.folder / "beat")
        self._start("schedule", *("celery", "-A", "school", "beat", "--pidfile", "", "-s", kept))

    def kill(self, name: str, how: int = signal.SIGKILL) -> None:
        """End a part and its children, at once and without good-byes."""
        part = self.parts.pop(name)
        if part.poll() is None:
            os.killpg(part.pid, how)
        part.wait(timeout=PATIENCE_SECONDS)

    def _start(self, name: str, *command: str) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        self.parts[name] = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=self.env,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=[self.door.fileno()],
        )

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False
