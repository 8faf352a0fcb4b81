"""Ground for the tests of projects: a few short ways to store them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from compact.agreements.services import instrument_create
from compact.entities.models import Entity
from compact.kernel.places import Place
from tests.cast import SYSTEM
from workinggroups.projects.services.partners import partner_create
from workinggroups.projects.services.projects import project_create

if TYPE_CHECKING:
    from compact.agreements.models import Instrument
    from compact.kernel.viewers import Viewer
    from tests.cast import Cast
    from workinggroups.projects.models import Project, ProjectPartner

BY_MAIL = "E-mail of 3 May 2026"
"""How an originator has cleared a record."""


def places(*codes: str) -> list[Place]:
    """The places with ``codes``, in their order."""
    return [Place.objects.get(code=code) for code in codes]


def project_make(cast: Cast, title: str = "Project", lead: str = "UNODC", **values: Any) -> Project:
    """A project that ``lead`` leads, entered by the secretariat."""
    values = {"title_en": title, "lead": cast.entities[lead], **values}
    return project_create(actor=SYSTEM, values=values)


def partner_make(cast: Cast, project: Project, entity: str, role: str = "joint", **values: Any) -> ProjectPartner:
    """``entity`` as a partner of ``project``, entered by the secretariat."""
    values = {"project": project, "entity": cast.entities[entity], "role": role, **values}
    return partner_create(actor=SYSTEM, values=values)


def instrument_make(code: str, kind: str = "sc_resolution", **values: Any) -> Instrument:
    """A resolution, or what else ``kind`` says."""
    return instrument_create(actor=SYSTEM, values={"code": code, "kind": kind, "title_en": f"Text {code}", **values})


def alternate_of(viewer: Viewer) -> Viewer:
    """Somebody who is the alternate in all that ``viewer`` is."""
    seats = tuple(dataclasses.replace(seat, alternate=True) for seat in viewer.seats)
    return dataclasses.replace(viewer, seats=seats)


def hide(row: Any) -> None:
    """Narrow ``row`` to the secretariat, as no service would."""
    type(row)._base_manager.filter(pk=row.pk).update(visibility="secretariat")


def entity_hide(cast: Cast, code: str) -> Entity:
    """Narrow an entity to the secretariat."""
    hide(cast.entities[code])
    return cast.entities[code]
