"""Action items for staff: who is to do what by when, and what is late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import Model
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from compact.kernel.admin.display import EMPTY, badge
from compact.kernel.admin.filters import ArchiveFilter, BasisFilter
from compact.kernel.admin.records import CLEARANCE_FIELDS, SOURCE_FIELDS, RecordAdmin
from compact.kernel.dates import partial_date_display
from compact.kernel.viewers import viewer_of
from workinggroups.meetings.models import ActionItem, AgendaItem, Decision
from workinggroups.meetings.queries import overdue_on
from workinggroups.meetings.services import actions as services

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from compact.kernel.viewers import Viewer

_ORIGINS: tuple[tuple[str, type[Decision | AgendaItem]], ...] = (("decision", Decision), ("agenda_item", AgendaItem))


class OverdueFilter(SimpleListFilter):
    """What is late today."""

    title = gettext_lazy("overdue")
    parameter_name = "overdue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Yes, no."""
        return [("yes", pgettext("overdue?", "Yes")), ("no", pgettext("overdue?", "No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Items that were surely due before today and are not closed, or the others."""
        late = overdue_on(viewer_of(request).today)
        if self.value() == "yes":
            return queryset.filter(late)
        return queryset.exclude(late) if self.value() == "no" else queryset


@admin.register(ActionItem)
class ActionItemAdmin(RecordAdmin):
    """Action items with who is responsible today."""

    services = services.actions
    list_display = ("title", "status", "entity", "responsible", "due_day", "group", "meeting", "basis")
    list_filter = (
        ArchiveFilter,
        "status",
        OverdueFilter,
        ("entity", admin.RelatedOnlyFieldListFilter),
        ("group", admin.RelatedOnlyFieldListFilter),
        BasisFilter,
        "visibility",
    )
    search_fields = ("title",)
    search_help_text = gettext_lazy("What is to be done, detail, latest update")
    ordering = ("due", "pk")
    related = ("entity", "group", "meeting", "person", "alternate")
    autocomplete_fields = (
        "group",
        "meeting",
        "agenda_item",
        "decision",
        "entity",
        "person",
        "alternate",
        "originator",
    )
    fieldsets = (
        (None, {"fields": ["title", "detail", ("entity", "due"), ("person", "alternate")]}),
        (gettext_lazy("How far it has come"), {"fields": [("status", "done_on"), "progress"]}),
        (gettext_lazy("Where it comes from"), {"fields": ["group", "meeting", ("agenda_item", "decision")]}),
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the item takes over from the decision or agenda item that the address names."""
        initial = super().get_changeform_initial_data(request)
        viewer = self.viewer(request)
        for name, model in _ORIGINS:
            rows: Any = model.objects.visible_to(viewer).live()
            origin = rows.filter(pk=initial[name]).first() if name in initial else None
            if origin is not None:
                found = services.action_item_values(viewer, origin)
                return {each: _key(value) for each, value in found.items()} | initial
        return initial

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """Who is responsible for each today, and whether it is late; one query."""
        items = ActionItem.objects.filter(pk__in=[row.pk for row in rows]).standing_on(viewer.today)
        standing = {item.pk: item for item in items}
        for row in rows:
            row.responsible_today, row.overdue_today = standing[row.pk].responsible, standing[row.pk].overdue

    @admin.display(description=gettext_lazy("due"), ordering="due")
    def due_day(self, item: Any) -> SafeString | str:
        """The day in words, marked when it is past."""
        text = partial_date_display(item.due) or EMPTY
        return format_html("{} {}", text, badge("vacant", _("overdue"))) if item.overdue_today else text

    @admin.display(description=pgettext_lazy("action item", "responsible today"))
    def responsible(self, item: Any) -> SafeString | str:
        """The person, the alternate who took over, *vacant*, or nobody named."""
        if item.responsible_today == "person":
            return str(item.person)
        if item.responsible_today == "alternate":
            return _("%(person)s (alternate)") % {"person": item.alternate}
        return badge("vacant", _("vacant")) if item.responsible_today == "vacant" else EMPTY


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value
