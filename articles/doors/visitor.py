"""Who knocks: from which address, and what is written down of it."""

from __future__ import annotations

import logging
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from articles.models import AuthEvent, AuthEventKind
from articles.text import LINE_MAX, clean_line

logger = logging.getLogger("archive.doors")


def address_of(request: HttpRequest) -> str | None:
    """The visitor's address; of IPv6 the first half, because a household has all of the second.

    `X-Forwarded-For` is anybody's word, but for its last part where a proxy of ours has put it.
    """
    given = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        given = request.META.get("HTTP_X_FORWARDED_FOR", given).rpartition(",")[2].strip()
    try:
        return str(_counted(ip_address(given)))
    except ValueError:
        return None


def _counted(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    return address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64)


def note(request: HttpRequest, kind: AuthEventKind, **fields: Any) -> AuthEvent:
    """Write down what happened; of a path no more than there is room for."""
    event = AuthEvent.objects.create(
        kind=kind,
        address=address_of(request),
        method=clean_line(request.method or "")[:10],
        path=clean_line(request.path)[:LINE_MAX],
        **fields,
    )
    tell("sign-in attempted" if kind == AuthEventKind.FAILED else event.get_kind_display(), event)
    return event


def tell(what: str, event: AuthEvent) -> None:
    """A line in the server's log."""
    logger.info("%s: %s from %s", what, event.username, event.address)
