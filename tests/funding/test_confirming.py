"""An announced allocation is confirmed by an entry of its own, as far as the fund has the money."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused, StaleVersion
from funding.funds.services import entries
from funding.funds.services.reversing import entry_reverse
from tests.cast import SYSTEM
from tests.funding.ground import (
    allocation_make,
    confirmed_make,
    contribution_make,
    deposit_make,
    fund_make,
    partner_make,
    pledge_make,
    project_make,
)

if TYPE_CHECKING:
    from funding.funds.models import Allocation, Fund
    from tests.cast import Cast
    from workinggroups.projects.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def fund(cast: Cast) -> Fund:
    return fund_make()


@pytest.fixture
def project(cast: Cast) -> Project:
    return project_make(cast.entities["UNODC"])


@pytest.fixture
def other(cast: Cast) -> Project:
    return project_make(cast.entities["WCO"], "Cargo control")


def announce(fund: Fund, project: Project, amount: str = "500", **values: Any) -> Allocation:
    """An announcement that lacks nothing."""
    return allocation_make(project, amount, fund=fund, recipient=project.lead, **values)


def confirm(announced: Allocation, **values: Any) -> Allocation:
    """Its confirmation, with what ``values`` give anew."""
    return entries.allocation_confirm(actor=SYSTEM, entry=announced, version=announced.version, values=values)


def test_a_confirmation_is_what_was_announced_and_the_announcement_stays(fund: Fund, project: Project) -> None:
    deposit_make(partner_make(), fund, "500")
    announced = announce(fund, project, value_date="2019-04")
    confirmed = confirm(announced, value_date="2019-06", source="Letter")
    announced.refresh_from_db()
    assert (announced.state, announced.amount) == ("announced", 50000)
    assert (confirmed.state, confirmed.follows, confirmed.amount) == ("confirmed", announced, 50000)
    assert (confirmed.fund, confirmed.project, confirmed.recipient) == (fund, project, project.lead)
    assert (confirmed.value_date, confirmed.source, confirmed.visibility) == ("2019-06", "Letter", "all")


def test_less_than_was_announced_and_for_another_project_can_be_confirmed(
    fund: Fund, project: Project, other: Project
) -> None:
    deposit_make(partner_make(), fund, "500")
    confirmed = confirm(announce(fund, project, "900"), amount=Decimal("450.25"), project=other, recipient=other.lead)
    assert (str(confirmed.money), confirmed.project) == ("USD 450.25", other)


def test_what_was_not_announced_is_said_when_it_is_confirmed(fund: Fund, project: Project) -> None:
    deposit_make(partner_make(), fund, "500")
    announced = allocation_make(None, None)
    with pytest.raises(ValidationError, match="needs its fund, its project, its recipient and its amount"):
        confirm(announced)
    values = {"fund": fund, "project": project, "recipient": project.lead, "amount": Decimal(5), "currency": "USD"}
    assert confirm(announced, **values).follows == announced


def test_an_announcement_is_confirmed_once_and_anew_when_that_was_reversed(fund: Fund, project: Project) -> None:
    deposit_make(partner_make(), fund, "900")
    announced = announce(fund, project, "300")
    first = confirm(announced)
    with pytest.raises(ValidationError, match="confirmed already by another allocation"):
        confirm(announced)
    entry_reverse(actor=SYSTEM, entry=first, version=1, reason="Wrong amount")
    assert confirm(announced, amount=Decimal(200)).amount == 20000


def test_only_an_announcement_that_stands_is_confirmed(fund: Fund, project: Project) -> None:
    deposit_make(partner_make(), fund, "900")
    with pytest.raises(ValidationError, match="is confirmed already"):
        confirm(confirmed_make(fund, project, "100"))
    announced = announce(fund, project)
    entry_reverse(actor=SYSTEM, entry=announced, version=1, reason="Entered twice")
    announced.refresh_from_db()
    with pytest.raises(ValidationError, match="was reversed"):
        confirm(announced)


def test_who_read_an_older_version_confirms_nothing(fund: Fund, project: Project) -> None:
    announced = announce(fund, project)
    entries.allocation_update(actor=SYSTEM, record=announced, version=1, values={"note": "Asked again"})
    with pytest.raises(StaleVersion):
        entries.allocation_confirm(actor=SYSTEM, entry=announced, version=1, values={})


def test_an_announcement_needs_no_money_and_confirms_nothing(fund: Fund, project: Project) -> None:
    announced = announce(fund, project, "2100000")
    assert announced.state == "announced"
    with pytest.raises(ValidationError, match="Only a confirmed allocation follows an announcement"):
        announce(fund, project, follows=announced)


def test_a_confirmation_is_as_wide_as_the_announcement_was_cleared(fund: Fund, project: Project, cast: Cast) -> None:
    deposit_make(partner_make(), fund, "500")
    letter = {"originator": cast.entities["WCO"], "clearance": "E-mail of 3 May 2026"}
    confirmed = confirm(announce(fund, project, "100", **letter))
    assert (confirmed.originator, confirmed.clearance) == (cast.entities["WCO"], "E-mail of 3 May 2026")
    with pytest.raises(Refused, match="has not cleared wider sharing"):
        confirm(announce(fund, project, "100", **letter), clearance="")


# --- What the fund has ------------------------------------------------------------------------------------------------


def refused(fund: Fund, project: Project, amount: str) -> str:
    """What the refusal of a confirmed allocation says on its amount."""
    with pytest.raises(ValidationError) as raised:
        confirmed_make(fund, project, amount)
    assert list(raised.value.message_dict) == ["amount"]
    return " ".join(raised.value.messages)


def test_a_fund_allocates_to_the_last_cent_and_not_one_more(fund: Fund, project: Project) -> None:
    deposit_make(partner_make(), fund, "500.25")
    assert refused(fund, project, "500.26") == "For this project the fund has USD 500.25."
    confirmed_make(fund, project, "500.25")
    assert refused(fund, project, "0.01") == "For this project the fund has USD 0."


def test_money_for_one_project_is_not_allocated_to_another(fund: Fund, project: Project, other: Project) -> None:
    partner = partner_make()
    deposit_make(partner, fund, "500", project=project)
    deposit_make(partner, fund, "100")
    assert refused(fund, other, "101") == "For this project the fund has USD 100."
    confirmed_make(fund, project, "550")
    assert refused(fund, other, "51") == "For this project the fund has USD 50."
    confirmed_make(fund, other, "50")


def test_money_that_only_words_earmark_is_told_and_not_used(fund: Fund, project: Project) -> None:
    deposit_make(partner_make(), fund, "700", earmark="Sahel")
    told = refused(fund, project, "1")
    assert told.startswith("For this project the fund has USD 0. Deposits of USD 700 are earmarked in words only.")
    assert "post them again with the project" in told


def test_a_project_and_words_together_are_for_the_project(fund: Fund, project: Project) -> None:
    deposit_make(partner_make(), fund, "700", earmark="First phase", project=project)
    assert confirmed_make(fund, project, "700").pk


def test_no_other_currency_fund_pledge_or_signature_pays(fund: Fund, project: Project) -> None:
    partner = partner_make()
    deposit_make(partner, fund, "500", currency="EUR")
    deposit_make(partner, fund_make("elsewhere"), "500")
    pledge_make(partner, "500", fund=fund)
    contribution_make(partner, "500", fund=fund)
    assert refused(fund, project, "1") == "For this project the fund has USD 0."


def test_a_reversed_allocation_gives_its_money_back(fund: Fund, project: Project, other: Project) -> None:
    deposit_make(partner_make(), fund, "500")
    allocation = confirmed_make(fund, project, "500")
    entry_reverse(actor=SYSTEM, entry=allocation, version=1, reason="Project withdrawn")
    assert confirmed_make(fund, other, "500").pk


def test_of_several_allocations_at_once_all_are_stored_or_none(fund: Fund, project: Project) -> None:
    deposit_make(partner_make(), fund, "500")
    values = {"state": "confirmed", "fund": fund, "project": project, "recipient": project.lead, "currency": "USD"}
    rows = [{**values, "amount": Decimal(300)}, {**values, "amount": Decimal(201)}]
    with pytest.raises(ValidationError, match="the fund has USD 200"):
        entries.allocations.create_many(actor=SYSTEM, rows=rows)
    assert confirmed_make(fund, project, "500").pk
