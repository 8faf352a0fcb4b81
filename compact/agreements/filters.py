"""What lists of the agreements room can be filtered by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.agreements.models import Agreement, Instrument, InstrumentKind, Signature
from compact.entities.models import Entity, Person
from compact.kernel.api.filters import DayFilter, ManyFilter, ReferenceFilter, SearchFilter, SourcedFilterSet
from compact.kernel.dates import on_or_after, surely_on_or_before
from compact.kernel.viewers import viewer_of
from compact.merging.found import found_by_code

if TYPE_CHECKING:
    import datetime

    from django.http import HttpRequest

_SEARCH = _("Text to look for, in any language")
_LONG, _SHORT = len("2019-05"), len("2019")


def _of_code(request: HttpRequest, signatures: Any, code: str) -> Any:
    """Those of ``signatures`` whose entity has ``code``; one that the viewer may not see signed nothing."""
    return signatures.filter(entity__in=found_by_code(Entity.objects.visible_to(viewer_of(request)), code))


class PartyFilter(ReferenceFilter):
    """Agreements that an entity signed, by the entity's ``id``."""

    def filter(self, qs: Any, value: Any) -> Any:
        """The agreements of ``qs`` that carry a signature of the entity ``value``, one in use."""
        if not value:
            return qs
        signatures = super().filter(_signatures(self.parent.request), value)
        return qs.filter(pk__in=signatures.values("agreement"))


def _signatures(request: HttpRequest) -> Any:
    return Signature.objects.visible_to(viewer_of(request)).live()


class AgreementFilters(SourcedFilterSet):
    """Agreements by party, day and words."""

    entity = PartyFilter(Entity, label=_("An entity that signed it: its id"))
    entity_code = library.CharFilter(method="filter_entity_code", label=_("The code of an entity that signed it"))
    signed_on = DayFilter(method="filter_signed_on", label=_("Signed on this day, as far as is known"))
    signed_after = DayFilter(method="filter_signed_after", label=_("Signed on or after this day, as far as is known"))
    signed_before = DayFilter(method="filter_signed_before", label=_("Signed on or before this day beyond doubt"))
    search = SearchFilter(method="filter_search", label=_SEARCH)

    def filter_entity_code(self, queryset: Any, name: str, value: str) -> Any:
        """Agreements that the entity signed."""
        signatures = _of_code(self.request, _signatures(self.request), value)
        return queryset.filter(pk__in=signatures.values("agreement"))

    def filter_signed_on(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Agreements signed on the day, in its month or in its year where no more is known."""
        day = value.isoformat()
        return queryset.filter(signed_on__in=[day, day[:_LONG], day[:_SHORT]])

    def filter_signed_after(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Agreements whose day can be on or after the day."""
        return queryset.filter(on_or_after("signed_on", value))

    def filter_signed_before(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Agreements whose day cannot be after the day."""
        return queryset.filter(surely_on_or_before("signed_on", value))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Agreements whose title, place or other parties contain the text."""
        return queryset.search(value)


class SignatureFilters(SourcedFilterSet):
    """Signatures by agreement, entity and person."""

    agreement = ReferenceFilter(Agreement)
    entity = ReferenceFilter(Entity)
    entity_code = library.CharFilter(method="filter_entity_code", label=_("The entity’s code"))
    person = ReferenceFilter(Person)

    def filter_entity_code(self, queryset: Any, name: str, value: str) -> Any:
        """Signatures for the entity."""
        return _of_code(self.request, queryset, value)


class InstrumentFilters(SourcedFilterSet):
    """Instruments by kind, symbol, the one that they are part of, and words."""

    code = library.CharFilter(label=_("The symbol or code"))
    kind = ManyFilter(choices=InstrumentKind, label=_("Kind; may be repeated"))
    parent = ReferenceFilter(Instrument, field_name="parent")
    search = SearchFilter(method="filter_search", label=_SEARCH)

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Instruments whose symbol or title contains the text."""
        return queryset.search(value)
