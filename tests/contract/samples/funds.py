"""Samples of funds, funding partners and the entries of their money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compact.entities.models import Entity
from funding.funds.models import Fund, FundingPartner
from funding.funds.services.funds import fund_create, partner_create
from tests.cast import SYSTEM, entity_make
from tests.contract.samples.base import Sample, uid
from tests.contract.samples.rights import KEEPERS, Rights, written_by
from workinggroups.projects.services.projects import project_create

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cast import Cast
    from tests.contract.samples.base import Payload

_STAYS = "what was posted stays; a reversal takes it back"
_OPEN = {"visibility": "all"}


def fund_of() -> Fund:
    """The fund that the entries of the samples fill."""
    found: Fund | None = Fund.objects.filter(code="samples").first()
    return found or fund_create(actor=SYSTEM, values={"code": "samples", "name_en": "Fund of the samples"})


def partner_of() -> FundingPartner:
    """The State that the entries of the samples come from."""
    found: FundingPartner | None = FundingPartner.objects.filter(code="QAT").first()
    return found or partner_create(actor=SYSTEM, values={"code": "QAT", "kind": "state", "country": "QAT"})


def confirmed() -> dict[str, Any]:
    """What an allocation has that is confirmed."""
    lead = Entity.objects.get(code="UNODC")
    project = project_create(actor=SYSTEM, values={"title_en": "Project that is paid for", "lead": lead})
    return {"state": "confirmed", "fund": fund_of(), "recipient": lead, "project": project}


def _fund(cast: Cast, number: int) -> Payload:
    return {"code": f"fund-{number}", "name_en": f"Fund {number}", "purpose": f"Purpose {number}"}


def _partner(cast: Cast, number: int) -> Payload:
    """An entity of its own, which is a funding partner once."""
    code = f"DONOR{number}"
    entity = Entity.objects.filter(code=code).first() or entity_make(code)
    return {"code": f"P{number}", "kind": "entity", "entity": uid(entity)}


def _money(number: int) -> dict[str, Any]:
    return {"amount": f"{1000 + number}.50", "currency": "USD", "value_date": f"20{10 + number % 80}-03"}


def _pledge(cast: Cast, number: int) -> Payload:
    return {"partner": uid(partner_of()), "nature": "pledge", "earmark": f"Region {number}", **_money(number)}


def _contribution(cast: Cast, number: int) -> Payload:
    return {"partner": uid(partner_of()), "earmark": f"Region {number}", **_money(number)}


def _deposit(cast: Cast, number: int) -> Payload:
    return {**_contribution(cast, number), "fund": uid(fund_of())}


def _allocation(cast: Cast, number: int) -> Payload:
    return {"state": "announced", **_money(number)}


def _entry(payload: Any, *parents: str, bad_filter: tuple[str, str], earmark: bool = True) -> Sample:
    return Sample(
        payload,
        {"note": "Checked with the bank"},
        {"amount": "-5.00"},
        bad_filter,
        parents,
        visible=_OPEN,
        texts=("earmark", "note") if earmark else ("source", "note"),
        exemptions={"archive": _STAYS, "restore": _STAYS},
    )


SAMPLES: Mapping[str, Sample] = {
    "funds": Sample(
        _fund,
        {"purpose": "Joint projects"},
        {"code": "fund-0"},
        ("administrator", "nonsense"),
        texts=("name_en", "note"),
    ),
    "funding-partners": Sample(_partner, {"note": "Since 2018"}, {"country": "QAT"}, ("kind", "company"), ("entity",)),
    "pledges": _entry(_pledge, "partner", bad_filter=("nature", "wish")),
    "contributions": _entry(_contribution, "partner", bad_filter=("currency", "XXX")),
    "deposits": _entry(_deposit, "partner", "fund", bad_filter=("value_date_after", "2019-13-01")),
    "allocations": _entry(_allocation, bad_filter=("state", "perhaps"), earmark=False),
}
_POSTED = Rights(
    dict.fromkeys(KEEPERS, frozenset({"create", "bulk", "update"})),
    restore=frozenset(),
    unseen=frozenset({"country_office"}),
)
RIGHTS: Mapping[str, Rights] = {
    "funds": written_by(),
    "funding-partners": written_by(),
    **dict.fromkeys(("pledges", "contributions", "deposits", "allocations"), _POSTED),
}
