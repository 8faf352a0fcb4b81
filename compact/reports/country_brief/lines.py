"""What a country brief is made of: lines under headings, from records that are cleared for all entities.

A brief is a paper and leaves the house, so nothing uncleared enters it (domain rule 8), whoever asks: it holds what a
reader without any role would see, and of that what the one who asks may see.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from compact.kernel.records import UNCONFIRMED
from compact.kernel.viewers import Viewer

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from compact.kernel.money import Money


class Section(models.TextChoices):
    """The headings of a brief, in their order."""

    REQUESTS = "requests", _("Requests for assistance")
    RECOMMENDATIONS = "recommendations", _("Cleared recommendations")
    CURRENT = "current", _("Current work")
    WORLDWIDE = "worldwide", _("Worldwide work")
    PLANNED = "planned", _("Planned work")
    ENDED = "ended", _("Recently ended")
    MONEY = "money", _("Money")
    CONTACTS = "contacts", _("Contacts")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a brief.

    ``start`` and ``end`` are partial dates; ``state`` is a code and ``state_name`` what a person reads. ``place`` says
    whether work is there for the State by its name (*country*) or for a region around it (*region*). ``resource`` and
    ``uid`` lead to the record in the API; ``evidence`` and ``source`` are the record's.
    """

    section: Section
    title: str
    who: str = ""
    start: str = ""
    end: str = ""
    state: str = ""
    state_name: str = ""
    detail: str = ""
    money: Money | None = None
    place: str = ""
    resource: str = ""
    uid: str | None = None
    source: str = ""
    evidence: str = ""

    @property
    def is_unconfirmed(self) -> bool:
        """Whether the line is shown as unconfirmed."""
        return self.evidence in UNCONFIRMED


@dataclass(frozen=True)
class Brief:
    """A brief on the State ``country`` (ISO 3166 alpha-3) of ``day``, for ``viewer``."""

    viewer: Viewer
    country: str
    day: datetime.date

    @cached_property
    def everybody(self) -> Viewer:
        """A reader without any role, who sees what is cleared for all entities."""
        return replace(self.viewer, is_superuser=False, is_secretariat=False, person_id=None, seats=())

    def cleared(self, model: Any) -> QuerySet[Any]:
        """The rows of ``model`` in use that are cleared for all entities and that the viewer may see."""
        seen = model.objects.visible_to(self.viewer)
        rows: QuerySet[Any] = seen.visible_to(self.everybody).live()
        return rows

    def named(self, model: Any, keys: set[Any]) -> dict[Any, Any]:
        """Those of the rows of ``model`` with the ``keys`` that may be named in the brief, by key."""
        return self.cleared(model).in_bulk([key for key in keys if key is not None])


def joined(*parts: Any) -> str:
    """The ``parts`` that are not empty, in one line."""
    return "; ".join(str(part) for part in parts if part)
