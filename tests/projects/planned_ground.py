"""Planned activities and what lies around them, made short."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from compact.kernel.places import Place
from tests.cast import SYSTEM, nominate
from workinggroups.groups.models import Capacity
from workinggroups.needs.services import theme_create
from workinggroups.projects.models import PlannedActivity, Project
from workinggroups.projects.near import Others, others_near
from workinggroups.projects.services.planned import planned_create
from workinggroups.projects.services.projects import project_create

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from tests.cast import Cast
    from workinggroups.needs.models import Theme

INTERIOR = "Ministry of the Interior"


def values(cast: Cast, code: str = "INTERPOL", **others: Any) -> dict[str, Any]:
    """What is least needed of an activity, in Kenya in November 2026."""
    least = {"entity": cast.entities[code], "country": "KEN", "month": "2026-11", "contact": f"Desk of {code}"}
    return {**least, **others}


def plan(cast: Cast, code: str = "INTERPOL", **others: Any) -> PlannedActivity:
    """An activity of the entity ``code``, seen by all."""
    return planned_create(actor=SYSTEM, values=values(cast, code, **others))


def activity(cast: Cast, code: str = "WCO", country: str = "KEN", **others: Any) -> Project:
    """An activity among the projects, seen by all."""
    least = {"kind": "activity", "title_en": f"Exercise of {code}", "lead": cast.entities[code], "visibility": "all"}
    where = {"countries": Place.objects.filter(pk=country), "start": "2026-11"}
    return project_create(actor=SYSTEM, values={**least, **where, **others})


def theme(code: str = "border", **others: Any) -> Theme:
    """A theme."""
    return theme_create(actor=SYSTEM, values={"code": code, "name_en": f"Theme {code}", **others})


def near(viewer: Viewer, **others: Any) -> Others:
    """What ``viewer`` is shown for Kenya in November 2026."""
    return others_near(viewer=viewer, **{"country": "KEN", "month": "2026-11", **others})


def names(others: Others) -> list[str]:
    """The entities of the planned activities that are shown, in their order."""
    return [other.entity for other in others.planned]


def alternate_of_focal_point(cast: Cast) -> Viewer:
    """The reader, who from now on stands in for UNODC's focal point."""
    nominate(cast.terms["focal_point"], cast.people["reader"], Capacity.ALTERNATE)
    return cast.viewer("reader")


def text_of(answer: Any) -> str:
    """The page."""
    return str(answer.content.decode())


def token_in(page: str) -> str:
    """The hidden field that says what was shown."""
    found = re.search(r'name="others_seen" value="([^"]*)"', page)
    return found[1] if found else ""
