"""Decisions for staff."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from compact.kernel.admin.display import EMPTY
from compact.kernel.admin.filters import ArchiveFilter, BasisFilter
from compact.kernel.admin.records import CLEARANCE_FIELDS, SOURCE_FIELDS, RecordAdmin, translated_fields
from compact.kernel.admin.related import Neighbours
from compact.kernel.dates import partial_date_display
from workinggroups.meetings.models import ActionItem, Decision
from workinggroups.meetings.services import decisions as services


@admin.register(Decision)
class DecisionAdmin(RecordAdmin, TranslationAdmin[Any]):
    """Decisions of the Committee and of the groups."""

    services = services.decisions
    list_display = ("number", "verb", "subject", "group", "decided", "meeting", "basis")
    list_display_links = ("number", "subject")
    list_filter = (
        ArchiveFilter,
        "verb",
        "subject_kind",
        ("group", admin.RelatedOnlyFieldListFilter),
        BasisFilter,
        "evidence",
        "visibility",
    )
    search_fields = ("number",)
    search_help_text = _("Number, subject in any language, wording, day (2019-04-16)")
    ordering = ("-decided_on", "number", "pk")
    related = ("group", "meeting")
    autocomplete_fields = ("group", "meeting", "agenda_item", "instrument", "originator")
    fieldsets = (
        (None, {"fields": ["group", ("meeting", "agenda_item"), ("number", "decided_on")]}),
        (
            _("What was decided"),
            {"fields": [("verb", "subject_kind"), "subject_en", "subject_fr", "text", "instrument", "document"]},
        ),
        (
            _("Subject in the other official languages"),
            {"fields": translated_fields(("subject",), ("ar", "zh_hans", "ru", "es")), "classes": ["collapse"]},
        ),
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )
    neighbours = (Neighbours(ActionItem, "decision", ("title", "entity", "due", "status")),)

    @admin.display(description=_("decided on"), ordering="decided_on")
    def decided(self, decision: Any) -> str:
        """The day in words."""
        return partial_date_display(decision.decided_on) or EMPTY
