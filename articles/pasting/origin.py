"""What the address of an article tells: whose it is, when it was published, what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from articles.text import clean_line, fold

from .dates import MONTHS, PrintedDate, find_dates

_ADDRESS = re.compile(r"https?://[^\s@/?#\\]+(?:[/?#]\S*)?")
_DAY = re.compile(r"/([0-9]{4})[/-]([0-9]{1,2}|[a-z]{3,9})[/-]([0-9]{1,2})(?=[/_.-]|$)")
_MONTH = re.compile(r"/([0-9]{4})[/-]([0-9]{2})(?=/|$)")
_SUBDOMAINS = re.compile(r"^(?:www[0-9]*|m|mobile|amp)\.")


class KnownSource(NamedTuple):
    key: Any
    name: str
    slug: str
    homepage: str


def split_address(pasted: str) -> tuple[str, str]:
    """An address that stands on the first or on the last line, and the other lines."""
    lines = pasted.strip().splitlines()
    for index in (0, -1) if len(lines) > 1 else ():
        if _ADDRESS.fullmatch(lines[index].strip()):
            address = lines.pop(index).strip()
            return address, "\n".join(lines)
    return "", pasted


def host_of(address: str) -> str:
    """The host that a reader would name: without a port, and without www."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    return _SUBDOMAINS.sub("", host.lower())


def path_of(address: str) -> str:
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return ""


def source_at(address: str, sources: Iterable[KnownSource]) -> KnownSource | None:
    """By its home page, the longest first; else a part of the host that is its name."""
    host, path = host_of(address), path_of(address)
    if not host:
        return None
    sources = list(sources)
    at_home = [source for source in sources if _is_below(host, path, source.homepage)]
    if at_home:
        return max(at_home, key=lambda source: len(source.homepage))
    parts = set(host.split(".")[:-1])
    named = [source for source in sources if source.slug.replace("-", "") in parts]
    return named[0] if len(named) == 1 else None


def _is_below(host: str, path: str, homepage: str) -> bool:
    home = host_of(homepage)
    is_host = bool(home) and (host == home or host.endswith(f".{home}"))
    return is_host and f"{path}/".startswith(f"{path_of(homepage).rstrip('/')}/")


def date_in(address: str) -> PrintedDate | None:
    """From a path such as /2012/12/01/, /2012/dec/01/ or /2012/12/."""
    path = path_of(address).lower()
    if match := _DAY.search(path):
        year, month, day = match.groups()
        month = month if month.isdigit() else str(MONTHS.get(month, ""))
        found = find_dates(f"{year}-{month}-{day}")
    elif match := _MONTH.search(path):
        names = {str(number).zfill(2): name for name, number in MONTHS.items()}
        found = find_dates(f"{names.get(match[2], '')} {match[1]}")
    else:
        found = []
    return found[0].readings[0] if found else None


def title_in(address: str) -> str:
    """The headline, where an address holds it whole, as a wiki's do: with underscores."""
    path = path_of(address)
    is_wiki = path.startswith("/wiki/")  # whose titles may hold a slash
    last = path.removeprefix("/wiki/") if is_wiki else path.rstrip("/").rpartition("/")[2]
    return clean_line(last.replace("_", " ")) if last.count("_") > 1 else ""


def is_title_of(line: str, address: str) -> bool:
    title = title_in(address)
    return bool(title) and fold(title) == fold(line)
