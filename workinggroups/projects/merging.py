"""What merging means for projects, their partners and planned activities beyond the rules of their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from compact.kernel.moving import survivor_of
from compact.merging.rules import MergeRules
from workinggroups.projects.models import PartnerRole, PlannedActivity, Project, ProjectPartner
from workinggroups.projects.services.project_rules import project_check

if TYPE_CHECKING:
    from compact.entities.models import Entity
    from compact.kernel.viewers import Viewer
    from compact.merging.deeds import Deed


class ProjectRules(MergeRules):
    """Lead entities and lead groups that the survivor does not take go on as partners and contributing groups."""

    def problems(self, actor: Viewer, survivor: Project, retired: Project) -> list[str]:
        """Two of different kinds, or of which one is part of the other, are two pieces of work."""
        found = []
        if survivor.kind != retired.kind:
            found.append(_("One is a programme, project or activity, the other is not. Correct the kind of one first."))
        for part, whole in ((survivor, retired), (retired, survivor)):
            if part.is_part_of(whole):
                found.append(part_told(part, whole))
        return found

    def audience(self, row: Project) -> frozenset[int]:
        """The lead group and those that contribute."""
        groups = {group.pk for group in row.many("contributing_groups")}
        return frozenset(groups | ({row.group_id} if row.group_id else set()))

    def settle(self, deed: Deed) -> None:
        """The other lead group contributes; the one that leads does not as well."""
        survivor = deed.survivor
        if not isinstance(survivor, Project):
            return
        leading = [row.group for row in (deed.before, deed.retired) if row.group is not None]
        deed.join(survivor, "contributing_groups", [group for group in leading if group.pk != survivor.group_id])
        if survivor.group is not None:
            deed.leave(survivor, "contributing_groups", survivor.group)

    def finish(self, deed: Deed) -> None:
        """No lead entity is lost, and the rows of partners say who leads."""
        if isinstance(deed.survivor, Project):
            for lead in dict.fromkeys((deed.before.lead, deed.retired.lead)):
                if lead.pk != deed.survivor.lead_id:
                    _partner_keep(deed, lead)
        keys = {row.pk for row in deed.rows.touched(Project) if row.merged_into_id is None}
        keys |= {row.project_id for row in deed.rows.touched(ProjectPartner)}
        rows = ProjectPartner.objects.live().filter(project__in=keys).select_related("project")
        for row in rows.order_by("pk"):
            role = _role(deed, row)
            if role != row.role:
                _role_store(deed, deed.rows.get(ProjectPartner, row.pk), role)

    def check(self, actor: Viewer, row: Project) -> None:
        """The tree, the groups and the shares fit."""
        if isinstance(row, Project):
            project_check(actor, row)


def part_told(part: Project, whole: Project) -> str:
    """Why the two are not the same, in words."""
    text = _("“%(part)s” is part of “%(whole)s”, so they are not the same. Correct that first.")
    return text % {"part": part, "whole": whole}


def _partner_keep(deed: Deed, lead: Entity) -> None:
    """``lead``, which led one of the two, is among the survivor's partners."""
    kept: Project = deed.survivor
    if not ProjectPartner.objects.live().filter(project=kept, entity=lead).exists():
        basis = deed.before if deed.before.lead_id == lead.pk else deed.retired
        row = ProjectPartner(project=kept, entity=lead, role=PartnerRole.JOINT)
        row.source, row.evidence = basis.source, basis.evidence
        deed.make(row)


def _role(deed: Deed, row: ProjectPartner) -> str:
    """What the partner is: the one that leads the project, and no other; one that led a part of it is joint."""
    if row.entity_id == row.project.lead_id:
        return PartnerRole.LEAD.value
    return PartnerRole.JOINT.value if row.role == PartnerRole.LEAD or _led(deed, row) else row.role


def _role_store(deed: Deed, row: ProjectPartner, role: str) -> None:
    deed.put(row, "role", role)
    deed.rows.store(row)


def _led(deed: Deed, row: ProjectPartner) -> bool:
    """Whether the entity led one of the two projects that become one, and stood among the other's partners."""
    if not isinstance(deed.survivor, Project) or row.project_id != deed.survivor.pk:
        return False
    return row.entity_id in (deed.before.lead_id, deed.retired.lead_id)


class PlannedRules(MergeRules):
    """Planned activities of which both became projects follow these."""

    def problems(self, actor: Viewer, survivor: PlannedActivity, retired: PlannedActivity) -> list[str]:
        """The projects that the two became are merged first."""
        became: list[Any] = [survivor_of(row.project) if row.project else None for row in (survivor, retired)]
        if None in became or became[0].pk == became[1].pk:
            return []
        return [_("Each of the two became a project of its own. Merge those projects first, or leave both.")]
