"""Groups and their life for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from compact.kernel.admin.filters import ArchiveFilter, BasisFilter, TodayFilter
from compact.kernel.admin.records import CLEARANCE_FIELDS, SOURCE_FIELDS, RecordAdmin, translated_fields
from compact.kernel.admin.related import PERIOD, Neighbours
from compact.kernel.admin.steps import StepPages
from workinggroups.groups import services
from workinggroups.groups.admin.forms import EventForm
from workinggroups.groups.models import Group, GroupEvent, Role, Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from compact.kernel.viewers import Viewer


@admin.register(Group)
class GroupAdmin(StepPages, RecordAdmin, TranslationAdmin[Any]):
    """Groups with their life, their terms and their sub-groups."""

    services = services.groups
    list_display = ("name", "kind", "chairs", "exists", "parent", "basis")
    list_filter = (ArchiveFilter, "kind", TodayFilter, BasisFilter, "evidence")
    search_fields = ("code", "name_en", "name_fr", "name_es", "name_ru", "name_ar", "name_zh_hans", "mandate_en")
    ordering = ("kind", "code")
    related = ("parent",)
    autocomplete_fields = ("parent", "predecessor", "originator")
    links = (("event", gettext_lazy("Record a lifecycle event")),)
    fieldsets = (
        (None, {"fields": ["code", "kind", "name_en", "name_fr", "mandate_en", "mandate_fr", "pillars"]}),
        (gettext_lazy("Place among the groups"), {"fields": ["parent", "predecessor"]}),
        (
            gettext_lazy("Names and mandates in the other official languages"),
            {
                "fields": translated_fields(("name", "mandate"), ("ar", "zh_hans", "ru", "es")),
                "classes": ["collapse"],
            },
        ),
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )
    neighbours = (
        Neighbours(GroupEvent, "group", ("kind", "on", "detail", "source"), add_page="event"),
        Neighbours(Term, "group", ("role", "entity", PERIOD), order=("role", "start", "pk")),
        Neighbours(Group, "parent", ("name", "kind")),
    )

    def get_urls(self) -> list[Any]:
        """The page that records an event."""
        view = self.admin_site.admin_view(self.event_view)
        return [path("<path:object_id>/event/", view, name="workinggroups_group_event"), *super().get_urls()]

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """Who chairs each group today, and whether it exists; two queries."""
        self.certainties_add(viewer, rows)
        held = Term.objects.visible_to(viewer).live().as_of(viewer.today).filter(role__in=(Role.CHAIR, Role.CO_CHAIR))
        chairs: dict[int, list[str]] = {}
        for term in held.filter(group__in=[row.pk for row in rows]).select_related("entity").order_by("entity__code"):
            chairs.setdefault(term.group_id, []).append(str(term.entity))
        for row in rows:
            row.chairs_today = chairs.get(row.pk, [])

    @admin.display(description=gettext_lazy("chairs today"))
    def chairs(self, group: Any) -> str:
        """The entities that chair or co-chair."""
        return ", ".join(group.chairs_today) or "–"

    @admin.display(description=gettext_lazy("exists today"))
    def exists(self, group: Any) -> str:
        """Whether the group exists, by its lifecycle events."""
        return self.today(group)

    def event_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Record what became of the group."""
        group = self.record_get(request, object_id)
        viewer = self.viewer(request)
        self.services.policy(viewer, group).require()
        form = EventForm(request.POST or None, initial={"version": group.version})

        def act() -> str:
            version, reason = form.cleaned_data["version"] or 0, form.cleaned_data["reason"]
            services.group_event_record(actor=viewer, group=group, version=version, values=form.values(), reason=reason)
            return _("The event is recorded.")

        return self.step(
            request,
            group,
            form,
            act,
            title=_("What became of “%(group)s”") % {"group": group},
            intro=_("A group’s life is told by dated events; whether it exists on a day follows from them."),
            submit=_("Record the event"),
        )


@admin.register(GroupEvent)
class GroupEventAdmin(RecordAdmin):
    """Lifecycle events: recorded on the group's page, taken back here."""

    services = services.events
    can_restore = False
    not_restorable = gettext_lazy("This record is corrected by archiving it and recording it anew.")
    list_display = ("group", "kind", "on", "detail", "basis")
    list_filter = (ArchiveFilter, "kind", BasisFilter, "evidence")
    search_fields = ("group__code", "group__name_en", "group__name_fr", "detail")
    ordering = ("group__code", "on")
    fieldsets = ((None, {"fields": ["group", "kind", "on", "detail"]}), SOURCE_FIELDS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Events are recorded on the page of their group."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An event in the list can be taken back; on its page nothing is edited."""
        return obj is None and super().has_change_permission(request, obj)
