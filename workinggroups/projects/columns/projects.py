"""The columns of projects and of their partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, OuterRef
from django.utils.translation import gettext_lazy as _

from compact.kernel.columns import Column, ColumnType
from compact.kernel.sql import Joined
from compact.kernel.standard_columns import (
    ARCHIVE,
    CLEARED,
    IDENTITY,
    SOURCED,
    SURVIVOR,
    many,
    money,
    places,
    plain,
    reference,
    translations,
)
from workinggroups.meetings.queries import entity_seen
from workinggroups.projects.joint import joint_case
from workinggroups.projects.models import Project, ProjectPartner
from workinggroups.projects.phases import out_of_step, phase_case

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def _partner_codes(viewer: Viewer) -> Joined:
    """The codes of the partners' entities, as far as the viewer sees them; the project's own rule was asked before."""
    rows = ProjectPartner.objects.live().filter(project=OuterRef("pk"))
    if not viewer.is_secretariat:
        rows = rows.filter(entity_seen(viewer, "entity__"))
    return Joined(rows.order_by("entity__code", "pk").values(item=F("entity__code")))


PROJECTS = (
    *IDENTITY,
    *plain(Project, "code", "kind"),
    *reference("parent", _("part of"), "code", "title", through="parent"),
    *translations(Project, "title"),
    *translations(Project, "summary"),
    *reference("lead", _("lead entity"), "code", "name"),
    Column("partner_codes", _("partners (codes)"), type=ColumnType.LIST, compute=_partner_codes),
    *plain(Project, "declared_joint"),
    Column("joint", _("joint project"), type=ColumnType.CODE, compute=joint_case),
    *reference("group", _("lead group"), "code", "name", through="group"),
    *many("contributing_groups", _("contributing groups")),
    *reference("advisory_body", _("advisory body"), "code", "name", through="advisory_body"),
    *places("countries", _("beneficiary States")),
    *places("regions", _("beneficiary regions")),
    *plain(Project, "is_global", "place_note"),
    *many("pillars", _("pillars of the Strategy")),
    *many("instruments", _("resolutions and legal instruments")),
    *many("themes", _("themes")),
    *many("requests", _("assistance requests answered")),
    *many("recommendations", _("recommendations answered")),
    Column("decisions", _("decisions"), "decisions__uid", ColumnType.LIST, many="decisions", by="number"),
    Column("action_items", _("action items"), "action_items__uid", ColumnType.LIST, many="action_items", by="due"),
    *plain(Project, "institutions", "audience", "start", "end", "status"),
    Column("phase", _("phase by date"), type=ColumnType.CODE, compute=lambda viewer: phase_case(viewer.today)),
    Column(
        "out_of_step",
        _("declared status and dates disagree"),
        type=ColumnType.BOOLEAN,
        compute=lambda viewer: out_of_step(viewer.today),
    ),
    *money(Project, "budget"),
    *plain(Project, "budget_basis", "budget_note", "results", "results_link", "documents"),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
    SURVIVOR,
)
PROJECT_PARTNERS = (
    *IDENTITY,
    *reference("project", _("project"), "code", "title"),
    *reference("entity", _("entity"), "code", "name"),
    *plain(ProjectPartner, "role"),
    *money(ProjectPartner, "share"),
    *plain(ProjectPartner, "contribution"),
    *SOURCED,
    *ARCHIVE,
)
