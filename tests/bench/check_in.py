"""Five hundred leaders scan the code on the trainer's screen: all of them are in within a minute,
none is lost, none is there twice, though every tenth taps twice."""

import json
import subprocess
import sys
import time

from tests.bench.flow import Sitter, at_once

LONGEST = 60
SLOT = 15
TAPS_TWICE = 10


def measure(school) -> list[str]:
    """Print what came out; answer what missed its mark."""
    facts = _facts(school)
    people = [Sitter(school.port, session) for session in facts["people"]]
    twice = set(people[::TAPS_TWICE])

    def scan(person: Sitter) -> None:
        slot = str(int(time.time()) // SLOT)
        person.ask("GET", facts["codes"][slot])
        _body, address = person.ask("POST", "/here/", 302)
        if person in twice:
            person.ask("GET", facts["codes"][str(int(time.time()) // SLOT)])
            person.ask("POST", "/here/", 302)
        person.ask("GET", address)

    seconds = at_once(people, scan)
    ((check_ins, leaders, marks),) = school.rows(
        "SELECT (SELECT count(*) FROM courses_checkin), "
        "(SELECT count(DISTINCT leader_id) FROM courses_checkin), "
        "(SELECT count(*) FROM courses_attendancemark "
        f"WHERE session_id = {facts['session']})"
    )
    wanted = len(people)
    print(
        f"{wanted} leaders scan at once: the last is in after {seconds:.1f} s, "
        f"{check_ins} check-ins of {leaders} leaders, {marks} marks"
    )
    missed = [] if check_ins == leaders == marks == wanted else ["check-in: lost or doubled"]
    if seconds > LONGEST:
        missed.append(f"check-in: {seconds:.1f} s > {LONGEST}")
    return missed


def _facts(school) -> dict:
    asked = subprocess.run(
        [sys.executable, "-m", "tests.bench.scanners"],
        env=school.env,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(asked.stdout)
