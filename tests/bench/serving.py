"""Web servers on free ports of the loopback, ended with the measure that started them."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .load import fetch

ROOT = Path(__file__).parents[2]
Command = Callable[[int], list[str]]  # of a port
READY_WITHIN = 60  # seconds
OWN_MEMORY = re.compile(r"^RssAnon:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    @property
    def memory(self) -> list[float]:
        """Megabytes that each of its worker processes has for itself."""
        return sorted(_own_memory(pid) for pid in _children(self.pid))


@contextmanager
def archive() -> Iterator[Server]:
    """The archive as production runs it: its own server, two processes of four threads."""
    command = [sys.executable, "-m", "gunicorn", "-c", "python:archive.server", "-b"]
    with served(lambda port: [*command, f"127.0.0.1:{port}"], ready="/readyz") as server:
        yield server


@contextmanager
def served(command: Command, *, ready: str, **environment: str) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        command(port),
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, ready)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:  # one that is still at work on an earlier question
            process.kill()
            process.wait()


def _wait_for(port: int, path: str) -> None:
    until = time.monotonic() + READY_WITHIN
    while True:
        try:
            if fetch(port, path)[0].status == 200:
                return
        except ConnectionError:
            pass
        if time.monotonic() > until:
            raise RuntimeError(f"The server on port {port} does not answer {path}.")
        time.sleep(0.1)


def _children(pid: int) -> list[int]:
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]


def _own_memory(pid: int) -> float:
    found = OWN_MEMORY.search(Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0
