"""What lists of the funds room can be filtered by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.entities.models import Entity
from compact.kernel.api.filters import (
    CountryFilter,
    DayFilter,
    ManyFilter,
    ReferenceFilter,
    SearchFilter,
    SourcedFilterSet,
)
from compact.kernel.countries import validate_country
from compact.kernel.money import validate_currency
from compact.kernel.survivors import leads_to
from compact.kernel.viewers import viewer_of
from funding.funds.columns import confirmed_seen, reversed_seen
from funding.funds.models import (
    Allocation,
    AllocationState,
    Contribution,
    Deposit,
    Fund,
    FundingPartner,
    FundingPartnerKind,
    Pledge,
    PledgeNature,
)
from workinggroups.meetings.filters.days import can_be_after, can_be_before
from workinggroups.needs.filters import SeenCodeFilter
from workinggroups.projects.models import Project
from workinggroups.projects.queries import in_countries

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from compact.kernel.viewers import Viewer

_SEARCH = _("Text to look for, in any language")
_REVERSES = _("The reversal of an entry: the id of that entry")
_REVERSED = _("Reversed entries, or all others")


def _of_country(codes: list[str]) -> Q:
    return Q(country__in=codes)


class FundFilters(SourcedFilterSet):
    """Funds by code, administrator and words."""

    code = library.CharFilter(label=_("The code"))
    administrator = ReferenceFilter(Entity)
    administrator_code = SeenCodeFilter(Entity, "administrator", label=_("The administering entity’s code"))
    search = SearchFilter(method="filter_search", label=_SEARCH)

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Funds whose code or name contains the text."""
        return queryset.search(value)


class FundingPartnerFilters(SourcedFilterSet):
    """Funding partners by code, kind, State, entity and words."""

    code = library.CharFilter(label=_("The code"))
    kind = ManyFilter(choices=FundingPartnerKind, label=_("Kind; may be repeated"))
    country = CountryFilter(among=_of_country)
    entity = ReferenceFilter(Entity)
    entity_code = SeenCodeFilter(Entity, "entity", label=_("The entity’s code"))
    search = SearchFilter(method="filter_search", label=_SEARCH)

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Partners whose code contains the text, or the name of the State, entity or partner."""
        return queryset.search(value)


class SeenFilter(library.ChoiceFilter):
    """Rows that meet a condition of what the viewer sees, or with ``false`` the others."""

    def __init__(self, condition: Callable[[Viewer], Q], **kwargs: Any) -> None:
        self.condition = condition
        super().__init__(choices=[("true", _("Yes")), ("false", _("No"))], **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        """The rows of ``qs`` that meet it, or do not."""
        if not value:
            return qs
        condition = self.condition(viewer_of(self.parent.request))
        return qs.filter(condition) if value == "true" else qs.exclude(condition)


class EntryFilters(SourcedFilterSet):
    """Entries by fund, recipient, project and its country, value date, currency and words."""

    fund = ReferenceFilter(Fund)
    fund_code = SeenCodeFilter(Fund, "fund", label=_("The fund’s code"))
    recipient = ReferenceFilter(Entity)
    recipient_code = SeenCodeFilter(Entity, "recipient", label=_("The recipient’s code"))
    project = ReferenceFilter(Project)
    project_code = SeenCodeFilter(Project, "project", label=_("The project’s reference"))
    country = library.CharFilter(
        method="filter_country",
        validators=[validate_country],
        label=_("For a project that works in this country or area: its ISO 3166 alpha-3 code, e.g. KEN"),
    )
    currency = library.CharFilter(validators=[validate_currency], label=_("The currency: its ISO 4217 code, e.g. USD"))
    value_date_after = DayFilter(method="filter_after", label=_("Value date on or after this day, as far as is known"))
    value_date_before = DayFilter(
        method="filter_before", label=_("Value date on or before this day, as far as is known")
    )
    search = SearchFilter(method="filter_search", label=_SEARCH)

    def filter_country(self, queryset: Any, name: str, value: str) -> Any:
        """Entries for projects that the viewer sees and that work in the country, by name or by its region."""
        projects = Project.objects.visible_to(viewer_of(self.request)).live().filter(in_countries([value]))
        return queryset.filter(leads_to("project", projects.order_by().values("pk")))

    def filter_after(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Entries whose known value date can be the day or a later one."""
        return queryset.filter(can_be_after("value_date", value))

    def filter_before(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Entries whose known value date can be the day or an earlier one."""
        return queryset.filter(can_be_before("value_date", value))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Entries that contain the text, or whose fund, recipient or project does, where the viewer sees that."""
        return queryset.search_for(viewer_of(self.request), value)


class OfPartnerFilters(EntryFilters):
    """And by funding partner."""

    partner = ReferenceFilter(FundingPartner)
    partner_code = SeenCodeFilter(FundingPartner, "partner", label=_("The funding partner’s code"))


class PledgeFilters(OfPartnerFilters):
    """Pledges and statements."""

    nature = ManyFilter(choices=PledgeNature, label=_("Pledge or statement; may be repeated"))
    reverses = ReferenceFilter(Pledge, label=_REVERSES)
    reversed = SeenFilter(reversed_seen(Pledge), label=_REVERSED)


class ContributionFilters(OfPartnerFilters):
    """Signed contributions, also by the pledge that they follow."""

    pledge = ReferenceFilter(Pledge)
    reverses = ReferenceFilter(Contribution, label=_REVERSES)
    reversed = SeenFilter(reversed_seen(Contribution), label=_REVERSED)


class DepositFilters(OfPartnerFilters):
    """Deposits, also by the contribution that they pay."""

    contribution = ReferenceFilter(Contribution)
    reverses = ReferenceFilter(Deposit, label=_REVERSES)
    reversed = SeenFilter(reversed_seen(Deposit), label=_REVERSED)


class AllocationFilters(EntryFilters):
    """Allocations by state, and by the announcement that they confirm."""

    state = ManyFilter(choices=AllocationState, label=_("State; may be repeated"))
    follows = ReferenceFilter(Allocation, label=_("What confirms an announcement: the id of that allocation"))
    confirmed = SeenFilter(confirmed_seen, label=_("Announcements that an allocation confirms, or all others"))
    reverses = ReferenceFilter(Allocation, label=_REVERSES)
    reversed = SeenFilter(reversed_seen(Allocation), label=_REVERSED)
