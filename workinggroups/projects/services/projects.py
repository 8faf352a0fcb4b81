"""Every write to programmes, projects and activities."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.kernel.visibility import Visibility, narrowing_check
from compact.kernel.writes import RecordServices
from workinggroups.groups.models import Group
from workinggroups.projects.models import Project
from workinggroups.projects.policies import projects as policies
from workinggroups.projects.services.project_rules import project_check

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer


class ProjectServices(RecordServices[Project]):
    """Writes of projects; what would tell others than the secretariat of rows hidden to them is refused beforehand."""

    def cleared(self, actor: Viewer, row: Project, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """``values`` with the clearance; one more group opens what is open to its groups wider, one less narrows it."""
        width = values.get("visibility", row.visibility)
        if not row.pk or not row.visibility == width == Visibility.GROUP:
            return super().cleared(actor, row, values)
        joining, leaving = _groups_moved(row, values)
        if Group.objects.visible_to(actor).filter(pk__in=leaving).exists():
            narrowing_check(actor, row)
        if not joining:
            return super().cleared(actor, row, values)
        narrow = copy.copy(row)
        narrow.visibility = Visibility.SECRETARIAT
        return super().cleared(actor, narrow, {**values, "visibility": Visibility.GROUP})

    def _store(self, actor: Viewer, row: Project, values: Mapping[str, Any]) -> None:
        if not actor.is_secretariat:
            _reserved_check(row, values)
        super()._store(actor, row, values)


def _groups_moved(row: Project, values: Mapping[str, Any]) -> tuple[set[int], set[int]]:
    """The groups that ``values`` add to those of the stored ``row``, and those that they take away."""
    lead, contributing = row.group, row.many("contributing_groups")
    before = {group.pk for group in (lead, *contributing) if group is not None}
    lead, contributing = values.get("group", lead), values.get("contributing_groups", contributing)
    after = {group.pk for group in (lead, *(contributing or ())) if group is not None}
    return after - before, before - after


def _reserved_check(row: Project, values: Mapping[str, Any]) -> None:
    """Raise ValidationError for the reference, and for another kind of a stored row.

    A reference that is taken, or a tree that would break, would tell of projects that the writer may not see.
    """
    errors = {}
    if values.get("code", row.code) != row.code:
        errors["code"] = _("References are given by the secretariat, so that none is given twice. Leave it as it is.")
    if row.pk and values.get("kind", row.kind) != row.kind:
        errors["kind"] = _("Others may have placed their work above or below. Ask the secretariat to change the kind.")
    if errors:
        raise ValidationError(errors)


projects = ProjectServices(Project, policies.project_write, project_check, policies.project_archive)
project_create, project_update = projects.create, projects.update
project_archive, project_restore = projects.archive, projects.restore
