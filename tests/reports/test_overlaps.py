"""The report on overlaps: cases by state, age and outcome, the money concerned, pairs to decide; and its page."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.cast import SYSTEM
from tests.overlaps.case_ground import pair_make, work_make, works_make
from tests.projects.ground import hide, places
from tests.projects.planned_ground import plan, theme
from workinggroups.overlaps.models import Case
from workinggroups.overlaps.services import cases as services

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from rest_framework.test import APIClient

    from tests.cast import Cast

    Api = Callable[[str], APIClient]

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/reports/overlaps/"
FRIDAY = datetime.date(2026, 11, 20)
USD = {"budget": Decimal(100), "budget_currency": "USD"}


def opened(one: Any, other: Any, day: datetime.date = FRIDAY) -> Case:
    """A case on two works, opened on ``day``."""
    return services.case_open(
        actor=dataclasses.replace(SYSTEM, today=day), candidate=pair_make(one, other), reason="Same"
    )


def rows(client: APIClient, part: str = "", **parameters: Any) -> list[dict[str, Any]]:
    """The rows of one part on a day, the Friday unless another is named."""
    answer = client.get(ADDRESS, {"as_of": FRIDAY.isoformat(), **parameters})
    assert answer.status_code == 200, answer.json()
    return [row for row in answer.json()["rows"] if row["part"] == part or not part]


def numbers(client: APIClient, part: str, **parameters: Any) -> dict[str, int]:
    """How many there are of each key of a part."""
    return {row["key_code"]: row["number"] for row in rows(client, part, **parameters)}


def money(client: APIClient, part: str = "state", **parameters: Any) -> list[tuple[Any, ...]]:
    """The sums of a part."""
    names = ("currency", "budget", "budgets_added", "budgets_contained", "requested")
    return [tuple(row[name] for name in names) for row in rows(client, part, **parameters)]


def test_cases_are_counted_by_state_on_the_day(cast: Cast, api: Api) -> None:
    case = opened(*works_make(cast))
    client = api("secretariat")
    assert numbers(client, "state", as_of="2026-11-19") == {}
    assert numbers(client, "state") == {"open": 1}
    services.cases_refer(datetime.date(2026, 12, 7))
    monday = dataclasses.replace(SYSTEM, today=datetime.date(2026, 12, 14))
    services.case_settle(actor=monday, case=case, version=2, outcome="sequence", text="So")
    days = ("2026-12-04", "2026-12-07", "2026-12-14")
    told = [numbers(client, "state", as_of=day) for day in days]
    assert told == [{"open": 1}, {"secretariat": 1}, {"settled": 1}], "past days stay as they were"
    assert numbers(client, "outcome", as_of="2026-12-14") == {"sequence": 1}
    assert numbers(client, "outcome", as_of="2026-12-07") == {}


@pytest.mark.parametrize(
    ("day", "key"),
    [
        ("2026-11-20", "0-5"),
        ("2026-11-27", "0-5"),
        ("2026-11-30", "6-10"),
        ("2026-12-04", "6-10"),
        ("2026-12-07", "11-20"),
        ("2026-12-21", "over-20"),
    ],
)
def test_the_age_of_a_case_is_in_working_days(cast: Cast, api: Api, day: str, key: str) -> None:
    opened(*works_make(cast))
    (row,) = rows(api("secretariat"), "age", as_of=day)
    assert (row["key_code"], row["number"], row["oldest"]) == (key, 1, "2026-11-20")


def test_money_of_two_currencies_is_never_added(cast: Cast, api: Api) -> None:
    one = work_make(cast, "One", "UNODC", **USD)
    other = work_make(cast, "Other", "INTERPOL", budget=Decimal(30), budget_currency="EUR")
    opened(one, other)
    assert money(api("secretariat")) == [("EUR", "30.00", 1, 0, None), ("USD", "100.00", 1, 0, None)]


def test_work_in_two_cases_is_added_once(cast: Cast, api: Api) -> None:
    one, other, third = (work_make(cast, title, "UNODC", **USD) for title in ("One", "Other", "Third"))
    opened(one, other)
    opened(one, third)
    (row,) = rows(api("secretariat"), "state")
    assert (row["number"], row["projects"], row["budget"]) == (2, 3, "300.00")


def test_the_budget_of_a_parent_contains_that_of_its_part(cast: Cast, api: Api) -> None:
    programme = work_make(cast, "Programme", "UNODC", kind="programme", budget=Decimal(500), budget_currency="USD")
    part = work_make(cast, "Part", "UNODC", parent=programme, **USD)
    opened(programme, part)
    assert money(api("secretariat")) == [("USD", "500.00", 1, 1, None)]


def test_a_parent_under_another_key_takes_nothing_away(cast: Cast, api: Api) -> None:
    programme = work_make(cast, "Programme", "UNODC", kind="programme", budget=Decimal(500), budget_currency="USD")
    part = work_make(cast, "Part", "UNODC", parent=programme, **USD)
    opened(programme, work_make(cast, "Other", "INTERPOL"))
    case = opened(part, work_make(cast, "Another", "INTERPOL"))
    friday = dataclasses.replace(SYSTEM, today=FRIDAY)
    services.case_settle(actor=friday, case=case, version=1, outcome="sequence", text="So", reason="Asked")
    assert money(api("secretariat")) == [("USD", "500.00", 1, 0, None), ("USD", "100.00", 1, 0, None)]


def test_what_was_asked_for_stands_apart(cast: Cast, api: Api) -> None:
    one = work_make(cast, "One", "UNODC", **USD, budget_basis="requested")
    opened(one, work_make(cast, "Other", "INTERPOL"))
    assert money(api("secretariat")) == [("USD", None, 0, 0, "100.00")]


def test_pairs_to_be_decided_are_counted_by_what_they_look_like(cast: Cast, api: Api) -> None:
    one, other, third = (work_make(cast, title, "UNODC") for title in ("One", "Other", "Third"))
    pair_make(one, other, state="open", verdict="same_work")
    pair_make(one, third, state="open", verdict="overlap")
    pair_make(other, third, state="different")
    pair_make(cast.entities["WCO"], cast.entities["CTED"], state="open", verdict="same_work")
    today = SYSTEM.today.isoformat()
    assert numbers(api("secretariat"), "pairs_work", as_of=today) == {"same_work": 1, "overlap": 1}
    assert numbers(api("secretariat"), "pairs_entity", as_of=today) == {"same_work": 1}
    assert numbers(api("focal_point"), "pairs_entity", as_of=today) == {}


def test_everybody_reads_of_their_own(cast: Cast, api: Api) -> None:
    one, other = works_make(cast, **USD)
    opened(one, other)
    assert numbers(api("focal_point"), "state") == {"open": 1}
    assert rows(api("chair_pcve")) == rows(api("reader")) == []
    hide(other)
    assert rows(api("focal_point")) == []
    assert numbers(api("secretariat"), "state") == {"open": 1}


def test_a_hidden_parent_contains_nothing(cast: Cast, api: Api) -> None:
    """No total tells that something is hidden."""
    programme = work_make(cast, "Programme", "WCO", kind="programme", budget=Decimal(500), budget_currency="USD")
    part = work_make(cast, "Part", "UNODC", parent=programme, **USD)
    opened(part, work_make(cast, "Other", "INTERPOL"))
    opened(programme, work_make(cast, "Another", "UNODC"))
    assert money(api("focal_point")) == [("USD", "500.00", 1, 1, None)]
    hide(programme)
    assert money(api("focal_point")) == [("USD", "100.00", 1, 0, None)]


def test_the_report_is_narrowed_to_a_group_or_an_entity(cast: Cast, api: Api) -> None:
    one, other = works_make(cast)
    opened(one, other)
    pair_make(one, work_make(cast, "Third", "WCO"), state="open")
    client = api("secretariat")
    today = SYSTEM.today.isoformat()
    told = {
        name: (bool(numbers(client, "state", **given)), bool(numbers(client, "pairs_work", as_of=today, **given)))
        for name, given in {
            "border": {"group": "border"},
            "pcve": {"group": "pcve"},
            "UNODC": {"entity": "UNODC"},
            "WCO": {"entity": "WCO"},
            "CTED": {"entity": "CTED"},
        }.items()
    }
    assert told == {
        "border": (True, True),
        "pcve": (False, False),
        "UNODC": (True, True),
        "WCO": (False, True),
        "CTED": (False, False),
    }
    assert client.get(ADDRESS, {"entity": "NOBODY"}).status_code == 400
    assert client.get(ADDRESS, {"entty": "UNODC"}).status_code == 400


def test_the_page_shows_the_same(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    one, other = works_make(cast, **USD)
    opened(one, other)
    page = signed_in("focal_point").get("/overlaps-report/").content.decode()
    assert "Cases by state" in page
    assert "USD" in page
    assert "There is no case and no pair" in signed_in("reader").get("/overlaps-report/").content.decode()


def test_the_report_costs_the_same_however_many_cases_there_are(
    cast: Cast, api: Api, django_assert_max_num_queries: Any
) -> None:
    client = api("focal_point")
    for _number in range(4):
        opened(*works_make(cast, **USD))
    with django_assert_max_num_queries(12):
        assert numbers(client, "state") == {"open": 4}


# --- Coverage ---------------------------------------------------------------------------------------------------------


def cells(client: APIClient, **parameters: Any) -> dict[tuple[str, str], tuple[int, int, str]]:
    """What coverage tells of the cases and pairs in each cell."""
    answer = client.get("/api/v1/reports/coverage/", {"as_of": FRIDAY.isoformat(), **parameters})
    assert answer.status_code == 200, answer.json()
    return {
        (row["country_code"], row["period"]): (row["overlap_cases"], row["overlap_pairs"], row["overlaps_address"])
        for row in answer.json()["rows"]
    }


def test_a_crowded_cell_leads_to_its_cases(cast: Cast, api: Api) -> None:
    one, other = works_make(cast, themes=[theme("data")])
    opened(one, other)
    client = api("secretariat")
    (cases, pairs, address) = cells(client)["KEN", "2026"]
    assert (cases, pairs) == (1, 0)
    assert address == "http://testserver/overlap-cases/?theme_code=data&country=KEN&year=2026"
    listed = client.get(address.replace("/overlap-cases/", "/api/v1/overlap-cases/"))
    assert listed.json()["count"] == 1
    assert cells(client, period="all")["KEN", "2026/2027"][2].endswith("theme_code=data&country=KEN")


def test_a_crowded_cell_leads_to_the_pairs_to_be_decided(
    cast: Cast, api: Api, signed_in: Callable[[str], Client]
) -> None:
    one, other = works_make(cast, themes=[theme("data")])
    pair_make(one, other, state="open")
    cases, pairs, address = cells(api("focal_point"))["KEN", "2026"]
    assert (cases, pairs) == (0, 1)
    page = signed_in("focal_point").get(address).content.decode()
    assert "Look alike, and nobody has decided yet" in page
    assert "Passenger data in Kenya" in page


def test_planned_activities_count_in_their_cell(cast: Cast, api: Api) -> None:
    data = theme("data")
    one = work_make(cast, "Data", "UNODC", themes=[data])
    opened(one, plan(cast, theme=data, month="2026-11"))
    assert cells(api("secretariat"))["KEN", "2026"][0] == 1


def test_a_cell_that_is_not_crowded_and_a_settled_case_lead_nowhere(cast: Cast, api: Api) -> None:
    data = theme("data")
    one = work_make(cast, "In Kenya", "UNODC", themes=[data])
    case = opened(one, work_make(cast, "In Uganda", "WCO", themes=[data], countries=places("UGA")))
    assert cells(api("secretariat"))["KEN", "2026"] == (0, 0, "")
    work_make(cast, "Another", "WCO", themes=[data])
    assert cells(api("secretariat"))["KEN", "2026"][0] == 1
    friday = dataclasses.replace(SYSTEM, today=FRIDAY)
    services.case_settle(actor=friday, case=case, version=1, outcome="sequence", text="So", reason="Asked")
    assert cells(api("secretariat"))["KEN", "2026"] == (0, 0, "")


def test_work_in_a_region_counts_in_each_of_its_countries(cast: Cast, api: Api) -> None:
    data = theme("data")
    one = work_make(cast, "Region", "UNODC", themes=[data], countries=[], regions=places("014"))
    opened(one, work_make(cast, "Kenya", "WCO", themes=[data]))
    assert cells(api("secretariat"))["KEN", "2026"][0] == 1


def test_coverage_tells_nobody_of_cases_that_they_do_not_see(cast: Cast, api: Api) -> None:
    opened(*works_make(cast, themes=[theme("data")]))
    assert cells(api("reader"))["KEN", "2026"] == (0, 0, "")
    assert cells(api("focal_point"))["KEN", "2026"][0] == 1
