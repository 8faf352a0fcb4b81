"""Terms of office for staff, and the hand-over from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.admin.filters import ArchiveFilter, BasisFilter, TodayFilter
from compact.kernel.admin.imports import ImportPages
from compact.kernel.admin.records import CLEARANCE_FIELDS, PERIOD_FIELDS, SOURCE_FIELDS, RecordAdmin
from compact.kernel.admin.related import PERIOD, Neighbours
from compact.kernel.admin.steps import StepPages
from workinggroups.groups import services
from workinggroups.groups.admin.forms import HandOverForm
from workinggroups.groups.imports import TermResource
from workinggroups.groups.models import Nomination, Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from compact.kernel.viewers import Viewer


@admin.register(Term)
class TermAdmin(ImportPages, StepPages, RecordAdmin):
    """Terms of office with their nominations, and the hand-over from one to the next."""

    services = services.terms
    resource = TermResource
    export = "api-terms-list"
    list_display = ("group", "role", "entity", "period", "today", "people", "basis")
    list_display_links = ("group", "role")
    list_filter = (
        ArchiveFilter,
        "role",
        TodayFilter,
        BasisFilter,
        "group__kind",
        ("group", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = (
        "group__code",
        "group__name_en",
        "group__name_fr",
        "entity__code",
        "entity__acronym_en",
        "entity__name_en",
        "entity__name_fr",
    )
    search_help_text = gettext_lazy("Group, or code, acronym or name of the entity")
    ordering = ("group__code", "role", "start")
    autocomplete_fields = ("group", "entity", "originator")
    links = (("hand_over", gettext_lazy("End this term and start the next")),)
    fieldsets = ((None, {"fields": ["group", "role", "entity"]}), PERIOD_FIELDS, SOURCE_FIELDS, CLEARANCE_FIELDS)
    neighbours = (Neighbours(Nomination, "term", ("person", "capacity", "status", PERIOD, "letter")),)

    def get_urls(self) -> list[Any]:
        """The page of the hand-over."""
        view = self.admin_site.admin_view(self.hand_over_view)
        return [path("<path:object_id>/hand-over/", view, name="workinggroups_term_hand_over"), *super().get_urls()]

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """Whether each covers today, and who serves in it; two queries."""
        self.certainties_add(viewer, rows)
        serving = Nomination.objects.visible_to(viewer).live().as_of(viewer.today).select_related("person")
        people: dict[int, list[str]] = {}
        for nomination in serving.filter(term__in=[row.pk for row in rows]).order_by("-capacity", "pk"):
            people.setdefault(nomination.term_id, []).append(str(nomination.person))
        for row in rows:
            row.people_today = people.get(row.pk, [])

    @admin.display(description=gettext_lazy("people today"))
    def people(self, term: Any) -> str:
        """Representatives, then alternates."""
        return ", ".join(term.people_today) or "–"

    def hand_over_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """End the term and start the next, as one operation."""
        term = self.record_get(request, object_id)
        viewer = self.viewer(request)
        self.services.policy(viewer, term).require()
        initial = {"version": term.version, "end": term.end, "next_role": term.role}
        form = HandOverForm(request.POST or None, initial=initial, viewer=viewer, site=self.admin_site)

        def act() -> str:
            _ended, started = services.term_hand_over(
                actor=viewer,
                term=term,
                version=form.cleaned_data["version"] or 0,
                values={"end": form.cleaned_data["end"]},
                next_values=form.next_values(),
                reason=form.cleaned_data["reason"],
            )
            if started is None:
                return _("The term is ended. The seat is vacant from then on.")
            return _("The term is ended, and the term of %(entity)s is started.") % {"entity": started.entity}

        return self.step(
            request,
            term,
            form,
            act,
            title=_("End the term of %(entity)s and start the next") % {"entity": term.entity},
            intro=f"{term} ({term.period_display})",
            submit=_("End and start"),
        )
