"""Requests from this machine to this machine: bounded in number, from a few threads."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Seconds a request, and requests a second over all clients."""

    p50: float
    p95: float
    rate: float
    kilobytes: float


def measure(port: int, path: str, *, clients: int, requests: int, etag: str = "") -> Timing:
    """Ask for one page `requests` times, shared among `clients` connections that stay open."""
    took: list[float] = []
    sizes: list[int] = []
    faults: list[str] = []

    def client(times: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Accept-Encoding": "gzip"} | ({"If-None-Match": etag} if etag else {})
        for _ in range(times):
            started = time.perf_counter()
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            took.append(time.perf_counter() - started)
            sizes.append(len(body))
            if answer.status not in (200, 304):
                faults.append(f"{answer.status} for {path}")
        connection.close()

    threads = [threading.Thread(target=client, args=(requests // clients,)) for _ in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - started
    if faults:
        raise RuntimeError(faults[0])
    ordered = sorted(took)
    return Timing(
        p50=statistics.median(ordered),
        p95=ordered[int(len(ordered) * 0.95)],
        rate=len(ordered) / elapsed,
        kilobytes=statistics.mean(sizes) / 1024,
    )


def tag_of(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.headers.get("ETag", "")
