"""Work plans and their outputs for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from modeltranslation.admin import TranslationAdmin

from compact.kernel.admin.display import badge
from compact.kernel.admin.filters import ArchiveFilter, BasisFilter
from compact.kernel.admin.records import CLEARANCE_FIELDS, SOURCE_FIELDS, RecordAdmin, translated_fields
from compact.kernel.admin.related import Neighbours
from compact.kernel.dates import partial_date_display
from workinggroups.workplans.admin.closing import ClosingForm
from workinggroups.workplans.admin.cycle import CYCLE_FIELDS, CyclePages
from workinggroups.workplans.admin.overdue import OverdueFilter
from workinggroups.workplans.due import output_overdue
from workinggroups.workplans.models import CycleState, Output, OutputReport, WorkPlan
from workinggroups.workplans.services import plans as services
from workinggroups.workplans.services.closing import work_plan_close

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from compact.kernel.viewers import Viewer

_OTHER_TITLES: Any = (
    gettext_lazy("Titles in the other official languages"),
    {"fields": translated_fields(("title",), ("ar", "zh_hans", "ru", "es")), "classes": ["collapse"]},
)


@admin.register(WorkPlan)
class WorkPlanAdmin(CyclePages, TranslationAdmin[Any]):
    """Work plans with their outputs."""

    services = services.work_plans
    list_display = ("title", "group", "state", "period", "outputs", "approved", "basis")
    list_filter = (ArchiveFilter, "state", ("group", admin.RelatedOnlyFieldListFilter), BasisFilter, "visibility")
    search_fields = ("title_en",)
    search_help_text = gettext_lazy("Title in any language, or code of the group")
    ordering = ("group__code", "-start")
    related = ("group", "approved_by")
    autocomplete_fields = ("group", "endorsed_by", "approved_by", "originator")
    steps = ("close",)
    closes = False
    links = (
        ("move", gettext_lazy("Move on…")),
        ("close", gettext_lazy("Close and carry over…")),
    )
    fieldsets = (
        (None, {"fields": ["group", "title_en", "title_fr", ("start", "end"), "reporting_dates", "document"]}),
        CYCLE_FIELDS,
        _OTHER_TITLES,
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )
    neighbours = (
        Neighbours(
            Output,
            "work_plan",
            ("number", "title", "lead", "due", "status", "priority"),
            order=("number", "pk"),
        ),
    )

    def steps_open(self, record: Any) -> Sequence[str]:
        """What is approved can be closed."""
        return ("close",) if record.state == CycleState.APPROVED else ()

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """How many outputs each plan has, and how many are overdue; one query."""
        seen = Output.objects.visible_to(viewer).live().filter(work_plan__in=[row.pk for row in rows]).order_by()
        late = Count("pk", filter=output_overdue(viewer.today))
        counted = {each["work_plan"]: each for each in seen.values("work_plan").annotate(total=Count("pk"), late=late)}
        for row in rows:
            row.counted = counted.get(row.pk, {"total": 0, "late": 0})

    @admin.display(description=gettext_lazy("period"), ordering="start")
    def period(self, record: Any) -> str:
        """From and to in words; a dash where nobody knows."""
        return " – ".join(partial_date_display(day) or "?" for day in (record.start, record.end))

    @admin.display(description=gettext_lazy("outputs"))
    def outputs(self, plan: Any) -> SafeString:
        """How many, with a way to them, and how many of them are overdue."""
        address = f"{reverse('admin:workinggroups_output_changelist')}?work_plan__id__exact={plan.pk}"
        late = plan.counted["late"]
        text = ngettext("%(count)d overdue", "%(count)d overdue", late) % {"count": late}
        mark = badge("vacant", text) if late else ""
        return format_html('<a href="{}">{}</a> {}', address, plan.counted["total"], mark)

    @admin.display(description=gettext_lazy("approved by"), ordering="approved_by__decided_on")
    def approved(self, plan: Any) -> str:
        """The decision of the Committee."""
        return str(plan.approved_by or "–")

    def close_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Close the plan and carry over what is unfinished."""
        plan = self.record_get(request, object_id)
        viewer = self.viewer(request)
        self.services.policy(viewer, plan).require()
        form = ClosingForm(request.POST or None, viewer=viewer, plan=plan)

        def act() -> str:
            version, reason = form.cleaned_data["version"] or 0, form.cleaned_data["reason"]
            work_plan_close(actor=viewer, plan=plan, version=version, **form.carried(), reason=reason)
            return _("The work plan is closed.")

        return self.step(
            request,
            plan,
            form,
            act,
            title=_("Close “%(plan)s”") % {"plan": plan},
            intro=_(
                "The outputs that you choose are copied into the next plan, with a link to where they come from. "
                "The others stay in this one as they are."
            ),
            submit=_("Close the plan"),
        )


@admin.register(Output)
class OutputAdmin(RecordAdmin, TranslationAdmin[Any]):
    """Outputs with the reports on them."""

    services = services.outputs
    list_display = ("number", "title", "plan", "lead", "due_text", "status", "reported", "basis")
    list_display_links = ("number", "title")
    list_filter = (
        ArchiveFilter,
        "status",
        OverdueFilter,
        ("work_plan__group", admin.RelatedOnlyFieldListFilter),
        "work_plan__state",
        ("lead", admin.RelatedOnlyFieldListFilter),
        ("priority", admin.RelatedOnlyFieldListFilter),
        BasisFilter,
    )
    search_fields = ("title_en",)
    search_help_text = gettext_lazy("Title in any language, or detail")
    ordering = ("work_plan__group__code", "work_plan", "number")
    related = ("work_plan__group", "lead", "priority")
    autocomplete_fields = ("work_plan", "lead", "priority")
    readonly_fields = ("carried_from", "carried_on")
    fieldsets = (
        (None, {"fields": ["work_plan", "number", "title_en", "title_fr", "detail"]}),
        (
            gettext_lazy("Who, when, how it stands"),
            {"fields": ["lead", "due", "status", "priority", "carried_from", "carried_on"]},
        ),
        _OTHER_TITLES,
        SOURCE_FIELDS,
    )
    neighbours = (
        Neighbours(
            OutputReport,
            "output",
            ("reported_on", "status", "paragraph", "delay_reason"),
            order=("-reported_on", "-pk"),
        ),
    )

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """The latest report on each, and whether it is overdue today; two queries."""
        keys = [row.pk for row in rows]
        reports = OutputReport.objects.visible_to(viewer).live().filter(output__in=keys)
        last = dict(reports.order_by("reported_on", "pk").values_list("output_id", "reported_on"))
        late = set(Output.objects.filter(output_overdue(viewer.today), pk__in=keys).values_list("pk", flat=True))
        for row in rows:
            row.last_report, row.is_overdue = last.get(row.pk), row.pk in late

    @admin.display(description=gettext_lazy("work plan"), ordering="work_plan__title_en")
    def plan(self, output: Any) -> str:
        """The plan and its group."""
        return str(output.work_plan)

    @admin.display(description=gettext_lazy("due"), ordering="due")
    def due_text(self, output: Any) -> SafeString | str:
        """The day in words, marked when it is past and the output unfinished."""
        text = partial_date_display(output.due) or "–"
        return format_html("{} {}", text, badge("vacant", _("overdue"))) if output.is_overdue else text

    @admin.display(description=gettext_lazy("carried over to"))
    def carried_on(self, output: Any) -> SafeString | str:
        """The output of the next plan that goes on with it."""
        following = Output.objects.filter(carried_from=output).select_related("work_plan__group").first()
        if following is None:
            return "–"
        label = f"{following} ({following.work_plan})"
        return format_html('<a href="{}">{}</a>', self.address("change", following.pk), label)

    @admin.display(description=gettext_lazy("latest report"))
    def reported(self, output: Any) -> str:
        """The reporting date of the latest report."""
        return partial_date_display(str(output.last_report)) if output.last_report else "–"
