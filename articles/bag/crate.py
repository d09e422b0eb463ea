"""RO-Crate 1.1: what the bag is and what its files are, for those who find it somewhere.

https://www.researchobject.org/ro-crate/specification/1.1/
"""

from __future__ import annotations

import json
from dataclasses import dataclass

FILE = "ro-crate-metadata.json"
CONFORMS_TO = "https://w3id.org/ro/crate/1.1"
MEDIA_TYPES = {"jsonl": "application/jsonl", "jsonld": "application/ld+json"}


@dataclass(frozen=True)
class Written:
    """A file of the bag, once it is written."""

    path: str
    about: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


def metadata(files: list[Written], day: str) -> bytes:
    about_itself = {
        "@id": FILE,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": CONFORMS_TO},
    }
    whole = {
        "@id": "./",
        "@type": "Dataset",
        "name": "An annotated archive of news",
        "description": "Articles with every country, person and claim marked in their words; who "
        "published them, whom they name, and the log of all changes. Drafts and what was "
        "withdrawn are in it, too.",
        "license": "The rights in each text are those of its source or its own: see the fields "
        "“rights” of articles.jsonl and sources.jsonl.",
        "datePublished": day,
        "hasPart": [{"@id": file.name} for file in files],
    }
    graph = [about_itself, whole, *map(_described, files)]
    crate = {"@context": f"{CONFORMS_TO}/context", "@graph": graph}
    return json.dumps(crate, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _described(file: Written) -> dict[str, str]:
    return {
        "@id": file.name,
        "@type": "File",
        "name": file.name,
        "description": file.about,
        "encodingFormat": MEDIA_TYPES[file.name.rpartition(".")[2]],
        "contentSize": str(file.size),
    }
