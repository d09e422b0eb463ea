"""Typed readers of the environment. A value that cannot be read stops the start with one line.

Plain readers instead of django-environ's own: those read DEBUG=ture as False and take a secret
that begins with $ for the name of another variable. Its reader of database addresses is used.
"""

import os
import re
import zoneinfo
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
DATABASE = re.compile(r"sqlite:///[^?]|postgres(ql)?://")
NO = {"", "0", "false", "no", "off"}
CONTACT = re.compile(r"(mailto:[^@\s]+@|https://|tel:\+)\S+")
HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)


def words(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def several(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def switch(name: str) -> bool:
    value = words(name).lower()
    if value in YES:
        return True
    if value in NO:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def time_zone(name: str, default: str) -> str:
    value = words(name, default)
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ImproperlyConfigured(
            f"{name} must name a time zone such as Europe/Istanbul, not {value!r}."
        ) from None
    return value


def contact(name: str) -> str:
    """An address as security.txt has it (RFC 9116), or nothing."""
    value = words(name)
    if value and not CONTACT.fullmatch(value):
        raise ImproperlyConfigured(
            f"{name} must be such as mailto:security@example.org or https://example.org/security,"
            f" not {value!r}."
        )
    return value


def hosts(name: str) -> list[str]:
    names = several(name)
    for host in names:
        if "*" in host:
            raise ImproperlyConfigured(f"{name} must name each host: {host!r} would allow any.")
        if not HOST.fullmatch(host):
            raise ImproperlyConfigured(
                f"{name} takes bare host names, no scheme and no port; {host!r} is not one."
            )
    return names


def origins(name: str, *, only_https: bool) -> list[str]:
    addresses = several(name)
    for origin in addresses:
        if "://" not in origin:
            raise ImproperlyConfigured(f"{name} takes origins such as https://example.org.")
        if only_https and not origin.startswith("https://"):
            raise ImproperlyConfigured(f"{name} must be https origins in production: {origin!r}.")
    return addresses


def folder(name: str, default: str, base: Path) -> Path:
    return base / words(name, default)


def database(name: str, default: str, base: Path) -> dict[str, Any]:
    """The database that an address names; a relative SQLite path is taken from `base`."""
    address = words(name, default)
    try:
        if not DATABASE.match(address):
            raise ValueError
        connection: dict[str, Any] = environ.Env.db_url_config(address)
        if not connection["NAME"]:
            raise ValueError
    except (ValueError, KeyError, AttributeError):
        # The address itself is kept out of the message: it may hold a password.
        raise ImproperlyConfigured(
            f"{name} must be sqlite:///a/file or postgresql://user:password@host:5432/name."
        ) from None
    if connection["ENGINE"] == "django.db.backends.sqlite3":
        connection["NAME"] = str(base / connection["NAME"])
    return connection


def make_folder(name: str, path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise ImproperlyConfigured(
            f"{name}: the folder {path} cannot be made ({fault.strerror})."
        ) from None
