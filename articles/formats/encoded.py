"""Bytes that should be text: UTF-8, UTF-16 that says so, or in the encoding that they declare."""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"))
_BOMS += ((codecs.BOM_UTF16_BE, "utf-16"),)  # type: ignore[assignment]
# Encodings of texts, by Python's names for them. It knows others, some of which take minutes.
_OF_TEXTS = re.compile(
    r"utf-8|utf-16(-[lb]e)?|cp(125[0-8]|866|874|932|949|950)|iso8859-[0-9]+|koi8-[rut]|mac-[a-z]+"
    r"|gb2312|gbk|gb18030|big5|euc_(jp|kr)|shift_jis|iso2022_jp|ascii|tis-620"
)
# What browsers read for what pages say (WHATWG Encoding Standard).
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_MEANT |= {"utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8"}  # it could be read


class NotText(ValueError):
    """Why, in words that go on from “the text”."""


def decoded(raw: bytes, declared: str = "") -> str:
    """`declared` is what a header or the text itself says; a mark at its beginning says more."""
    marked = next((name for bom, name in _BOMS if raw.startswith(bom)), "")
    encoding = marked or (_known(declared) if declared.strip() else "utf-8")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        what = f"is not {encoding.removesuffix('-sig').upper()}"
        raise NotText(f"{what}: byte 0x{raw[fault.start]:02X} in its line {line}") from None


def _known(declared: str) -> str:
    label = declared.strip().strip("\"'").lower()[:40]
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        name = ""
    if not _OF_TEXTS.fullmatch(name):
        raise NotText(f"says that it is in “{label}”, which is not known")
    return _MEANT.get(name, name)
