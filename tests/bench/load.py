"""A small load generator: closed loops over kept connections, one thread each."""

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import quantiles

HEADERS = {"Accept-Encoding": "gzip", "Accept-Language": "zh-CN"}


@dataclass
class Request:
    method: str
    path: str
    session: str
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, link: http.client.HTTPConnection, **more: str) -> http.client.HTTPResponse:
        cookies = f"sessionid={self.session}; csrftoken={'x' * 32}"
        headers = HEADERS | {"Cookie": cookies} | self.headers | more
        if self.method == "POST":
            headers["X-CSRFToken"] = "x" * 32
        link.request(self.method, self.path, body=self.body, headers=headers)
        return link.getresponse()


@dataclass(frozen=True)
class Figures:
    per_second: float
    p50: float
    p95: float


def once(port: int, request: Request) -> tuple[int, int, int]:
    """One request that counts: status, queries, bytes of the body as sent."""
    link = http.client.HTTPConnection("127.0.0.1", port)
    answer = request.send(link, **{"X-Count-Queries": "1"})
    body = answer.read()
    return answer.status, int(answer.headers.get("X-Queries", 0)), len(body)


def run(port: int, make: Callable[[int, int], Request], *, loops: int, seconds: float) -> Figures:
    """Ask as fast as answers come, in so many loops at once. `make(loop, turn)` is each request."""
    times: list[float] = []
    failures: list[str] = []
    until = time.perf_counter() + seconds

    def loop(number: int) -> None:
        link, mine, turn = http.client.HTTPConnection("127.0.0.1", port), [], 0
        while time.perf_counter() < until and not failures:
            request, begun = make(number, turn), time.perf_counter()
            answer = request.send(link)
            answer.read()
            mine.append(time.perf_counter() - begun)
            turn += 1
            if answer.status != 200:
                failures.append(f"{request.method} {request.path}: {answer.status}")
        times.extend(mine)

    begun = time.perf_counter()
    threads = [threading.Thread(target=loop, args=[number]) for number in range(loops)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise SystemExit(f"The bench met an error: {failures[0]}")
    cuts = quantiles(times * 2 if len(times) == 1 else times, n=20)
    return Figures(len(times) / (time.perf_counter() - begun), cuts[9] * 1000, cuts[18] * 1000)
