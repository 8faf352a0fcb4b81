"""Who may write planned activities, and to whom the site sends mail for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compact.kernel.policies import YES, Answer, no
from workinggroups.groups.models import Role

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from workinggroups.projects.models import PlannedActivity


def planned_write(viewer: Viewer, planned: PlannedActivity | None = None) -> Answer:
    """The secretariat all; focal points and their alternates those of their own entity."""
    own = viewer.entity_ids(Role.FOCAL_POINT, alternates=True)
    if viewer.is_secretariat or (own if planned is None else planned.entity_id in own):
        return YES
    if own:
        return no(
            _(
                "You keep what your own entity plans. "
                "Write to the contact of this activity or to the secretariat with the correction."
            )
        )
    return no(
        _(
            "What an entity plans is entered by its focal point, by the alternate and by the secretariat. "
            "Tell one of them."
        )
    )


def planned_archive(viewer: Viewer, planned: PlannedActivity | None = None) -> Answer:
    """The same without the alternates, who prepare."""
    answer = planned_write(viewer, planned)
    own = viewer.entity_ids(Role.FOCAL_POINT)
    if not answer or viewer.is_secretariat or (own if planned is None else planned.entity_id in own):
        return answer
    return no(_("Alternates prepare. Ask the focal point of your entity or the secretariat to archive this."))


def contacts_write(viewer: Viewer) -> Answer:
    """Whoever speaks for an entity, perhaps as an alternate, and the secretariat write to the contacts of others."""
    if viewer.is_secretariat or viewer.entity_ids(alternates=True):
        return YES
    return no(
        _(
            "Messages from here are sent for people whom an entity has nominated. "
            "Call the contacts, or write to them with your own mail program."
        )
    )
