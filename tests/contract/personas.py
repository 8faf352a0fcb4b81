"""Who may do what through the API: the one table that the persona tests go through, both sides of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compact.api import RESOURCES
from tests.cast import PERSONAS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

READ = ("list", "retrieve", "csv")
WRITE = ("create", "bulk", "update", "archive", "restore")
ACTIONS = (*READ, *WRITE)

KEEPERS = frozenset({"superuser", "secretariat"})
NOMINATORS = frozenset({"chair", "vice_chair", "chair_pcve", "focal_point"})

#: Who writes a resource; everybody reads all that is cleared for them.
WRITERS: Mapping[str, frozenset[str]] = {
    "entities": KEEPERS,
    "aliases": KEEPERS,
    "participations": KEEPERS,
    "people": KEEPERS,
    "affiliations": KEEPERS,
    "groups": KEEPERS,
    "terms": KEEPERS,
    "nominations": KEEPERS | NOMINATORS,
}


def table() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every resource and persona with the actions that are allowed; the archive is the keepers' alone."""
    for resource in RESOURCES:
        for persona in PERSONAS:
            allowed = {*READ, *(WRITE if persona in WRITERS[resource] else ())}
            yield resource, persona, frozenset(allowed if persona in KEEPERS else allowed - {"restore"})
