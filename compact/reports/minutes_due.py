"""When minutes are late: what the report of meetings and the secretariat's work list both count by."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, When

from compact.kernel.dates import surely_on_or_before
from workinggroups.meetings.models import Meeting, MeetingStatus, Minutes, MinutesState

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer

WRITTEN_WITHIN = 30
"""Days from a meeting until there are minutes: a month later nobody remembers who said what."""
ADOPTED_WITHIN = 90
"""Days from a meeting until its minutes are adopted: by then a group that meets every quarter has met again."""
ADOPTION_WARNING = 60
"""Days from a meeting after which the work list asks for the adoption: a month before it is overdue."""


def minutes_of(viewer: Viewer) -> Any:
    """The minutes in use, as far as ``viewer`` sees them, of the meeting of the outer query."""
    return Minutes.objects.visible_to(viewer).live().filter(meeting=OuterRef("pk"))


def with_last_day(meetings: QuerySet[Any]) -> QuerySet[Any]:
    """``meetings`` with ``last_day``: the end, or the only day; "" when it is not known."""
    last = Case(When(end="", then=F("start")), default=F("end"), output_field=CharField())
    dated: QuerySet[Any] = meetings.annotate(last_day=last)
    return dated


def held_before(day: datetime.date, days: int) -> Q:
    """The condition on meetings with ``last_day`` that they were held, surely, more than ``days`` before ``day``."""
    last = day - datetime.timedelta(days=days + 1)
    return Q(status=MeetingStatus.HELD) & surely_on_or_before("last_day", last)


def not_written(viewer: Viewer) -> Q:
    """The condition that a meeting has no minutes that ``viewer`` sees."""
    return Q(~Exists(minutes_of(viewer)))


def not_adopted(viewer: Viewer) -> Q:
    """The condition that a meeting has no adopted minutes that ``viewer`` sees."""
    return Q(~Exists(minutes_of(viewer).filter(state=MinutesState.ADOPTED)))


def minutes_overdue(viewer: Viewer, day: datetime.date) -> Q:
    """The condition on meetings with ``last_day`` that their minutes are late on ``day``."""
    unwritten = held_before(day, WRITTEN_WITHIN) & not_written(viewer)
    return unwritten | (held_before(day, ADOPTED_WITHIN) & not_adopted(viewer))


def meetings_held(viewer: Viewer) -> QuerySet[Any]:
    """The meetings that were held, as far as ``viewer`` sees them."""
    held: QuerySet[Any] = Meeting.objects.visible_to(viewer).live().filter(status=MeetingStatus.HELD)
    return held
