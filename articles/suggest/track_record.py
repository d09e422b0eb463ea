"""What became of the mentions of a name: how sure one may be of the next one."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z = 1.96  # of a normal distribution: 95 of 100
SILENT_BELOW = 0.5
SAFE_FROM = 0.8
TOLD_FROM = 3


def wilson(accepted: int, decided: int, z: float = Z) -> tuple[float, float]:
    """Between which shares the true one lies, with a certainty of 95 % (Wilson, 1927)."""
    if not decided:
        return 0.0, 1.0
    share = accepted / decided
    middle = share + z * z / (2 * decided)
    reach = z * sqrt((share * (1 - share) + z * z / (4 * decided)) / decided)
    whole = 1 + z * z / decided
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


@dataclass(frozen=True)
class TrackRecord:
    """How often words were accepted as a name of an entity, and how often rejected."""

    accepted: int = 0
    rejected: int = 0

    def __add__(self, other: TrackRecord) -> TrackRecord:
        return TrackRecord(self.accepted + other.accepted, self.rejected + other.rejected)

    @property
    def decided(self) -> int:
        return self.accepted + self.rejected

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.accepted, self.decided)

    @property
    def is_safe(self) -> bool:
        """Mostly accepted: the first that is takes 16 acceptances without a rejection."""
        return self.interval[0] >= SAFE_FROM

    @property
    def is_silent(self) -> bool:
        """Mostly rejected: it is proposed no more. Four rejections do, if nothing was accepted."""
        return self.interval[1] < SILENT_BELOW

    def __str__(self) -> str:
        if not self.decided:
            return "never decided"
        low, high = (round(100 * share) for share in self.interval)
        return f"{self.accepted:,} of {self.decided:,} accepted ({low}–{high} %)"
