"""The words of the model, and those that are the archive's own."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
OWN = "urn:x-annotated-archive:"
OWN_CONTEXT: Json = {"@version": 1.1, "archive": OWN, "archive:record": {"@type": "@json"}}
MOTIVATIONS = {
    "mention": "identifying",
    "note": "commenting",
    "time": "describing",
    "evidence": "highlighting",
}
PARTS = {"claims": "archive:Claim", "relations": "archive:Relation"}
