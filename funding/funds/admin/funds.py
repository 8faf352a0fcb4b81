"""Funds and funding partners for staff, each with what its entries add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, ngettext
from modeltranslation.admin import TranslationAdmin

from compact.kernel.admin.base import address_of
from compact.kernel.admin.display import EMPTY
from compact.kernel.admin.filters import ArchiveFilter, BasisFilter
from compact.kernel.admin.records import CLEARANCE_FIELDS, SOURCE_FIELDS, RecordAdmin, translated_fields
from compact.kernel.countries import country_choices
from funding.funds import totals
from funding.funds.models import Fund, FundingPartner
from funding.funds.services import funds as services

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from funding.funds.totals import Total, TotalKind

_OTHER_NAMES: Any = (
    gettext_lazy("Names in the other official languages"),
    {"fields": translated_fields(("name",), ("ar", "zh_hans", "ru", "es")), "classes": ["collapse"]},
)
_MONEY: Any = (gettext_lazy("Money"), {"fields": ["money"]})


def total_text(total: Total) -> str:
    """A total in words: an amount for each currency, and how many amounts are not known."""
    texts = [str(amount) for amount in total.amounts]
    if total.unknown:
        text = ngettext("%(count)d of unknown amount", "%(count)d of unknown amount", total.unknown)
        texts.append(text % {"count": total.unknown})
    return "; ".join(texts) or EMPTY


class _MoneyAdmin(RecordAdmin, TranslationAdmin[Any]):
    """Shows the totals of the entries that name a record in their field ``named``."""

    named: ClassVar[str]
    kinds: ClassVar[tuple[TotalKind, ...]] = tuple(totals.TotalKind)
    readonly_fields = ("money",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The totals come once there can be entries."""
        found = super().get_fieldsets(request, obj)
        return [each for each in found if each is not _MONEY] if obj is None else found

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The record with its totals, as far as the viewer sees the entries; a query for each."""
        record: Any = super().get_object(request, object_id, from_field)
        if record is not None:
            chosen = totals.totals(self.viewer(request), Q(**{self.named: record}), self.kinds)
            record.totals_found = chosen
        return record

    @admin.display(description=gettext_lazy("totals, never added to each other"))
    def money(self, record: Any) -> SafeString:
        """Each total with the way to its entries; statements and what is reversed are in none."""
        lines = [
            (kind.label, address, total_text(total))
            for kind, total in record.totals_found.items()
            for address in [self._entries_address(kind, record)]
        ]
        return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{1}">{0}</a>: {2}</li>', lines))

    def _entries_address(self, kind: TotalKind, record: Any) -> str:
        query = {f"{self.named}__id__exact": record.pk, **totals.only(kind)}
        return f"{address_of(totals.model_of(kind), 'changelist')}?{urlencode(query)}"


@admin.register(Fund)
class FundAdmin(_MoneyAdmin):
    """Funds."""

    services = services.funds
    named = "fund"
    list_display = ("code", "name", "administrator", "basis")
    list_display_links = ("code", "name")
    list_filter = (ArchiveFilter, BasisFilter, "evidence", "visibility")
    search_fields = ("code",)
    search_help_text = gettext_lazy("Code, name in any language")
    ordering = ("code",)
    related = ("administrator",)
    autocomplete_fields = ("administrator", "originator")
    fieldsets = (
        (None, {"fields": ["code", "name_en", "name_fr", "administrator", "purpose", "link"]}),
        _MONEY,
        _OTHER_NAMES,
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )


@admin.register(FundingPartner)
class FundingPartnerAdmin(_MoneyAdmin):
    """Funding partners."""

    services = services.partners
    named = "partner"
    kinds = (totals.TotalKind.PLEDGED, totals.TotalKind.SIGNED, totals.TotalKind.DEPOSITED)
    list_display = ("code", "who", "kind", "basis")
    list_display_links = ("code", "who")
    list_filter = (ArchiveFilter, "kind", BasisFilter, "evidence", "visibility")
    search_fields = ("code",)
    search_help_text = gettext_lazy("Code; name of the State, entity or partner in any language")
    ordering = ("code",)
    related = ("entity",)
    autocomplete_fields = ("entity", "originator")
    fieldsets = (
        (None, {"fields": ["kind", "code", "country", "entity", "name_en", "name_fr"]}),
        _MONEY,
        _OTHER_NAMES,
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """States by name, in the reader's language."""
        if db_field.name != "country":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.ChoiceField(
            label=capfirst(db_field.verbose_name), choices=[("", EMPTY), *country_choices()], required=False
        )

    @admin.display(description=gettext_lazy("name"))
    def who(self, partner: Any) -> str:
        """The name of the State, the entity or the partner."""
        return str(partner)
