"""A fund, partners, projects and entries of money, made by the services."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from funding.funds.services import entries
from funding.funds.services.funds import fund_create, partner_create
from tests.cast import SYSTEM
from workinggroups.projects.services.projects import project_create

if TYPE_CHECKING:
    from compact.entities.models import Entity
    from funding.funds.models import Allocation, Contribution, Deposit, Fund, FundingPartner, Pledge
    from workinggroups.projects.models import Project


def fund_make(code: str = "trust-fund", **values: Any) -> Fund:
    """A fund, open to all."""
    return fund_create(actor=SYSTEM, values={"code": code, "name_en": f"Fund {code}", **values})


def partner_make(country: str = "QAT", **values: Any) -> FundingPartner:
    """A State that gives money, open to all."""
    return partner_create(actor=SYSTEM, values={"code": country, "kind": "state", "country": country, **values})


def project_make(lead: Entity, title: str = "Border posts", **values: Any) -> Project:
    """A project, open to all."""
    return project_create(actor=SYSTEM, values={"title_en": title, "lead": lead, "visibility": "all", **values})


def money(amount: str | None, currency: str = "USD") -> dict[str, Any]:
    """What an entry says of its amount."""
    return {"amount": Decimal(amount), "currency": currency} if amount is not None else {}


def pledge_make(partner: FundingPartner | None, amount: str | None = "500", **values: Any) -> Pledge:
    """A pledge, open to all; a statement where ``values`` say so."""
    return entries.pledge_create(
        actor=SYSTEM, values={"partner": partner, "visibility": "all", **money(amount), **values}
    )


def contribution_make(partner: FundingPartner, amount: str | None = "500", **values: Any) -> Contribution:
    """A signed contribution, open to all."""
    return entries.contribution_create(
        actor=SYSTEM, values={"partner": partner, "visibility": "all", **money(amount), **values}
    )


def deposit_make(partner: FundingPartner, into: Fund, amount: str = "500", **values: Any) -> Deposit:
    """A deposit, open to all."""
    return entries.deposit_create(
        actor=SYSTEM, values={"partner": partner, "fund": into, "visibility": "all", **money(amount), **values}
    )


def allocation_make(project: Project | None = None, amount: str | None = "500", **values: Any) -> Allocation:
    """An announced allocation, open to all; confirmed where ``values`` say so."""
    return entries.allocation_create(
        actor=SYSTEM, values={"project": project, "visibility": "all", **money(amount), **values}
    )


def confirmed_make(of: Fund, project: Project, amount: str = "500", **values: Any) -> Allocation:
    """A confirmed allocation to the project's lead."""
    return allocation_make(project, amount, **{"fund": of, "recipient": project.lead, "state": "confirmed", **values})
