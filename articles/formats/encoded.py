"""Bytes that should be text: UTF-8, or UTF-16 that says so."""

from __future__ import annotations

import codecs


class NotText(ValueError):
    """Why, in words that go on from “the text”."""


def decoded(raw: bytes) -> str:
    is_wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return raw.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as fault:
        if is_wide:
            raise NotText("is cut off within a character") from None
        line = raw.count(b"\n", 0, fault.start) + 1
        byte = raw[fault.start]
        raise NotText(f"is not UTF-8: byte 0x{byte:02X} in its line {line}") from None
