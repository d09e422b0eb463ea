"""Requests from this machine to this machine: bounded in number and in time, from a few threads."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from dataclasses import dataclass, field

PATIENCE = 60  # seconds
LEAST = 3  # in all, however long they take; and one of each client


@dataclass
class Timing:
    """Seconds of each request that was made, and of all of them together."""

    took: list[float] = field(default_factory=list)
    elapsed: float = 0
    bytes_sent: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return statistics.median(self.took)

    @property
    def p95(self) -> float:
        return sorted(self.took)[int(len(self.took) * 0.95)]

    @property
    def longest(self) -> float:
        return max(self.took)

    @property
    def rate(self) -> float:
        return len(self.took) / self.elapsed

    @property
    def kilobytes(self) -> float:
        return self.bytes_sent / len(self.took) / 1024


@dataclass(frozen=True)
class Bounds:
    """How many requests a measure makes, and after how many seconds it is content with fewer."""

    requests: int
    seconds: float


def measure(port: int, path: str, bounds: Bounds, *, clients: int, etag: str = "") -> Timing:
    """Ask for one page, with so many connections that stay open. RuntimeError tells a fault."""
    timing = Timing()
    started = time.perf_counter()
    until = started + bounds.seconds
    least = max(1, LEAST // clients)
    times = max(least, bounds.requests // clients)
    threads = [
        threading.Thread(
            target=_ask, args=(port, path, etag, range(least, times + 1), until, timing)
        )
        for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    timing.elapsed = time.perf_counter() - started
    if timing.faults:
        raise RuntimeError(timing.faults[0])
    return timing


def _ask(port: int, path: str, etag: str, times: range, until: float, timing: Timing) -> None:
    """So many `times` at most, and the first of the range in any case."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    headers = {"Accept-Encoding": "gzip"} | ({"If-None-Match": etag} if etag else {})
    for number in range(times.stop - 1):
        started = time.perf_counter()
        if number >= times.start and started > until:
            break
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
        except TimeoutError:
            timing.faults.append(f"no answer in {PATIENCE} s")
            break
        timing.took.append(time.perf_counter() - started)
        timing.bytes_sent += len(body)
        if answer.status not in (200, 304):
            timing.faults.append(f"{answer.status} for {path}")
    connection.close()


def fetch(port: int, path: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body
