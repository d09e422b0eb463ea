"""Drafts become articles. The only code that saves imports.

    for outcome in Import(by=user).run(jsonl.read(stream)):
        print(outcome.place, outcome.did, outcome.slug, outcome.faults, outcome.warnings)

Each draft has one outcome, given once its batch is committed: new, changed, unchanged or failed. A
failed draft leaves nothing behind and stops nothing. Running the same import again, after whatever
end the first run had, completes it: nothing is lost, doubled or touched without need.

`checking` reads a record field by field, `authority` finds the entities and sources it names,
`identity` the article that it is; `creating` and `updating` write it.
"""

from __future__ import annotations

from articles.formats import Draft, Fault

from .importing import Import
from .outcome import Did, Outcome

__all__ = ["Did", "Draft", "Fault", "Import", "Outcome"]
