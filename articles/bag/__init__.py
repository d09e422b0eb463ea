"""The whole archive as one file: a BagIt bag in a zip, and back into an empty archive.

    with snapshot():
        write_bag(stream)
    with Bag(path) as bag:
        bag.verify()
        restore(bag)          # refuses an archive that holds anything; all of it or nothing

The same archive gives the same bytes, whichever database holds it. `PARTS` are the files of the
bag's payload; a part has a `FILE`, an `ABOUT`, `records()` to write and `restore(drafts)` to read.
What is in no part, and why, is said in docs/round-trip.md.
"""

from __future__ import annotations

from .comparing import differing
from .faults import BagFault, NotEmpty
from .reading import Bag
from .restoring import restore
from .snapshot import snapshot
from .writing import write_bag

__all__ = ["Bag", "BagFault", "NotEmpty", "differing", "restore", "snapshot", "write_bag"]
