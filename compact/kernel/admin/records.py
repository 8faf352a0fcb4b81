"""The base of every record's admin: visible rows only, one write path, both versions when two people edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.admin.archive import ArchivePages
from compact.kernel.admin.changes import with_relations
from compact.kernel.admin.display import badge, certainty_badge, evidence_badge, field_label
from compact.kernel.admin.filters import ArchiveFilter, BasisFilter
from compact.kernel.admin.forms import RecordForm
from compact.kernel.admin.history import HistoryPages
from compact.kernel.admin.merged import MergedPages
from compact.kernel.admin.related import Neighbours, table_of
from compact.kernel.admin.unsent import unsent_waits
from compact.kernel.dates import PartialDateField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from compact.kernel.viewers import Viewer
    from compact.kernel.writes import RecordServices

PERIOD_FIELDS: Any = (gettext_lazy("Period"), {"fields": [("start", "end"), "end_state", "observed_on"]})
SOURCE_FIELDS: Any = (gettext_lazy("Source"), {"fields": ["source", "evidence", "note"]})
CLEARANCE_FIELDS: Any = (
    gettext_lazy("Who may see it"),
    {"fields": ["visibility", "originator", "clearance"], "classes": ["collapse"]},
)
RIGHT_TO_LEFT = ("ar",)


def translated_fields(names: tuple[str, ...], languages: tuple[str, ...]) -> Any:
    """The form's fields of translated ``names`` in ``languages``, a language at a time."""
    return [f"{name}_{language}" for language in languages for name in names]


class RecordAdmin(ArchivePages, MergedPages, HistoryPages):
    """An admin over one room's ``services``; subclasses add columns, fieldsets, ``neighbours`` and ``links``.

    ``links`` are further pages of a record: name of the admin page and label of the button. ``related`` names
    the foreign keys that the list shows; none means all that are never empty.
    """

    services: RecordServices[Any]
    form = RecordForm
    neighbours: tuple[Neighbours, ...] = ()
    links: tuple[tuple[str, Any], ...] = ()
    related: tuple[str, ...] = ()
    actions: Any = (*ArchivePages.actions, "merge_selected")
    list_filter: ClassVar[Any] = (ArchiveFilter, BasisFilter)

    # --- Who sees and writes what ---

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows that the viewer may see, with what their names are made of."""
        model: Any = self.model
        visible = model.objects.visible_to(self.viewer(request))
        return self.ordered(request, with_relations(visible, *self.related))

    def ordered(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """``queryset`` in the order of the list."""
        ordering = self.get_ordering(request)
        return queryset.order_by(*ordering) if ordering else queryset

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The room's policy, asked of a new row."""
        return bool(self.services.policy(self.viewer(request), None))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The room's policy; an archived row is shown, not edited, until it is restored.

        What was sent for a row that was archived meanwhile goes to the service, whose answer shows both versions;
        what is kept from before a sign-in is shown for that.
        """
        if obj is not None and obj.is_archived and request.method in ("GET", "HEAD") and not unsent_waits(request):
            return False
        return bool(self.services.policy(self.viewer(request), obj))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The form of a new row, or the policy's reason why not."""
        self.services.policy(self.viewer(request), None).require()
        return super().add_view(request, form_url, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form of a row with its neighbours and buttons; the reason where it is for reading only."""
        record = self.record_get(request, object_id)
        if getattr(record, "merged_into_id", None) and request.method in ("GET", "HEAD") and not unsent_waits(request):
            return self.merged_redirect(request, record)
        viewer = self.viewer(request)
        answer = self.services.policy(viewer, record)
        if request.method == "POST":
            answer.require()
        context = {
            "answer": answer,
            "can_archive": self.can_archive,
            "can_restore": self.can_restore,
            "record_links": self._links(record) if answer and not record.is_archived else [],
            "tables": [self._table(request, each, record) for each in self.neighbours],
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, context)

    def _links(self, record: Any) -> list[tuple[str, str]]:
        return [*((self.address(page, record.pk), str(label)) for page, label in self.links), *self.merge_links(record)]

    def _table(self, request: HttpRequest, neighbours: Neighbours, record: Any) -> Any:
        target = self.admin_site.get_model_admin(neighbours.model)
        may_add = not record.is_archived and (bool(neighbours.add_page) or target.has_add_permission(request))
        return table_of(neighbours, record, self.viewer(request), may_add=may_add)

    # --- The form ---

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A form that knows the viewer and stores through the room's services."""
        made: Any = super().get_form(request, obj, change=change, **kwargs)
        made.viewer, made.services = self.viewer(request), self.services
        return made

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address fills into a new row's form; a reference in it that leads nowhere is left out."""
        initial: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        for field in self.opts.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.name in initial:
                key = str(initial[field.name])
                rows = field.related_model._base_manager.filter(pk=key if key.isdecimal() and len(key) < 19 else None)
                if not rows.exists():
                    del initial[field.name]
        return initial

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fieldsets and, where the row can be written, the reason."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is None or self.has_change_permission(request, obj):
            fieldsets.append((gettext_lazy("Reason for this change"), {"fields": ["change_reason"]}))
        return fieldsets

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Fields in the language and direction of their text; partial dates as short text."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        language = getattr(db_field, "language", "")
        if field is not None and language:
            field.label = capfirst(field_label(db_field))
            field.widget.attrs["lang"] = language
            field.widget.attrs["dir"] = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        if field is not None and isinstance(db_field, PartialDateField):
            field.widget = forms.TextInput(attrs={"size": 12, "autocomplete": "off", "placeholder": "2019-05-08"})
        if field is not None and isinstance(db_field, models.TextField):
            field.widget.attrs["rows"] = 3
        return field

    # --- Lists ---

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """The room's own search where it has one; past 200 characters a search says no more."""
        search_term = search_term[:200]
        if search_term and hasattr(queryset, "search"):
            return queryset.search(search_term), False
        return super().get_search_results(request, queryset, search_term)

    def certainties_add(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """Set ``certainty_today`` on each of ``rows``, "" where the period does not cover today; one query."""
        model: Any = self.model
        keys = [row.pk for row in rows]
        found = dict(model.objects.filter(pk__in=keys).as_of(viewer.today).values_list("pk", "certainty"))
        for row in rows:
            row.certainty_today = found.get(row.pk, "")

    @admin.display(description=gettext_lazy("today"))
    def today(self, record: Any) -> SafeString:
        """Whether the period covers today."""
        return certainty_badge(record.certainty_today)

    @admin.display(description=gettext_lazy("period"), ordering="start")
    def period(self, record: Any) -> str:
        """The period in words."""
        return str(record.period_display)

    @admin.display(description=gettext_lazy("basis"), ordering="evidence")
    def basis(self, record: Any) -> SafeString | str:
        """What the fact rests on, where that is weak; and whether the row is archived."""
        if record.is_archived:
            return badge("neutral", _("archived"))
        return evidence_badge(record)
