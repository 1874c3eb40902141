"""A private PostgreSQL server that lives as long as a measurement, as `.ci/run` has one."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """Where the newest server's programs are; None where PostgreSQL isn't installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    return found[-1].parent if found else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _version(program: Path) -> int:
    return int(program.parent.parent.name)


@contextmanager
def server() -> Iterator[str]:
    """The address of a fresh server's database."""
    folder, port = Path(tempfile.mkdtemp()), _free_port()
    folder.chmod(0o755)
    data = folder / "pg"
    data.mkdir()
    if os.geteuid() == 0:
        shutil.chown(data, "postgres")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    try:
        _run("initdb", "-D", data, "-U", "school", "--auth", "trust", "--encoding", "UTF8",
             "--locale", "C.UTF-8")  # fmt: skip
        _run("pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", options, "start")
        yield f"postgres://school@127.0.0.1:{port}/postgres"
    finally:
        _run("pg_ctl", "-D", data, "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _run(name: str, *arguments, check: bool = True) -> None:
    """One of the server's programs; it refuses to run as root."""
    user = "postgres" if os.geteuid() == 0 else None
    command = [programs() / name, *arguments]
    subprocess.run(
        command, cwd="/", user=user, check=check,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
