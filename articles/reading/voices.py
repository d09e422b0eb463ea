"""Who speaks in an article, how often, in whose words, and on whose word the article has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from articles.models import Claim, ClaimMode, Entity

if TYPE_CHECKING:
    from .statements import StatementLine

MODES = {
    ClaimMode.DIRECT: "direct",
    ClaimMode.PARTIAL: "partly direct",
    ClaimMode.INDIRECT: "indirect",
    ClaimMode.BELIEF: "thought, not said",
}


@dataclass
class Voice:
    """One speaker with all that he is made to say, alone or with others."""

    speaker: Entity
    lines: list[StatementLine] = field(default_factory=list)
    modes: Counter[str] = field(default_factory=Counter)
    via: dict[str, None] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """“2 direct, 1 partly direct; via Itar-Tass”."""
        modes = ", ".join(
            words if self.modes[mode] == len(self.lines) else f"{self.modes[mode]} {words}"
            for mode, words in MODES.items()
            if self.modes[mode]
        )
        return f"{modes}; via {', '.join(self.via)}" if self.via else modes

    @property
    def everywhere(self) -> str:
        """The query for all that he says in the archive."""
        return urlencode({"q": f"said-by:{self.speaker.code}"}, safe=":")


def voices(claims: Iterable[tuple[Claim, list[Entity], StatementLine]]) -> list[Voice]:
    """Who speaks most comes first; then by name."""
    found: dict[int, Voice] = {}
    for claim, speakers, line in claims:
        for speaker in speakers:
            voice = found.setdefault(speaker.pk, Voice(speaker))
            voice.lines.append(line)
            voice.modes[claim.mode] += 1
            if claim.via:
                voice.via[claim.via.name] = None
    return sorted(found.values(), key=lambda one: (-len(one.lines), one.speaker.sort_key))
