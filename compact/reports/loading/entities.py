"""entities.csv: the entities of the Compact and their part in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compact.entities.models import Entity, EntityKind, Participation, ParticipationStatus
from compact.entities.services import entity_create, participation_create
from compact.kernel.periods import EndState
from compact.kernel.records import Evidence

if TYPE_CHECKING:
    from compact.reports.loading.sheets import Row, Sheet
    from compact.reports.loading.stock import Stock

COLUMNS = (
    "acronym_en",
    "name_en",
    "acronym_fr",
    "name_fr",
    "kind",
    "compact_status",
    "joined_on",
    "website",
    "source_url",
    "note",
    "evidence",
)
KEY = ("acronym_en",)
_TO_THE_DAY = len("2019-05-08")


def load(sheet: Sheet, stock: Stock) -> None:
    """Store each entity and its participation; a row's source and evidence hold for both."""
    if not sheet.readable:
        stock.unread.add(Entity)
    for row in sheet.rows:
        entity = _entity(row, stock)
        stock.entities.setdefault(row.text("acronym_en"), entity)


def _entity(row: Row, stock: Stock) -> Entity | None:
    values = {
        "code": row.text("acronym_en", required=True),
        "acronym_en": row.text("acronym_en"),
        "name_en": row.text("name_en", required=True),
        "acronym_fr": row.text("acronym_fr"),
        "name_fr": row.text("name_fr"),
        "kind": row.choice("kind", EntityKind),
        "website": row.text("website"),
        **sourced(row),
    }
    joined = row.date("joined_on")
    status = row.choice("compact_status", ParticipationStatus, required=False) or ParticipationStatus.NOT_KNOWN
    if not row.sound:
        return None
    entity = stock.keep(
        Entity,
        lambda values: entity_create(actor=stock.actor, values=values),
        row,
        key={"code": values["code"]},
        values=values,
        columns={"code": "acronym_en", "source": "source_url"},
    )
    if entity is not None:
        _participation(row, stock, entity, joined, status)
    return entity


def _participation(row: Row, stock: Stock, entity: Entity, joined: str, status: str) -> None:
    values = {
        "entity": entity,
        "status": status,
        "start": joined,
        "end_state": EndState.OPEN,
        "signed_on": joined if len(joined) == _TO_THE_DAY else "",
        **sourced(row),
    }
    stock.keep(
        Participation,
        lambda values: participation_create(actor=stock.actor, values=values),
        row,
        key={"entity_id": entity.pk},
        values=values,
        columns={"start": "joined_on", "signed_on": "joined_on", "source": "source_url"},
    )


def sourced(row: Row) -> dict[str, str]:
    """Source, evidence and note of a row."""
    return {
        "source": row.text("source_url"),
        "evidence": row.choice("evidence", Evidence, required=False),
        "note": row.text("note"),
    }
