"""Records that can be merged: the way to the page that merges them, and from a merged one to its survivor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.admin.base import StaffAdmin, address_of
from compact.kernel.survivors import is_mergeable

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


def merge_address(survivor: Any, retired: Any = None) -> str:
    """The address of the page that plans to merge ``retired``, or one yet to be chosen, into ``survivor``."""
    query = {"model": survivor._meta.label_lower, "survivor": survivor.uid}
    if retired is not None:
        query["retired"] = retired.uid
    return f"{reverse('admin:merge-plan')}?{urlencode(query)}"


class MergedPages(StaffAdmin):
    """Adds to records that can be merged a button and a list action; a merged one leads to its survivor."""

    def merged_redirect(self, request: HttpRequest, record: Any) -> HttpResponseRedirect:
        """Send the reader of a merged record on to its survivor, and tell them so; its history stays to be read."""
        text = _("“%(record)s” was merged into this record.") % {"record": record}
        history = format_html('<a href="{}">{}</a>', self.address("history", record.pk), _("Its history"))
        merges = reverse("admin:compact_merge_changelist")
        log = format_html('<a href="{}?q={}">{}</a>', merges, record.uid, _("The merge, which can be undone"))
        messages.info(request, format_html("{} {} · {}", text, history, log))
        return HttpResponseRedirect(address_of(self.model, "change", record.merged_into_id))

    def merge_links(self, record: Any) -> list[tuple[str, str]]:
        """The button that begins to merge another record into ``record``."""
        return [(merge_address(record), _("Merge…"))] if is_mergeable(self.model) else []

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """No merging where records cannot be merged."""
        found: dict[str, Any] = super().get_actions(request, action_location=action_location)
        if not is_mergeable(self.model):
            found.pop("merge_selected", None)
        return found

    @admin.action(description=gettext_lazy("Merge the two selected records…"), permissions=["change"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Open the plan of merging the two; the older one is proposed as the survivor."""
        rows = list(queryset.filter(archived_at__isnull=True).order_by("pk")[:3])
        if len(rows) == 2:
            return HttpResponseRedirect(merge_address(*rows))
        messages.error(request, _("Select two records that are in use."))
        return None
