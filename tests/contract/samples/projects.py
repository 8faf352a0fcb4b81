"""Samples of projects and of their partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compact.kernel.places import Place
from tests.cast import SYSTEM
from tests.contract.samples.base import Sample, uid
from tests.contract.samples.rights import Rights, written_by
from workinggroups.projects.models import Project
from workinggroups.projects.services.projects import project_create

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cast import Cast
    from tests.contract.samples.base import Payload

OPEN = {"visibility": "all", "clearance": "E-mail of 3 May 2026"}


def project_of(cast: Cast, number: int) -> Project:
    """A project in Kenya, open to all, that UNODC leads."""
    title = f"Project of the samples: {number}"
    found: Project | None = Project.objects.filter(title_en=title).first()
    values = {"title_en": title, "lead": cast.entities["UNODC"], "visibility": "all"}
    return found or project_create(actor=SYSTEM, values=values | {"countries": [Place.objects.get(code="KEN")]})


def _project(cast: Cast, number: int) -> Payload:
    return {
        "title_en": f"Project {number}",
        "lead": uid(cast.entities["UNODC"]),
        "countries": ["KEN"],
        "start": f"2025-{1 + number % 12:02}",
        "status": "ongoing",
        "budget": f"{1000 + number}.50",
        "budget_currency": "USD",
    }


def _partner(cast: Cast, number: int) -> Payload:
    project, entity = project_of(cast, number), cast.entities["WCO"]
    return {"project": uid(project), "entity": uid(entity), "role": "joint", "share": f"{number}.05", "currency": "EUR"}


SAMPLES: Mapping[str, Sample] = {
    "projects": Sample(
        _project,
        {"status": "closed"},
        {"end": "2019"},
        ("running_on", "2019-13-01"),
        ("lead",),
        visible=OPEN,
        texts=("place_note", "results"),
    ),
    "project-partners": Sample(
        _partner,
        {"contribution": "Two trainers"},
        {"role": "lead"},
        ("role", "perhaps"),
        ("project", "entity", "project__lead"),
        texts=("contribution", "note"),
    ),
}
RIGHTS: Mapping[str, Rights] = {
    "projects": written_by("focal_point"),
    "project-partners": written_by("focal_point"),
}
