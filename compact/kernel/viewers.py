"""Who is looking or acting: resolved once per request, then handed to every read and write."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


class Door(TextChoices):
    """Through which door an act came in."""

    ADMIN = "admin", _("admin")
    PORTAL = "portal", _("portal")
    API = "api", _("API")
    IMPORT = "import", _("import")
    COMMAND = "command", _("command")


@dataclass(frozen=True, slots=True)
class Seat:
    """One reason for a right: a role that somebody holds on the day.

    ``role`` is a slug of the room that resolves viewers; ``group_id``, ``entity_id`` and ``country``
    (ISO 3166 alpha-3) say where it counts; an ``alternate`` prepares and never endorses; ``until`` is a
    partial date, "" when no end is recorded; ``why`` is the sentence shown to the user.
    """

    role: str
    why: str
    group_id: int | None = None
    entity_id: int | None = None
    country: str = ""
    alternate: bool = False
    until: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in user, or a command, on one day; every right of theirs derives from ``seats``."""

    user_id: int | None
    label: str
    door: Door
    today: datetime.date
    is_superuser: bool = False
    is_secretariat: bool = False
    person_id: int | None = None
    seats: tuple[Seat, ...] = field(default=())

    def group_ids(self, *roles: str, alternates: bool = False) -> frozenset[int]:
        """Groups in which the viewer holds one of ``roles`` (any role when none is named)."""
        return frozenset(
            seat.group_id
            for seat in self.seats
            if seat.group_id and (not roles or seat.role in roles) and (alternates or not seat.alternate)
        )

    def entity_ids(self, *roles: str, alternates: bool = False) -> frozenset[int]:
        """Entities for which the viewer holds one of ``roles`` (any role when none is named)."""
        return frozenset(
            seat.entity_id
            for seat in self.seats
            if seat.entity_id and (not roles or seat.role in roles) and (alternates or not seat.alternate)
        )

    @property
    def countries(self) -> frozenset[str]:
        """States (ISO 3166 alpha-3) whose Resident Coordinator's office the viewer works in."""
        return frozenset(seat.country for seat in self.seats if seat.country)

    @property
    def is_country_office(self) -> bool:
        """Whether all rights derive from a Resident Coordinator's office, which sees the work in its country."""
        return bool(self.countries) and not self.is_secretariat and all(seat.country for seat in self.seats)

    @classmethod
    def oneself(cls, user_id: int, label: str) -> Viewer:
        """A user who acts on their own account, perhaps before sign-in (a password set again by mail)."""
        return cls(user_id=user_id, label=label, door=Door.PORTAL, today=timezone.now().date())

    @classmethod
    def system(cls, label: str, door: Door = Door.COMMAND) -> Viewer:
        """The actor of a management command or background task, with the rights of the secretariat."""
        return cls(
            user_id=None, label=label, door=door, today=timezone.now().date(), is_superuser=True, is_secretariat=True
        )


@lru_cache
def _resolver() -> Callable[[HttpRequest], Viewer]:
    return cast("Callable[[HttpRequest], Viewer]", import_string(settings.VIEWER_RESOLVER))


def door_of(request: HttpRequest) -> Door:
    """The door that ``request`` came through, told from its path."""
    if request.path.startswith("/admin/"):
        return Door.ADMIN
    return Door.API if request.path.startswith("/api/") else Door.PORTAL


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of an authenticated ``request``; resolved once for a request and user."""
    cached = getattr(request, "compact_viewer", None)
    if cached is None or cached.user_id != request.user.pk:
        cached = _resolver()(request)
        request.compact_viewer = cached  # type: ignore[attr-defined]  # kept on the request, like request.user
    return cast("Viewer", cached)
