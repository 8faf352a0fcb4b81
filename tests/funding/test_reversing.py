"""A mistake is corrected by an entry that takes it back; both stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import StaleVersion
from funding.funds.models import Pledge
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
    from funding.funds.models import Entry
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def reversed_now[E: Entry](entry: E, **values: str) -> E:
    """The reversal of ``entry``."""
    return entry_reverse(actor=SYSTEM, entry=entry, version=entry.version, **{"reason": "Entered twice", **values})


def test_a_reversal_has_all_that_was_posted_with_the_amounts_other_sign(cast: Cast) -> None:
    partner, fund, project = partner_make(), fund_make(), project_make(cast.entities["UNODC"])
    pledge = pledge_make(partner, fund=fund, project=project, earmark="Sahel", value_date="2019-04", source="Letter")
    reversal = reversed_now(pledge)
    pledge.refresh_from_db()
    assert (reversal.amount, reversal.currency, reversal.reverses) == (-50000, "USD", pledge)
    for name in ("partner", "fund", "project", "earmark", "value_date", "nature", "source", "visibility"):
        assert getattr(reversal, name) == getattr(pledge, name), name
    assert (pledge.amount, pledge.reversed_by) == (50000, reversal)


def test_an_amount_that_is_not_known_is_taken_back_as_well() -> None:
    contribution = contribution_make(partner_make(), None)
    reversal = reversed_now(contribution)
    assert (reversal.amount, reversal.currency, reversal.reverses) == (None, "", contribution)


def test_money_that_was_given_back_later_has_a_day_of_its_own() -> None:
    assert (
        reversed_now(pledge_make(partner_make(), value_date="2019"), value_date="2026-05-03").value_date == "2026-05-03"
    )
    with pytest.raises(ValidationError) as raised:
        reversed_now(pledge_make(partner_make("SAU")), value_date="3 May")
    assert list(raised.value.message_dict) == ["value_date"]


def test_a_reversal_says_why_in_the_history_of_both() -> None:
    pledge = pledge_make(partner_make())
    reversal = reversed_now(pledge, reason="Letter of 3 May 2026")
    pledge.refresh_from_db()
    (made,), last = reversal.history.all(), pledge.history.latest()  # type: ignore[attr-defined]  # every record's
    assert made.operation == last.operation
    assert (made.operation.reason, pledge.version) == ("Letter of 3 May 2026", 2)


def test_a_reason_is_needed() -> None:
    with pytest.raises(ValidationError) as raised:
        reversed_now(pledge_make(partner_make()), reason=" ")
    assert raised.value.message_dict == {"reason": ["Say why this entry is reversed."]}


def test_an_entry_is_reversed_once_and_a_reversal_never() -> None:
    pledge = pledge_make(partner_make())
    reversal = reversed_now(pledge)
    with pytest.raises(StaleVersion):
        entry_reverse(actor=SYSTEM, entry=pledge, version=1, reason="Again")
    pledge.refresh_from_db()
    with pytest.raises(ValidationError, match="reversed already"):
        reversed_now(pledge)
    with pytest.raises(ValidationError, match="is a reversal itself"):
        reversed_now(reversal)
    assert Pledge.objects.count() == 2


def test_what_another_entry_rests_on_is_reversed_after_it(cast: Cast) -> None:
    partner, fund = partner_make(), fund_make()
    pledge = pledge_make(partner)
    contribution = contribution_make(partner, pledge=pledge)
    deposit = deposit_make(partner, fund, contribution=contribution)
    announced = allocation_make(project_make(cast.entities["UNODC"]), "100", fund=fund, recipient=cast.entities["WCO"])
    confirmed = entries.allocation_confirm(actor=SYSTEM, entry=announced, version=1, values={})
    for entry, other in ((pledge, contribution), (contribution, deposit), (announced, confirmed)):
        with pytest.raises(ValidationError, match="Another entry rests on this one") as raised:
            reversed_now(entry)  # type: ignore[type-var]  # one of the four
        assert str(other) in str(raised.value)
    for each in (confirmed, announced, deposit, contribution, pledge):
        assert reversed_now(each).pk  # type: ignore[type-var]  # one of the four


# --- A reversal is seen by those who see what it reverses -------------------------------------------------------------


def test_who_may_see_an_entry_may_see_its_reversal_whatever_changes_later(cast: Cast) -> None:
    pledge = pledge_make(partner_make(), visibility="secretariat")
    reversal = reversed_now(pledge)
    pledge.refresh_from_db()
    assert reversal.visibility == "secretariat"
    values = {"visibility": "all", "originator": cast.entities["WCO"], "clearance": "E-mail of 3 May 2026"}
    pledge = entries.pledge_update(actor=SYSTEM, record=pledge, version=pledge.version, values=values)
    reversal.refresh_from_db()
    assert (reversal.visibility, reversal.originator, reversal.clearance) == tuple(values.values())
    assert (reversal.cleared_at, reversal.version) == (pledge.cleared_at, 2)
    entries.pledge_update(actor=SYSTEM, record=pledge, version=pledge.version, values={"note": "Checked"})
    reversal.refresh_from_db()
    assert (reversal.note, reversal.version) == ("", 2)


def test_a_reversal_is_not_hidden_or_opened_by_itself() -> None:
    reversal = reversed_now(pledge_make(partner_make()))
    with pytest.raises(ValidationError) as raised:
        entries.pledge_update(actor=SYSTEM, record=reversal, version=1, values={"visibility": "secretariat"})
    assert list(raised.value.message_dict) == ["visibility"]
    assert entries.pledge_update(actor=SYSTEM, record=reversal, version=1, values={"note": "Checked"}).note == "Checked"


# --- Deposits ---------------------------------------------------------------------------------------------------------


def test_a_deposit_whose_money_is_allocated_stays_until_the_allocation_is_reversed(cast: Cast) -> None:
    partner, fund, project = partner_make(), fund_make(), project_make(cast.entities["UNODC"])
    deposit_make(partner, fund, "300")
    deposit = deposit_make(partner, fund, "500", project=project)
    allocation = confirmed_make(fund, project, "600")
    with pytest.raises(ValidationError, match="without it, USD 300 would be missing"):
        reversed_now(deposit)
    reversed_now(allocation)
    assert reversed_now(deposit).amount == -50000


def test_a_deposit_that_is_not_needed_or_in_words_only_can_be_reversed(cast: Cast) -> None:
    partner, fund, project = partner_make(), fund_make(), project_make(cast.entities["UNODC"])
    spare, euros = deposit_make(partner, fund, "500"), deposit_make(partner, fund, "500", currency="EUR")
    words = deposit_make(partner, fund, "500", earmark="Sahel")
    deposit_make(partner, fund, "500", project=project)
    confirmed_make(fund, project, "500")
    for each in (spare, euros, words):
        assert reversed_now(each).amount == -50000
    with pytest.raises(ValidationError, match="the fund has USD 0"):
        confirmed_make(fund, project, "1")
