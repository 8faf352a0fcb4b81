"""agreements.csv: what was signed, by whom, with which title then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compact.agreements.models import Agreement, Signature
from compact.agreements.services import agreement_create, signature_create
from compact.entities.models import Person
from compact.entities.services import person_create
from compact.reports.loading.entities import sourced
from compact.reports.loading.signatories import signatories, unnamed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.entities.models import Entity
    from compact.reports.loading.sheets import Row, Sheet
    from compact.reports.loading.signatories import Signatory
    from compact.reports.loading.stock import Stock

COLUMNS = (
    "title",
    "signed_on",
    "place",
    "signatory_entities",
    "other_parties",
    "signed_by",
    "source_url",
    "note",
    "evidence",
)
KEY = ("title", "signed_on")


def load(sheet: Sheet, stock: Stock) -> None:
    """Store each agreement with a signature for each party; a person who signs several is one person."""
    for row in sheet.rows:
        entities = {code: stock.entity(row, "signatory_entities", code) for code in row.texts("signatory_entities")}
        parties = [party for party in row.texts("other_parties") if not party[0].isdecimal()]
        agreement = _agreement(row, stock, parties)
        if agreement is not None:
            for each in signatories(row.texts("signed_by"), list(entities), parties):
                _signature(row, stock, agreement, each, entities)


def _agreement(row: Row, stock: Stock, parties: list[str]) -> Agreement | None:
    values = {
        "title_en": row.text("title", required=True),
        "signed_on": row.date("signed_on"),
        "place": row.text("place"),
        "other_parties": "; ".join(parties),
        **sourced(row),
        "note": _note(row, parties),
    }
    if not row.sound:
        return None
    return stock.keep(
        Agreement,
        lambda values: agreement_create(actor=stock.actor, values=values),
        row,
        key={"title_en": values["title_en"], "signed_on": values["signed_on"]},
        values=values,
        columns={"title_en": "title", "source": "source_url"},
    )


def _note(row: Row, parties: list[str]) -> str:
    """The note, and what the cells of parties and signatories tell without naming them (“36 UN entities in all”)."""
    told = [text for text in row.texts("other_parties") if text not in parties]
    told += unnamed(row.texts("signed_by"))
    return " ".join(part for part in (row.text("note"), f"Also: {'; '.join(told)}." if told else "") if part)


def _signature(
    row: Row, stock: Stock, agreement: Agreement, each: Signatory, entities: Mapping[str, Entity | None]
) -> None:
    entity = entities.get(each.entity)
    person = None if each.entity and entity is None else _person(row, stock, each)
    if entity is None and person is None and not each.party:
        return
    title = each.title if person else ""
    values = {"entity": entity, "person": person, "party": each.party, "title": title, **_source(row)}
    key = {"agreement_id": agreement.pk, "entity_id": entity.pk if entity else None, "party": each.party}
    stock.keep(
        Signature,
        lambda values: signature_create(actor=stock.actor, values=values),
        row,
        key={**key, "person_id": person.pk if person else None},
        values={"agreement": agreement, **values},
        columns={
            "entity": "signatory_entities",
            "person": "signed_by",
            "title": "signed_by",
            "party": "other_parties",
            "source": "source_url",
        },
        rival=lambda: _rival(key),
    )


def _rival(key: Mapping[str, object]) -> Signature | None:
    """A signature on record for the same entity or party, whoever staff say signed for it."""
    if key["entity_id"] is None and not key["party"]:
        return None
    return Signature.objects.live().filter(**key).first()


def _person(row: Row, stock: Stock, each: Signatory) -> Person | None:
    name = (each.given_name, each.family_name)
    if any(name) and name not in stock.people:
        values = {"given_name": each.given_name, "family_name": each.family_name, **_source(row)}
        stock.people[name] = stock.keep(
            Person,
            lambda values: person_create(actor=stock.actor, values=values),
            row,
            key={"given_name": each.given_name, "family_name": each.family_name},
            values=values,
            columns={"given_name": "signed_by", "family_name": "signed_by", "source": "source_url"},
        )
    return stock.people.get(name)


def _source(row: Row) -> dict[str, str]:
    """Source and evidence; the note speaks of the agreement."""
    facts = sourced(row)
    return {"source": facts["source"], "evidence": facts["evidence"]}
