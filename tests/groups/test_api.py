"""What is particular to the resources of the groups room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cast import SYSTEM, group_make, person_make, term_make
from workinggroups.groups import services

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast


def _rows(client: APIClient, name: str, **query: Any) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/{name}/", query)
    assert answer.status_code == 200, answer.json()
    rows: list[dict[str, Any]] = answer.json()["results"]
    return rows


def _codes(client: APIClient, **query: Any) -> list[str]:
    return [row["code"] for row in _rows(client, "groups", **query)]


def test_groups_are_found_by_kind_pillar_place_and_words(cast: Cast, api: Callable[[str], APIClient]) -> None:
    group_make("travel", "sub_group", parent=cast.groups["border"], pillars="II;III", name_ar="سفر")
    old = group_make("old", "predecessor", "2009")
    group_make("heir", predecessor=old)
    client = api("reader")
    assert _codes(client, kind="working_group") == ["border", "heir", "pcve"]
    assert _codes(client, kind=["sub_group", "predecessor"]) == ["old", "travel"]
    assert _codes(client, parent=str(cast.groups["border"].uid)) == ["travel"]
    assert _codes(client, predecessor=str(old.uid)) == ["heir"]
    assert _codes(client, pillar="II") == ["travel"]
    assert _codes(client, pillar="I") == []
    assert _codes(client, search="سفر") == ["travel"]
    assert _codes(client, code="pcve") == ["pcve"]


def test_groups_of_a_day_are_those_that_existed(cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("reader")
    assert _codes(client, as_of="2018-12-31") == ["committee"]
    assert _codes(client, as_of="2019-04-16") == ["border", "committee", "pcve"]
    assert {row["certainty"] for row in _rows(client, "groups", as_of="2020-01-01")} == {"certain"}


def test_a_group_says_when_it_began_and_ended(cast: Cast, api: Callable[[str], APIClient]) -> None:
    border = cast.groups["border"]
    services.group_event_record(
        actor=SYSTEM, group=border, version=border.version, values={"kind": "concluded", "on": "2024-03"}
    )
    (row,) = _rows(api("reader"), "groups", code="border")
    assert (row["established_on"], row["concluded_on"]) == ("2019-04-16", "2024-03")


def test_the_life_of_a_group_is_read_and_recorded_below_it(cast: Cast, api: Callable[[str], APIClient]) -> None:
    where = f"/api/v1/groups/{cast.groups['border'].uid}/"
    client, reader = api("secretariat"), api("reader")
    tag = client.get(where)["ETag"]
    answer = client.post(
        f"{where}lifecycle/",
        {"kind": "suspended", "on": "2023", "source": "Letter"},
        headers={"if_match": tag, "change_reason": "Decision of the Committee"},
    )
    assert answer.status_code == 201
    events = reader.get(f"{where}lifecycle/").json()
    assert answer.json() == events
    assert [(event["kind"], event["on"]) for event in events] == [("established", "2019-04-16"), ("suspended", "2023")]
    event = cast.groups["border"].events.get(kind="suspended")
    assert event.history.get().operation.reason == "Decision of the Committee"
    stale = client.post(f"{where}lifecycle/", {"kind": "resumed"}, headers={"if_match": tag})
    assert stale.status_code == 412
    assert stale.json()["version"] == 3
    assert client.post(f"{where}lifecycle/", {"kind": "resumed"}).status_code == 428


def test_the_life_of_a_group_has_its_rules_and_keepers(cast: Cast, api: Callable[[str], APIClient]) -> None:
    where = f"/api/v1/groups/{cast.groups['border'].uid}/lifecycle/"
    any_version = {"if_match": "*"}
    wrong = api("secretariat").post(where, {"kind": "resumed"}, headers=any_version)
    assert wrong.status_code == 400
    assert [each["pointer"] for each in wrong.json()["errors"]] == ["/kind"]
    refused = api("chair").post(where, {"kind": "concluded"}, headers=any_version)
    assert refused.status_code == 403
    assert "secretariat" in refused.json()["detail"]


def test_an_event_taken_back_and_a_hidden_group_have_no_life_to_show(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    border = cast.groups["border"]
    where = f"/api/v1/groups/{border.uid}/lifecycle/"
    event = border.events.get()
    services.group_event_archive(actor=SYSTEM, record=event, version=1, reason="Wrong day")
    assert api("secretariat").get(where).json() == []
    assert _rows(api("reader"), "groups", code="border")[0]["established_on"] == ""
    type(border).objects.filter(pk=border.pk).update(visibility="secretariat")
    assert api("reader").get(where).status_code == 404


def test_terms_are_found_by_group_entity_role_and_source(cast: Cast, api: Callable[[str], APIClient]) -> None:
    term_make(cast.groups["pcve"], cast.entities["CTED"], "member", evidence="predecessor")
    client = api("reader")
    border = str(cast.groups["border"].uid)
    for query, codes in (
        ({"group": border}, {"WCO", "INTERPOL"}),
        ({"group_code": "border", "role": ["co_chair", "vice_chair"]}, {"WCO", "INTERPOL"}),
        ({"group_kind": "committee"}, {"UNOCT", "UNODC"}),
        ({"entity": str(cast.entities["WCO"].uid)}, {"WCO"}),
        ({"entity_code": "CTED"}, {"CTED"}),
        ({"role": "chair"}, {"UNDP"}),
        ({"evidence": "predecessor"}, {"CTED"}),
        ({"unconfirmed": "true"}, {"CTED"}),
    ):
        assert {row["entity_code"] for row in _rows(client, "terms", **query)} == codes, query


@pytest.mark.parametrize(
    ("end", "query", "found"),
    [
        ("2026-05-10", {"ending_before": "2026-05-10"}, True),
        ("2026-05-10", {"ending_before": "2026-05-09"}, False),
        ("2026-05-10", {"ending_after": "2026-05-10"}, True),
        ("2026-05-10", {"ending_after": "2026-05-11"}, False),
        ("2026-05", {"ending_before": "2026-05-10"}, False),
        ("2026-05", {"ending_after": "2026-05-31"}, True),
        ("2026", {"ending_after": "2026-05-31"}, True),
        ("", {"ending_before": "2199-01-01"}, False),
        ("", {"ending_after": "1800-01-01"}, False),
    ],
)
def test_terms_are_found_by_their_end(
    end: str, query: dict[str, str], found: bool, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    term_make(cast.groups["pcve"], cast.entities["CTED"], "member", end=end)
    rows = _rows(api("reader"), "terms", entity_code="CTED", **query)
    assert bool(rows) is found


def test_terms_of_a_day_say_how_sure_they_are(cast: Cast, api: Callable[[str], APIClient]) -> None:
    term_make(cast.groups["pcve"], cast.entities["CTED"], "member", start="2021")
    client = api("reader")
    sure = {row["entity_code"]: row["certainty"] for row in _rows(client, "terms", as_of="2021-06-01")}
    assert sure == {
        "CTED": "possible",
        "WCO": "certain",
        "INTERPOL": "certain",
        "UNDP": "certain",
        "UNOCT": "certain",
        "UNODC": "certain",
    }
    lines = client.get("/api/v1/terms/", {"as_of": "2021-06-01", "format": "csv"}).getvalue().decode().splitlines()
    assert sum(",possible," in line for line in lines) == 1


def test_an_overlapping_term_is_refused_with_the_reason(cast: Cast, api: Callable[[str], APIClient]) -> None:
    sent = {
        "group": str(cast.groups["border"].uid),
        "entity": str(cast.entities["WCO"].uid),
        "role": "co_chair",
        "start": "2020",
        "end": "2021",
    }
    answer = api("secretariat").post("/api/v1/terms/", sent)
    assert answer.status_code == 400
    assert "holds this role over those days already" in answer.json()["detail"]


def test_no_officer_appoints_to_the_secretariat_through_the_api(cast: Cast, api: Callable[[str], APIClient]) -> None:
    sent = {
        "group": str(cast.groups["committee"].uid),
        "entity": str(cast.entities["CTED"].uid),
        "role": "secretariat",
    }
    assert api("secretariat").post("/api/v1/terms/", sent).status_code == 403
    assert api("superuser").post("/api/v1/terms/", sent).status_code == 201


def test_nominations_are_found_by_person_capacity_and_status(cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("reader")
    for query, people in (
        ({"person": str(cast.people["alternate"].uid)}, ["Alternate Example"]),
        ({"capacity": "alternate"}, ["Alternate Example"]),
        ({"status": "proposed"}, []),
        ({"term": str(cast.terms["chair_pcve"].uid)}, ["Chair_Pcve Example"]),
        ({"role": "focal_point"}, ["Focal_Point Example"]),
        ({"group_code": "pcve", "as_of": "2020-01-01"}, ["Chair_Pcve Example"]),
        ({"entity_code": "UNODC"}, ["Focal_Point Example"]),
    ):
        assert [row["person_name"] for row in _rows(client, "nominations", **query)] == people, query


def test_a_chair_nominates_a_colleague_and_cannot_confirm_it(cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("chair")
    colleague = person_make("colleague", cast.entities["WCO"])
    sent = {"term": str(cast.terms["chair"].uid), "person": str(colleague.uid), "start": "2026"}
    made = client.post("/api/v1/nominations/", sent)
    assert made.status_code == 201
    assert (made.json()["status"], made.json()["capacity"]) == ("proposed", "representative")
    confirmed = client.patch(made["Location"], {"status": "confirmed"}, headers={"if_match": made["ETag"]})
    assert confirmed.status_code == 403
    assert "confirms" in confirmed.json()["detail"]
    other = {**sent, "term": str(cast.terms["focal_point"].uid)}
    assert "your own entity" in client.post("/api/v1/nominations/", other).json()["detail"]


def test_who_proposes_keeps_sight_of_a_proposal_that_they_restrict(cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("chair")
    colleague = person_make("colleague", cast.entities["WCO"])
    sent = {"term": str(cast.terms["chair"].uid), "person": str(colleague.uid), "visibility": "secretariat"}
    made = client.post("/api/v1/nominations/", sent)
    assert made.status_code == 201
    assert made.json()["visibility"] == "secretariat"
    assert made.json()["originator_code"] == "WCO"
    assert client.get(made["Location"]).status_code == 200
    assert api("reader").get(made["Location"]).status_code == 404
