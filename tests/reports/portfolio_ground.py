"""Ground for the tests of the portfolio: projects that all see, and what the report says of them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.projects.ground import BY_MAIL
from tests.projects.ground import project_make as make

if TYPE_CHECKING:
    from rest_framework.test import APIClient

    from tests.cast import Cast
    from workinggroups.projects.models import Project

ADDRESS = "/api/v1/reports/portfolio/"
OPEN = {"visibility": "all", "clearance": BY_MAIL}
DAY = datetime.date(2026, 11, 22)


def rows(client: APIClient, **parameters: Any) -> list[dict[str, Any]]:
    """The rows of the report."""
    answer = client.get(ADDRESS, {"as_of": DAY.isoformat(), **parameters})
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


def sums(client: APIClient, **parameters: Any) -> dict[tuple[str, str], str | None]:
    """The sum of budgets by key and currency."""
    return {(row["key_code"], row["currency"]): row["budget"] for row in rows(client, **parameters)}


def project(cast: Cast, title: str = "Project", budget: int | None = None, currency: str = "USD", **values: Any) -> Any:
    """A project that all see, of the border group, with a budget in major units."""
    if budget is not None:
        values |= {"budget": Decimal(budget), "budget_currency": currency}
    return make(cast, title, **{"group": cast.groups["border"], **OPEN, **values})


def tree(cast: Cast, top: int | None, middle: int | None, bottom: int | None, **values: Any) -> list[Project]:
    """A programme, a project in it and an activity in that, with their budgets."""
    programme = project(cast, "Top", top, kind="programme", **values)
    below = project(cast, "Middle", middle, parent=programme)
    return [programme, below, project(cast, "Bottom", bottom, kind="activity", parent=below)]
