"""Names for the codes in evidence, of what its reader may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compact.entities.models import Entity
from compact.matching.evidence import Code
from workinggroups.groups.models import Group
from workinggroups.needs.models import Theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from compact.kernel.viewers import Viewer
    from compact.matching.evidence import Evidence

_NAMED: tuple[tuple[tuple[Any, ...], frozenset[Code]], ...] = (
    (
        (Entity,),
        frozenset((Code.ENTITIES_SHARED, Code.ENTITIES_DIFFERENT, Code.PARENT_SHARED, Code.PARENT_DIFFERENT)),
    ),
    ((Group, Theme), frozenset((Code.THEMES_SHARED, Code.THEMES_DIFFERENT))),
)
"""Of which models the codes are that each kind of evidence holds; groups count among the themes."""


def code_names(viewer: Viewer, evidence: Iterable[Evidence]) -> Mapping[str, str]:
    """What ``evidence`` names by codes, in the active language: entities, themes and groups; at most three queries."""
    told, names = list(evidence), dict[str, str]()
    for models, kinds in _NAMED:
        codes = {code for each in told if each.code in kinds for code in _codes(each)}
        for model in models if codes else ():
            rows = model.objects.visible_to(viewer).filter(code__in=codes)
            names |= {row.code: str(row) for row in rows}
    return names


def _codes(evidence: Evidence) -> set[str]:
    found: set[str] = set()
    for value in evidence.values.values():
        found.update(value if isinstance(value, (list, tuple)) else [str(value or "")])
    return found - {""}
