"""The gate that all text enters by. Pure: nothing here knows Django.

    text = clean_text(pasted)                 # many lines
    name = clean_line(typed)                  # one line
    text, offsets = clean_text_with_map(raw)  # for an importer whose offsets are raw
    offsets.span(10, 24)                      # the same words in the cleaned text, or None

What leaves the gate is NFC, can be written as UTF-8 and as XML 1.0 on any database, and is left
as it is by a second pass. Offsets are Unicode code points, end exclusive.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from anyascii import anyascii

HEADLINE_MAX = 300
LINE_MAX = 300
NAME_MAX = 200
SLUG_MAX = 200
URL_MAX = 2000
NOTE_MAX = 10_000
TEXT_MAX = 1_000_000
QUOTE_MAX = 10_000  # of marked words: about three printed pages

# More marks on one letter than any script uses. Sorting a long disordered run of them takes
# quadratic time, so the rest is cut: the limit is that of UAX #15, Stream-Safe Text Format.
MARKS_MAX = 30

# Form feed, vertical tab and next line end a line in the files they come from: dropping them
# would glue two words together.
_TO_NEWLINE = str.maketrans(dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n"))
_RETURNS = re.compile("\r(?=\n)")
_NEWLINES = re.compile("[\r\v\f\x85\u2028\u2029]")

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
# LRM, RLM, ALM and the joiners stay: Arabic, Hebrew, Persian and emoji need them.
_BIDI_OVERRIDES = "\u202a-\u202e\u2066-\u2069"
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # what is left of C0 and C1
    f"\ud800-\udfff\ufeff{_BIDI_OVERRIDES}{_NONCHARACTERS}]"
)
# The look-behind keeps a long run of blanks from being tried at each of its characters.
_SPARE_BLANKS = re.compile(r"(?<![^\S\n])[^\S\n]+(?=\n)")
_SPARE_NEWLINES = re.compile(r"(?<=\n\n)\n+")
_ENDS = re.compile(r"\A\s+|(?<!\s)\s+\Z")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_WORD = re.compile(r"\w+(?:['’.\-]\w+)*")
_JOINT = re.compile(r"['.\-](?=\w)(?<=\w.)")  # what is rare comes first: it is looked for
_ASCII_BLANKS = {point: " " for point in range(128) if not re.match(r"\w", chr(point))}


class _Edit(NamedTuple):
    """old[old_start:old_end] became new[new_start:new_end] in one pass over a text."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


class _Pass:
    """The edits of one pass, in order; everything between them moved as a block."""

    def __init__(self, edits: list[_Edit]) -> None:
        self._edits = edits
        self._starts = [edit.old_start for edit in edits]

    def move(self, offset: int, *, past: bool = False) -> int:
        """Where an offset lands; inside an edit at its beginning, or with `past` at its end."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return offset
        edit = self._edits[index]
        if offset >= edit.old_end:
            return edit.new_end + offset - edit.old_end
        return edit.new_end if past and offset > edit.old_start else edit.new_start


class OffsetMap:
    """From offsets in the text as it came to offsets in the cleaned text."""

    def __init__(self, passes: list[_Pass], old_length: int) -> None:
        self._passes = passes
        self._old_length = old_length

    def new(self, old_offset: int) -> int:
        """The new place of a character; of a removed one, the place where it would stand."""
        offset = min(max(old_offset, 0), self._old_length)
        for one in self._passes:
            offset = one.move(offset)
        return offset

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The new place of a span, or None when nothing of it was kept.

        A span that begins or ends within a composed letter gets the whole letter.
        """
        start = min(max(start, 0), self._old_length)
        end = min(max(end, 0), self._old_length)
        if start >= end:
            return None
        for one in self._passes:
            start, end = one.move(start), one.move(end, past=True)
            if start >= end:
                return None
        return start, end


def clean_text(raw: str) -> str:
    """Text of many lines: paragraphs divided by one blank line, no trailing blanks."""
    return _clean_layout(_clean_characters(raw, None), None)


def clean_text_with_map(raw: str) -> tuple[str, OffsetMap]:
    """As `clean_text`, with the map by which annotations of the raw text are carried over."""
    passes: list[_Pass] = []
    text = _clean_layout(_clean_characters(raw, passes), passes)
    return text, OffsetMap(passes, len(raw))


def clean_line(raw: str) -> str:
    """Text of one line: every run of white space, of whatever kind, is one space."""
    if not (raw.isascii() and raw.isprintable()):
        raw = _clean_characters(raw, None)
    return " ".join(raw.split())


def clean_quote(raw: str) -> str:
    """Words taken from a cleaned text, blanks and line ends at their edges kept."""
    return _clean_characters(raw, None)


# Each step appends its pass to `passes`, or saves that work when no map is wanted (None).


def _clean_characters(text: str, passes: list[_Pass] | None) -> str:
    # What goes here is not printable, and most texts have none of it: these looks are cheap.
    if not text.replace("\n", "").isprintable():
        text = _remove(_RETURNS, text, passes) if "\r" in text else text
        characters = "".join(set(text))
        if _UNWANTED.search(characters):
            text = _remove(_UNWANTED, text, passes)
        if _NEWLINES.search(characters):
            text = text.translate(_TO_NEWLINE)
        text = text.replace("\t", " ")
    if not unicodedata.is_normalized("NFC", text):
        text = _remove(_composition().spare_marks, text, passes)
        text = _compose(text, passes)
    return text


def _clean_layout(text: str, passes: list[_Pass] | None) -> str:
    if any(line[-1:].isspace() for line in text.split("\n")):
        text = _remove(_SPARE_BLANKS, text, passes)
    if "\n\n\n" in text:
        text = _remove(_SPARE_NEWLINES, text, passes)
    if text[:1].isspace() or text[-1:].isspace():
        text = _remove(_ENDS, text, passes)
    return text


def _remove(unwanted: re.Pattern[str], text: str, passes: list[_Pass] | None) -> str:
    if passes is None:
        return unwanted.sub("", text)
    edits: list[_Edit] = []
    removed = 0
    for match in unwanted.finditer(text):
        start, end = match.span()
        edits.append(_Edit(start, end, start - removed, start - removed))
        removed += end - start
    if not edits:
        return text
    passes.append(_Pass(edits))
    return unwanted.sub("", text)


@dataclass(frozen=True)
class _Composition:
    spare_marks: re.Pattern[str]
    cluster: re.Pattern[str]


@cache
def _composition() -> _Composition:
    """Patterns that `unicodedata` does not offer; built once, when a text first needs them."""
    marks, joining, changing = [], [], []
    # No character outside these ranges has a canonical decomposition or a combining class.
    for point in chain(range(0x80, 0xAC00), range(0xF900, 0x2FA20)):
        character = chr(point)
        if unicodedata.combining(character):
            marks.append(character)
        parts = unicodedata.normalize("NFD", character)
        if parts != character:
            joining += [part for part in parts[1:] if not unicodedata.combining(part)]
            if unicodedata.combining(parts[0]):
                joining.append(character)
            if unicodedata.normalize("NFC", character) != character:
                changing.append(character)
    hangul = "\u1161-\u1175\u11a8-\u11c2"
    joiners = f"[{hangul}{re.escape(''.join(sorted({*marks, *joining})))}]"
    return _Composition(
        spare_marks=re.compile(f"(?<={_class(marks)}{{{MARKS_MAX}}}){_class(marks)}+"),
        cluster=re.compile(f"(?s:.){joiners}+|{_class(changing)}"),
    )


def _class(characters: list[str]) -> str:
    return f"[{re.escape(''.join(characters))}]"


def _compose(text: str, passes: list[_Pass] | None) -> str:
    """NFC; for the map cluster by cluster, so that it knows what became what."""
    if passes is not None:
        edits: list[_Edit] = []
        grown = 0
        for match in _composition().cluster.finditer(text):
            start, end = match.span()
            composed = unicodedata.normalize("NFC", match[0])
            if composed != match[0]:
                new_end = start + grown + len(composed)
                edits.append(_Edit(start, end, start + grown, new_end))
                grown = new_end - end
        passes.append(_Pass(edits))
    return unicodedata.normalize("NFC", text)


# --- Names: keys, order, addresses ---------------------------------------------------------

_LATIN = "a-z\u00c0-\u02af\u1d00-\u1d25\u1e00-\u1eff\u2c60-\u2c7f\ua722-\ua7ff\uab30-\uab64"
_LATIN_MARKS = re.compile(
    f"(?<=[{_LATIN}])[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
# Soft hyphens, joiners, direction marks, variation selectors: two names that differ only in
# these look the same.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\uffa0\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bb\u02bc", "'"))


def fold(name: str) -> str:
    """The key by which two spellings are one name: Türkiye is TURKIYE, Erdoğan is erdogan.

    Letters are decomposed (NFKD) and case-folded, and dotless i counts as i. Marks are dropped
    after Latin letters only: elsewhere they make another letter (й is not и). A curly apostrophe
    is a straight one.
    """
    name = _INVISIBLE.sub("", clean_line(name)).translate(_APOSTROPHES)
    for _ in range(2):  # folding can bring forth what decomposes, and the other way round
        name = unicodedata.normalize("NFKD", name).casefold()
    name = unicodedata.normalize("NFKD", name).replace("ı", "i")
    name = _LATIN_MARKS.sub("", _INVISIBLE.sub("", name))
    return unicodedata.normalize("NFC", " ".join(name.split()))


def sort_key(name: str) -> str:
    """ASCII and lower case, so that both databases sort names alike."""
    line = clean_line(name)
    key = " ".join(_printable(anyascii(line)).lower().split())
    if not key and line:  # nothing that can be transliterated: after all that can
        key = "~" + "".join(f"{ord(character):06x}" for character in line)
    return key[:NAME_MAX].rstrip()


def ascii_slug(name: str, fallback: str = "entity") -> str:
    """Lower-case ASCII words joined by hyphens; never empty, cut between words.

    Different names can have the same slug (C, C++ and C#): numbering them is the caller's.
    """
    ascii_name = _printable(anyascii(clean_line(name))).lower()
    ascii_name = re.sub(r"['`]|(?<=\b[a-z])\.(?=[a-z]\b)", "", ascii_name)
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")
    if len(slug) > SLUG_MAX:
        whole_words = slug[: SLUG_MAX + 1].rpartition("-")[0]
        slug = (whole_words or slug[:SLUG_MAX]).strip("-")
    return slug or fallback


def _printable(ascii_text: str) -> str:
    return re.sub(r"[^ -~]+", " ", ascii_text)


# Capitals and small letters apart, because they look like different letters: Н is H, but ν is v.
_NOT_LATIN = "АВЕЅІЈКМНОРСТУХԌԚԜавеѕіјкмнорстухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεηικμνορτυχϲ"
_LOOK_ALIKES = str.maketrans(
    _NOT_LATIN, "ABESIJKMHOPCTYXGQWabesijkmhopctyxhdqwABEZHIKMNOPTYXabenikmvoptuxc"
)
# For a database to find the few names that could be taken for Latin ones.
LOOKS_LATIN = f"^[ -~{_NOT_LATIN}]*[{_NOT_LATIN}][ -~{_NOT_LATIN}]*$"
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")


def looks_like(name: str) -> str:
    """The folded Latin name that a reader would take this for: Тurkey with a Cyrillic Т
    gives "turkey". Two names that look alike but do not fold alike deserve a warning."""
    return fold(unicodedata.normalize("NFKC", clean_line(name)).translate(_LOOK_ALIKES))


def mixed_script(name: str) -> bool:
    """Whether one word mixes alphabets that share shapes; "Газпром Neft" does not."""
    return any(len(_scripts(word)) > 1 for word in re.findall(r"\w+", clean_line(name)))


def _scripts(word: str) -> set[str]:
    names = (unicodedata.name(letter, "").partition(" ")[0] for letter in word)
    return {script for script in names if script in _SCRIPTS}


# --- Texts ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paragraph:
    """`text[start:end]` of its text, numbered from 1."""

    number: int
    start: int
    end: int
    text: str


def paragraphs(text: str) -> list[Paragraph]:
    found: list[Paragraph] = []
    start = 0
    for end, next_start in [*(gap.span() for gap in _BLANK_LINES.finditer(text)), (len(text), 0)]:
        if text[start:end].strip():
            found.append(Paragraph(len(found) + 1, start, end, text[start:end]))
        start = next_start
    return found


def word_count(text: str) -> int:
    if text.isascii():  # the same, in a fifth of the time
        return len(_JOINT.sub("", text).translate(_ASCII_BLANKS).split())
    return len(_WORD.findall(text))


def text_checksum(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
