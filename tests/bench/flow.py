"""Two hundred leaders sit a quiz of twenty questions at the same moment: no error, no lost answer,
and how long it takes beside the bare pages and saves that a sitting consists of."""

import http.client
import json
import re
import threading
import time
from collections.abc import Callable
from statistics import median

from tests.bench.load import Request

FLOW_MARK = 0.40
PAGES, QUESTIONS = 4, 20
FIRST_ANSWER = re.compile(rb'name="q(\d+)-answer" value="(\w+)"')
JSON = {"Content-Type": "application/json", "Accept": "application/json"}


class Sitter:
    """One leader on one connection."""

    def __init__(self, port: int, session: str) -> None:
        self.link = http.client.HTTPConnection("127.0.0.1", port)
        self.session, self.saved = session, 0

    def ask(self, method: str, path: str, expected: int = 200, **more) -> tuple[bytes, str]:
        request = Request(method, path, self.session, **more)
        try:
            answer = request.send(self.link, **{"Accept-Encoding": "identity"})
        except (http.client.RemoteDisconnected, ConnectionError):
            # The server has let go of a connection that was kept long: a browser takes a new one.
            self.link.close()
            answer = request.send(self.link, **{"Accept-Encoding": "identity"})
        body = answer.read()
        if answer.status != expected:
            raise RuntimeError(f"{method} {path}: {answer.status}")
        return body, answer.headers.get("Location", "")

    def sit(self, quiz: str) -> None:
        """Start, four pages with their twenty answers, hand in, look at the result."""
        _body, address = self.ask("POST", f"/quizzes/{quiz}/start/", 302)
        for page in range(PAGES):
            first = 1 + page * QUESTIONS // PAGES
            body, _location = self.ask("GET", f"{address}?q={first}")
            for slot, key in dict(FIRST_ANSWER.findall(body)).items():
                self._save(address, int(slot), key.decode())
        self.ask("POST", f"{address}submit/", headers=JSON)
        self.ask("GET", f"{address}result/")

    def _save(self, address: str, slot: int, value: str) -> None:
        sent = {"slot": slot, "form": {"answer": [value]}, "client": "bench", "seq": slot}
        self.ask("POST", f"{address}save/", body=json.dumps(sent), headers=JSON)
        self.saved += 1

    def sit_bare(self) -> None:
        """As many bare saves and pages, in the same order."""
        self.ask("POST", "/bare/save/")
        for _page in range(PAGES):
            self.ask("GET", "/bare/")
            for _answer in range(QUESTIONS // PAGES):
                self.ask("POST", "/bare/save/")
        self.ask("POST", "/bare/save/")
        self.ask("GET", "/bare/")


def at_once(sitters: list[Sitter], act: Callable[[Sitter], None]) -> float:
    """All of them at the same moment; answers in how many seconds the last was through."""
    failures: list[str] = []
    ready = threading.Barrier(len(sitters) + 1)

    def one(sitter: Sitter) -> None:
        ready.wait()
        try:
            act(sitter)
        except Exception as problem:
            failures.append(repr(problem))

    threads = [threading.Thread(target=one, args=[sitter]) for sitter in sitters]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    if failures:
        raise SystemExit(f"{len(failures)} sittings met an error, the first: {failures[0]}")
    return time.perf_counter() - begun


def measure(school, facts: dict, rounds: int) -> list[str]:
    """Print what came out; answer what missed its mark."""
    sitters = [Sitter(school.port, session) for session in facts["sitters"]]
    ratios = []
    for _round in range(rounds):
        bare = at_once(sitters, Sitter.sit_bare)
        full = at_once(sitters, lambda sitter: sitter.sit(facts["twenty"]))
        ratios.append(bare / full)
    saved = sum(sitter.saved for sitter in sitters)
    ((kept, graded),) = school.rows(
        "SELECT (SELECT count(*) FROM assessments_answerevent WHERE client_id = 'bench'), "
        "(SELECT count(*) FROM assessments_gradeevent g JOIN assessments_attempt a "
        f"ON a.id = g.attempt_id WHERE a.quiz_key = '{_key(school, facts)}')"
    )
    expected = len(sitters) * rounds * QUESTIONS
    print(
        f"{len(sitters)} leaders at once, {QUESTIONS} questions each: last through after "
        f"{full:.1f} s, {saved} answers sent, {kept} kept, ratio {median(ratios):.2f}"
    )
    missed = [] if saved == kept == expected else [f"answers: {saved} sent, {kept} kept"]
    if graded != len(sitters) * rounds:
        missed.append(f"grades: {graded} of {len(sitters) * rounds}")
    if median(ratios) < FLOW_MARK:
        missed.append(f"the whole flow: {median(ratios):.2f} < {FLOW_MARK}")
    return missed


def _key(school, facts: dict) -> str:
    """As the database writes the quiz's key: SQLite without its dashes."""
    plain = school.env["DATABASE_URL"].startswith("sqlite")
    return facts["twenty"].replace("-", "") if plain else facts["twenty"]
