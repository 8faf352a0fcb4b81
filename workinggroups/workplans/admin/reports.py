"""Reports on outputs for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import DateField
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.admin.filters import ArchiveFilter, BasisFilter
from compact.kernel.admin.records import SOURCE_FIELDS, RecordAdmin
from compact.kernel.dates import partial_date_display
from workinggroups.workplans.models import Output, OutputReport
from workinggroups.workplans.services import plans as services

if TYPE_CHECKING:
    from django.http import HttpRequest


@admin.register(OutputReport)
class OutputReportAdmin(RecordAdmin):
    """Reports on outputs, written at the reporting dates of the plan."""

    services = services.output_reports
    list_display = ("output", "plan", "lead", "reported_on", "status", "beginning", "basis")
    list_filter = (
        ArchiveFilter,
        "status",
        "reported_on",
        ("output__work_plan__group", admin.RelatedOnlyFieldListFilter),
        ("output__lead", admin.RelatedOnlyFieldListFilter),
        BasisFilter,
    )
    search_fields = ("paragraph",)
    search_help_text = gettext_lazy("Paragraph, reason for the delay, or title of the output")
    ordering = ("-reported_on", "output__work_plan", "output__number")
    related = ("output__work_plan__group", "output__lead")
    autocomplete_fields = ("output",)
    fieldsets = (
        (None, {"fields": ["output", "reported_on", "status", "paragraph", "delay_reason"]}),
        SOURCE_FIELDS,
    )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The reporting date with the browser's own calendar."""
        if isinstance(db_field, DateField) and db_field.name == "reported_on":
            kwargs["widget"] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A form that names the reporting dates of the plan, where the output is known."""
        made = super().get_form(request, obj, change=change, **kwargs)
        field = made.base_fields.get("reported_on")
        days = self._reporting_days(request, obj)
        if field is not None and obj is None:
            today = self.viewer(request).today.isoformat()
            field.initial = max((day for day in days if day <= today), default=days[0] if days else today)
        if field is not None and days:
            listed = "; ".join(f"{partial_date_display(day)} ({day})" for day in days)
            field.help_text = _("The reporting dates of this plan: %(dates)s.") % {"dates": listed}
        return made

    def _reporting_days(self, request: HttpRequest, report: Any) -> list[str]:
        named = str(request.GET.get("output", ""))
        if report is not None:
            output: Any = report.output
        elif named.isdecimal() and len(named) < 19:
            rows = Output.objects.visible_to(self.viewer(request)).select_related("work_plan")
            output = rows.filter(pk=int(named)).first()
        else:
            output = None
        return output.work_plan.reporting_days() if output is not None else []

    @admin.display(description=gettext_lazy("work plan"), ordering="output__work_plan__title_en")
    def plan(self, report: Any) -> str:
        """The plan and its group."""
        return str(report.output.work_plan)

    @admin.display(description=gettext_lazy("lead entity"), ordering="output__lead__code")
    def lead(self, report: Any) -> str:
        """The entity in the lead."""
        return str(report.output.lead)

    @admin.display(description=gettext_lazy("paragraph"))
    def beginning(self, report: Any) -> str:
        """How the paragraph begins."""
        return Truncator(report.paragraph).chars(80)
