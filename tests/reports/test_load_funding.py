"""Loading money: unknown amounts stay unknown, totals are statements, what was announced is not allocated."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from compact.kernel.money import CurrencyMismatch, Money, money_of
from compact.kernel.records import Evidence
from compact.kernel.visibility import Visibility
from funding.funds.models import (
    Allocation,
    AllocationState,
    Contribution,
    Deposit,
    Fund,
    FundingPartner,
    FundingPartnerKind,
    Pledge,
    PledgeNature,
)

pytestmark = pytest.mark.django_db


def total(rows: Any, currency: str) -> Money | None:
    """The sum of the known amounts in ``currency``, added one by one."""
    return money_of(sum(each.amount for each in rows if each.currency == currency), currency)


def test_all_49_rows_are_there_each_as_what_it_is(loaded: str) -> None:
    assert "Reading funding.csv: 49 rows" in loaded
    natures = Counter(Pledge.objects.values_list("nature", flat=True))
    assert natures == {PledgeNature.PLEDGE: 5, PledgeNature.TOTAL: 4, PledgeNature.APPEAL: 1}
    assert (Contribution.objects.count(), Allocation.objects.count(), Deposit.objects.count()) == (37, 2, 0)
    assert 5 + 4 + 1 + 37 + 2 == 49


def test_every_entry_has_its_source_and_is_open_to_all(loaded: str) -> None:
    models: tuple[Any, ...] = (Pledge, Contribution, Allocation)
    for model in models:
        assert not model.objects.filter(source="").exists()
        assert set(model.objects.values_list("visibility", flat=True)) == {Visibility.ALL}
    assert set(Allocation.objects.values_list("evidence", flat=True)) == {Evidence.SEED}


def test_there_are_two_funds_each_with_its_administrator(loaded: str) -> None:
    found = set(Fund.objects.values_list("name_en", "administrator__code"))
    assert found == {("UN Trust Fund for Counter-Terrorism", "UNOCT"), ("UN Peace and Development Trust Fund", "EOSG")}


def test_funding_partners_are_23_states_and_four_others_each_once(loaded: str) -> None:
    kinds = Counter(FundingPartner.objects.values_list("kind", flat=True))
    assert kinds == {FundingPartnerKind.STATE: 23, FundingPartnerKind.OTHER: 4}
    others = FundingPartner.objects.filter(kind=FundingPartnerKind.OTHER)
    assert set(others.values_list("code", flat=True)) == {"EU", "OAS", "CRDF", "UNDP-MPTF"}
    assert not FundingPartner.objects.filter(source="").exists()


def test_signed_contributions_add_up_by_currency_and_never_across(loaded: str) -> None:
    rows = Contribution.objects.exclude(amount=None)
    # By hand: Saudi Arabia 10 and 100 million, India half a million, Qatar 5 million.
    dollars = total(rows, "USD")
    assert dollars == Money(Decimal(115_500_000), "USD")
    # By hand: Spain 250,000; the EU 3,496,978.84 and 1,503,007.16 (5 million together), and 4,450,000.
    assert {each.partner.code for each in rows if each.currency == "EUR"} == {"ESP", "EU"}
    euros = total(rows, "EUR")
    assert euros == Money(Decimal(9_699_986), "EUR")
    with pytest.raises(CurrencyMismatch):
        dollars + euros  # type: ignore[operator]  # that it is refused is the point


def test_an_amount_that_the_page_does_not_give_is_unknown_and_not_zero(loaded: str) -> None:
    unknown = Contribution.objects.filter(amount=None)
    assert unknown.count() == 29
    assert set(unknown.values_list("currency", flat=True)) == {""}
    assert not Contribution.objects.filter(amount=0).exists()


def test_pledges_of_single_partners_come_to_260_million_and_no_total_is_among_them(loaded: str) -> None:
    pledges = Pledge.objects.filter(nature=PledgeNature.PLEDGE)
    # By hand: the Russian Federation 2 and half a million, Qatar 12.5 and 45 million, China 200 million.
    assert total(pledges, "USD") == Money(Decimal(260_000_000), "USD")
    statements = Pledge.objects.exclude(nature=PledgeNature.PLEDGE)
    assert set(statements.values_list("partner", flat=True)) == {None}
    assert statements.get(nature=PledgeNature.APPEAL).project.code == "P076"


def test_two_million_and_a_tenth_are_announced_for_parliaments_and_nothing_is_confirmed(loaded: str) -> None:
    announced = Allocation.objects.exclude(amount=None).get()
    assert announced.money == Money(Decimal(2_100_000), "USD")
    assert (announced.project.code, announced.recipient.code, announced.value_date) == ("P020", "IPU", "2019-04")
    assert announced.fund.name_en == "UN Trust Fund for Counter-Terrorism"
    assert set(Allocation.objects.values_list("state", flat=True)) == {AllocationState.ANNOUNCED}


def test_the_announcement_of_catalytic_funds_has_neither_amount_nor_project(loaded: str) -> None:
    announced = Allocation.objects.get(amount=None)
    assert (announced.project, announced.fund, announced.value_date) == (None, None, "2019-04-16")
    assert announced.note.endswith("amount not stated. Announced by UNOCT.")


def test_the_ten_who_paid_for_passenger_data_in_2024_are_ten(loaded: str) -> None:
    rows = Contribution.objects.filter(project__code="P001")
    assert set(rows.values_list("partner__code", flat=True)) == {
        "EU", "NLD", "QAT", "DEU", "AUS", "USA", "IND", "JPN", "HUN", "KOR",
    }  # fmt: skip
    assert rows.count() == 10
