"""A project's declared status and its phase by date are two facts (domain rule 5): a mismatch is shown."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import pgettext_lazy

from compact.kernel.dates import earliest, latest, surely_on_or_after, surely_on_or_before


class DeclaredStatus(models.TextChoices):
    """What the lead entity says of a project."""

    PLANNED = "planned", pgettext_lazy("project", "Planned")
    ONGOING = "ongoing", pgettext_lazy("project", "Ongoing")
    SUSPENDED = "suspended", pgettext_lazy("project", "Suspended")
    CLOSED = "closed", pgettext_lazy("project", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("project", "Cancelled")


class Phase(models.TextChoices):
    """What the dates of a project say of a day."""

    NOT_STARTED = "not_started", pgettext_lazy("phase", "Not started")
    RUNNING = "running", pgettext_lazy("phase", "Under way")
    STARTED = "started", pgettext_lazy("phase", "Started, end not on record")
    ENDED = "ended", pgettext_lazy("phase", "Over")
    UNKNOWN = "unknown", pgettext_lazy("phase", "Cannot be told")


#: The phases that contradict a declared status beyond doubt.
CONTRADICTIONS: dict[str, tuple[str, ...]] = {
    DeclaredStatus.PLANNED: (Phase.RUNNING, Phase.STARTED, Phase.ENDED),
    DeclaredStatus.ONGOING: (Phase.NOT_STARTED, Phase.ENDED),
    DeclaredStatus.SUSPENDED: (Phase.NOT_STARTED, Phase.ENDED),
    DeclaredStatus.CLOSED: (Phase.NOT_STARTED, Phase.RUNNING),
}


def phase_on(start: str, end: str, day: datetime.date) -> Phase:
    """The phase on ``day`` of what lasts from ``start`` to ``end`` (partial dates, "" when not known)."""
    if end and latest(end) < day:
        return Phase.ENDED
    if start and earliest(start) > day:
        return Phase.NOT_STARTED
    if not start or latest(start) > day:
        return Phase.UNKNOWN
    if not end:
        return Phase.STARTED
    return Phase.RUNNING if earliest(end) >= day else Phase.UNKNOWN


def _before(field: str, day: datetime.date) -> Q:
    return surely_on_or_before(field, day - datetime.timedelta(days=1))


def _after(field: str, day: datetime.date) -> Q:
    return surely_on_or_after(field, day + datetime.timedelta(days=1))


def phase_is(phase: str, day: datetime.date, prefix: str = "") -> Q:
    """The condition that a row with ``start`` and ``end`` is in ``phase`` on ``day``, as :func:`phase_on` says."""
    start, end = f"{prefix}start", f"{prefix}end"
    ended, not_started = _before(end, day), _after(start, day)
    begun = surely_on_or_before(start, day)
    lasting = surely_on_or_after(end, day)
    conditions = {
        Phase.ENDED: ended,
        Phase.NOT_STARTED: ~ended & not_started,
        Phase.STARTED: begun & Q(**{end: ""}),
        Phase.RUNNING: begun & lasting,
    }
    if phase in conditions:
        return conditions[Phase(phase)]
    return ~(ended | not_started | conditions[Phase.STARTED] | conditions[Phase.RUNNING])


def phase_case(day: datetime.date, prefix: str = "") -> Case:
    """The phase on ``day`` as an expression."""
    known = (Phase.ENDED, Phase.NOT_STARTED, Phase.STARTED, Phase.RUNNING)
    cases = [When(phase_is(phase, day, prefix), then=Value(phase.value)) for phase in known]
    return Case(*cases, default=Value(Phase.UNKNOWN.value), output_field=models.CharField())


def out_of_step(day: datetime.date, prefix: str = "") -> Q:
    """The condition that the declared status contradicts the phase on ``day`` beyond doubt."""
    found = Q()
    for phase in Phase:
        statuses = [status for status, phases in CONTRADICTIONS.items() if phase in phases]
        if statuses:
            found |= Q(**{f"{prefix}status__in": statuses}) & phase_is(phase, day, prefix)
    return found


def is_out_of_step(status: str, phase: str) -> bool:
    """Whether a declared status contradicts a phase."""
    return phase in CONTRADICTIONS.get(status, ())
