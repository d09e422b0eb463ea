"""What the whole archive costs as one file: seconds, articles a second, memory.

python -m tests.bench.bag archive.zip               # out of the archive of DATABASE_URL
python -m tests.bench.bag archive.zip --into URL    # and into a new database, and out again
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from .cost import cost_of


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
        cost_of("migrate", "-v0", environment=there)
        measure("import_archive", chosen.file, there)
        again = Path(folder) / "again.zip"
        measure("export_archive", again, there)
        print("the same bytes:", again.read_bytes() == chosen.file.read_bytes())


def measure(act: str, file: Path, environment: Mapping[str, str]) -> None:
    cost = cost_of(act, str(file), "-v0", environment=environment)
    print(f"| {act} | {cost.seconds:.0f} | {cost.processor:.0f} | {cost.memory} |", flush=True)


if __name__ == "__main__":
    main()
