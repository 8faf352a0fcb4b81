"""Partners of projects for staff: mostly written on the project's own screen; here with source, history and archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from compact.kernel.admin.display import EMPTY
from compact.kernel.admin.filters import ArchiveFilter, BasisFilter
from compact.kernel.admin.records import SOURCE_FIELDS, RecordAdmin
from workinggroups.projects.admin.fields import AmountField
from workinggroups.projects.models import ProjectPartner
from workinggroups.projects.services.partners import partners

if TYPE_CHECKING:
    from django.http import HttpRequest


@admin.register(ProjectPartner)
class ProjectPartnerAdmin(RecordAdmin):
    """Who works in a project beside its lead entity."""

    services = partners
    list_display = ("project", "entity", "role", "money", "contribution", "basis")
    list_display_links = ("project", "entity")
    list_filter = (ArchiveFilter, "role", ("entity", admin.RelatedOnlyFieldListFilter), BasisFilter, "evidence")
    search_fields = ("project__code", "project__title_en", "project__title_fr", "entity__code", "entity__acronym_en")
    search_help_text = _("Reference or title of the project, entity")
    ordering = ("project__code", "project", "entity__code")
    related = ("project", "entity")
    autocomplete_fields = ("project", "entity")
    readonly_fields = ("money",)
    fieldsets = (
        (None, {"fields": ["project", "entity", "role", ("share", "currency"), "contribution"]}),
        SOURCE_FIELDS,
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The amount with its currency where nobody may change it."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        (name, part), *rest = fieldsets
        return [(name, {**part, "fields": ["project", "entity", "role", "money", "contribution"]}), *rest]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Amounts as people write them."""
        if db_field.name == "share":
            return AmountField(label=capfirst(db_field.verbose_name), help_text=db_field.help_text)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("budget share"), ordering="share")
    def money(self, partner: Any) -> str:
        """The share with its currency."""
        return str(partner.share_money or EMPTY)
