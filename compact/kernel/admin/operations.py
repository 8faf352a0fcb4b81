"""The log of operations: every act, and on its page every record that it wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.admin.base import StaffAdmin, address_of
from compact.kernel.admin.changes import history_of, labelled, tracked_models
from compact.kernel.admin.display import moment
from compact.kernel.admin.touched import touched_by
from compact.kernel.operations import Operation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db import models
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from compact.kernel.viewers import Viewer

_PAGE = 200


@admin.register(Operation)
class OperationAdmin(StaffAdmin):
    """Who did what, when, through which door and why; for reading only."""

    list_display = ("number", "when", "actor_label", "door", "reason", "records")
    list_display_links = ("number", "when")
    list_filter = ("door", "time")
    search_fields = ("actor_label", "reason")
    search_help_text = gettext_lazy("Who, or why")
    ordering = ("-number",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Operations that are committed."""
        return Operation.objects.filter(number__isnull=False)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Operations come from services."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What happened is not edited."""
        return False

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """The records of each operation."""
        touched = touched_by(rows)
        for row in rows:
            row.touched = touched.get(row.pk, [])

    @admin.display(description=gettext_lazy("when"), ordering="time")
    def when(self, row: Any) -> str:
        """The time with its zone."""
        return moment(row.time)

    @admin.display(description=gettext_lazy("records"))
    def records(self, row: Any) -> str:
        """What it wrote, a kind at a time."""
        return "; ".join(_sentence(each) for each in row.touched) or "–"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """An operation is history itself."""
        return HttpResponseRedirect(self.address("change", object_id))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The operation and each record that it wrote."""
        row = self.record_get(request, object_id)
        steps = [step for model in tracked_models() for step in _steps(model, row)]
        page = Paginator(steps, _PAGE).get_page(request.GET.get("page"))
        title = _("Operation %(number)d") % {"number": row.number}
        return self.page(request, "admin/operation.html", title, row, row=row, page=page)


def _sentence(touched: Any) -> str:
    if touched.others:
        return f"{touched.count} {touched.kind}"
    return f"{touched.kind}: {touched.label}"


def _steps(model: type[models.Model], row: Operation) -> list[tuple[str, str, str]]:
    """Kind, name and page of the state for each history row of ``model`` in the operation."""
    rows = list(history_of(model).filter(operation=row).order_by("history_id"))
    names = labelled(model).in_bulk({each.id for each in rows}) if rows else {}
    return [
        (str(model._meta.verbose_name), str(names.get(each.id, each.id)), _state(model, each.id, each.history_id))
        for each in rows
    ]


def _state(model: type[models.Model], pk: int, history_id: int) -> str:
    return address_of(model, "state", pk, history_id)
