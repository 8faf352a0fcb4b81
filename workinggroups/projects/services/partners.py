"""Every write to the partners of projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.kernel.writes import RecordServices
from workinggroups.projects.models import PartnerRole, Project, ProjectPartner
from workinggroups.projects.policies import projects as policies
from workinggroups.projects.services.shares import shares_exceed

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def _partner_guard(actor: Viewer, partner: ProjectPartner) -> None:
    """A partner stays with its project, is its lead or is not, and brings no more than the budget has left."""
    project = Project._base_manager.select_for_update(of=("self",)).get(pk=partner.project_id)
    stored = ProjectPartner.objects.filter(pk=partner.pk).values_list("project", flat=True).first()
    errors = {}
    if stored not in (None, partner.project_id):
        errors["project"] = _("A partner stays with its project. Archive this row and enter it with the other project.")
    leads, named = partner.entity_id == project.lead_id, partner.role == PartnerRole.LEAD
    if leads and not named:
        errors["role"] = _("This entity leads the project. Choose “Lead entity”.")
    if named and not leads:
        errors["role"] = _("Another entity leads this project. Choose another role, or correct the project first.")
    if partner.share and shares_exceed(actor, project, partner):
        errors["share"] = _("The shares would come to more than the budget of the project.")
    if errors:
        raise ValidationError(errors)


partners = RecordServices(ProjectPartner, policies.partner_write, _partner_guard, policies.partner_archive)
partner_create, partner_update = partners.create, partners.update
partner_archive, partner_restore = partners.archive, partners.restore
