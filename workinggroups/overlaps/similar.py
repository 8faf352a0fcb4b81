"""Records that are alike to one, as far as somebody may see them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from compact.entities.models import Entity
from compact.matching.evidence import Code, Evidence, Match
from workinggroups.groups.models import Group
from workinggroups.needs.models import Theme
from workinggroups.overlaps.comparing.process import current
from workinggroups.overlaps.comparing.records import OF_KIND
from workinggroups.overlaps.families import different_from
from workinggroups.overlaps.models import Subject
from workinggroups.overlaps.tasks import index_ask
from workinggroups.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from compact.kernel.viewers import Viewer
    from workinggroups.overlaps.comparing.records import Comparable

WIDE = 40
"""How many more are looked up than wanted, so that some of them may be hidden from the viewer."""

_RELATED = {
    "project": (("lead", "group", "parent"), ("countries", "regions")),
    "planned": (("entity", "theme"), ()),
    "entity": ((), ()),
    "person": ((), ()),
}


@dataclass(frozen=True, slots=True)
class Similar:
    """One record that is alike: ``row``, which the viewer sees, and ``match`` with the evidence that they may know."""

    match: Match
    row: Any


def similar(
    *, viewer: Viewer, record: Comparable, kind: str, k: int = 10, leave_out: Collection[str] = ()
) -> list[Similar]:
    """At most ``k`` records on file that are alike to ``record``, which need not be, the likeliest first.

    In each match and its evidence ``record`` is the first of the two.

    Never one that ``viewer`` may not see, one that it was decided to be different from, or one whose identifier is
    in ``leave_out``. While the index is behind, the background is asked to bring it up to date.
    """
    hidden = {record.key, *leave_out, *_kept_apart(record.key, kind)}
    allowed = _AllBut(hidden)
    with current(kind) as now:
        matches = _seen_from(record, now.index.check(record, k + WIDE, allowed=allowed))
    if now.behind:
        index_ask(kind)
    rows = _rows(viewer, kind, [match.b for match in matches])
    if len(rows) < min(k, len(matches)) and len(matches) == k + WIDE:
        # So much is hidden from this viewer that what they see has to be told first.
        seen = _seen(viewer, kind) - hidden
        with current(kind) as now:
            matches = _seen_from(record, now.index.check(record, k, allowed=seen))
        rows = _rows(viewer, kind, [match.b for match in matches])
    found = [(match, rows.get(match.b)) for match in matches]
    shown = [(match, row) for match, row in found if row is not None][:k]
    evidence = evidence_for_all(viewer, [match.evidence for match, _ in shown])
    return [
        Similar(replace(match, evidence=tuple(known)), row) for (match, row), known in zip(shown, evidence, strict=True)
    ]


def _seen_from(record: Comparable, matches: Iterable[Match]) -> list[Match]:
    return [match.seen_from(record.key) for match in matches]


class _AllBut:
    def __init__(self, keys: Collection[str]) -> None:
        self._keys = keys

    def __contains__(self, key: object) -> bool:
        return key not in self._keys


def _models(kind: str) -> dict[str, Any]:
    return {name: Subject._meta.get_field(name).related_model for name in OF_KIND[kind]}


def _kept_apart(key: str, kind: str) -> frozenset[str]:
    try:
        uid = uuid.UUID(key)
    except ValueError:
        return frozenset()
    for model in _models(kind).values():
        row = model._base_manager.filter(uid=uid).first()
        if row is not None:
            return different_from(row)
    return frozenset()


def _rows(viewer: Viewer, kind: str, keys: Sequence[str]) -> dict[str, Any]:
    found = {}
    for name, model in _models(kind).items() if keys else ():
        one, many = _RELATED[name]
        seen = model._default_manager.all().visible_to(viewer).live().filter(uid__in=keys)
        rows = seen.select_related(*one) if one else seen
        found.update({str(row.uid): row for row in rows.prefetch_related(*many)})
    return found


def _seen(viewer: Viewer, kind: str) -> set[str]:
    found: set[str] = set()
    for model in _models(kind).values():
        rows = model._default_manager.all().visible_to(viewer).live()
        found.update(map(str, rows.values_list("uid", flat=True)))
    return found


# --- What may be known ------------------------------------------------------------------------------------------------

_THEMES = (Code.THEMES_SHARED, Code.THEMES_DIFFERENT)
_ENTITIES = (Code.ENTITIES_SHARED, Code.ENTITIES_DIFFERENT, Code.PARENT_SHARED, Code.PARENT_DIFFERENT)
_FAMILIES = (Code.FAMILY_SIBLINGS, Code.FAMILY_DIFFERENT)
_CONTEXT = (Code.CONTEXT_CLOSER, Code.CONTEXT_CROWDED)
_SHARED = (Code.THEMES_SHARED, Code.ENTITIES_SHARED)


def evidence_for_all(viewer: Viewer, many: Sequence[Iterable[Any]]) -> list[list[Any]]:
    """Evidence of several pairs without what ``viewer`` may not know: hidden entities, themes, programmes, and counts.

    Takes it as the matching gives it, or as pairs keep it (objects with ``code`` and ``values``). Four queries at most.
    """
    if viewer.is_secretariat:
        return [list(each) for each in many]
    everything = [list(each) for each in many]
    names = _Names(viewer, [each for evidence in everything for each in evidence])
    return [[shown for each in evidence if (shown := names.shown(each)) is not None] for evidence in everything]


def _code(evidence: Any) -> str:
    return str(evidence.code if isinstance(evidence, Evidence) else evidence["code"])


def _values(evidence: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] = evidence.values if isinstance(evidence, Evidence) else evidence["values"]
    return found


class _Names:
    """The codes in some evidence that a viewer may know."""

    def __init__(self, viewer: Viewer, evidence: Sequence[Any]) -> None:
        entities, themes, families = (_named(evidence, codes) for codes in (_ENTITIES, _THEMES, _FAMILIES))
        self._known = {code: self._entities(viewer, entities) for code in _ENTITIES if entities}
        self._known |= {code: self._themes(viewer, themes) for code in _THEMES if themes}
        self._known |= {code: self._families(viewer, families) for code in _FAMILIES if families}

    def _entities(self, viewer: Viewer, codes: set[str]) -> set[str]:
        rows = Entity.objects.visible_to(viewer).live().filter(code__in=codes)
        return set(rows.values_list("code", flat=True))

    def _themes(self, viewer: Viewer, codes: set[str]) -> set[str]:
        found: set[str] = set()
        for model in (Theme, Group):
            rows: Any = model.objects.visible_to(viewer)
            found.update(rows.filter(code__in=codes).values_list("code", flat=True))
        return found

    def _families(self, viewer: Viewer, uids: set[str]) -> set[str]:
        rows = Project.objects.visible_to(viewer).filter(uid__in=uids)
        return set(map(str, rows.values_list("uid", flat=True)))

    def shown(self, evidence: Any) -> Any:
        """``evidence`` with what may be known of its values; None where nothing is left to say."""
        code, values = _code(evidence), _values(evidence)
        if code in _CONTEXT:
            return None
        known = self._known.get(Code(code)) if code in Code else None
        if known is None:
            return evidence
        if code in _FAMILIES or code in (Code.PARENT_SHARED, Code.PARENT_DIFFERENT):
            return evidence if {str(value) for value in values.values() if value} <= known else None
        kept = {name: [each for each in value if each in known] for name, value in values.items()}
        if not (kept.get("shared") if code in _SHARED else any(kept.values())):
            return None
        return replace(evidence, values=kept) if isinstance(evidence, Evidence) else {**evidence, "values": kept}


def _named(evidence: Sequence[Any], codes: tuple[Code, ...]) -> set[str]:
    found: set[str] = set()
    for each in evidence:
        if _code(each) in codes:
            for value in _values(each).values():
                found.update(map(str, value) if isinstance(value, (list, tuple)) else {str(value)} - {"", "None"})
    return found
