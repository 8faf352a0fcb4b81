"""funding.csv: what was pledged, signed for and announced; unknown amounts stay unknown, totals are statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from compact.entities.models import Entity
from compact.kernel.countries import validate_country
from compact.kernel.money import amounts_settle
from compact.kernel.visibility import Visibility
from compact.reports.loading.entities import sourced
from compact.reports.loading.funds import partner_keep
from compact.reports.loading.projects import CLEARANCE
from compact.reports.loading.stock import faults_tell
from funding.funds.models import (
    Allocation,
    AllocationState,
    Contribution,
    Entry,
    FundingPartner,
    FundingPartnerKind,
    Pledge,
    PledgeNature,
)
from funding.funds.services.entries import allocation_create, contribution_create, pledge_create

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from compact.reports.loading.sheets import Row, Sheet
    from compact.reports.loading.stock import Stock

COLUMNS = (
    "kind",
    "donor",
    "fund",
    "recipient",
    "project_title",
    "amount",
    "currency",
    "date",
    "source_url",
    "note",
    "evidence",
)
KEY = ("kind", "donor", "fund", "recipient", "project_title", "amount", "currency", "date")
AGGREGATE = "AGGREGATE"
"""In the column of donors: a total of several, or money that is asked of all."""
_TO = {
    "fund": "fund",
    "recipient": "recipient",
    "project": "project_title",
    "value_date": "date",
    "source": "source_url",
}


class Kind(TextChoices):
    """What a row tells."""

    CONTRIBUTION = "contribution"
    PLEDGE = "pledge"
    APPEAL = "appeal"
    ALLOCATION = "allocation"
    CATALYTIC = "catalytic"


def load(sheet: Sheet, stock: Stock) -> None:
    """Store each row as a pledge, a statement, a signed contribution or an announced allocation, open to all."""
    for row in sheet.rows:
        kind = row.choice("kind", Kind)
        values = _values(row, stock)
        if any(row.text(_TO.get(name, name)) and values[name] is None for name in ("fund", "recipient", "project")):
            continue  # unknown, or in the archive: the same money must not come back without it
        if kind in (Kind.ALLOCATION, Kind.CATALYTIC):
            _allocation(row, stock, values)
        elif kind:
            _incoming(row, stock, Kind(kind), values)


def _values(row: Row, stock: Stock) -> dict[str, Any]:
    return {
        "fund": stock.fund(row, "fund"),
        "recipient": stock.entity(row, "recipient", row.text("recipient")),
        "project": stock.titled(row, "project_title"),
        "amount": row.amount("amount"),
        "currency": row.text("currency"),
        "value_date": row.date("date"),
        "visibility": Visibility.ALL,
        "clearance": CLEARANCE,
        **sourced(row),
    }


def _allocation(row: Row, stock: Stock, values: Mapping[str, Any]) -> None:
    """An announcement; who makes it is told by its fund, or by its note where no fund is known."""
    giver = stock.entity(row, "donor")
    told = "" if giver is None or values["fund"] else f"Announced by {giver.code}."
    note = " ".join(part for part in (values["note"], told) if part)
    _entry(
        row,
        stock,
        Allocation,
        lambda values: allocation_create(actor=stock.actor, values=values),
        {**values, "note": note, "state": AllocationState.ANNOUNCED},
    )


def _incoming(row: Row, stock: Stock, kind: Kind, values: Mapping[str, Any]) -> None:
    if row.text("donor", required=True) == AGGREGATE or kind == Kind.APPEAL:
        _statement(row, stock, kind, values)
        return
    partner = _partner(row, stock)
    if partner is None:
        return
    if kind == Kind.CONTRIBUTION:
        _entry(
            row,
            stock,
            Contribution,
            lambda values: contribution_create(actor=stock.actor, values=values),
            {**values, "partner": partner},
        )
    else:
        _pledge(row, stock, {**values, "partner": partner, "nature": PledgeNature.PLEDGE})


def _statement(row: Row, stock: Stock, kind: Kind, values: Mapping[str, Any]) -> None:
    """A total of several partners, or an amount asked for; neither is one partner's and neither enters a sum."""
    if kind == Kind.CONTRIBUTION:
        row.problem("donor", _("A total of several partners is kept as a pledge. Choose that kind."))
    elif row.text("donor") != AGGREGATE:
        row.problem("donor", _("An appeal is nobody’s gift. Write AGGREGATE."))
    else:
        nature = PledgeNature.APPEAL if kind == Kind.APPEAL else PledgeNature.TOTAL
        _pledge(row, stock, {**values, "partner": None, "nature": nature})


def _pledge(row: Row, stock: Stock, values: Mapping[str, Any]) -> None:
    _entry(row, stock, Pledge, lambda values: pledge_create(actor=stock.actor, values=values), values)


def _entry[E: Entry](
    row: Row, stock: Stock, model: type[E], create: Callable[[Mapping[str, Any]], E], values: Mapping[str, Any]
) -> None:
    """Store an entry unless one with the same parties, amount and date is there: these never change after posting."""
    amount = None
    try:
        amount = amounts_settle(model(), values)["amount"]
    except ValidationError as error:
        faults_tell(error, row, _TO)
    if not row.sound:
        return
    parties = {name: values[name] for name in ("fund", "recipient", "project", "partner") if name in values}
    key = {f"{name}_id": each.pk if each else None for name, each in parties.items()}
    key |= {name: values[name] for name in ("currency", "value_date", "nature", "state") if name in values}
    key |= {"amount": amount, "reverses_id": None}
    stock.keep(model, create, row, key=key, values=values, columns=_TO, rival=lambda: _rival(model, key))


def _rival[E: Entry](model: type[E], key: Mapping[str, Any]) -> E | None:
    """The same known amount of the same parties, which staff entered with another day."""
    if key["amount"] is None:
        return None
    same = {name: each for name, each in key.items() if name != "value_date"}
    rows: Any = model._default_manager
    found: E | None = rows.live().filter(**same, reversed_by__isnull=True).first()
    return found


# --- Funding partners -------------------------------------------------------------------------------------------------


def _partner(row: Row, stock: Stock) -> FundingPartner | None:
    """The donor: one of other_funding_partners.csv, a State, an entity of the Compact, or one that staff entered."""
    code = row.text("donor")
    if code not in stock.partners:
        stock.partners[code] = _new_partner(row, stock, code)
    return stock.partners[code]


def _new_partner(row: Row, stock: Stock, code: str) -> FundingPartner | None:
    values: dict[str, object] = {"code": code, "source": row.text("source_url"), "evidence": row.text("evidence")}
    if _is_state(code):
        return partner_keep(row, stock, {**values, "kind": FundingPartnerKind.STATE, "country": code}, "donor")
    entity = stock.entities.get(code) or Entity.objects.live().filter(code=code).first()
    if entity is not None:
        return partner_keep(row, stock, {**values, "kind": FundingPartnerKind.ENTITY, "entity": entity}, "donor")
    found: FundingPartner | None = FundingPartner.objects.live().filter(code=code).first()
    if found is None and code not in stock.entities and not stock.unread & {Entity, FundingPartner}:
        row.problem("donor", _("“%(code)s” is neither a State, nor an entity, nor a funding partner.") % {"code": code})
    return found


def _is_state(code: str) -> bool:
    try:
        validate_country(code)
    except ValidationError:
        return False
    return True
