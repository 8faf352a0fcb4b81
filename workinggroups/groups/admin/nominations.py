"""Nominations for staff, and their confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.admin.filters import ArchiveFilter, BasisFilter, TodayFilter
from compact.kernel.admin.records import CLEARANCE_FIELDS, PERIOD_FIELDS, SOURCE_FIELDS, RecordAdmin
from compact.kernel.admin.steps import StepPages
from compact.kernel.policies import Answer, no
from workinggroups.groups import services
from workinggroups.groups.admin.forms import SourcedForm
from workinggroups.groups.models import Nomination, NominationStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from compact.kernel.viewers import Viewer


@admin.register(Nomination)
class NominationAdmin(StepPages, RecordAdmin):
    """Nominations, and their confirmation."""

    services = services.nominations
    list_display = ("person", "capacity", "status", "entity", "role", "group", "period", "today", "basis")
    list_display_links = ("person",)
    list_filter = (ArchiveFilter, "status", "capacity", TodayFilter, BasisFilter, "term__role", "evidence")
    search_fields = (
        "person__family_name",
        "person__given_name",
        "term__entity__code",
        "term__entity__acronym_en",
        "term__group__code",
        "term__group__name_en",
        "term__group__name_fr",
    )
    search_help_text = gettext_lazy("Person, entity or group")
    ordering = ("term__group__code", "person__family_name", "start")
    autocomplete_fields = ("term", "person", "originator")
    fieldsets = (
        (None, {"fields": ["term", "person", "capacity", "status", "letter"]}),
        PERIOD_FIELDS,
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )

    def get_urls(self) -> list[Any]:
        """The page of the confirmation."""
        view = self.admin_site.admin_view(self.confirm_view)
        name = "workinggroups_nomination_confirm"
        return [path("<path:object_id>/confirm/", view, name=name), *super().get_urls()]

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """Whether each covers today."""
        self.certainties_add(viewer, rows)

    @admin.display(description=gettext_lazy("entity"), ordering="term__entity__code")
    def entity(self, nomination: Any) -> str:
        """The entity that nominates."""
        return str(nomination.term.entity)

    @admin.display(description=gettext_lazy("role"), ordering="term__role")
    def role(self, nomination: Any) -> str:
        """The role that the entity holds."""
        return str(nomination.term.get_role_display())

    @admin.display(description=gettext_lazy("group"), ordering="term__group__code")
    def group(self, nomination: Any) -> str:
        """The group in which it holds it."""
        return str(nomination.term.group)

    def confirm_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Confirm a proposed nomination; only a confirmed one gives rights."""
        nomination = self.record_get(request, object_id)
        viewer = self.viewer(request)
        self._confirmable(viewer, nomination).require()
        form = SourcedForm(request.POST or None, initial={"version": nomination.version, **_source_of(nomination)})

        def act() -> str:
            services.nomination_update(
                actor=viewer,
                record=nomination,
                version=form.cleaned_data["version"] or 0,
                values={"status": NominationStatus.CONFIRMED, **form.sourced()},
                reason=form.cleaned_data["reason"],
            )
            return _("The nomination is confirmed.")

        return self.step(
            request,
            nomination,
            form,
            act,
            title=_("Confirm the nomination of %(person)s") % {"person": nomination.person},
            intro=f"{nomination.get_capacity_display()} · {nomination.term} ({nomination.period_display})",
            submit=_("Confirm"),
        )

    def _confirmable(self, viewer: Viewer, nomination: Nomination) -> Answer:
        if nomination.is_archived:
            return no(_("This record is archived. Restore it before you change it."))
        if nomination.status != NominationStatus.PROPOSED:
            return no(_("This nomination is confirmed already."))
        return self.services.policy(viewer, nomination)


def _source_of(nomination: Nomination) -> dict[str, str]:
    return {"source": nomination.source, "evidence": nomination.evidence}
