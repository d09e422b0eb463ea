"""What in the archive does not agree with itself: found, told in words, and mended one by one.

    check = check_named("same-words")       # the first for any other name
    page = check.page(2)                    # rows that may be amiss, the first pages of them
    findings = check.findings(page)         # told, in their sentence, each with its mends
    check.mend("mean:...", by=user)         # one act, one change; what was done, and to what

A check is a module here with a subclass of `Check`; a new one goes into `CHECKS`. What one look
costs does not grow with the archive: a check says how much of it is looked at.
"""

from .astray import Astray
from .check import Check, NotMended
from .finding import Finding, Mend
from .one_id import OneId
from .same_words import SameWords
from .unmarked import Unmarked
from .unnamed import UnnamedActor, UnnamedSpeaker

CHECKS: tuple[Check, ...] = (
    *(SameWords(), Unmarked(), OneId(), UnnamedActor(), UnnamedSpeaker(), Astray()),
)


def check_named(name: str) -> Check:
    return next((check for check in CHECKS if check.name == name), CHECKS[0])


__all__ = ["CHECKS", "Check", "Finding", "Mend", "NotMended", "check_named"]
