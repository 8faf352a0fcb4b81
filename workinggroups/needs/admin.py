"""The needs room for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from compact.kernel.admin.display import EMPTY, badge
from compact.kernel.admin.filters import ArchiveFilter, BasisFilter
from compact.kernel.admin.records import CLEARANCE_FIELDS, SOURCE_FIELDS, RecordAdmin, translated_fields
from compact.kernel.countries import country_choices
from compact.kernel.dates import partial_date_display
from compact.kernel.viewers import viewer_of
from workinggroups.needs import services
from workinggroups.needs.models import AssistanceRequest, Recommendation, Theme
from workinggroups.needs.queries import answered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from compact.kernel.viewers import Viewer


class StateFilter(admin.SimpleListFilter):
    """Rows of one State; those that the rows name, by name in the reader's language."""

    title = gettext_lazy("State")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The States of the rows that the viewer may see."""
        seen = model_admin.model.objects.visible_to(viewer_of(request)).order_by()
        codes = set(seen.values_list("country", flat=True).distinct())
        return [choice for choice in country_choices() if choice[0] in codes]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of that State."""
        return queryset.filter(country=self.value()) if self.value() else queryset


class AnsweredFilter(admin.SimpleListFilter):
    """Needs that no project or planned activity cites, and the others."""

    title = gettext_lazy("answered")
    parameter_name = "answered"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """By nothing, or by something."""
        return [("no", _("By no project or planned activity")), ("yes", _("By a project or planned activity"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Needs with that answer, as far as the viewer sees the work."""
        if self.value() not in ("yes", "no"):
            return queryset
        condition = answered(queryset.model, viewer_of(request))
        return queryset.filter(condition) if self.value() == "yes" else queryset.exclude(condition)


@admin.register(Theme)
class ThemeAdmin(RecordAdmin, TranslationAdmin[Any]):
    """Themes."""

    services = services.themes
    list_display = ("code", "name", "basis")
    list_display_links = ("code", "name")
    list_filter = (ArchiveFilter, BasisFilter, "evidence", "visibility")
    search_fields = ("code",)
    search_help_text = gettext_lazy("Code, name in any language")
    ordering = ("code",)
    autocomplete_fields = ("originator",)
    fieldsets = (
        (None, {"fields": ["code", "name_en", "name_fr"]}),
        (
            gettext_lazy("Names in the other official languages"),
            {"fields": translated_fields(("name",), ("ar", "zh_hans", "ru", "es")), "classes": ["collapse"]},
        ),
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )


class NeedAdmin(RecordAdmin):
    """What requests and recommendations share: the State chosen by name, and whether work answers them."""

    search_fields = ("title",)
    search_help_text = gettext_lazy("Reference, subject, institution or detail")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """States by name, in the reader's language."""
        if db_field.name != "country":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.ChoiceField(label=capfirst(db_field.verbose_name), choices=[("", EMPTY), *country_choices()])

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """Whether work that the viewer may see cites each; one query."""
        model: Any = self.model
        found = model.objects.filter(answered(model, viewer), pk__in=[row.pk for row in rows])
        cited = set(found.values_list("pk", flat=True))
        for row in rows:
            row.is_answered = row.pk in cited

    @admin.display(description=gettext_lazy("State"), ordering="country")
    def state(self, need: Any) -> str:
        """The State by name."""
        return str(need.country_display)

    @admin.display(description=gettext_lazy("answered"))
    def is_cited(self, need: Any) -> SafeString | str:
        """Whether a project or planned activity cites it."""
        return _("yes") if need.is_answered else badge("vacant", _("by nothing"))


@admin.register(AssistanceRequest)
class AssistanceRequestAdmin(NeedAdmin):
    """Assistance requests with who handles them and what was answered."""

    services = services.requests
    list_display = ("title", "code", "state", "theme", "requested", "handled_by", "reply", "is_cited", "basis")
    list_filter = (
        ArchiveFilter,
        StateFilter,
        ("theme", admin.RelatedOnlyFieldListFilter),
        "reply",
        AnsweredFilter,
        ("handled_by", admin.RelatedOnlyFieldListFilter),
        "channel",
        BasisFilter,
        "visibility",
    )
    ordering = ("-requested_on", "country", "pk")
    related = ("theme", "handled_by", "originator")
    autocomplete_fields = ("theme", "handled_by", "originator")
    fieldsets = (
        (None, {"fields": ["title", ("country", "institution"), "theme", "detail", "code"]}),
        (gettext_lazy("How it came in"), {"fields": [("requested_on", "channel")]}),
        (
            gettext_lazy("How it is handled"),
            {"fields": ["handled_by", ("reply", "replied_on"), "reply_text"]},
        ),
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )

    @admin.display(description=gettext_lazy("requested on"), ordering="requested_on")
    def requested(self, request: Any) -> str:
        """The day in words."""
        return partial_date_display(request.requested_on) or EMPTY


@admin.register(Recommendation)
class RecommendationAdmin(NeedAdmin):
    """Recommendations with where they come from and how urgent they are."""

    services = services.recommendations
    list_display = ("title", "code", "state", "theme", "made", "origin", "priority", "visibility", "is_cited", "basis")
    list_filter = (
        ArchiveFilter,
        StateFilter,
        ("theme", admin.RelatedOnlyFieldListFilter),
        "priority",
        AnsweredFilter,
        "origin",
        BasisFilter,
        "visibility",
    )
    ordering = ("-made_on", "country", "pk")
    related = ("theme", "originator")
    autocomplete_fields = ("theme", "originator")
    fieldsets = (
        (None, {"fields": ["title", ("country", "institution"), "theme", "detail", "code"]}),
        (gettext_lazy("Where it comes from"), {"fields": [("origin", "made_on"), "priority", "document"]}),
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )

    @admin.display(description=gettext_lazy("made on"), ordering="made_on")
    def made(self, recommendation: Any) -> str:
        """The day in words."""
        return partial_date_display(recommendation.made_on) or EMPTY
