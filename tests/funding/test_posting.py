"""Entries are posted once: what was posted stays, its source and clearance are kept current."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused, StaleVersion
from funding.funds.models import Allocation, Contribution, Deposit, Pledge
from funding.funds.services import entries
from funding.funds.services.funds import fund_archive, fund_create, partner_archive, partner_create, partner_update
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
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def errors_of(raised: Any) -> dict[str, list[str]]:
    """What a service said is wrong, by field."""
    found: dict[str, list[str]] = raised.value.message_dict
    return found


def test_an_amount_is_kept_in_minor_units_and_read_with_its_currency() -> None:
    pledge = pledge_make(partner_make(), "2100000.50")
    assert (pledge.amount, str(pledge.money)) == (210000050, "USD 2,100,000.50")
    yen = pledge_make(partner_make("JPN"), "500", currency="JPY")
    assert (yen.amount, str(yen.money)) == (500, "JPY 500")


def test_an_amount_that_is_not_known_is_not_zero() -> None:
    contribution = contribution_make(partner_make(), None)
    assert (contribution.amount, contribution.currency, contribution.money) == (None, "", None)
    assert contribution.money_display == "not known"
    with pytest.raises(ValidationError) as raised:
        contribution_make(partner_make("SAU"), "0")
    assert "more than 0" in str(raised.value)


@pytest.mark.parametrize("field", ["amount", "currency", "value_date", "partner", "nature", "earmark", "fund"])
def test_what_was_posted_is_refused_to_change_field_by_field(field: str) -> None:
    pledge = pledge_make(partner_make(), "500")
    values = {
        "amount": Decimal("500.01"),
        "currency": "EUR",
        "value_date": "2019",
        "partner": partner_make("SAU"),
        "nature": "appeal",
        "earmark": "Sahel",
        "fund": fund_make(),
    }
    with pytest.raises(ValidationError) as raised:
        entries.pledge_update(actor=SYSTEM, record=pledge, version=1, values={field: values[field], "note": "Typing"})
    assert errors_of(raised) == {field: ["This was posted and stays. Reverse the entry and post it again."]}
    pledge.refresh_from_db()
    assert (pledge.amount, pledge.currency, pledge.note, pledge.version) == (50000, "USD", "", 1)


def test_the_same_posted_values_with_another_source_are_a_change_of_the_source() -> None:
    partner = partner_make()
    pledge = pledge_make(partner, "500")
    values = {"amount": Decimal("500.00"), "currency": "USD", "partner": partner, "source": "Letter of 3 May 2026"}
    stored = entries.pledge_update(actor=SYSTEM, record=pledge, version=1, values=values)
    assert (stored.source, stored.version) == ("Letter of 3 May 2026", 2)


def test_a_reversal_is_not_posted_by_hand() -> None:
    pledge = pledge_make(partner_make(), "500")
    with pytest.raises(ValidationError) as raised:
        pledge_make(pledge.partner, "500", reverses=pledge)
    assert list(errors_of(raised)) == ["reverses"]


@pytest.mark.parametrize("persona", ["chair", "alternate", "focal_point", "country_office", "reader"])
def test_nobody_but_the_secretariat_posts_or_reverses(persona: str, cast: Cast) -> None:
    pledge, viewer = pledge_make(partner_make()), cast.viewer(persona)
    with pytest.raises(Refused, match="secretariat"):
        entries.pledge_create(actor=viewer, values={})
    with pytest.raises(Refused, match="secretariat"):
        entries.pledge_update(actor=viewer, record=pledge, version=1, values={"note": "x"})
    with pytest.raises(Refused, match="secretariat"):
        entry_reverse(actor=viewer, entry=pledge, version=1, reason="x")
    with pytest.raises(Refused, match="secretariat"):
        entries.allocation_confirm(actor=viewer, entry=allocation_make(), version=1, values={})


def test_an_entry_is_archived_by_nobody() -> None:
    with pytest.raises(Refused, match="Reverse the entry"):
        entries.pledges.archive(actor=SYSTEM, record=pledge_make(partner_make()), version=1, reason="Wrong")


# --- What follows from what -------------------------------------------------------------------------------------------


def test_a_pledge_has_its_partner_and_a_statement_none() -> None:
    assert pledge_make(None, "386100000", nature="total").partner is None
    for partner, nature in ((None, "pledge"), (partner_make(), "total"), (partner_make("SAU"), "appeal")):
        with pytest.raises(ValidationError, match="A pledge has its partner, a statement none"):
            pledge_make(partner, nature=nature)


def test_nobody_signs_for_a_statement() -> None:
    statement = pledge_make(None, nature="total")
    with pytest.raises(ValidationError, match="This is a statement"):
        contribution_make(partner_make(), pledge=statement)


def test_a_contribution_follows_a_pledge_of_its_own_partner() -> None:
    pledge = pledge_make(partner_make())
    assert contribution_make(pledge.partner, pledge=pledge).pledge == pledge  # type: ignore[arg-type]  # it has one
    with pytest.raises(ValidationError, match="of another funding partner"):
        contribution_make(partner_make("SAU"), pledge=pledge)


def test_a_deposit_pays_a_contribution_of_its_own_partner_to_its_own_fund() -> None:
    partner, fund = partner_make(), fund_make()
    contribution = contribution_make(partner, fund=fund)
    assert deposit_make(partner, fund, contribution=contribution).contribution == contribution
    with pytest.raises(ValidationError, match="of another funding partner"):
        deposit_make(partner_make("SAU"), fund, contribution=contribution)
    with pytest.raises(ValidationError, match="signed for another fund"):
        deposit_make(partner, fund_make("other"), contribution=contribution)


def test_a_contribution_that_names_no_fund_is_paid_into_any() -> None:
    partner = partner_make()
    assert deposit_make(partner, fund_make(), contribution=contribution_make(partner)).pk


def test_nothing_follows_what_was_reversed_or_reverses() -> None:
    partner = partner_make()
    pledge = pledge_make(partner)
    reversal = entry_reverse(actor=SYSTEM, entry=pledge, version=1, reason="Entered twice")
    for each in (pledge, reversal):
        with pytest.raises(ValidationError, match="This entry was reversed, or reverses another"):
            contribution_make(partner, pledge=each)
    contribution = contribution_make(partner)
    entry_reverse(actor=SYSTEM, entry=contribution, version=1, reason="Entered twice")
    with pytest.raises(ValidationError, match="This entry was reversed"):
        deposit_make(partner, fund_make(), contribution=contribution)


@pytest.mark.parametrize("lacking", [{"amount": None, "currency": ""}, {"fund": None}])
def test_a_deposit_needs_its_fund_and_its_amount(lacking: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="A deposit needs its fund and its amount"):
        deposit_make(partner_make(), fund_make(), **lacking)


# --- Funds and partners -----------------------------------------------------------------------------------------------


def test_a_state_is_a_partner_once_and_so_is_an_entity(cast: Cast) -> None:
    partner_make("QAT")
    with pytest.raises(ValidationError, match="This State is a funding partner already"):
        partner_create(actor=SYSTEM, values={"code": "Q2", "kind": "state", "country": "QAT"})
    entity = {"kind": "entity", "entity": cast.entities["UNDP"]}
    partner_create(actor=SYSTEM, values={"code": "UNDP", **entity})
    with pytest.raises(ValidationError, match="This entity is a funding partner already"):
        partner_create(actor=SYSTEM, values={"code": "UNDP2", **entity})


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "state"},
        {"kind": "entity"},
        {"kind": "other", "country": "KEN", "name_en": "Kenya"},
        {"kind": "state", "country": "ZZZ"},
        {"kind": "other"},
    ],
)
def test_a_partner_is_what_its_kind_says(values: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        partner_create(actor=SYSTEM, values={"code": "X", **values})


def test_what_stands_under_a_fund_or_a_partner_keeps_it_in_use() -> None:
    partner, fund = partner_make(), fund_make()
    deposit = deposit_make(partner, fund)
    for archive, record in ((fund_archive, fund), (partner_archive, partner)):
        with pytest.raises(ValidationError, match="Money is posted under this record"):
            archive(actor=SYSTEM, record=record, version=1, reason="Entered twice")  # type: ignore[operator]  # either
    entry_reverse(actor=SYSTEM, entry=deposit, version=1, reason="Entered twice")
    assert fund_archive(actor=SYSTEM, record=fund, version=1, reason="Entered twice").is_archived
    assert partner_archive(actor=SYSTEM, record=partner, version=1, reason="Entered twice").is_archived


def test_a_fund_is_an_ordinary_record_with_a_version() -> None:
    fund = fund_make()
    with pytest.raises(ValidationError, match="Another fund has this code"):
        fund_create(actor=SYSTEM, values={"code": fund.code, "name_en": "Again"})
    partner = partner_make()
    partner_update(actor=SYSTEM, record=partner, version=1, values={"note": "Since 2018"})
    with pytest.raises(StaleVersion):
        partner_update(actor=SYSTEM, record=partner, version=1, values={"note": "Since 2019"})


def test_an_entry_is_named_by_its_amount_and_parties(cast: Cast) -> None:
    fund, project = fund_make(), project_make(cast.entities["UNODC"])
    deposit = deposit_make(partner_make("KEN"), fund)
    assert str(deposit) == "USD 500 · Kenya · Fund trust-fund"
    assert str(pledge_make(None, None, nature="appeal")).startswith("amount not known · Statement: amount asked for")
    assert str(confirmed_make(fund, project)).startswith("USD 500 · Confirmed · Fund trust-fund · ")


def test_each_kind_of_entry_says_what_of_it_stays() -> None:
    """A field that is added to a model and forgotten here could be edited in secret."""
    free = {"id", "uid", "version", "archived_at", "archive_reason", "source", "evidence", "note"}
    free |= {"originator", "visibility", "clearance", "cleared_at", "cleared_by"}
    for model in (Pledge, Contribution, Deposit, Allocation):
        assert {field.name for field in model._meta.concrete_fields} == free | set(model.posted)
