"""The report on money: five totals apart, nothing added across currencies, no statement and nothing hidden in a sum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.api import REPORTS
from funding.funds.services.funds import fund_update, partner_update
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
from tests.projects.ground import hide, places

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

    Api = Callable[[str], APIClient]

ADDRESS = "/api/v1/reports/funding/"
KINDS = ("pledged", "signed", "deposited", "announced", "allocated")


def _rows(client: APIClient, **parameters: Any) -> list[dict[str, Any]]:
    answer = client.get(ADDRESS, parameters)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


def _sums(client: APIClient, **parameters: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """What the sums say that is neither nothing nor 0, by key and currency."""
    names = (*KINDS, *(f"{kind}_unknown" for kind in KINDS))
    sums = [row for row in _rows(client, **parameters) if row["row_kind"] == "sum"]
    return {(row["key"], row["currency"]): {name: row[name] for name in names if row[name]} for row in sums}


def test_each_kind_of_money_has_its_own_total(api: Api, cast: Cast) -> None:
    partner, fund, project = partner_make(), fund_make(), project_make(cast.entities["UNODC"])
    pledge_make(partner, "1000")
    contribution_make(partner, "900")
    deposit_make(partner, fund, "800")
    allocation_make(project, "700")
    confirmed_make(fund, project, "600")
    money = dict(zip(KINDS, ("1000.00", "900.00", "800.00", "700.00", "600.00"), strict=True))
    assert _sums(api("reader")) == {("", "USD"): money}


def test_currencies_stand_in_rows_of_their_own(api: Api, cast: Cast) -> None:
    contribution_make(partner_make(), "900")
    contribution_make(partner_make("FRA"), "5.50", currency="EUR")
    assert _sums(api("reader")) == {("", "EUR"): {"signed": "5.50"}, ("", "USD"): {"signed": "900.00"}}


def test_what_is_not_known_is_counted_and_is_no_zero(api: Api, cast: Cast) -> None:
    contribution_make(partner_make(), None)
    assert _sums(api("reader")) == {("", ""): {"signed_unknown": 1}}
    (row,) = _rows(api("reader"))
    assert {row[kind] for kind in KINDS} == {None}


@pytest.mark.parametrize("nature", ["total", "appeal"])
def test_a_statement_is_a_row_of_its_own_and_in_no_sum(api: Api, cast: Cast, nature: str) -> None:
    made = pledge_make(None, "33200000", nature=nature, value_date="2018", source="Page of 2018", evidence="page")
    (row,) = _rows(api("reader"))
    assert (row["row_kind"], row["statement"], row["nature"]) == ("statement", str(made.uid), nature)
    assert (row["stated"], row["currency"], row["value_date"]) == ("33200000.00", "USD", "2018")
    assert (row["source"], row["evidence"]) == ("Page of 2018", "page")
    assert {row[kind] for kind in KINDS} == {None}


def test_a_reversal_takes_its_entry_out_of_every_figure(api: Api, cast: Cast) -> None:
    partner = partner_make()
    made = pledge_make(partner, "1000", value_date="2024")
    unknown = contribution_make(partner, None)
    for entry in (made, unknown):
        entry_reverse(actor=SYSTEM, entry=entry, version=1, reason="Posted twice", value_date="2025")
    assert _rows(api("reader")) == []
    assert _rows(api("reader"), until="2024-12-31") == []
    statement = pledge_make(None, "33200000", nature="total")
    entry_reverse(actor=SYSTEM, entry=statement, version=1, reason="Posted twice")
    assert _rows(api("reader")) == []


@pytest.mark.parametrize(
    ("by", "key", "name"),
    [
        ("fund", "trust-fund", "Fund trust-fund"),
        ("partner", "QAT", "Qatar"),
        ("group", "border", "Group border"),
        ("year", "2024", ""),
        ("project", "P-1", "Border posts"),
        ("recipient", "WCO", "WCO"),
    ],
)
def test_money_is_broken_down(api: Api, cast: Cast, by: str, key: str, name: str) -> None:
    project = project_make(cast.entities["UNODC"], code="P-1", group=cast.groups["border"])
    values = {"fund": fund_make(), "project": project, "recipient": cast.entities["WCO"], "value_date": "2024-05"}
    contribution_make(partner_make(), "900", **values)
    contribution_make(partner_make("FRA"), "1")
    (row, other) = _rows(api("reader"), by=by)
    assert (row["by"], row["signed"]) == (by, "900.00" if by != "partner" else "1.00")
    told = other if by == "partner" else row
    assert (told["key"], told["key_name"], told["signed"]) == (key, name, "900.00")
    if by != "partner":
        assert (other["key"], other["key_id"], other["signed"]) == ("", None, "1.00")


def test_allocations_come_from_no_partner(api: Api, cast: Cast) -> None:
    allocation_make(project_make(cast.entities["UNODC"]), "700", fund=fund_make())
    assert _sums(api("reader"), by="partner") == {("", "USD"): {"announced": "700.00"}}
    partner_make()
    assert _rows(api("reader"), partner="QAT") == []


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"fund": "trust-fund"}, ["900.00"]),
        ({"partner": "QAT"}, ["900.00"]),
        ({"group": "border"}, ["900.00"]),
        ({"currency": "EUR"}, ["1.00"]),
        ({"from": "2024-06-01"}, ["1.00"]),
        ({"until": "2024-04-30"}, []),
        ({"as_of": "2024-05-01"}, ["900.00"]),
    ],
)
def test_money_is_filtered(api: Api, cast: Cast, parameters: dict[str, str], found: list[str]) -> None:
    project = project_make(cast.entities["UNODC"], group=cast.groups["border"])
    contribution_make(partner_make(), "900", fund=fund_make(), project=project, value_date="2024-05")
    contribution_make(partner_make("FRA"), "1", currency="EUR", value_date="2025")
    assert [row["signed"] for row in _rows(api("reader"), **parameters)] == found


def test_filters_choose_among_statements_as_well(api: Api, cast: Cast) -> None:
    pledge_make(None, "33200000", nature="total", fund=fund_make(), value_date="2018")
    assert len(_rows(api("reader"), fund="trust-fund")) == 1
    partner_make()
    for other in ({"partner": "QAT"}, {"currency": "EUR"}, {"from": "2019-01-01"}):
        assert _rows(api("reader"), **other) == []


@pytest.mark.parametrize(
    ("parameters", "named"), [({"by": "mood"}, "by"), ({"fund": "none"}, "fund"), ({"currency": "XYZ"}, "currency")]
)
def test_a_parameter_that_means_nothing_is_an_error(
    api: Api, cast: Cast, parameters: dict[str, str], named: str
) -> None:
    answer = api("reader").get(ADDRESS, parameters)
    assert answer.status_code == 400
    assert [each["parameter"] for each in answer.json()["errors"]] == [named]


# --- What a reader may not see ----------------------------------------------------------------------------------------


def test_hidden_money_enters_no_sum_and_no_count(api: Api, cast: Cast) -> None:
    partner = partner_make()
    hide(contribution_make(partner, "900"))
    hide(contribution_make(partner, None))
    hide(pledge_make(None, "33200000", nature="total"))
    assert _rows(api("reader")) == []
    assert _sums(api("secretariat")) == {("", "USD"): {"signed": "900.00"}, ("", ""): {"signed_unknown": 1}}


@pytest.mark.parametrize("by", ["project", "group"])
def test_money_of_a_hidden_project_is_counted_without_naming_it(api: Api, cast: Cast, by: str) -> None:
    project = project_make(cast.entities["UNODC"], "Secret work", code="P-9", group=cast.groups["pcve"])
    contribution_make(partner_make(), "900", project=project)
    hide(project)
    assert _sums(api("reader"), by=by) == {("", "USD"): {"signed": "900.00"}}
    assert "P-9" not in api("reader").get(ADDRESS, {"by": by}).content.decode()
    assert ("", "USD") not in _sums(api("secretariat"), by=by)


def test_money_of_a_hidden_project_is_not_found_by_its_group(api: Api, cast: Cast) -> None:
    project = project_make(cast.entities["UNODC"], group=cast.groups["pcve"])
    contribution_make(partner_make(), "900", project=project)
    assert len(_rows(api("reader"), group="pcve")) == 1
    hide(project)
    assert _rows(api("reader"), group="pcve") == []


def test_a_hidden_fund_is_not_named_and_not_found(api: Api, cast: Cast) -> None:
    fund = fund_make()
    contribution_make(partner_make(), "900", fund=fund)
    fund_update(actor=SYSTEM, record=fund, version=1, values={"visibility": "secretariat"})
    assert _sums(api("reader"), by="fund") == {("", "USD"): {"signed": "900.00"}}
    assert api("reader").get(ADDRESS, {"fund": "trust-fund"}).status_code == 400


def test_what_a_hidden_partner_gives_is_in_no_sum(api: Api, cast: Cast) -> None:
    partner = partner_make()
    contribution_make(partner, "900")
    partner_update(actor=SYSTEM, record=partner, version=1, values={"visibility": "secretariat"})
    for by in ("total", "partner", "year"):
        assert _rows(api("reader"), by=by) == []


def test_a_reversal_that_a_reader_may_not_see_still_takes_its_entry_back(api: Api, cast: Cast) -> None:
    made = pledge_make(partner_make(), "1000")
    hide(entry_reverse(actor=SYSTEM, entry=made, version=1, reason="Posted twice"))
    assert _rows(api("reader")) == []


def test_a_country_office_adds_up_the_money_of_its_country_alone(api: Api, cast: Cast) -> None:
    here = project_make(cast.entities["UNODC"], countries=places("KEN"))
    there = project_make(cast.entities["UNODC"], countries=places("UGA"))
    contribution_make(partner_make(), "900", project=here)
    contribution_make(partner_make("FRA"), "50", project=there)
    assert _sums(api("country_office")) == {("", "USD"): {"signed": "900.00"}}


def test_more_entries_cost_no_more_queries(api: Api, cast: Cast, django_assert_max_num_queries: Any) -> None:
    for country in ("QAT", "FRA", "ESP", "DEU", "JPN"):
        contribution_make(partner_make(country), "900", project=project_make(cast.entities["UNODC"]))
    client = api("reader")
    client.get(ADDRESS)
    with django_assert_max_num_queries(20):
        assert len(_rows(client, by="project")) == 5


def test_every_total_has_its_own_labelled_column() -> None:
    labels = [str(column.label) for column in REPORTS["funding"].columns]
    assert {"Pledged", "Signed for", "Deposited", "Allocations announced", "Allocated"} <= set(labels)
    assert len(labels) == len(set(labels))
