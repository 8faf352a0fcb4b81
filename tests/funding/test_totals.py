"""What entries add up to: by kind, by currency, net of reversals, with what is not known beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from compact.kernel.money import Money
from funding.funds.services import entries as services
from funding.funds.services.reversing import entry_reverse
from funding.funds.totals import Total, TotalKind, entries_of, total, totals, totals_by, year_of
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


def pledged() -> Total:
    return total(entries_of(TotalKind.PLEDGED, SYSTEM))


def texts(found: Total) -> list[str]:
    return [str(amount) for amount in found.amounts]


def test_nothing_adds_up_to_no_amount_and_not_to_zero() -> None:
    assert pledged() == Total((), 0, 0)


def test_each_currency_has_its_own_amount_in_the_order_of_the_codes() -> None:
    partner = partner_make()
    for amount, currency in (("500", "USD"), ("250000.50", "EUR"), ("0.25", "USD"), ("500", "JPY")):
        pledge_make(partner, amount, currency=currency)
    assert texts(pledged()) == ["EUR 250,000.50", "JPY 500", "USD 500.25"]
    assert (pledged().entries, pledged().unknown) == (4, 0)


def test_an_amount_that_is_not_known_is_counted_and_not_added() -> None:
    partner = partner_make()
    pledge_make(partner, "500")
    pledge_make(partner, None)
    pledge_make(partner, None)
    assert (texts(pledged()), pledged().entries, pledged().unknown) == (["USD 500"], 3, 2)


def test_statements_enter_no_total() -> None:
    pledge_make(None, "386100000", nature="total")
    pledge_make(None, "194000000", nature="appeal")
    assert pledged() == Total()
    assert set(totals(SYSTEM).values()) == {Total()}


def test_a_reversed_entry_is_in_no_total_and_not_among_the_unknown_ones() -> None:
    partner = partner_make()
    pledge_make(partner, "500")
    for amount in ("70", None):
        entry_reverse(actor=SYSTEM, entry=pledge_make(partner, amount), version=1, reason="Entered twice")
    entry_reverse(actor=SYSTEM, entry=pledge_make(partner, "5", currency="EUR"), version=1, reason="Entered twice")
    assert pledged() == Total((Money(pledged().amounts[0].amount, "USD"),), 1, 0)
    assert texts(pledged()) == ["USD 500"]


def test_the_five_totals_do_not_mix(cast: Cast) -> None:
    partner, fund, project = partner_make(), fund_make(), project_make(cast.entities["UNODC"])
    pledge_make(partner, "1")
    contribution_make(partner, "2")
    deposit_make(partner, fund, "30")
    allocation_make(project, "4", fund=fund)
    confirmed_make(fund, project, "5")
    found = {kind: texts(each) for kind, each in totals(SYSTEM).items()}
    assert found == {
        "pledged": ["USD 1"],
        "signed": ["USD 2"],
        "deposited": ["USD 30"],
        "announced": ["USD 4"],
        "allocated": ["USD 5"],
    }


def test_an_announcement_stays_one_when_it_is_confirmed(cast: Cast) -> None:
    fund, project = fund_make(), project_make(cast.entities["UNODC"])
    deposit_make(partner_make(), fund, "500")
    announced = allocation_make(project, "400", fund=fund, recipient=project.lead)
    services.allocation_confirm(actor=SYSTEM, entry=announced, version=1, values={})
    found = totals(SYSTEM, Q(fund=fund))
    assert texts(found[TotalKind.ANNOUNCED]) == texts(found[TotalKind.ALLOCATED]) == ["USD 400"]


def test_totals_by_keys_hold_each_combination_in_one_query() -> None:
    qatar, india, fund = partner_make("QAT"), partner_make("IND"), fund_make()
    signatures = ((qatar, "5", "2019-04"), (qatar, "7", "2019-11-03"), (qatar, "1", ""), (india, None, "2018"))
    for partner, amount, day in signatures:
        contribution_make(partner, amount, value_date=day, fund=fund)
    signed = entries_of(TotalKind.SIGNED, SYSTEM)
    with CaptureQueriesContext(connection) as captured:
        found = totals_by(signed, "partner__code", year_of())
    assert len(captured) == 1
    assert {key: (texts(each), each.unknown) for key, each in found.items()} == {
        ("IND", "2018"): ([], 1),
        ("QAT", ""): (["USD 1"], 0),
        ("QAT", "2019"): (["USD 12"], 0),
    }
    assert totals_by(signed, "fund__code")["trust-fund",].entries == 4


def test_a_total_holds_what_the_viewer_sees_and_no_more(cast: Cast) -> None:
    partner, hidden = partner_make("QAT"), partner_make("IND", visibility="secretariat")
    pledge_make(partner, "1")
    pledge_make(partner, "20", visibility="secretariat")
    pledge_make(hidden, "300")
    entry_reverse(actor=SYSTEM, entry=pledge_make(partner, "4000"), version=1, reason="Entered twice")
    assert texts(totals(cast.viewer("reader"))[TotalKind.PLEDGED]) == ["USD 1"]
    assert texts(totals(cast.viewer("secretariat"))[TotalKind.PLEDGED]) == ["USD 321"]
