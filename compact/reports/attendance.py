"""The report of attendance: of the meetings that concerned an entity, how many it attended.

A meeting concerns the entities that, as far as is known, held a term that day in one of the groups that met (of the
Committee, on which every entity has a seat: those that took part in the Compact), and whoever is on its list.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from compact.entities.models import Entity, Participation
from compact.kernel.api.filters import ManyFilter
from compact.kernel.columns import Column, ColumnType
from compact.kernel.dates import earliest
from compact.reports.base import Report
from compact.reports.filters import CodesFilter, PeriodFilters
from compact.reports.minutes_due import meetings_held
from workinggroups.groups.models import Group, GroupKind, Term
from workinggroups.meetings.filters.days import can_be_before
from workinggroups.meetings.models import Attendance, Meeting, MeetingKind, Presence

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer

_WHOLE = 100


class Met(NamedTuple):
    """A meeting: its first day, as far as is known, and the ids of its groups."""

    start: str
    groups: frozenset[int]


@dataclass(slots=True)
class Ground:
    """What the figures are made from, as far as the viewer may see it."""

    meetings: dict[int, Met]
    lists: dict[int, dict[int, str]] = field(default_factory=dict)
    """For each meeting with a list: the presence of each entity on it, by id."""
    terms: dict[int, list[Term]] = field(default_factory=dict)
    """The terms in each group."""
    taking_part: list[Participation] = field(default_factory=list)
    committees: frozenset[int] = frozenset()


class AttendanceFilters(PeriodFilters):
    """Attendance at the meetings of some groups, of a period, of some kinds."""

    group = CodesFilter(Group, "groups", label=_("The group’s code; may be repeated"))
    kind = ManyFilter(choices=MeetingKind, label=_("Kind; may be repeated"))


class AttendanceByEntity(Report):
    """One row an entity: of the meetings held, with a list of attendance, how many it attended."""

    name = "attendance"
    columns = (
        Column("entity_code", _("entity (code)"), type=ColumnType.CODE),
        Column("entity_acronym", _("entity (acronym)")),
        Column("entity_name", _("entity")),
        Column("meetings_held", _("meetings held that concerned it, with a list"), type=ColumnType.NUMBER),
        Column("attended", _("attended"), type=ColumnType.NUMBER),
        Column("apologies", _("apologies"), type=ColumnType.NUMBER),
        Column("not_on_list", _("not on the list"), type=ColumnType.NUMBER),
        Column("rate", _("attended, in per cent of the meetings held"), type=ColumnType.NUMBER),
        Column("meetings_without_list", _("further meetings held, without a list"), type=ColumnType.NUMBER),
    )
    may_lack = frozenset({"rate"})
    filterset_class = AttendanceFilters

    def rows_readable(self, viewer: Viewer) -> QuerySet[Any]:
        """Meetings in use that were held."""
        return meetings_held(viewer)

    def table(self, viewer: Viewer, day: datetime.date, chosen: QuerySet[Any]) -> Iterator[Sequence[Any]]:
        """One row an entity, by code, of the meetings until ``day``; seven queries."""
        codes = set(self.request.query_params.getlist("group"))
        ground = _ground(viewer, chosen.filter(can_be_before("start", day)), codes)
        counted = _counted(ground)
        entities = Entity.objects.visible_to(viewer).live().filter(pk__in=counted.keys()).order_by("code")
        for entity in entities:
            yield (entity.code, entity.acronym, entity.name, *_figures(counted[entity.pk]))


def _ground(viewer: Viewer, chosen: QuerySet[Any], codes: set[str]) -> Ground:
    groups = Group.objects.visible_to(viewer).live()
    wanted = {group.pk: group.kind for group in groups if not codes or group.code in codes}
    starts = dict(chosen.order_by().values_list("pk", "start"))
    links = Meeting.groups.through._base_manager.filter(meeting__in=starts, group__in=wanted)
    met: dict[int, set[int]] = {}
    for meeting, group in links.values_list("meeting_id", "group_id"):
        met.setdefault(meeting, set()).add(group)
    ground = Ground({pk: Met(start, frozenset(met.get(pk, ()))) for pk, start in starts.items()})
    ground.committees = frozenset(pk for pk, kind in wanted.items() if kind == GroupKind.COMMITTEE)
    _lists_read(viewer, ground)
    for term in Term.objects.visible_to(viewer).live().filter(group__in=wanted):
        ground.terms.setdefault(term.group_id, []).append(term)
    ground.taking_part = list(Participation.objects.visible_to(viewer).live())
    return ground


def _lists_read(viewer: Viewer, ground: Ground) -> None:
    """Read who was present; several rows for an entity, one of them present, mean that it was there."""
    named = Attendance.objects.visible_to(viewer).live().filter(meeting__in=ground.meetings)
    for meeting, entity, presence in named.values_list("meeting_id", "entity_id", "presence"):
        on_list = ground.lists.setdefault(meeting, {})
        if entity is not None and on_list.get(entity) != Presence.PRESENT:
            on_list[entity] = presence


def _counted(ground: Ground) -> Mapping[int, Counter[str]]:
    counted: dict[int, Counter[str]] = {}
    for pk, meeting in ground.meetings.items():
        on_list = ground.lists.get(pk)
        for entity in _concerned(ground, meeting) | set(on_list or ()):
            figures = counted.setdefault(entity, Counter())
            figures["without_list" if on_list is None else (on_list.get(entity) or "absent")] += 1
    return counted


def _concerned(ground: Ground, meeting: Met) -> set[int]:
    """The ids of the entities that had a place in the meeting; none where its day is not known at all."""
    if not meeting.start:
        return set()
    day = earliest(meeting.start)
    found = {
        term.entity_id for group in meeting.groups for term in ground.terms.get(group, ()) if term.certainty_on(day)
    }
    if meeting.groups & ground.committees:
        found |= {each.entity_id for each in ground.taking_part if each.certainty_on(day)}
    return found


def _figures(counted: Counter[str]) -> tuple[int | None, ...]:
    present, sorry, absent = (counted[name] for name in (Presence.PRESENT.value, Presence.APOLOGIES.value, "absent"))
    held = present + sorry + absent
    rate = (present * _WHOLE + held // 2) // held if held else None
    return (held, present, sorry, absent, rate, counted["without_list"])
