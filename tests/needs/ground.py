"""Themes, requests, recommendations and the work that cites them, for the tests of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.cast import SYSTEM
from workinggroups.needs.services import recommendation_create, request_create, theme_create
from workinggroups.projects.services.projects import project_create

if TYPE_CHECKING:
    from compact.entities.models import Entity
    from compact.kernel.viewers import Viewer
    from workinggroups.needs.models import AssistanceRequest, Recommendation, Theme

CLEARED = {"visibility": "all", "clearance": "E-mail of 3 May 2026"}


def theme_make(code: str = "travel", **values: Any) -> Theme:
    """A theme that all see."""
    return theme_create(actor=SYSTEM, values={"code": code, "name_en": f"Theme {code}", **values})


def request_make(actor: Viewer = SYSTEM, **values: Any) -> AssistanceRequest:
    """A request of Kenya, which its originator and the secretariat see."""
    given = {"country": "KEN", "title": "Training of border guards", "requested_on": "2025-05", **values}
    return request_create(actor=actor, values=given)


def recommendation_make(actor: Viewer = SYSTEM, **values: Any) -> Recommendation:
    """A recommendation to Kenya, which its originator and the secretariat see."""
    given = {"country": "KEN", "title": "Law on passenger data", "origin": "cted_visit", "made_on": "2025", **values}
    return recommendation_create(actor=actor, values=given)


def project_make(lead: Entity, **values: Any) -> Any:
    """A project, which its lead entity and the secretariat see."""
    given = {"title_en": "Passenger data in Kenya", "lead": lead, **values}
    return project_create(actor=SYSTEM, values=given)
