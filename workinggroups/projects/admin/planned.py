"""Planned activities for staff: what others plan is shown before one is stored."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Case, Value, When
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.admin.base import address_of
from compact.kernel.admin.display import EMPTY
from compact.kernel.admin.filters import ArchiveFilter, BasisFilter
from compact.kernel.admin.forms import ReasonForm
from compact.kernel.admin.records import CLEARANCE_FIELDS, RecordAdmin
from compact.kernel.admin.steps import StepPages
from compact.kernel.countries import country_name
from compact.kernel.dates import on_or_after, on_or_before, partial_date_display
from compact.kernel.viewers import viewer_of
from workinggroups.needs.admin import StateFilter
from workinggroups.projects.forms import PlannedForm
from workinggroups.projects.models import PlannedActivity, PlannedState, Project
from workinggroups.projects.near import DAYS
from workinggroups.projects.services import planned as services

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString


class MonthFilter(admin.SimpleListFilter):
    """When activities are planned for."""

    title = gettext_lazy("month")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Soon, from this month on, before it."""
        soon = _("Within %(days)d days") % {"days": DAYS}
        return [("soon", soon), ("coming", _("This month or later")), ("past", _("Before this month"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Activities of that time."""
        today = viewer_of(request).today
        month = today.replace(day=1)
        if self.value() == "soon":
            last = today + datetime.timedelta(days=DAYS)
            return queryset.filter(on_or_after("month", today) & on_or_before("month", last))
        if self.value() == "past":
            return queryset.exclude(on_or_after("month", month))
        return queryset.filter(on_or_after("month", month)) if self.value() == "coming" else queryset


@admin.register(PlannedActivity)
class PlannedActivityAdmin(StepPages, RecordAdmin):
    """Planned activities, those to come first."""

    services = services.planned
    form = PlannedForm
    change_form_template = "admin/planned_form.html"
    list_display = ("when", "where", "institution", "entity", "theme", "title", "state", "project_page", "basis")
    list_display_links = ("when", "where")
    list_filter = (
        ArchiveFilter,
        MonthFilter,
        StateFilter,
        ("entity", admin.RelatedOnlyFieldListFilter),
        ("theme", admin.RelatedOnlyFieldListFilter),
        "state",
        BasisFilter,
    )
    search_fields = ("title",)
    search_help_text = gettext_lazy("What is planned, institution or contact")
    related = ("entity", "theme", "project")
    autocomplete_fields = ("entity", "requests", "recommendations", "originator")
    fieldsets = (
        (
            None,
            {"fields": ["entity", ("country", "institution"), ("theme", "month"), ("contact", "contact_email")]},
        ),
        (
            gettext_lazy("More, where it is known"),
            {"fields": ["title", "state", "requests", "recommendations"], "classes": ["collapse"]},
        ),
        (gettext_lazy("Source"), {"fields": ["source", "evidence", "note"], "classes": ["collapse"]}),
        CLEARANCE_FIELDS,
    )

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """This month and later first, the nearest on top; then what is past."""
        coming = When(on_or_after("month", viewer_of(request).today.replace(day=1)), then=Value(0))
        return [Case(coming, default=Value(1)), "month", "country", "pk"]

    def get_urls(self) -> list[Any]:
        """The step from a plan to a project."""
        view = self.admin_site.admin_view(self.become_view)
        pages = [path("<path:object_id>/become/", view, name="workinggroups_plannedactivity_become")]
        return [*pages, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form, and what others plan for the same State."""
        viewer, record = self.viewer(request), self.record_get(request, object_id)
        context = {"others": None if record.is_archived else services.others_of(viewer, record)}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def _links(self, record: Any) -> list[tuple[str, str]]:
        if record.project_id:
            return [(address_of(Project, "change", record.project_id), _("The project that it became"))]
        if record.state == PlannedState.CANCELLED:
            return []
        return [(self.address("become", record.pk), _("Make a project of it…"))]

    def become_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make a project of the activity."""
        record, viewer = self.record_get(request, object_id), self.viewer(request)
        self.services.policy(viewer, record).require()
        form = ReasonForm(request.POST or None, initial={"version": record.version})
        form.fields["reason"].required = False

        def act() -> str:
            version, reason = form.cleaned_data["version"] or 0, form.cleaned_data["reason"]
            made = services.planned_become_project(actor=viewer, planned=record, version=version, reason=reason)
            return _("“%(project)s” is a project now. Complete it on its own page.") % {"project": made.title}

        return self.step(
            request,
            record,
            form,
            act,
            title=_("Make a project of this activity"),
            intro=_(
                "It becomes a project of the kind activity, with entity, State, institution, theme and time; "
                "the planned activity stays and names it."
            ),
            submit=_("Make the project"),
        )

    @admin.display(description=gettext_lazy("month"), ordering="month")
    def when(self, row: Any) -> str:
        """The month or day in words."""
        return partial_date_display(row.month)

    @admin.display(description=gettext_lazy("State"), ordering="country")
    def where(self, row: Any) -> str:
        """The State by name."""
        return country_name(row.country)

    @admin.display(description=gettext_lazy("project"))
    def project_page(self, row: Any) -> SafeString | str:
        """The project that the activity became."""
        if row.project is None:
            return EMPTY
        address = address_of(Project, "change", row.project_id)
        return format_html('<a href="{}">{}</a>', address, row.project)
