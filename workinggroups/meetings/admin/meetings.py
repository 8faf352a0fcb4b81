"""Meetings, their agenda and attendance for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from compact.kernel.admin.display import EMPTY
from compact.kernel.admin.filters import ArchiveFilter, BasisFilter
from compact.kernel.admin.forms import RecordForm
from compact.kernel.admin.records import CLEARANCE_FIELDS, SOURCE_FIELDS, RecordAdmin, translated_fields
from compact.kernel.admin.related import Neighbours
from compact.kernel.zones import moment_in
from compact.kernel.zones.forms import ZonedTimesMixin
from workinggroups.groups.models import Group
from workinggroups.meetings.admin.recording import RecordingPages
from workinggroups.meetings.models import ActionItem, AgendaItem, Attendance, Decision, Meeting, Minutes
from workinggroups.meetings.services import meetings as services
from workinggroups.meetings.services.attending import attendance_warnings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest

    from compact.kernel.viewers import Viewer


class MeetingForm(ZonedTimesMixin, RecordForm):
    """Hours are typed as clocks show them where the meeting is."""

    zoned: ClassVar[Mapping[str, str]] = {"starts_at": "zone", "ends_at": "zone"}


@admin.register(Meeting)
class MeetingAdmin(RecordingPages, RecordAdmin, TranslationAdmin[Any]):
    """Meetings with their agenda, who was there, and what was decided."""

    services = services.meetings
    form = MeetingForm
    list_display = ("name", "kind", "met", "when", "status", "place", "basis")
    list_display_links = ("name",)
    list_filter = (
        ArchiveFilter,
        "status",
        "kind",
        ("groups", admin.RelatedOnlyFieldListFilter),
        "mode",
        BasisFilter,
        "evidence",
        "visibility",
    )
    search_fields = ("title_en",)
    search_help_text = _("Title in any language, subject, place, day (2019-04-16)")
    ordering = ("-start", "-pk")
    autocomplete_fields = ("originator",)
    links = (("record", _("Record the whole meeting")),)
    fieldsets = (
        (None, {"fields": ["groups", ("kind", "number"), "title_en", "title_fr", "status"]}),
        (
            _("When and where"),
            {
                "fields": ["zone", ("starts_at", "ends_at"), ("start", "end"), "mode", "place", "link"],
                "description": _("Where the hours are given, the days follow from them."),
            },
        ),
        (_("What it was about and who came"), {"fields": ["summary", ("head_count", "entities_count")]}),
        (
            _("Titles in the other official languages"),
            {"fields": translated_fields(("title",), ("ar", "zh_hans", "ru", "es")), "classes": ["collapse"]},
        ),
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )
    neighbours = (
        Neighbours(AgendaItem, "meeting", ("position", "title", "presenter"), order=("position", "pk")),
        Neighbours(Attendance, "meeting", ("entity", "person", "guest", "head_count", "presence")),
        Neighbours(Minutes, "meeting", ("number", "state", "adopted_on"), order=("-number",)),
        Neighbours(Decision, "meeting", ("subject", "verb", "number", "group"), order=("number", "pk")),
        Neighbours(ActionItem, "meeting", ("title", "entity", "due", "status")),
    )

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The groups in use, to be ticked."""
        groups = Group.objects.visible_to(self.viewer(request)).live().order_by("kind", "code")
        return super().formfield_for_manytomany(
            db_field, request, **{**kwargs, "queryset": groups, "widget": forms.CheckboxSelectMultiple}
        )

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """Who met; one query."""
        through: Any = Meeting.groups.through
        seen = Group.objects.visible_to(viewer)
        links = through.objects.filter(meeting__in=[row.pk for row in rows], group__in=seen).order_by("group__code")
        met: dict[int, list[str]] = {}
        for meeting, code in links.values_list("meeting_id", "group__code"):
            met.setdefault(meeting, []).append(code)
        for row in rows:
            row.groups_met = met.get(row.pk, [])

    @admin.display(description=_("meeting"), ordering="number")
    def name(self, meeting: Any) -> str:
        """The title, or kind and number."""
        return str(meeting.name)

    @admin.display(description=_("groups"))
    def met(self, meeting: Any) -> str:
        """The codes of the groups."""
        return ", ".join(meeting.groups_met) or EMPTY

    @admin.display(description=_("when"), ordering="start")
    def when(self, meeting: Any) -> str:
        """The hour with its zone where it is known, else the days."""
        if meeting.starts_at:
            return moment_in(meeting.starts_at, meeting.zone)
        return str(meeting.when_display) or EMPTY


@admin.register(AgendaItem)
class AgendaItemAdmin(RecordAdmin):
    """Agenda items; one without a position comes last."""

    services = services.agenda_items
    list_display = ("meeting", "position", "title", "presenter", "basis")
    list_display_links = ("title",)
    list_filter = (ArchiveFilter, BasisFilter)
    search_fields = ("title", "text")
    ordering = ("-meeting__start", "meeting", "position")
    related = ("meeting", "presenter")
    autocomplete_fields = ("meeting", "presenter")
    fieldsets = (
        (None, {"fields": ["meeting", ("position", "title"), "text", "presenter", "document"]}),
        SOURCE_FIELDS,
    )
    neighbours = (Neighbours(ActionItem, "agenda_item", ("title", "entity", "due", "status")),)


@admin.register(Attendance)
class AttendanceAdmin(RecordAdmin):
    """Who took part in meetings."""

    services = services.attendances
    list_display = ("meeting", "entity", "person", "guest", "head_count", "presence", "basis")
    list_display_links = ("meeting",)
    list_filter = (ArchiveFilter, "presence", BasisFilter)
    search_fields = ("entity__code", "entity__acronym_en", "person__family_name", "person__given_name", "guest")
    search_help_text = _("Entity, person or guest")
    ordering = ("-meeting__start", "meeting", "entity__code")
    related = ("meeting", "entity", "person")
    autocomplete_fields = ("meeting", "entity", "person")
    fieldsets = (
        (None, {"fields": ["meeting", "person", "entity", "guest", "head_count", "presence"]}),
        SOURCE_FIELDS,
    )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Say what is unusual about what was stored."""
        for text in attendance_warnings(self.viewer(request), obj):
            messages.warning(request, text)
