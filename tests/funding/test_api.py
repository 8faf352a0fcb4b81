"""Entries through the API: posted, reversed and confirmed, never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.kernel.places import Place
from funding.funds.models import Allocation, Pledge
from tests.contract.client import address, change, etag_of
from tests.funding.ground import (
    allocation_make,
    contribution_make,
    deposit_make,
    fund_make,
    partner_make,
    pledge_make,
    project_make,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def act(client: APIClient, name: str, row: Any, action: str, **sent: Any) -> Any:
    """The answer to an ``action`` on ``row`` as it was read."""
    headers = {"if_match": etag_of(client, name, row)}
    return client.post(address(name, row, action), sent, headers=headers)


def pointers(answer: Any) -> list[str]:
    """The fields that ``answer`` finds wrong."""
    return [each["pointer"] for each in answer.json()["errors"]]


def test_a_change_of_what_was_posted_is_refused_field_by_field(cast: Cast, api: Callable[[str], APIClient]) -> None:
    client, pledge = api("secretariat"), pledge_make(partner_make())
    answer = change(client, "pledges", pledge, {"amount": "600.00", "currency": "EUR", "note": "Typing"})
    assert answer.status_code == 400
    assert sorted(pointers(answer)) == ["/amount", "/currency"]
    assert {each["detail"] for each in answer.json()["errors"]} == {
        "This was posted and stays. Reverse the entry and post it again."
    }


def test_an_entry_is_reversed_and_both_say_so(cast: Cast, api: Callable[[str], APIClient]) -> None:
    client, pledge = api("secretariat"), pledge_make(partner_make(), "500")
    answer = act(client, "pledges", pledge, "reverse", reason="Entered twice", value_date="2026-05")
    assert answer.status_code == 201, answer.json()
    made = answer.json()
    assert (made["amount"], made["reverses"], made["value_date"]) == ("-500.00", str(pledge.uid), "2026-05")
    assert answer["Location"] == made["url"]
    assert client.get(made["url"])["ETag"] == answer["ETag"]
    read = client.get(address("pledges", pledge)).json()
    assert (read["amount"], read["reversed"], read["version"]) == ("500.00", True, 2)
    assert [row["id"] for row in client.get("/api/v1/pledges/", {"reverses": read["id"]}).json()["results"]] == [
        made["id"]
    ]
    assert [row["id"] for row in client.get("/api/v1/pledges/", {"reversed": "true"}).json()["results"]] == [read["id"]]


@pytest.mark.parametrize("name", ["pledges", "contributions", "deposits", "allocations"])
def test_each_kind_of_entry_can_be_reversed(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    rows = {
        "pledges": lambda: pledge_make(partner_make(), None),
        "contributions": lambda: contribution_make(partner_make(), "500"),
        "deposits": lambda: deposit_make(partner_make(), fund_make()),
        "allocations": allocation_make,
    }
    row = rows[name]()
    answer = act(api("superuser"), name, row, "reverse", reason="Entered twice")
    assert answer.status_code == 201
    assert answer.json()["amount"] == (None if name == "pledges" else "-500.00")


def test_a_reversal_needs_the_version_a_reason_and_the_secretariat(cast: Cast, api: Callable[[str], APIClient]) -> None:
    client, pledge = api("secretariat"), pledge_make(partner_make())
    where = address("pledges", pledge, "reverse")
    assert client.post(where, {"reason": "Entered twice"}).status_code == 428
    assert client.post(where, {"reason": "x"}, headers={"if_match": '"7-ab"'}).status_code == 412
    assert pointers(act(client, "pledges", pledge, "reverse")) == ["/reason"]
    refused = act(api("reader"), "pledges", pledge, "reverse", reason="Entered twice")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:compact:problem:refused")
    assert Pledge.objects.count() == 1


def test_what_the_reader_does_not_see_is_not_there_to_reverse(cast: Cast, api: Callable[[str], APIClient]) -> None:
    pledge = pledge_make(partner_make(), visibility="secretariat")
    answer = api("reader").post(address("pledges", pledge, "reverse"), {"reason": "x"}, headers={"if_match": "*"})
    assert answer.status_code == 404


def test_an_announcement_is_confirmed(cast: Cast, api: Callable[[str], APIClient]) -> None:
    client, fund, project = api("secretariat"), fund_make(), project_make(cast.entities["UNODC"])
    deposit_make(partner_make(), fund, "500")
    announced = allocation_make(project, "400", fund=fund, recipient=project.lead)
    answer = act(client, "allocations", announced, "confirm", amount="400.50", value_date="2019-06", reason="Letter")
    assert answer.status_code == 201, answer.json()
    made = answer.json()
    assert (made["state"], made["amount"], made["follows"]) == ("confirmed", "400.50", str(announced.uid))
    row = Allocation.objects.get(uid=made["id"])
    assert row.history.get().operation.reason == "Letter"  # type: ignore[attr-defined]  # every record's
    assert client.get(address("allocations", announced)).json()["confirmed"] is True
    listed = client.get("/api/v1/allocations/", {"confirmed": "true"}).json()["results"]
    assert [each["id"] for each in listed] == [str(announced.uid)]


def test_more_than_the_fund_has_is_refused_at_the_amount(cast: Cast, api: Callable[[str], APIClient]) -> None:
    client, fund, project = api("secretariat"), fund_make(), project_make(cast.entities["UNODC"])
    announced = allocation_make(project, "400", fund=fund, recipient=project.lead)
    answer = act(client, "allocations", announced, "confirm")
    assert answer.status_code == 400
    assert pointers(answer) == ["/amount"]
    assert answer.json()["errors"][0]["detail"] == "For this project the fund has USD 0."
    assert act(client, "allocations", announced, "confirm", project="nonsense").status_code == 400
    assert pointers(act(client, "allocations", announced, "confirm", ammount="5.00")) == ["/ammount"]


def test_an_amount_is_text_and_its_currency_stands_beside(cast: Cast, api: Callable[[str], APIClient]) -> None:
    client, partner = api("secretariat"), partner_make()
    sent: dict[str, Any] = {"partner": str(partner.uid), "amount": "0.1", "currency": "USD"}
    assert client.post("/api/v1/pledges/", sent).json()["amount"] == "0.10"
    assert pointers(client.post("/api/v1/pledges/", sent | {"amount": 0.1})) == ["/amount"]
    assert pointers(client.post("/api/v1/pledges/", sent | {"currency": ""})) == ["/amount"]
    assert pointers(client.post("/api/v1/pledges/", sent | {"amount": "0.001"})) == ["/amount"]
    assert pointers(client.post("/api/v1/pledges/", sent | {"currency": "XYZ"})) == ["/currency"]
    unknown = client.post("/api/v1/pledges/", {"partner": str(partner.uid)}).json()
    assert (unknown["amount"], unknown["currency"]) == (None, "")


def listed(client: APIClient, name: str, **query: str) -> set[str]:
    """The earmarks or notes of what a list holds."""
    answer = client.get(f"/api/v1/{name}/", query)
    assert answer.status_code == 200, answer.json()
    return {row["note"] for row in answer.json()["results"]}


def test_entries_are_filtered_by_parties_dates_currency_and_place(cast: Cast, api: Callable[[str], APIClient]) -> None:
    client, fund, qatar, india = api("secretariat"), fund_make("ct"), partner_make("QAT"), partner_make("IND")
    kenya = project_make(cast.entities["WCO"], "Kenya", code="P1", countries=[Place.objects.get(code="KEN")])
    pledge_make(qatar, "5", note="a", fund=fund, value_date="2019-04", project=kenya, recipient=cast.entities["WCO"])
    pledge_make(india, "5", note="b", currency="EUR", value_date="2021")
    pledge_make(None, "5", note="c", nature="total")
    expected: dict[str, tuple[dict[str, str], set[str]]] = {
        "fund": ({"fund": str(fund.uid)}, {"a"}),
        "fund_code": ({"fund_code": "ct"}, {"a"}),
        "partner": ({"partner": str(india.uid)}, {"b"}),
        "partner_code": ({"partner_code": "IND"}, {"b"}),
        "recipient": ({"recipient": str(cast.entities["WCO"].uid)}, {"a"}),
        "recipient_code": ({"recipient_code": "WCO"}, {"a"}),
        "project": ({"project": str(kenya.uid)}, {"a"}),
        "project_code": ({"project_code": "P1"}, {"a"}),
        "country": ({"country": "KEN"}, {"a"}),
        "currency": ({"currency": "EUR"}, {"b"}),
        "after": ({"value_date_after": "2019-04-15"}, {"a", "b"}),
        "before": ({"value_date_before": "2020-12-31"}, {"a"}),
        "nature": ({"nature": "pledge"}, {"a", "b"}),
        "search": ({"search": "inde"}, {"b"}),
        "reversed": ({"reversed": "false"}, {"a", "b", "c"}),
    }
    found = {name: listed(client, "pledges", **query) for name, (query, _) in expected.items()}
    assert found == {name: notes for name, (_, notes) in expected.items()}
    for query in ({"country": "XXX"}, {"currency": "ZZZ"}, {"reversed": "perhaps"}, {"colour": "red"}):
        assert client.get("/api/v1/pledges/", query).status_code == 400, query
