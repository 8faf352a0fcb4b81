"""The log of merges for staff; its pages plan a merge, show all that it changes, carry it out and undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.admin.base import address_of
from compact.kernel.admin.display import badge, moment
from compact.kernel.admin.forms import ReasonForm, refusals_told
from compact.kernel.admin.history import HistoryPages
from compact.merging.admin_plan import PlanPages
from compact.merging.cells import Words, model_of
from compact.merging.deeds import Written
from compact.merging.log import log
from compact.merging.models import ChangeKind, Merge
from compact.merging.policies import merge_write
from compact.merging.registry import mergeable_by_label, mergeable_models
from compact.merging.services import merge_undo, undo_look
from compact.merging.telling import PlannedChange, changes_told

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString


class KindFilter(admin.SimpleListFilter):
    """Merges of one kind of record."""

    title = gettext_lazy("kind of record")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The kinds that can be merged."""
        return [(model._meta.label_lower, model._meta.verbose_name) for model in mergeable_models()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The merges of that kind."""
        return queryset.filter(model=self.value()) if self.value() else queryset


class StandingFilter(admin.SimpleListFilter):
    """Merges that stand, and those that were undone."""

    title = gettext_lazy("undone")
    parameter_name = "undone"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Both."""
        return [("no", _("Merges that stand")), ("yes", _("Undone merges"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The merges of that kind."""
        wanted = {"no": True, "yes": False}.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(undone_by__isnull=wanted)


@admin.register(Merge)
class MergeAdmin(PlanPages, HistoryPages):
    """The log; nothing in it is edited."""

    services = log
    can_archive = can_restore = False

    list_display = ("when", "kind", "retired_label", "survivor_label", "who", "standing")
    list_display_links = ("when",)
    list_filter = (KindFilter, StandingFilter)
    search_fields = ("survivor_label", "retired_label")
    search_help_text = gettext_lazy("Name or identifier of one of the two, reason")
    ordering = ("-pk",)
    not_restorable = gettext_lazy("The log of merges is not edited: undo the merge instead.")

    # --- The list ---

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Merges as far as the viewer sees them, the latest first."""
        rows: Any = Merge.objects.visible_to(self.viewer(request))
        found: QuerySet[Any] = rows.select_related("operation", "undone_by").order_by("-pk")
        return found

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By names and reason, or by the identifier of one of the two."""
        term = search_term.strip()[:200]
        uid = _uid(term)
        if uid is not None:
            return queryset.of(uid), False
        return (queryset.search(term) if term else queryset), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Merges come from plans."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What happened is not edited."""
        return False

    @admin.display(description=gettext_lazy("when"), ordering="pk")
    def when(self, merge: Merge) -> str:
        """The time with its zone."""
        return moment(merge.operation.time)

    @admin.display(description=gettext_lazy("kind of record"), ordering="model")
    def kind(self, merge: Merge) -> str:
        """The kind in words."""
        return _kind(merge)

    @admin.display(description=gettext_lazy("merged by"), ordering="operation__actor_label")
    def who(self, merge: Merge) -> str:
        """Who did it."""
        return merge.operation.actor_label

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, merge: Merge) -> SafeString:
        """Whether it stands."""
        return badge("vacant", _("undone")) if merge.is_undone else badge("certain", _("stands"))

    # --- One merge ---

    def get_urls(self) -> list[Any]:
        """The page that undoes a merge before Django's own."""
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<path:object_id>/undo/", view, name="compact_merge_undo"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The merge with all that it changed."""
        merge = self.record_get(request, object_id)
        model: Any = model_of(merge.model)
        rows = model._base_manager.in_bulk([merge.survivor_key, merge.retired_key])
        context = {
            "record_url": "",  # the page's title is the merge
            "merge": merge,
            "kind": _kind(merge),
            "when": moment(merge.operation.time),
            "undone_when": moment(merge.undone_by.time) if merge.undone_by else "",
            "survivor_url": address_of(model, "change", merge.survivor_key),
            "retired_url": address_of(model, "change" if merge.is_undone else "history", merge.retired_key),
            "retired": rows.get(merge.retired_key),
            "changes": _changes(merge),
            "kept": list(dict.fromkeys(merge.kept_values.values_list("value", flat=True))),
            "undo_url": "" if merge.is_undone else self.address("undo", merge.pk),
        }
        return self.page(request, "admin/merging/merge.html", str(merge), merge, **context)

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What undoing restores and what stays as it is; with a reason it is done."""
        merge, viewer = self.record_get(request, object_id), self.viewer(request)
        merge_write(viewer, merge).require()
        if merge.is_undone:
            messages.info(request, _("This merge was undone already."))
            return HttpResponseRedirect(self.address("change", merge.pk))
        form = ReasonForm(request.POST or None, initial={"version": merge.version})
        if request.method == "POST" and form.is_valid() and self._undone(request, merge, form):
            return HttpResponseRedirect(self.address("change", merge.pk))
        look = undo_look(actor=viewer, merge=merge)
        title = _("Undo the merge")
        return self.page(request, "admin/merging/undo.html", title, merge, form=form, look=look, kind=_kind(merge))

    def _undone(self, request: HttpRequest, merge: Merge, form: ReasonForm) -> bool:
        version, reason = form.cleaned_data["version"] or 0, form.cleaned_data["reason"]
        with refusals_told(form):
            merge_undo(actor=self.viewer(request), merge=merge, version=version, reason=reason)
            model: Any = model_of(merge.model)
            link = format_html(
                '<a href="{}">{}</a>', address_of(model, "change", merge.retired_key), merge.retired_label
            )
            messages.success(request, format_html("{} {}", _("The merge is undone. In use again:"), link))
        return form.is_valid()


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _kind(merge: Merge) -> str:
    model = mergeable_by_label(merge.model)
    return str(model._meta.verbose_name) if model is not None else merge.model


def _changes(merge: Merge) -> tuple[PlannedChange, ...]:
    """The cells that the merge changed, in words; a few queries for each kind of record."""
    logged = list(merge.changes.order_by("position"))
    keys: dict[str, set[int]] = {}
    for each in logged:
        keys.setdefault(each.model, set()).add(each.row_key)
    rows = {
        (label, row.pk): row
        for label, wanted in keys.items()
        for row in model_of(label)._base_manager.filter(pk__in=wanted)
    }
    written = [
        Written(ChangeKind(each.kind), rows[each.model, each.row_key], each.field, each.before, each.after)
        for each in logged
    ]
    return changes_told(written, Words())
