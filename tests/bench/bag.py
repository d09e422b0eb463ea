"""What the whole archive costs as one file: seconds, articles a second, memory.

python -m tests.bench.bag archive.zip               # out of the archive of DATABASE_URL
python -m tests.bench.bag archive.zip --into URL    # and into a new database, and out again
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bag", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--into", metavar="URL", help="an empty database")
    chosen = parser.parse_args()
    print("| | seconds | of the processor | own memory, MB |\n|---|---|---|---|")
    if chosen.into is None:
        measure("export_archive", chosen.file, os.environ)
        return
    with tempfile.TemporaryDirectory() as folder:
        there = os.environ | {"DATABASE_URL": chosen.into, "ARCHIVE_INDEX": f"{folder}/index"}
        subprocess.run(command("migrate", "-v0"), cwd=ROOT, env=there, check=True)
        measure("import_archive", chosen.file, there)
        again = Path(folder) / "again.zip"
        measure("export_archive", again, there)
        print("the same bytes:", again.read_bytes() == chosen.file.read_bytes())


def measure(act: str, file: Path, environment: os._Environ[str] | dict[str, str]) -> None:
    start, before = time.monotonic(), os.times()
    with subprocess.Popen(command(act, str(file), "-v0"), cwd=ROOT, env=environment) as process:
        most = 0
        while process.poll() is None:
            most = max(most, own_memory(process.pid))
            time.sleep(0.1)
    if process.returncode:
        raise SystemExit(process.returncode)
    after = os.times()
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    print(f"| {act} | {time.monotonic() - start:.0f} | {spent:.0f} | {most // 1024} |", flush=True)


def own_memory(pid: int) -> int:
    """In kB, without the pages of files: SQLite maps its database."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("RssAnon")), 0)


def command(*words: str) -> list[str]:
    return [sys.executable, "manage.py", *words]


if __name__ == "__main__":
    main()
