"""Names in a running sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

_COUNTRY_WITH_THE = re.compile(
    r"""^(Bahamas|Comoros|Gambia|Maldives|Philippines|Seychelles|Holy\ See)$
    | ^(Netherlands|Caribbean\ Netherlands|Netherlands\ Antilles)$
    | ^(Republic|Democratic\ Republic|Kingdom|State|Federated\ States)\ of\b
    | \b(Islands|Republic|States|Kingdom|Emirates|Union|Empire|Territory|Territories)$""",
    re.VERBOSE,
)
_OTHERS_WITH_THE = frozenset(
    (
        *("African Union", "Arab League", "European Union", "United Nations", "World Bank"),
        *("Kremlin", "Pentagon", "White House", "World Trade Organization"),
    )
)


def with_the(name: str, *, is_country: bool = False) -> str:
    """“the United States”, “Turkey”: a name as it stands inside a sentence."""
    if not is_country:
        return f"the {name}" if name in _OTHERS_WITH_THE else name
    several = " and the " in name or "Island and " in name  # as in South Georgia and the …
    return f"the {name}" if _COUNTRY_WITH_THE.search(name) and not several else name


def in_a_row(names: Sequence[str], joint: str = "and") -> str:
    """“Turkey”, “Turkey and Russia”, “Turkey, Russia and Syria”."""
    return f" {joint} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
