"""JSON as RFC 8259 has it, from strangers: what Python's reader lets pass is refused here."""

from __future__ import annotations

import json
import re
from typing import Any

DIGITS_MAX = 19  # enough for any number of ours; Python takes quadratic time for long ones
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class JsonFault(ValueError):
    """Why it is refused, in words that go on from “the line”."""


def loads(raw: bytes) -> Any:
    """Parse UTF-8 JSON, or raise a JsonFault."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as fault:
        byte = raw[fault.start]
        raise JsonFault(f"is not UTF-8: byte 0x{byte:02X} at position {fault.start + 1}") from None
    try:
        value = _decoder.decode(text)
        if _ESCAPED_SURROGATE.search(text):
            # A pair of them is one character; a lone one cannot be written as UTF-8.
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as fault:
        raise JsonFault(_in_words(fault, text)) from None
    except UnicodeEncodeError:
        raise JsonFault("holds half a character (a lone surrogate)") from None
    except RecursionError:
        raise JsonFault("is nested too deeply") from None
    return value


def _in_words(fault: json.JSONDecodeError, text: str) -> str:
    if not text.strip():
        return "is empty"
    if fault.pos >= len(text.rstrip()) or fault.msg.startswith("Unterminated string"):
        return f"is not JSON: it ends too early ({fault.msg} at column {fault.colno})"
    return f"is not JSON: {fault.msg} at column {fault.colno}"


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise JsonFault(f"has the key {json.dumps(twice[:40])} twice")
    return found


def _whole_number(digits: str) -> int:
    length = len(digits.lstrip("-"))
    if length > DIGITS_MAX:
        raise JsonFault(f"holds a number of {length} digits")
    return int(digits)


def _no_constant(name: str) -> None:
    raise JsonFault(f"holds {name}, which is not JSON")


_decoder = json.JSONDecoder(
    object_pairs_hook=_each_key_once, parse_int=_whole_number, parse_constant=_no_constant
)
