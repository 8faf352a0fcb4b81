"""Who may do what with a resource: the vocabulary of the table that the persona tests go through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.cast import PERSONAS

if TYPE_CHECKING:
    from collections.abc import Mapping

READ = ("list", "csv", "retrieve")
WRITE = ("create", "bulk", "update", "archive")
ACTIONS = (*READ, *WRITE, "restore")

KEEPERS = frozenset({"superuser", "secretariat"})
NOMINATORS = frozenset({"chair", "vice_chair", "chair_pcve", "focal_point"})
"""Those who speak for an entity, their alternates left out."""


@dataclass(frozen=True)
class Rights:
    """What each persona may do with a record as ``Sample.payload_for`` makes it, opened by ``Sample.visible``.

    ``writes`` gives the actions among ``WRITE``; who is not named there writes nothing. ``restore``: the archive is
    the keepers' alone. ``unseen``: those who do not find the record (404, and no list holds it).
    """

    writes: Mapping[str, frozenset[str]]
    restore: frozenset[str] = KEEPERS
    unseen: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a name that is no persona's or no action's: it would test nothing."""
        assert {*self.writes, *self.restore, *self.unseen} <= set(PERSONAS)
        assert all(actions <= set(WRITE) for actions in self.writes.values())

    def of(self, persona: str) -> frozenset[str]:
        """All that ``persona`` may do."""
        reads = ("list", "csv") if persona in self.unseen else READ
        restore = ("restore",) if persona in self.restore else ()
        return frozenset({*reads, *self.writes.get(persona, ()), *restore})

    def who(self, action: str) -> list[str]:
        """Those who may do ``action``, in the order of the cast."""
        return [persona for persona in PERSONAS if action in self.of(persona)]


def written_by(*personas: str, actions: tuple[str, ...] = WRITE, unseen: frozenset[str] = frozenset()) -> Rights:
    """The keepers do all; ``personas`` do ``actions``, all but restore unless given; the others read."""
    writes = dict.fromkeys(personas, frozenset(actions)) | dict.fromkeys(KEEPERS, frozenset(WRITE))
    return Rights(writes, unseen=unseen)
