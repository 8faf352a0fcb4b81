"""themes.csv: our own list of the subjects by which needs, projects and planned activities are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compact.reports.loading.entities import sourced
from workinggroups.needs.models import Theme
from workinggroups.needs.services import theme_create

if TYPE_CHECKING:
    from compact.reports.loading.sheets import Row, Sheet
    from compact.reports.loading.stock import Stock

_LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru")
COLUMNS = ("code", *(f"name_{language}" for language in _LANGUAGES), "source_url", "note", "evidence")
KEY = ("code",)


def load(sheet: Sheet, stock: Stock) -> None:
    """Store each theme with its names."""
    if not sheet.readable:
        stock.unread.add(Theme)
    for row in sheet.rows:
        stock.themes.setdefault(row.text("code"), _theme(row, stock))


def _theme(row: Row, stock: Stock) -> Theme | None:
    values = {"code": row.text("code", required=True), "name_en": row.text("name_en", required=True), **sourced(row)}
    for language in _LANGUAGES[1:]:
        field = "zh_hans" if language == "zh" else language
        values[f"name_{field}"] = row.text(f"name_{language}")
    if not row.sound:
        return None
    return stock.keep(
        Theme,
        lambda values: theme_create(actor=stock.actor, values=values),
        row,
        key={"code": values["code"]},
        values=values,
        columns={"name_zh_hans": "name_zh", "source": "source_url"},
    )
