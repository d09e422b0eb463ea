"""What a command of the archive costs: by the clock, of the processor, and of memory for itself."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Cost(NamedTuple):
    """Seconds, seconds of the processor, and megabytes at the most."""

    seconds: float
    processor: float
    memory: int


def cost_of(*words: str, environment: Mapping[str, str] = os.environ) -> Cost:
    """Of `manage.py` with these words. It ends this process too if it fails."""
    start, before = time.monotonic(), os.times()
    command = [sys.executable, "manage.py", *words]
    silent = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdout=silent) as process:
        most = 0
        while process.poll() is None:
            most = max(most, own_memory(process.pid))
            time.sleep(0.05)
    if process.returncode:
        raise SystemExit(process.returncode)
    after = os.times()
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    return Cost(time.monotonic() - start, spent, most // 1024)


def own_memory(pid: int) -> int:
    """In kB, without the pages of files: SQLite maps its database."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("RssAnon")), 0)
