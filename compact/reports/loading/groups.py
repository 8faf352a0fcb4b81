"""working_groups.csv, and other_groups.csv for the Committee and the groups of the predecessor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compact.kernel.records import Evidence
from compact.reports.loading.entities import sourced
from workinggroups.groups.models import EventKind, Group, GroupEvent, GroupKind
from workinggroups.groups.services import group_create, group_event_record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.reports.loading.sheets import Row, Sheet
    from compact.reports.loading.stock import Stock

OTHER_COLUMNS = (
    "code",
    "kind",
    "name_en",
    "name_fr",
    "established_on",
    "concluded_on",
    "successor_code",
    "source_url",
    "note",
    "evidence",
)
WORKING_COLUMNS = (
    "code",
    "name_en",
    "name_fr",
    "name_fr_origin",
    "name_es",
    "name_ar",
    "name_zh",
    "name_ru",
    "launched_on",
    "mandate_en",
    "mandate_fr",
    "pillars",
    "pillars_origin",
    "source_url",
    "name_evidence",
)
KEY = ("code",)
_OWN = {
    "name_fr_origin": ("own_translation", "The French name is our own translation."),
    "pillars_origin": ("own_reading", "The pillars are our own reading."),
}
"""What the columns of origin say, for the note of the group (data, in English like all notes)."""


def load_other(sheet: Sheet, stock: Stock) -> None:
    """Store the Committee and the predecessors, with the day they were established and concluded."""
    _mark_unread(sheet, stock)
    for row in sheet.rows:
        established, concluded = row.period("established_on", "concluded_on")
        values = {"kind": row.choice("kind", GroupKind), **sourced(row)}
        events = {EventKind.ESTABLISHED: established, EventKind.CONCLUDED: concluded}
        _group(row, stock, values, {kind: on for kind, on in events.items() if on}, "established_on")
        if row.text("successor_code"):
            stock.predecessors[row.text("successor_code")] = row.text("code")


def load_working(sheet: Sheet, stock: Stock) -> None:
    """Store the working groups, established on the day of their launch."""
    _mark_unread(sheet, stock)
    for row in sheet.rows:
        values: dict[str, Any] = {"kind": GroupKind.WORKING_GROUP, "predecessor": _predecessor(row, stock)}
        for language in ("es", "ar", "zh_hans", "ru"):
            values[f"name_{language}"] = row.text(f"name_{language.removesuffix('_hans')}")
        for column in ("mandate_en", "mandate_fr", "pillars"):
            values[column] = row.text(column)
        notes = [note for column, (origin, note) in _OWN.items() if row.text(column) == origin]
        values |= {
            "source": row.text("source_url"),
            "evidence": row.choice("name_evidence", Evidence, required=False),
            "note": " ".join(notes),
        }
        _group(row, stock, values, {EventKind.ESTABLISHED: row.date("launched_on")}, "launched_on")


def _mark_unread(sheet: Sheet, stock: Stock) -> None:
    if not sheet.readable:
        stock.unread.add(Group)


def _predecessor(row: Row, stock: Stock) -> Group | None:
    code = stock.predecessors.get(row.text("code"))
    return stock.groups.get(code) if code else None


def _group(row: Row, stock: Stock, values: Mapping[str, Any], events: Mapping[str, str], established: str) -> None:
    values = {
        "code": row.text("code", required=True),
        "name_en": row.text("name_en", required=True),
        "name_fr": row.text("name_fr"),
        **values,
    }
    group = None
    if row.sound:
        group = stock.keep(
            Group,
            lambda values: group_create(actor=stock.actor, values=values),
            row,
            key={"code": values["code"]},
            values=values,
            columns={"source": "source_url", "evidence": "name_evidence"},
        )
    stock.groups.setdefault(row.text("code"), group)
    if group is not None:
        for kind, on in events.items():
            column = established if kind == EventKind.ESTABLISHED else "concluded_on"
            _event(row, stock, group, {"kind": kind, "on": on}, column)


def _event(row: Row, stock: Stock, group: Group, step: Mapping[str, str], column: str) -> None:
    facts = {"source": group.source, "evidence": group.evidence}
    stock.keep(
        GroupEvent,
        lambda values: group_event_record(
            actor=stock.actor, group=group, version=group.version, values={**values, **facts}
        ),
        row,
        key={"group_id": group.pk, "kind": step["kind"]},
        values=step,
        columns={"kind": column, "on": column},
    )
    group.refresh_from_db(fields=["version"])
