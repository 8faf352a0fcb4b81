"""Whom a pair of works concerns: the entities that lead them and the groups that lead them, as they are today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workinggroups.projects.models import Project

if TYPE_CHECKING:
    from compact.entities.models import Entity
    from workinggroups.groups.models import Group
    from workinggroups.overlaps.models import Candidate

WORK_RELATIONS = tuple(
    f"{side}__{path}"
    for side in ("a", "b")
    for path in (
        "project__lead",
        "project__group",
        "project__merged_into__lead",
        "project__merged_into__group",
        "planned__entity",
        "planned__merged_into__entity",
        "planned__theme",
    )
)
"""What a query of pairs selects along, so that their works, leads and groups cost no further query."""


def works_of(candidate: Candidate) -> tuple[Any, Any]:
    """The two projects or planned activities that stand for the pair today, merged ones by their survivor."""
    return candidate.a.survivor, candidate.b.survivor


def lead_of(work: Any) -> Entity:
    """The entity that leads a project, or means to carry out a planned activity."""
    found: Entity = work.lead if isinstance(work, Project) else work.entity
    return found


def leads_of(candidate: Candidate) -> list[Entity]:
    """The entities that lead the two works, each once."""
    return list({lead.pk: lead for lead in map(lead_of, works_of(candidate))}.values())


def lead_groups_of(candidate: Candidate) -> list[Group]:
    """The groups in use that lead the two works, each once; a planned activity has none."""
    groups = [getattr(work, "group", None) for work in works_of(candidate)]
    found = {group.pk: group for group in groups if group is not None and not group.is_archived}
    return list(found.values())
