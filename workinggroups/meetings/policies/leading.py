"""Who runs a group, who prepares for those, and who speaks for an entity (domain rule 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compact.kernel.policies import YES, Answer, no
from workinggroups.groups.models import LEADING_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compact.kernel.viewers import Viewer
    from workinggroups.groups.models import Group


def runs_any(viewer: Viewer) -> Answer:
    """Yes for the secretariat and whoever chairs or co-chairs a group, or is its vice-chair, today."""
    return _answer(viewer.is_secretariat or bool(viewer.group_ids(*LEADING_ROLES)))


def runs(viewer: Viewer, groups: Iterable[Group]) -> Answer:
    """Yes for the secretariat and those who run at least one of ``groups``."""
    own = viewer.group_ids(*LEADING_ROLES)
    return _answer(viewer.is_secretariat or any(group.pk in own for group in groups))


def drafts_any(viewer: Viewer) -> Answer:
    """Yes for those who run a group and for their alternates, who prepare and never endorse."""
    return _answer(viewer.is_secretariat or bool(viewer.group_ids(*LEADING_ROLES, alternates=True)))


def drafts(viewer: Viewer, groups: Iterable[Group]) -> Answer:
    """Yes for the secretariat, those who run one of ``groups``, and their alternates."""
    own = viewer.group_ids(*LEADING_ROLES, alternates=True)
    return _answer(viewer.is_secretariat or any(group.pk in own for group in groups))


def _answer(allowed: bool) -> Answer:
    if allowed:
        return YES
    return no(
        _(
            "Only the secretariat and the chairs, co-chairs and vice-chairs of the group can do this. "
            "Write to them with what you need."
        )
    )


def endorses_not() -> Answer:
    """The answer to an alternate where a chair has to act."""
    return no(_("Alternates prepare drafts. Ask the chair, a vice-chair or the secretariat to do this."))
