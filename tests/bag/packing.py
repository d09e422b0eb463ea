"""Bags as strangers make them: packed by hand, with the checksums that fit."""

import hashlib
import io
import zipfile

DATA = (*("articles", "changes", "entities", "people", "redirects", "searches", "sets", "sources"),)
EMPTY = {f"data/{name}.jsonl": b"" for name in DATA} | {
    "data/annotations.jsonld": b"",
    "data/ro-crate-metadata.json": b"{}",
}
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def sums(files):
    return "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()
    ).encode()


def bag(payload=(), **tags):
    """Its files by name; `payload` and `tags` (bagit, info, manifest) replace what would be."""
    payload = EMPTY | dict(payload)
    oxum = f"{sum(map(len, payload.values()))}.{len(payload)}"
    made = {
        "bagit.txt": tags.get("bagit", DECLARATION),
        "bag-info.txt": tags.get("info", f"Payload-Oxum: {oxum}\nArchive-Format: 1\n".encode()),
        "manifest-sha256.txt": tags.get("manifest", sums(payload)),
    }
    return payload | made | {"tagmanifest-sha256.txt": sums(made)}


def packed(files, folder="archive", **changes):
    """A zip of them; `changes` are done to what its directory says of a file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in [*(files.items() if isinstance(files, dict) else files)]:
            target.writestr(f"{folder}/{name}" if folder else name, content)
        for name, value in changes.items():
            setattr(target.filelist[0], name, value)
    return stream
