"""Overlap cases in the API: lists, filters, steps, and nothing that is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cast import SYSTEM
from tests.overlaps.case_ground import case_make, pair_make, work_make, works_make
from tests.projects.ground import hide
from tests.projects.planned_ground import plan, theme
from workinggroups.overlaps.models import Case
from workinggroups.overlaps.services import cases as services

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

    Api = Callable[[str], APIClient]

pytestmark = pytest.mark.django_db

LIST = "/api/v1/overlap-cases/"


def step(client: APIClient, case: Case, name: str, **sent: Any) -> Any:
    """The answer to one step, sent with the version that the client reads."""
    address = f"{LIST}{case.uid}/"
    return client.post(f"{address}{name}/", sent, headers={"if_match": client.get(address)["ETag"]})


def found(client: APIClient, **parameters: Any) -> int:
    """How many cases the list tells of."""
    answer = client.get(LIST, parameters)
    assert answer.status_code == 200, answer.json()
    number: int = answer.json()["count"]
    return number


def test_a_case_tells_of_both_works(cast: Cast, api: Api) -> None:
    case_make(cast)
    (row,) = api("focal_point").get(LIST).json()["results"]
    assert (row["a_title"], row["a_kind"], row["a_lead_code"]) == ("Passenger data in Kenya", "project", "UNODC")
    assert (row["b_title"], row["b_lead_code"], row["groups_codes"]) == (
        "Airline data for Kenya",
        "INTERPOL",
        ["border"],
    )


def test_a_planned_activity_is_told_by_what_is_planned(cast: Cast, api: Api) -> None:
    one = work_make(cast, "Passenger data", "UNODC")
    pair = pair_make(one, plan(cast, institution="Ministry of the Interior"))
    services.case_open(actor=SYSTEM, candidate=pair, reason="Same")
    (row,) = api("secretariat").get(LIST).json()["results"]
    assert (row["b_title"], row["b_kind"]) == ("Ministry of the Interior", "planned_activity")


@pytest.mark.parametrize(
    ("persona", "number"),
    [("superuser", 1), ("secretariat", 1), ("focal_point", 1), ("chair", 1), ("alternate", 1), ("chair_pcve", 0),
     ("country_office", 0), ("reader", 0)],
)  # fmt: skip
def test_a_case_is_seen_by_those_whom_it_concerns(cast: Cast, api: Api, persona: str, number: int) -> None:
    case = case_make(cast)
    assert found(api(persona)) == number
    assert api(persona).get(f"{LIST}{case.uid}/").status_code == (200 if number else 404)


def test_work_that_is_hidden_hides_the_case_and_what_was_said_in_it(cast: Cast, api: Api) -> None:
    case = case_make(cast)
    assert step(api("focal_point"), case, "accept", outcome="sequence", text="First").status_code == 200
    hide(case.candidate.b.project)
    assert found(api("focal_point")) == 0
    assert api("focal_point").get("/api/v1/case-positions/").json()["count"] == 0
    assert api("secretariat").get("/api/v1/case-positions/").json()["count"] == 1


def test_the_steps_of_a_case(cast: Cast, api: Api) -> None:
    case = case_make(cast)
    proposed = step(api("chair"), case, "propose", outcome="sequence", text="UNODC first")
    assert (proposed.status_code, proposed.json()["version"]) == (200, 2)
    assert step(api("focal_point"), case, "accept", outcome="sequence").json()["state"] == "open"
    answer = step(
        api("secretariat"),
        case,
        "accept",
        outcome="sequence",
        entity=str(cast.entities["INTERPOL"].uid),
        reason="Letter of 3 May 2026",
    )
    assert (answer.json()["state"], answer.json()["outcome"]) == ("settled", "sequence")
    assert answer.json()["outcome_text"] == "UNODC first"


def test_the_secretariat_settles(cast: Cast, api: Api) -> None:
    case = case_make(cast)
    refused = step(api("secretariat"), case, "settle", outcome="no_overlap", text="Other people")
    assert refused.status_code == 400
    settled = step(api("secretariat"), case, "settle", outcome="no_overlap", text="Other people", reason="Asked")
    assert settled.json()["outcome"] == "no_overlap"
    assert step(api("chair"), case, "propose", outcome="sequence", text="First").status_code == 403


def test_a_follow_up_is_an_action_item_of_the_case(cast: Cast, api: Api) -> None:
    case = case_make(cast)
    sent = {"title": "Agree on dates", "entity": str(cast.entities["UNODC"].uid), "due": "2027-01"}
    answer = step(api("chair"), case, "follow-up", **sent)
    (item,) = answer.json()["action_items"]
    assert api("chair").get(f"/api/v1/action-items/{item}/").json()["title"] == "Agree on dates"


def test_a_step_needs_the_version_that_was_read(cast: Cast, api: Api) -> None:
    case = case_make(cast)
    sent = {"outcome": "sequence", "text": "First"}
    client = api("focal_point")
    assert client.post(f"{LIST}{case.uid}/accept/", sent).status_code == 428
    tag = client.get(f"{LIST}{case.uid}/")["ETag"]
    assert step(api("chair"), case, "propose", **sent).status_code == 200
    assert client.post(f"{LIST}{case.uid}/accept/", sent, headers={"if_match": tag}).status_code == 412


def test_an_alternate_prepares_and_neither_proposes_nor_accepts(cast: Cast, api: Api) -> None:
    case = case_make(cast)
    for name in ("propose", "accept", "settle"):
        answer = step(api("alternate"), case, name, outcome="sequence", text="First")
        assert answer.status_code == 403, name


@pytest.mark.parametrize(
    ("parameters", "number"),
    [
        ({"country": "KEN"}, 1),
        ({"country": "UGA"}, 0),
        ({"year": "2027"}, 1),
        ({"year": "2028"}, 0),
        ({"theme_code": "borders"}, 1),
        ({"theme_code": "nowhere"}, 0),
        ({"theme_code": "borders", "country": "KEN", "year": "2026"}, 1),
        ({"theme_code": "borders", "country": "KEN", "year": "2028"}, 0),
        ({"group_code": "border"}, 1),
        ({"group_code": "pcve"}, 0),
        ({"entity_code": "INTERPOL"}, 1),
        ({"entity_code": "WCO"}, 0),
        ({"state": "open"}, 1),
        ({"state": "settled"}, 0),
        ({"open": "true"}, 1),
        ({"outcome": "sequence"}, 0),
        ({"search": "airline"}, 1),
        ({"search": "prisons"}, 0),
    ],
)
def test_what_a_list_is_narrowed_to(cast: Cast, api: Api, parameters: dict[str, str], number: int) -> None:
    case_make(cast, themes=[theme("borders")])
    assert found(api("secretariat"), **parameters) == number


def test_theme_country_and_year_are_of_one_of_the_works(cast: Cast, api: Api) -> None:
    """A case on work in Kenya in 2026 and work in Uganda in 2028 is none on Kenya in 2028."""
    from tests.projects.ground import places

    one = work_make(cast, "In Kenya", "UNODC", start="2026", end="2026")
    other = work_make(cast, "In Uganda", "WCO", countries=places("UGA"), start="2028", end="2028")
    services.case_open(actor=SYSTEM, candidate=pair_make(one, other), reason="Same")
    client = api("secretariat")
    assert [found(client, country="KEN", year="2026"), found(client, country="UGA", year="2028")] == [1, 1]
    assert [found(client, country="KEN", year="2028"), found(client, country="UGA", year="2026")] == [0, 0]


def test_entities_are_found_by_their_identifier(cast: Cast, api: Api) -> None:
    case_make(cast)
    client = api("secretariat")
    assert found(client, entity=str(cast.entities["UNODC"].uid)) == 1
    assert found(client, entity=str(cast.entities["WCO"].uid)) == 0


@pytest.mark.parametrize("parameters", [{"state": "perhaps"}, {"year": "12"}, {"country": "XXX"}, {"contry": "KEN"}])
def test_a_parameter_that_is_wrong_is_an_error(cast: Cast, api: Api, parameters: dict[str, str]) -> None:
    assert api("secretariat").get(LIST, parameters).status_code == 400


def test_the_list_costs_the_same_however_many_cases_there_are(
    cast: Cast, api: Api, django_assert_max_num_queries: Any
) -> None:
    client = api("focal_point")
    for number in range(5):
        one, other = works_make(cast)
        services.case_open(actor=SYSTEM, candidate=pair_make(one, other), reason=str(number))
    with django_assert_max_num_queries(12):
        assert found(client) == 5
