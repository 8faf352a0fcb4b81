"""The roster and the committee: who holds what on a day, as far as its reader may see it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from compact.kernel.visibility import Visibility
from compact.reports.committee import Committee
from compact.reports.roster import Roster
from tests.cast import SYSTEM, Cast, entity_make, group_make, nominate, person_make, term_make
from tests.reports.asking import rows, text
from workinggroups.groups.models import Capacity, Role
from workinggroups.groups.services import term_archive, term_update

pytestmark = pytest.mark.django_db

Api = Callable[[str], APIClient]
ROSTER, COMMITTEE = "/api/v1/reports/roster/", "/api/v1/reports/committee/"


def test_the_roster_names_who_holds_what_and_who_serves(api: Api, cast: Cast) -> None:
    (row,) = rows(api("reader"), ROSTER, as_of="2021-07-01", group="border", role="co_chair")
    term = cast.terms["chair"]
    assert row == {
        "term": str(term.uid),
        "group_code": "border",
        "group_name": "Group border",
        "group_kind": "working_group",
        "role": "co_chair",
        "role_name": "Co-chair",
        "entity_code": "WCO",
        "entity_acronym": "WCO",
        "entity_name": "Office WCO",
        "representatives": "Chair Example",
        "alternates": "Alternate Example",
        "start": "2019-04-16",
        "end": "",
        "end_state": "open",
        "observed_on": "",
        "certainty": "certain",
        "source": "",
        "evidence": "",
        "unconfirmed": False,
        "note": "",
    }


@pytest.mark.parametrize(
    ("parameters", "terms"),
    [
        ({"group": "border"}, {"chair", "vice_chair"}),
        ({"entity": "UNODC"}, {"focal_point"}),
        ({"role": ["chair", "vice_chair"]}, {"chair_pcve", "vice_chair"}),
        ({"kind": "committee"}, {"secretariat", "focal_point"}),
        ({"kind": "predecessor"}, set()),
        ({"group": "border", "role": "member"}, set()),
    ],
)
def test_the_roster_can_be_narrowed(api: Api, cast: Cast, parameters: dict[str, Any], terms: set[str]) -> None:
    found = {row["term"] for row in rows(api("reader"), ROSTER, **parameters)}
    assert found == {str(cast.terms[name].uid) for name in terms}


@pytest.mark.parametrize("parameters", [{"group": "boarder"}, {"entity": "NOBODY"}, {"role": "boss"}, {"kind": "club"}])
def test_a_misspelt_code_is_an_error_and_not_an_empty_roster(api: Api, parameters: dict[str, str]) -> None:
    answer = api("reader").get(ROSTER, parameters)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] in parameters


def test_the_roster_is_ordered_by_group_then_office_then_entity(api: Api, cast: Cast) -> None:
    term_make(cast.groups["border"], cast.entities["CTED"], Role.MEMBER)
    term_make(cast.groups["border"], cast.entities["UNDP"], Role.CO_CHAIR)
    found = [(row["role"], row["entity_code"]) for row in rows(api("reader"), ROSTER, group="border")]
    assert found == [("co_chair", "UNDP"), ("co_chair", "WCO"), ("vice_chair", "INTERPOL"), ("member", "CTED")]


def test_the_roster_has_neither_archived_terms_nor_those_of_other_days(api: Api, cast: Cast) -> None:
    term_archive(actor=SYSTEM, record=cast.terms["vice_chair"], version=1, reason="Entered in error")
    term_update(actor=SYSTEM, record=cast.terms["chair_pcve"], version=1, values={"end": "2020"})
    found = {row["role"] for row in rows(api("superuser"), ROSTER, as_of="2021-07-01")}
    assert found == {"co_chair", "secretariat", "focal_point"}


def test_what_is_only_possible_says_so(api: Api, cast: Cast) -> None:
    term_make(
        cast.groups["pcve"], cast.entities["CTED"], Role.VICE_CHAIR, start="", observed_on="2020", end_state="unknown"
    )
    (row,) = rows(api("reader"), ROSTER, group="pcve", role="vice_chair", as_of="2021-07-01")
    assert (row["certainty"], row["start"], row["observed_on"]) == ("possible", "", "2020")


def test_an_unconfirmed_fact_says_so(api: Api, cast: Cast) -> None:
    values = {"evidence": "general_knowledge"}
    term_update(actor=SYSTEM, record=cast.terms["chair_pcve"], version=1, values=values)
    assert [row["unconfirmed"] for row in rows(api("reader"), ROSTER, group="pcve")] == [True]
    (seat,) = [row for row in rows(api("reader"), COMMITTEE) if row["group_code"] == "pcve" and row["certainty"]]
    assert seat["unconfirmed"] is True


def test_neither_report_shows_what_the_reader_may_not_see(api: Api, cast: Cast) -> None:
    narrow = {"visibility": Visibility.SECRETARIAT}
    term_update(actor=SYSTEM, record=cast.terms["chair_pcve"], version=1, values=narrow)
    for address in (ROSTER, COMMITTEE):
        held = [row for row in rows(api("reader"), address) if row["entity_code"] and row["group_code"] == "pcve"]
        assert held == []
        held = [row for row in rows(api("secretariat"), address) if row["entity_code"] and row["group_code"] == "pcve"]
        assert len(held) == 1


def test_a_person_hidden_from_the_reader_is_not_named(api: Api, cast: Cast) -> None:
    from compact.entities.services import person_update

    narrow = {"visibility": Visibility.SECRETARIAT}
    person_update(actor=SYSTEM, record=cast.people["chair_pcve"], version=1, values=narrow)
    for address in (ROSTER, COMMITTEE):
        (row,) = [row for row in rows(api("reader"), address) if row["entity_code"] == "UNDP"]
        assert row["representatives"] == ""


def test_two_alternates_are_both_named(api: Api, cast: Cast) -> None:
    nominate(cast.terms["chair"], person_make("jo", cast.entities["WCO"]), Capacity.ALTERNATE, start="2020")
    (row,) = rows(api("reader"), ROSTER, group="border", role="co_chair")
    assert row["alternates"] == "Alternate Example; Jo Example"


@pytest.mark.parametrize(("address", "most"), [(ROSTER, 5), (COMMITTEE, 7)])
@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_cost_does_not_grow_with_the_rows(
    api: Api, cast: Cast, address: str, most: int, form: str, django_assert_max_num_queries: Any
) -> None:
    client = api("reader")
    client.get(address)
    for number in range(6):
        entity = entity_make(f"ENTITY{number}")
        term = term_make(group_make(f"group-{number}"), entity, Role.CHAIR)
        nominate(term, person_make(f"person {number}", entity))
    with django_assert_max_num_queries(most + 5):
        answer = client.get(address, {"format": form})
        assert b"ENTITY5" in (text(answer) if answer.streaming else answer.content)


def test_the_committee_gives_the_reason_of_each_seat(api: Api, cast: Cast) -> None:
    found = rows(api("reader"), COMMITTEE, as_of="2021-07-01")
    assert all(row["reason"] and row["seat_name"] for row in found)
    assert {row["holder"] for row in found} == {"held", "not_known"}
    (chair,) = [row for row in found if (row["seat"], row["group_code"]) == ("group_chair", "border")]
    assert (chair["entity_code"], chair["representatives"]) == ("WCO", "Chair Example")


def test_names_come_in_the_language_asked_for(api: Api, cast: Cast) -> None:
    from workinggroups.groups.services import group_update

    group = cast.groups["border"]
    group_update(actor=SYSTEM, record=group, version=group.version, values={"name_fr": "Frontières"})
    client = api("reader")
    for address in (ROSTER, COMMITTEE):
        for form in ("json", "csv"):
            answer = client.get(address, {"format": form}, headers={"Accept-Language": "fr"})
            assert answer["Content-Language"] == "fr"
            assert "Frontières" in (text(answer) if answer.streaming else answer.content).decode()


def test_the_description_names_the_parameters_and_the_columns(api: Api) -> None:
    described = api("reader").get("/api/v1/schema/").json()
    roster = described["paths"]["/api/v1/reports/roster/"]["get"]
    assert {each["name"] for each in roster["parameters"] if each["in"] == "query"} == {
        "as_of",
        "entity",
        "format",
        "group",
        "kind",
        "role",
    }
    assert roster["operationId"] == "report_roster"
    items = roster["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["rows"]["items"]
    assert list(items["properties"]) == [column.name for column in Roster.columns]
    assert set(roster["responses"]["200"]["content"]) == {
        "application/json",
        "text/csv",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/jsonl",
    }
    committee = described["paths"]["/api/v1/reports/committee/"]["get"]
    assert committee["description"].startswith("The report as JSON")
    assert {column.name for column in Committee.columns} == set(
        committee["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["rows"]["items"][
            "properties"
        ]
    )


def test_the_real_roster_names_three_co_chairs_in_2021_and_the_predecessors_chairs_in_2018(api: Api) -> None:
    call_command("load_compact", stdout=io.StringIO())
    client = api("superuser")
    found = rows(client, ROSTER, as_of="2021-07-01", group="resource-mobilization-me", role="co_chair")
    assert [row["entity_code"] for row in found] == ["CTED", "UNOCT", "UNODC"]
    early = rows(client, ROSTER, as_of="2018-12-31", kind=["predecessor", "working_group"], role="co_chair")
    assert {(row["group_code"], row["entity_code"]) for row in early} >= {
        ("ctitf-border", "WCO"),
        ("ctitf-pcve", "UNESCO"),
    }
    assert {row["group_kind"] for row in early} == {"predecessor"}
