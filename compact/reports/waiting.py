"""What waits for somebody on the first page: answers, silence procedures, action items, meetings."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils import timezone

from compact.kernel.dates import partial_date_display, surely_on_or_before
from compact.reports.minutes_due import with_last_day
from workinggroups.meetings.models import ActionItem, Meeting, MeetingStatus, SilenceProcedure
from workinggroups.meetings.queries import CLOSED, meetings_of
from workinggroups.meetings.views import silence_waiting
from workinggroups.overlaps.concerned import WORK_RELATIONS, works_of
from workinggroups.overlaps.decided import waiting_consents
from workinggroups.overlaps.sides import work_name
from workinggroups.overlaps.standing import Waiting as WaitingCase
from workinggroups.overlaps.standing import cases_waiting
from workinggroups.workplans.models import Input
from workinggroups.workplans.views import inputs_waiting

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from workinggroups.overlaps.models import Consent

SHOWN = 10
"""How many lines of a kind the page shows; the rest is told as a number, with the list that has them all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An input wanted, and whether its deadline is over."""

    input: Input
    late: bool


@dataclass(frozen=True, slots=True)
class Due:
    """An action item, and the day on which it is due in words; "" when none was set."""

    item: Any
    day: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """An answer of an entity that is awaited, and what the two pieces of work are called."""

    consent: Consent
    name: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a viewer; of each kind the first few, and how many there are."""

    inputs: list[Asked]
    procedures: list[SilenceProcedure]
    actions: list[Due]
    actions_count: int
    meetings: list[Meeting]
    cases: list[WaitingCase]
    consents: list[Agreement]

    @property
    def actions_others(self) -> int:
        """How many action items are not shown."""
        return self.actions_count - len(self.actions)

    @property
    def actions_address(self) -> str:
        """The list with all action items that are not closed."""
        return f"{reverse('api-action-items-list')}?status=open&status=in_progress&format=xlsx"

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.inputs or self.procedures or self.actions or self.cases or self.consents)


def waiting_for(viewer: Viewer) -> Waiting:
    """What waits for ``viewer``; who speaks for no entity and sits in no group costs no query."""
    entities, groups = viewer.entity_ids(alternates=True), viewer.group_ids(alternates=True)
    actions = actions_waiting(viewer) if entities else []
    now = timezone.now()
    inputs = inputs_waiting(viewer) if entities else []
    return Waiting(
        inputs=[Asked(each, late=each.call.deadline < now) for each in inputs],
        procedures=silence_waiting(viewer) if entities else [],
        actions=[Due(item, partial_date_display(item.due)) for item in actions[:SHOWN]],
        actions_count=len(actions),
        meetings=meetings_coming(viewer) if groups else [],
        cases=cases_waiting(viewer),
        consents=consents_waiting(viewer) if entities else [],
    )


def consents_waiting(viewer: Viewer) -> list[Agreement]:
    """Where an answer is awaited whether work that the viewer's entity leads becomes one with another; one query."""
    relations = [f"decision__candidate__{path}" for path in WORK_RELATIONS]
    rows = waiting_consents(viewer).select_related(*relations, "entity")
    return [Agreement(row, " ↔ ".join(map(work_name, works_of(row.decision.candidate)))) for row in rows]


def actions_waiting(viewer: Viewer) -> list[Any]:
    """What the viewer's entities have still to do, overdue ones first, then by date; one query."""
    own = ActionItem.objects.visible_to(viewer).live().filter(entity__in=viewer.entity_ids(alternates=True))
    items = own.exclude(status__in=CLOSED).standing_on(viewer.today).select_related("entity", "group")
    return sorted(items, key=lambda item: (not item.overdue, not item.due, item.due, item.pk))


def meetings_coming(viewer: Viewer) -> list[Meeting]:
    """The next meetings of the viewer's groups, the nearest first; two queries."""
    own = meetings_of(viewer.group_ids(alternates=True), "pk")
    planned = Meeting.objects.visible_to(viewer).live().filter(own, status=MeetingStatus.PLANNED)
    yesterday = viewer.today - datetime.timedelta(days=1)
    coming = with_last_day(planned).filter(~Q(surely_on_or_before("last_day", yesterday)))
    ordered = coming.order_by(Case(When(start="", then=1), default=0), "start", "starts_at", "pk")
    return list(ordered.prefetch_related("groups")[:SHOWN])
