"""What lists of meetings, agenda items and attendances can be filtered by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.entities.models import Entity, Person
from compact.kernel.api.filters import (
    DayFilter,
    ManyFilter,
    ReferenceFilter,
    SearchFilter,
    SourcedFilterSet,
    TruthFilter,
)
from compact.kernel.survivors import keys_of
from compact.kernel.viewers import viewer_of
from workinggroups.groups.models import Group
from workinggroups.meetings.filters.days import can_be_after, can_be_before, can_be_on
from workinggroups.meetings.models import (
    Attendance,
    Meeting,
    MeetingKind,
    MeetingMode,
    MeetingStatus,
    Minutes,
    Presence,
)
from workinggroups.meetings.queries import meetings_of

if TYPE_CHECKING:
    import datetime

LARGEST_SMALL = 32_767


class _NumberField(forms.IntegerField):
    """A whole number from 0 that the database can hold."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "min_value": 0, "max_value": LARGEST_SMALL})


class NumberFilter(library.NumberFilter):
    """A whole number from 0."""

    field_class = _NumberField

    def get_max_validator(self) -> None:
        """None: the field says how large a number can be."""


class _PresentFilter(ReferenceFilter):
    """Meetings in which an entity was present."""

    def filter(self, qs: Any, value: Any) -> Any:
        """The meetings of ``qs`` with a row of attendance in use that says so."""
        if not value:
            return qs
        keys = keys_of(self.row_of(value))
        rows = Attendance.objects.live().filter(meeting=OuterRef("pk"), presence=Presence.PRESENT, entity__in=keys)
        return super().filter(qs, value).filter(Exists(rows))


class _WithoutMinutesFilter(TruthFilter):
    """Meetings without minutes that the viewer may see, or those with."""

    def filter(self, qs: Any, value: str) -> Any:
        """The meetings of ``qs`` that have none, or some."""
        seen = Minutes.objects.visible_to(viewer_of(self.parent.request)).live()
        self.condition = ~Q(Exists(seen.filter(meeting=OuterRef("pk"))))
        return super().filter(qs, value)


class MeetingFilters(SourcedFilterSet):
    """Meetings by group, kind, state, day, mode, who was there, what is missing, and words."""

    group = ReferenceFilter(Group, field_name="groups")
    group_code = library.CharFilter(method="filter_group_code", label=_("The group’s code"))
    kind = ManyFilter(choices=MeetingKind, label=_("Kind; may be repeated"))
    number = NumberFilter(label=_("Number"))
    status = ManyFilter(choices=MeetingStatus, label=_("Status; may be repeated"))
    mode = ManyFilter(choices=MeetingMode, label=_("In person or virtual; may be repeated"))
    held_on = DayFilter(method="filter_held_on", label=_("Meetings that can be on this day, as far as is known"))
    after = DayFilter(method="filter_after", label=_("Meetings that can be on or after this day"))
    before = DayFilter(method="filter_before", label=_("Meetings that can be on or before this day"))
    entity = _PresentFilter(Entity, field_name="attendances__entity", label=_("entity that was present: its id"))
    without_minutes = _WithoutMinutesFilter(Q(), label=_("Meetings without minutes, or those with"))
    search = SearchFilter(method="filter_search", label=_("Text to look for, in any language"))

    def filter_group_code(self, queryset: Any, name: str, value: str) -> Any:
        """Meetings of the group, if the viewer may see it."""
        seen = Group.objects.visible_to(viewer_of(self.request)).filter(code=value)
        return queryset.filter(meetings_of(seen.values("pk"), "pk"))

    def filter_held_on(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Meetings whose only day, or whose days, can be or span the day."""
        spans = can_be_before("start", value) & can_be_after("end", value)
        return queryset.filter(can_be_on("start", value) | spans)

    def filter_after(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Meetings whose last known day can be on or after the day."""
        return queryset.filter(can_be_after("start", value) | can_be_after("end", value))

    def filter_before(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Meetings whose first day can be on or before the day."""
        return queryset.filter(can_be_before("start", value))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Meetings whose title, subject or place contain the text."""
        return queryset.search(value)


class AgendaItemFilters(SourcedFilterSet):
    """Agenda items by meeting, who presents, and words."""

    meeting = ReferenceFilter(Meeting)
    presenter = ReferenceFilter(Entity, field_name="presenter")
    search = SearchFilter(method="filter_search", label=_("Text to look for"))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Agenda items whose title or explanation contain the text."""
        return queryset.filter(Q(title__icontains=value) | Q(text__icontains=value))


class AttendanceFilters(SourcedFilterSet):
    """Attendances by meeting, entity, person and presence."""

    meeting = ReferenceFilter(Meeting)
    entity = ReferenceFilter(Entity)
    person = ReferenceFilter(Person)
    presence = library.ChoiceFilter(choices=Presence, label=_("Presence"))
