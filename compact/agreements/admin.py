"""The agreements room for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from compact.agreements import services
from compact.agreements.models import Agreement, Instrument, Signature
from compact.kernel.admin.display import EMPTY
from compact.kernel.admin.filters import ArchiveFilter, BasisFilter
from compact.kernel.admin.records import CLEARANCE_FIELDS, SOURCE_FIELDS, RecordAdmin, translated_fields
from compact.kernel.admin.related import Neighbours
from compact.kernel.dates import partial_date_display

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compact.kernel.viewers import Viewer

TITLES: Any = (
    _("Titles in the other official languages"),
    {"fields": translated_fields(("title",), ("ar", "zh_hans", "ru", "es")), "classes": ["collapse"]},
)


@admin.register(Agreement)
class AgreementAdmin(RecordAdmin, TranslationAdmin[Any]):
    """Agreements with those who signed them."""

    services = services.agreements
    list_display = ("title", "signed", "place", "parties", "basis")
    list_filter = (ArchiveFilter, BasisFilter, "evidence", "visibility")
    search_fields = ("title_en",)
    search_help_text = _("Title in any language, place, party outside the Compact")
    ordering = ("-signed_on", "pk")
    autocomplete_fields = ("originator",)
    fieldsets = (
        (
            None,
            {"fields": ["title_en", "title_fr", ("signed_on", "place"), "other_parties", "witnesses", "link"]},
        ),
        TITLES,
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )
    neighbours = (Neighbours(Signature, "agreement", ("entity", "party", "person", "title"), order=("pk",)),)

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """The parties of each agreement; one query."""
        signatures = Signature.objects.visible_to(viewer).live().select_related("entity").order_by("entity__code", "pk")
        parties: dict[int, dict[str, None]] = {}
        for signature in signatures.filter(agreement__in=[row.pk for row in rows]):
            party = str(signature.entity or signature.party)
            if party:
                parties.setdefault(signature.agreement_id, {})[party] = None
        for row in rows:
            row.parties_found = list(parties.get(row.pk, {}))

    @admin.display(description=_("signed on"), ordering="signed_on")
    def signed(self, agreement: Any) -> str:
        """The day in words."""
        return partial_date_display(agreement.signed_on) or EMPTY

    @admin.display(description=_("parties"))
    def parties(self, agreement: Any) -> str:
        """Entities and parties outside the Compact."""
        return ", ".join(agreement.parties_found) or EMPTY


@admin.register(Signature)
class SignatureAdmin(RecordAdmin):
    """Who signed what, for whom, with which title then."""

    services = services.signatures
    list_display = ("agreement", "entity", "party", "person", "title", "basis")
    list_filter = (ArchiveFilter, BasisFilter, "evidence")
    search_fields = (
        "agreement__title_en",
        "agreement__title_fr",
        "entity__code",
        "entity__acronym_en",
        "person__family_name",
        "person__given_name",
        "party",
    )
    ordering = ("-agreement__signed_on", "agreement", "pk")
    related = ("agreement", "entity", "person")
    autocomplete_fields = ("agreement", "entity", "person")
    fieldsets = ((None, {"fields": ["agreement", "entity", "party", "person", "title"]}), SOURCE_FIELDS)


@admin.register(Instrument)
class InstrumentAdmin(RecordAdmin, TranslationAdmin[Any]):
    """Instruments with their parts: pillars, priorities, amendments."""

    services = services.instruments
    list_display = ("code", "title", "kind", "parent", "adopted", "basis")
    list_display_links = ("code", "title")
    list_filter = (ArchiveFilter, "kind", BasisFilter, "evidence", "visibility")
    search_fields = ("code",)
    search_help_text = _("Symbol or code, title in any language")
    ordering = ("kind", "code")
    related = ("parent",)
    autocomplete_fields = ("parent", "originator")
    fieldsets = (
        (None, {"fields": ["code", "kind", "title_en", "title_fr", "parent", "adopted_on", "link"]}),
        TITLES,
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )
    neighbours = (Neighbours(Instrument, "parent", ("code", "title", "kind", "adopted_on"), order=("code",)),)

    @admin.display(description=_("adopted on"), ordering="adopted_on")
    def adopted(self, instrument: Any) -> str:
        """The day in words."""
        return partial_date_display(instrument.adopted_on) or EMPTY
