"""instruments.csv, and other_instruments.csv for pillars, programmes and priorities, with what belongs to what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from compact.agreements.models import Instrument, InstrumentKind
from compact.agreements.services import instrument_create
from compact.kernel.records import Evidence
from compact.reports.loading.entities import sourced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.reports.loading.sheets import Row, Sheet
    from compact.reports.loading.stock import Stock

PARTS_COLUMNS = ("symbol", "parent_symbol", "source_url", "evidence")
COLUMNS = ("symbol", "title", "date", "kind", "source_url", "note", "evidence")
OTHER_COLUMNS = (
    "symbol",
    "title_en",
    "title_fr",
    "kind",
    "parent_symbol",
    "date",
    "source_url",
    "note",
    "evidence",
)
KEY = ("symbol",)
_DOCUMENTS = ("https://undocs.org/", "http://undocs.org/")
"""Where the source of an instrument is its own text."""


def load_parts(sheet: Sheet, stock: Stock) -> None:
    """Remember which protocols and amendments belong to which convention; they are stored with their instrument."""
    for row in sheet.rows:
        row.text("parent_symbol", required=True)
        row.choice("evidence", Evidence, required=False)
        stock.parts[row.text("symbol", required=True)] = row


def load(sheet: Sheet, stock: Stock) -> None:
    """Store the instruments of the published set, each below the one that it belongs to."""
    _mark_unread(sheet, stock)
    for row in sheet.rows:
        part = stock.parts.get(row.text("symbol"))
        parent = stock.instrument(part, "parent_symbol") if part else None
        link = row.text("source_url") if row.text("source_url").startswith(_DOCUMENTS) else ""
        _instrument(row, stock, {"title_en": row.text("title", required=True), "parent": parent, "link": link})
    if sheet.readable:
        for symbol, part in stock.parts.items():
            if symbol not in stock.instruments:
                part.problem("symbol", _("No instrument has the symbol “%(code)s”.") % {"code": symbol})


def load_other(sheet: Sheet, stock: Stock) -> None:
    """Store the pillars of the Strategy, the Joint Programmes of Work and their priorities."""
    _mark_unread(sheet, stock)
    for row in sheet.rows:
        values = {"title_en": row.text("title_en", required=True), "title_fr": row.text("title_fr")}
        _instrument(row, stock, {**values, "parent": stock.instrument(row, "parent_symbol")})


def _mark_unread(sheet: Sheet, stock: Stock) -> None:
    if not sheet.readable:
        stock.unread.add(Instrument)


def _instrument(row: Row, stock: Stock, values: Mapping[str, Any]) -> None:
    values = {
        "code": row.text("symbol", required=True),
        "kind": row.choice("kind", InstrumentKind),
        "adopted_on": row.date("date"),
        **values,
        **sourced(row),
    }
    made = None
    if row.sound:
        made = stock.keep(
            Instrument,
            lambda values: instrument_create(actor=stock.actor, values=values),
            row,
            key={"code": values["code"]},
            values=values,
            columns={
                "code": "symbol",
                "title_en": "title" if "title" in row.cells else "title_en",
                "parent": "parent_symbol",
                "adopted_on": "date",
                "source": "source_url",
                "link": "source_url",
            },
        )
    stock.instruments.setdefault(row.text("symbol"), made)
