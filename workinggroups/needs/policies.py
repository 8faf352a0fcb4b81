"""Who may write themes, assistance requests and recommendations (domain rules 2 and 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compact.kernel.policies import YES, Answer, no, secretariat_only

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from workinggroups.needs.models import AssistanceRequest, Need, Recommendation, Theme


def theme_write(viewer: Viewer, theme: Theme | None = None) -> Answer:
    """Themes are the secretariat's: all work is compared by them."""
    return secretariat_only(viewer)


def originates(viewer: Viewer, need: Need) -> bool:
    """Whether ``need`` comes from an entity that ``viewer`` speaks for, perhaps as an alternate."""
    return need.originator_id in viewer.entity_ids(alternates=True)


def request_write(viewer: Viewer, request: AssistanceRequest | None = None) -> Answer:
    """The secretariat; people of the entity that a request reached; of a stored one also those who handle it."""
    if request is None:
        return _enters(viewer)
    handles = bool(request.pk) and request.handled_by_id in viewer.entity_ids(alternates=True)
    if viewer.is_secretariat or originates(viewer, request) or handles:
        return YES
    return no(
        _(
            "Only the secretariat, the entity that a request reached and the one that handles it can change it. "
            "Write to them with what you know."
        )
    )


def request_archive(viewer: Viewer, request: AssistanceRequest | None = None) -> Answer:
    """The secretariat, and the entity that the request reached; alternates prepare only."""
    return _enters(viewer) if request is None else _takes_out(viewer, request)


def recommendation_write(viewer: Viewer, recommendation: Recommendation | None = None) -> Answer:
    """The secretariat, and people of the entity that makes the recommendation."""
    if recommendation is None:
        return _enters(viewer)
    if viewer.is_secretariat or originates(viewer, recommendation):
        return YES
    return no(
        _(
            "Only the secretariat and the entity that makes a recommendation can change it. "
            "Write to them with what you know."
        )
    )


def recommendation_archive(viewer: Viewer, recommendation: Recommendation | None = None) -> Answer:
    """The same without the alternates."""
    return _enters(viewer) if recommendation is None else _takes_out(viewer, recommendation)


def _enters(viewer: Viewer) -> Answer:
    """Whoever speaks for an entity enters what comes from it."""
    if viewer.is_secretariat or viewer.entity_ids(alternates=True):
        return YES
    return no(_("Only people whom an entity has nominated can enter this. Send it to the secretariat."))


def _takes_out(viewer: Viewer, need: Need) -> Answer:
    if viewer.is_secretariat or need.originator_id in viewer.entity_ids():
        return YES
    return no(
        _("Only the secretariat and the entity that this comes from can archive it; alternates leave it to their seat.")
    )
