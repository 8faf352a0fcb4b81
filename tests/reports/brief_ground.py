"""Ground for the tests of the country brief: work in Kenya that all see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.needs.ground import CLEARED
from tests.projects.ground import places
from tests.projects.ground import project_make as project_of

if TYPE_CHECKING:
    from tests.cast import Cast


def project_make(cast: Cast, title: str = "Project", lead: str = "UNODC", **values: Any) -> Any:
    """A project under way in Kenya, cleared for all."""
    given = {"countries": places("KEN"), "start": "2020", "status": "ongoing", **CLEARED, **values}
    return project_of(cast, title, lead, **given)
