"""The columns of the funds room, for API, pages and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from compact.kernel.columns import Column, ColumnType
from compact.kernel.standard_columns import (
    ARCHIVE,
    CLEARED,
    IDENTITY,
    SOURCED,
    money,
    plain,
    reference,
    translations,
)
from funding.funds.models import Allocation, Contribution, Deposit, Entry, Fund, FundingPartner, Pledge

if TYPE_CHECKING:
    from collections.abc import Callable

    from compact.kernel.viewers import Viewer

FUNDS = (
    *IDENTITY,
    Column("code", _("code"), type=ColumnType.CODE),
    *translations(Fund, "name"),
    *reference("administrator", _("administered by"), "code", "name", through="administrator"),
    *plain(Fund, "purpose", "link"),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)
FUNDING_PARTNERS = (
    *IDENTITY,
    Column("code", _("code"), type=ColumnType.CODE),
    *plain(FundingPartner, "kind"),
    Column("country", _("State"), type=ColumnType.CODE),
    *reference("entity", _("entity"), "code", "name", through="entity"),
    *translations(FundingPartner, "name"),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)


def reversed_seen(model: type[Entry]) -> Callable[[Viewer], Q]:
    """The condition, for a viewer, that an entry of ``model`` has a reversal which they may see."""

    def condition(viewer: Viewer) -> Q:
        seen: Any = model._default_manager.visible_to(viewer).live()  # type: ignore[attr-defined]  # every record's
        return Q(Exists(seen.filter(reverses=OuterRef("pk"))))

    return condition


def confirmed_seen(viewer: Viewer) -> Q:
    """The condition that an announcement has a confirmation that stands, as far as the viewer sees."""
    seen = Allocation.objects.visible_to(viewer).live()
    back = Exists(seen.filter(reverses=OuterRef("pk")))
    return Q(Exists(seen.filter(~Q(back), follows=OuterRef("pk"), reverses__isnull=True)))


def _entry(model: type[Entry]) -> tuple[Column, ...]:
    """What every entry has, from the fund that it fills or draws on to the entry that it takes back."""
    return (
        *reference("fund", _("fund"), "code", "name", through="fund"),
        *reference("recipient", _("recipient"), "code", "name", through="recipient", stays="recipient"),
        *reference("project", _("for the project"), "code", "title", through="project", stays="project"),
        *money(model, "amount"),
        *plain(model, "value_date"),
        *reference("reverses", _("reverses"), through="reverses"),
        Column("reversed", _("reversed"), type=ColumnType.BOOLEAN, compute=reversed_seen(model)),
    )


_BASIS = (*CLEARED, *SOURCED, *ARCHIVE)
_PARTNER = reference("partner", _("funding partner"), "code")

PLEDGES = (
    *IDENTITY,
    *plain(Pledge, "nature"),
    *reference("partner", _("funding partner"), "code", through="partner"),
    *_entry(Pledge),
    *plain(Pledge, "earmark"),
    *_BASIS,
)
CONTRIBUTIONS = (
    *IDENTITY,
    *_PARTNER,
    *_entry(Contribution),
    *plain(Contribution, "earmark"),
    *reference("pledge", _("follows the pledge"), through="pledge"),
    *_BASIS,
)
DEPOSITS = (
    *IDENTITY,
    *_PARTNER,
    *_entry(Deposit),
    *plain(Deposit, "earmark"),
    *reference("contribution", _("pays the contribution"), through="contribution"),
    *_BASIS,
)
ALLOCATIONS = (
    *IDENTITY,
    *plain(Allocation, "state"),
    *_entry(Allocation),
    *reference("follows", _("confirms"), through="follows"),
    Column("confirmed", _("confirmed by an allocation"), type=ColumnType.BOOLEAN, compute=confirmed_seen),
    *_BASIS,
)
