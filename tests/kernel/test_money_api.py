"""The API takes and writes amounts as text, and says where one is wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from compact.kernel.money import Money
from workinggroups.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast


def _sent(client: APIClient, cast: Cast, **values: Any) -> Any:
    body = {"title_en": "Project", "lead": str(cast.entities["UNODC"].uid), **values}
    return client.post("/api/v1/projects/", body)


@pytest.mark.django_db
def test_the_api_takes_and_writes_an_amount_as_text(cast: Cast, api: Callable[[str], APIClient]) -> None:
    answer = _sent(api("secretariat"), cast, budget="1000.5", budget_currency="USD")
    assert (answer.status_code, answer.json()["budget"], answer.json()["budget_currency"]) == (201, "1000.50", "USD")
    assert Project.objects.get().budget_money == Money(Decimal("1000.50"), "USD")
    assert _sent(api("secretariat"), cast, budget=None).json()["budget"] is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "pointer", "text"),
    [
        ({"budget": 1000.5, "budget_currency": "USD"}, "budget", "Write the amount as text"),
        ({"budget": True, "budget_currency": "USD"}, "budget", "Write the amount as text"),
        ({"budget": "1 000", "budget_currency": "USD"}, "budget", "valid number"),
        ({"budget": "NaN", "budget_currency": "USD"}, "budget", "valid number"),
        ({"budget": "1.005", "budget_currency": "USD"}, "budget", "USD has 2 decimals"),
        ({"budget": "1.0005", "budget_currency": "KWD"}, "budget", "3 decimal places"),
        ({"budget": "5"}, "budget", "Choose the currency"),
        ({"budget_currency": "USD"}, "budget_currency", "There is no amount"),
        ({"budget": "5", "budget_currency": "DEM"}, "budget_currency", "not the code of a currency"),
        ({"budget": "-5", "budget_currency": "USD"}, "", "0 or more"),
        ({"budget": "1000000000000000", "budget_currency": "USD"}, "budget", "digits"),
    ],
)
def test_the_api_refuses_what_is_no_amount_and_says_where(
    values: dict[str, Any], pointer: str, text: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    answer = _sent(api("secretariat"), cast, **values)
    assert answer.status_code == 400
    problems = {each.get("pointer", "").strip("#/"): each["detail"] for each in answer.json()["errors"]}
    assert text in problems[pointer]
