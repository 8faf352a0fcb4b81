"""Programmes, projects and activities for staff: a list, and one screen for all that is known of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from modeltranslation.admin import TranslationAdmin

from compact.agreements.models import InstrumentKind
from compact.kernel.admin.display import EMPTY, badge, value_text
from compact.kernel.admin.filters import ArchiveFilter, BasisFilter
from compact.kernel.admin.records import CLEARANCE_FIELDS, SOURCE_FIELDS, RecordAdmin, translated_fields
from compact.kernel.admin.related import Neighbours
from compact.kernel.admin.unsent import unsent_take
from workinggroups.groups.models import GroupKind
from workinggroups.projects.admin.choices import SearchedSelect
from workinggroups.projects.admin.fields import AddressesField, AmountField
from workinggroups.projects.admin.many import ManyActions
from workinggroups.projects.admin.partner_lines import partner_lines
from workinggroups.projects.admin.project_filters import (
    CountryFilter,
    EntityFilter,
    GroupFilter,
    PhaseFilter,
    PillarFilter,
    ThemeFilter,
)
from workinggroups.projects.admin.project_forms import LISTS, SETS, ProjectForm
from workinggroups.projects.admin.project_list import ProjectColumns
from workinggroups.projects.joint import joint_of
from workinggroups.projects.models import Project, ProjectKind, ProjectPartner
from workinggroups.projects.phases import is_out_of_step
from workinggroups.projects.services.projects import projects

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

WHO: Any = pgettext_lazy("part of a project", "Who")
"""The part of the screen that the rows of the partners follow."""

_PARTNERS = Neighbours(ProjectPartner, "project", ("entity", "role", "share", "contribution"))
_SHOWN_FOR_READING = {
    "countries": "countries_named",
    "regions": "regions_named",
    "budget": "budget_shown",
    "documents": "documents_listed",
}
"""What stands for a field where nobody may change it: Django's own display of it says too little."""


@admin.register(Project)
class ProjectAdmin(ManyActions, ProjectColumns, RecordAdmin, TranslationAdmin[Any]):
    """Projects with their partners, places and groups."""

    services = projects
    form = ProjectForm
    change_form_template = "admin/project_form.html"
    list_display = (
        "reference",
        "name",
        "lead",
        "lead_group",
        "places",
        "when",
        "declared",
        "money",
        "seen_by",
        "basis",
    )
    list_display_links = ("reference", "name")
    list_filter = (
        ArchiveFilter,
        GroupFilter,
        EntityFilter,
        CountryFilter,
        PillarFilter,
        ThemeFilter,
        "kind",
        "status",
        PhaseFilter,
        "visibility",
        BasisFilter,
        "evidence",
    )
    search_fields = ("code",)
    search_help_text = gettext_lazy("Reference, title or summary in any language, institution, place in words")
    ordering = ("code", "pk")
    related = ("lead", "group")
    actions: Any = (*RecordAdmin.actions, "clear_selected", "group_selected")
    readonly_fields = ("phase_by_date", "joint", *_SHOWN_FOR_READING.values())
    fieldsets = (
        (
            pgettext_lazy("part of a project", "What"),
            {"fields": [("kind", "code"), "title_en", "title_fr", "summary_en", "summary_fr", "parent"]},
        ),
        (WHO, {"fields": ["lead", "group", "contributing_groups", "advisory_body", ("declared_joint", "joint")]}),
        (
            gettext_lazy("Where and with whom"),
            {"fields": ["is_global", "countries", "regions", "place_note", "institutions", "audience"]},
        ),
        (
            gettext_lazy("For what"),
            {"fields": ["pillars", "themes", "instruments", "requests", "recommendations"]},
        ),
        (gettext_lazy("Decisions and follow-up"), {"fields": ["decisions", "action_items"], "classes": ["collapse"]}),
        (gettext_lazy("When and status"), {"fields": [("start", "end"), "status", "phase_by_date"]}),
        (gettext_lazy("Money"), {"fields": [("budget", "budget_currency", "budget_basis"), "budget_note"]}),
        (gettext_lazy("Results and documents"), {"fields": ["results", "results_link", "documents"]}),
        SOURCE_FIELDS,
        (CLEARANCE_FIELDS[0], {"fields": CLEARANCE_FIELDS[1]["fields"]}),
        (
            gettext_lazy("Titles and summaries in the other official languages"),
            {
                "fields": translated_fields(("title", "summary"), ("ar", "zh_hans", "ru", "es")),
                "classes": ["collapse"],
            },
        ),
    )
    neighbours = (
        Neighbours(
            Project,
            "parent",
            ("code", "title", "kind", "lead", "status", "budget"),
            order=("code", "pk"),
            title=gettext_lazy("parts"),
        ),
    )

    # --- The form ---

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The parts of the screen; where it is for reading only, in words."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [(name, {**part, "fields": [_for_reading(each) for each in part["fields"]]}) for name, part in fieldsets]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Plain lists, and boxes in groups, that need no script."""
        name, viewer = db_field.name, self.viewer(request)
        if name in LISTS:
            return db_field.formfield(queryset=LISTS[name].objects.visible_to(viewer).live())
        if name in SETS:
            model, widget = SETS[name]
            rows = _narrowed(name, model.objects.visible_to(viewer).live())
            told = {"help_text": _("Open a region to tick its States.")} if name == "countries" else {}
            return db_field.formfield(queryset=rows, widget=widget, **told)
        if name == "parent":
            found = Project.objects.visible_to(viewer).live()
            return db_field.formfield(queryset=found, widget=SearchedSelect(db_field, self.admin_site))
        if name == "documents":
            return AddressesField(label=capfirst(db_field.verbose_name))
        if name == "budget":
            return AmountField(label=capfirst(db_field.verbose_name), help_text=db_field.help_text)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The form with the rows of its partners: those that were typed before a sign-in, where such wait."""
        form, project = context["adminform"].form, context["original"]
        context["who"] = WHO
        if project is not None and project.kind == ProjectKind.ACTIVITY:
            own = str(Project._meta.model_name)
            context["tables"] = [table for table in context["tables"] if table.lines or table.name != own]
        if project is None or self.has_change_permission(request, project):
            kept = None if form.is_bound else unsent_take(request)
            lines = form.partners if kept is None else partner_lines(self.viewer(request), project, kept)
            context |= {"partners": lines, "quiet": kept is not None or form.growing}
        else:
            context["partners_table"] = self._table(request, _PARTNERS, project)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The project with what is computed of it today."""
        project: Any = super().get_object(request, object_id, from_field)
        if project is not None:
            viewer = self.viewer(request)
            project.phase_today = project.phase(viewer.today)
            project.mismatch = mismatch_text(project)
            project.joint_today = joint_of(viewer, project)
        return project

    @admin.display(description=gettext_lazy("phase by date"))
    def phase_by_date(self, project: Any) -> SafeString | str:
        """What the dates say of today, and whether the declared status contradicts it."""
        if project.pk is None:
            return _("Told by the dates once this is saved.")
        if not project.mismatch:
            return str(project.phase_today.label)
        return format_html("{} {}", project.phase_today.label, badge("vacant", _("the declared status does not fit")))

    @admin.display(description=gettext_lazy("joint project"))
    def joint(self, project: Any) -> str:
        """What the partners' shares and contributions say."""
        return _("Told by the partners once this is saved.") if project.pk is None else str(project.joint_today.label)

    @admin.display(description=gettext_lazy("beneficiary States"))
    def countries_named(self, project: Any) -> str:
        """By name."""
        return value_text(Project._meta.get_field("countries"), project.countries)

    @admin.display(description=gettext_lazy("beneficiary regions"))
    def regions_named(self, project: Any) -> str:
        """By name."""
        return value_text(Project._meta.get_field("regions"), project.regions)

    @admin.display(description=gettext_lazy("budget"))
    def budget_shown(self, project: Any) -> str:
        """The amount with its currency."""
        return str(project.budget_money or EMPTY)

    @admin.display(description=gettext_lazy("documents"))
    def documents_listed(self, project: Any) -> SafeString | str:
        """Each with a way to it."""
        links = format_html_join(", ", '<a href="{0}">{0}</a>', ((each,) for each in project.documents))
        return links or EMPTY


def mismatch_text(project: Any) -> str:
    """In which way the declared status contradicts the phase today; "" where it does not."""
    if not is_out_of_step(project.status, project.phase_today):
        return ""
    words = {"status": project.get_status_display(), "phase": project.phase_today.label}
    return _("The declared status is “%(status)s”; by the dates the phase today is “%(phase)s”.") % words


def _for_reading(field: Any) -> Any:
    if isinstance(field, tuple):
        return tuple(_SHOWN_FOR_READING.get(each, each) for each in field if each != "budget_currency")
    return _SHOWN_FOR_READING.get(field, field)


def _narrowed(name: str, rows: Any) -> Any:
    """The rows that may join the set ``name``."""
    if name == "contributing_groups":
        return rows.exclude(kind__in=(GroupKind.PREDECESSOR, GroupKind.ADVISORY_BODY))
    if name == "pillars":
        return rows.filter(kind=InstrumentKind.PILLAR)
    return rows.exclude(kind=InstrumentKind.PILLAR) if name == "instruments" else rows
