"""other_funds.csv and other_funding_partners.csv: funds, and donors that are neither State nor entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compact.reports.loading.entities import sourced
from funding.funds.models import Fund, FundingPartner, FundingPartnerKind
from funding.funds.services.funds import fund_create, partner_create

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.reports.loading.sheets import Row, Sheet
    from compact.reports.loading.stock import Stock

FUNDS_COLUMNS = ("code", "name_en", "name_fr", "administrator", "link", "source_url", "note", "evidence")
PARTNERS_COLUMNS = ("code", "name_en", "name_fr", "source_url", "note", "evidence")
KEY = ("code",)


def load_funds(sheet: Sheet, stock: Stock) -> None:
    """Store each fund; funding.csv knows it by its English name."""
    if not sheet.readable:
        stock.unread.add(Fund)
    for row in sheet.rows:
        stock.funds.setdefault(row.text("name_en"), _fund(row, stock))


def _fund(row: Row, stock: Stock) -> Fund | None:
    values = {
        **_named(row),
        "administrator": stock.entity(row, "administrator", row.text("administrator")),
        "link": row.text("link"),
    }
    if not row.sound:
        return None
    return stock.keep(
        Fund,
        lambda values: fund_create(actor=stock.actor, values=values),
        row,
        key={"code": values["code"]},
        values=values,
        columns={"source": "source_url"},
        rival=lambda: Fund.objects.live().filter(name_en=values["name_en"]).first(),
    )


def load_partners(sheet: Sheet, stock: Stock) -> None:
    """Store the funding partners that are neither State nor entity of the Compact."""
    if not sheet.readable:
        stock.unread.add(FundingPartner)
    for row in sheet.rows:
        values = {**_named(row), "kind": FundingPartnerKind.OTHER}
        found = partner_keep(row, stock, values, "code") if row.sound else None
        stock.partners.setdefault(row.text("code"), found)


def partner_keep(row: Row, stock: Stock, values: Mapping[str, object], column: str) -> FundingPartner | None:
    """The funding partner with the code among ``values``, stored unless it is there; faults go to ``column``."""
    return stock.keep(
        FundingPartner,
        lambda values: partner_create(actor=stock.actor, values=values),
        row,
        key={"code": values["code"]},
        values=values,
        columns={"code": column, "country": column, "entity": column, "source": "source_url"},
        rival=lambda: _rival(values),
    )


def _rival(values: Mapping[str, object]) -> FundingPartner | None:
    """The same State, entity or other under another code."""
    same = {name: values[name] for name in ("country", "entity", "name_en") if name in values}
    found: FundingPartner | None = FundingPartner.objects.live().filter(**same).first()
    return found


def _named(row: Row) -> dict[str, object]:
    return {
        "code": row.text("code", required=True),
        "name_en": row.text("name_en", required=True),
        "name_fr": row.text("name_fr"),
        **sourced(row),
    }
