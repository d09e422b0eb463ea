"""The words of marked-up text, and how much else it held. No markup is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from lxml import etree

# Of HTML, and of the XML that trafilatura makes of it (head, item, quote, cell).
_BLOCK = (
    "address article aside blockquote body caption cell center dd details dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr item legend li list main"
    " menu nav ol p pre quote row section summary table tbody td tfoot th thead tr ul"
)
_WORDLESS = (
    "applet audio base button canvas datalist embed frame frameset iframe input link map math meta"
    " noembed noframes noscript object param script select source style svg template textarea title"
    " track video"
)
_BLOCKS, _NOT_WORDS = frozenset(_BLOCK.split()), frozenset(_WORDLESS.split())
_BREAKS = frozenset(("br", "lb"))
_COUNTED = {"img": "images", "svg": "images", "video": "videos", "audio": "sounds"}
_COUNTED |= {"iframe": "frames", "embed": "frames", "object": "frames", "form": "forms"}
_COUNTED |= {"script": "scripts", "a": "links"}


class Words(NamedTuple):
    """Paragraphs divided by a blank line; of a link only its words stay."""

    text: str
    dropped: Mapping[str, int]


def words_of(tree: Any) -> Words:
    reader = _Reader()
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        reader.take(event, element)
    reader.end()
    return Words("\n\n".join(reader.paragraphs), +reader.dropped)


def words_of_html(markup: str) -> Words:
    """Of a piece of HTML, as broken as it may be."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    raw = f"<div>{markup}</div>".replace("\0", "").encode(errors="replace")
    return words_of(etree.fromstring(raw, parser))


class _Reader:
    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.dropped: Counter[str] = Counter()
        self._parts: list[str] = []
        self._silent = 0  # how deep within something that has no words

    def take(self, event: str, element: Any) -> None:
        name = element.tag if isinstance(element.tag, str) else ""
        name = name.rpartition("}")[2].lower()
        if event == "start":
            self._start(name, element)
        elif event == "end":
            self._silent -= name in _NOT_WORDS
            if name in _BLOCKS:
                self.end()
        if event != "start" and not self._silent and element.tail:
            self._parts.append(element.tail)

    def _start(self, name: str, element: Any) -> None:
        counted = _COUNTED.get(name)
        if counted and (name != "a" or element.get("href")):
            self.dropped[counted] += 1
        self._silent += name in _NOT_WORDS
        if name in _BLOCKS:
            self.end()
        elif name in _BREAKS:
            self._parts.append("\v")
        if not self._silent and element.text:
            self._parts.append(element.text)

    def end(self) -> None:
        """Of a paragraph. Two line breaks are the end of one, too."""
        lines = (" ".join(line.split()) for line in "".join(self._parts).split("\v"))
        for paragraph in "\n".join(lines).strip("\n").split("\n\n"):
            if paragraph.strip():
                self.paragraphs.append(paragraph.strip("\n"))
        self._parts.clear()
