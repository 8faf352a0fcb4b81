"""Who may write projects and their partners: the secretariat, and the lead entity's focal point for its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compact.kernel.policies import YES, Answer, no
from workinggroups.groups.models import Role

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from workinggroups.projects.models import Project, ProjectPartner


def project_write(viewer: Viewer, project: Project | None = None) -> Answer:
    """The secretariat, and the focal point of the lead entity with their alternates, who keep it current."""
    own = viewer.entity_ids(Role.FOCAL_POINT, alternates=True)
    if viewer.is_secretariat or (own if project is None else project.lead_id in own):
        return YES
    return _other_lead() if own else _not_theirs(viewer)


def project_archive(viewer: Viewer, project: Project | None = None) -> Answer:
    """The same without the alternates, who prepare only."""
    answer = project_write(viewer, project)
    own = viewer.entity_ids(Role.FOCAL_POINT)
    if not answer or viewer.is_secretariat or (own if project is None else project.lead_id in own):
        return answer
    return no(_("Alternates prepare. Ask the focal point of your entity or the secretariat to do this."))


def partner_write(viewer: Viewer, partner: ProjectPartner | None = None) -> Answer:
    """Those who write the project."""
    return project_write(viewer, None if partner is None else partner.project)


def partner_archive(viewer: Viewer, partner: ProjectPartner | None = None) -> Answer:
    """Those who archive the project."""
    return project_archive(viewer, None if partner is None else partner.project)


def _other_lead() -> Answer:
    return no(
        _(
            "You keep the projects that your own entity leads. "
            "Write to the focal point of the lead entity or to the secretariat with the correction."
        )
    )


def _not_theirs(viewer: Viewer) -> Answer:
    if viewer.group_ids(alternates=True):
        return no(
            _(
                "Projects are kept by the focal point of their lead entity and by the secretariat. "
                "Send your comments to one of them."
            )
        )
    return no(
        _(
            "Projects are kept by the focal point of their lead entity and by the secretariat. "
            "Write to one of them with the correction."
        )
    )
