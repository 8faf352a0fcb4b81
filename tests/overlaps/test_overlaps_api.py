"""The queue through the API: what is listed for whom, its evidence and its filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.contract.client import address
from tests.overlaps.pair_ground import decided, one_lead, open_pair, two_leads
from tests.projects.ground import hide, partner_make
from workinggroups.overlaps import decided as deciding
from workinggroups.overlaps.models import Candidate

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

NAME = "overlaps"
EVIDENCE = [
    {"field": "title", "weight": 3.2, "code": "title-close", "values": {"title_a": "A", "title_b": "B"}},
    {"field": "dates", "weight": -1.5, "code": "dates-apart", "values": {"days": 400}},
    {"field": "entities", "weight": 1.0, "code": "entities-shared", "values": {"shared": ["CTED", "WCO"]}},
    {"field": "context", "weight": 0.5, "code": "context-closer", "values": {"nearer": 3}},
    {"field": "tone", "weight": 0.1, "code": "of-a-later-version", "values": {}},
]


def _listed(client: APIClient, **query: Any) -> list[str]:
    answer = client.get(address(NAME), query)
    assert answer.status_code == 200, answer.json()
    return [row["id"] for row in answer.json()["results"]]


# --- What is listed ---------------------------------------------------------------------------------------------------


def test_the_strongest_come_first(cast: Cast, api: Callable[[str], APIClient]) -> None:
    weak, strong = one_lead(cast), two_leads(cast)
    Candidate.objects.filter(pk=weak.pk).update(probability=0.2)
    assert _listed(api("secretariat")) == [str(strong.uid), str(weak.uid)]


def test_a_pair_tells_both_records(cast: Cast, api: Callable[[str], APIClient]) -> None:
    pair = two_leads(cast)
    row = api("secretariat").get(address(NAME, pair)).json()
    assert (row["a"], row["a_kind"], row["a_name"], row["a_lead_code"]) == (
        str(pair.a.record.uid),
        "project",
        "Passenger data in Kenya",
        "UNODC",
    )
    assert (row["b"], row["b_lead_code"], row["kind"]) == (str(pair.b.record.uid), "INTERPOL", "work")


def test_a_pair_of_entities_tells_their_codes_and_names(cast: Cast, api: Callable[[str], APIClient]) -> None:
    pair = open_pair(cast.entities["WCO"], cast.entities["CTED"])
    row = api("secretariat").get(address(NAME, pair)).json()
    assert {(row[f"{side}_kind"], row[f"{side}_code"], row[f"{side}_name"]) for side in "ab"} == {
        ("entity", "WCO", "Office WCO"),
        ("entity", "CTED", "Office CTED"),
    }


def test_pairs_of_entities_are_the_secretariats(cast: Cast, api: Callable[[str], APIClient]) -> None:
    open_pair(cast.entities["UNODC"], cast.entities["CTED"])
    assert _listed(api("focal_point")) == []


@pytest.mark.parametrize(
    ("persona", "sees"),
    [("focal_point", True), ("chair", True), ("alternate", True), ("chair_pcve", False), ("reader", False)],
)
def test_a_pair_is_listed_for_those_whom_it_concerns(
    cast: Cast, api: Callable[[str], APIClient], persona: str, sees: bool
) -> None:
    pair = two_leads(cast)
    assert _listed(api(persona)) == ([str(pair.uid)] if sees else [])


def test_a_pair_with_a_hidden_record_is_not_known_of(cast: Cast, api: Callable[[str], APIClient]) -> None:
    pair = two_leads(cast, group=None)
    hide(pair.b.record)
    client = api("focal_point")
    listed = client.get(address(NAME)).json()
    assert (listed["count"], listed["results"]) == (0, [])
    for action in ("decide", "consent", "ask-again"):
        answer = client.post(address(NAME, pair, action), {"decision": "same_work"}, headers={"if_match": "*"})
        assert answer.status_code == 404
    assert client.get(address(NAME, pair, "decisions")).status_code == 404


@pytest.mark.parametrize(("state", "waits"), [("open", True), ("same", True), ("different", False), ("case", False)])
def test_a_list_shows_what_waits_unless_a_state_is_asked_for(
    cast: Cast, api: Callable[[str], APIClient], state: str, waits: bool
) -> None:
    pair, client = one_lead(cast), api("secretariat")
    Candidate.objects.filter(pk=pair.pk).update(state=state)
    assert (str(pair.uid) in _listed(client)) is waits
    assert str(pair.uid) in _listed(client, state=state)


def test_a_pair_that_is_different_is_in_no_list_of_what_waits(cast: Cast, api: Callable[[str], APIClient]) -> None:
    pair = decided(one_lead(cast), "different")
    for persona in ("secretariat", "focal_point", "chair"):
        assert _listed(api(persona)) == []
        assert _listed(api(persona), record=str(pair.a.record.uid)) == []


# --- Evidence ---------------------------------------------------------------------------------------------------------


def test_evidence_is_told_in_words_and_as_data(cast: Cast, api: Callable[[str], APIClient]) -> None:
    pair = _with_evidence(two_leads(cast))
    row = api("secretariat").get(address(NAME, pair)).json()
    assert [each["code"] for each in row["evidence_data"]] == [
        "title-close",
        "dates-apart",
        "entities-shared",
        "context-closer",
    ]
    assert len(row["evidence"]) == 4
    assert "CTED" in row["evidence"][2]
    french = api("secretariat").get(address(NAME, pair), headers={"accept_language": "fr"}).json()
    assert french["evidence_data"] == row["evidence_data"]


def _with_evidence(pair: Candidate) -> Candidate:
    Candidate.objects.filter(pk=pair.pk).update(evidence=EVIDENCE)
    return pair


def test_evidence_names_nothing_that_its_reader_may_not_see(cast: Cast, api: Callable[[str], APIClient]) -> None:
    pair = _with_evidence(two_leads(cast))
    hide(cast.entities["CTED"])
    row = api("focal_point").get(address(NAME, pair)).json()
    assert [each["code"] for each in row["evidence_data"]] == ["title-close", "dates-apart", "entities-shared"]
    assert row["evidence_data"][2]["values"] == {"shared": ["WCO"]}
    assert "CTED" not in api("focal_point").get(address(NAME), {"format": "csv"}).getvalue().decode()


def test_a_probability_is_shown_once_enough_was_decided(
    cast: Cast, api: Callable[[str], APIClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = two_leads(cast)
    assert api("secretariat").get(address(NAME, pair)).json()["probability_percent"] is None
    monkeypatch.setattr(deciding, "NEEDED", 1)
    decided(one_lead(cast), "different")
    assert api("secretariat").get(address(NAME, pair)).json()["probability_percent"] == 90


# --- Filters ----------------------------------------------------------------------------------------------------------


def test_an_unknown_parameter_is_refused(cast: Cast, api: Callable[[str], APIClient]) -> None:
    assert api("secretariat").get(address(NAME), {"verdit": "same_work"}).status_code == 400


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"verdict": "same_work"}, True),
        ({"verdict": "overlap"}, False),
        ({"kind": "work"}, True),
        ({"kind": "person"}, False),
        ({"strength": "likely"}, True),
        ({"strength": "related"}, False),
        ({"entity_code": "INTERPOL"}, True),
        ({"entity_code": "UNDP"}, True),
        ({"entity_code": "CTED"}, False),
        ({"group_code": "border"}, True),
        ({"group_code": "pcve"}, False),
        ({"country": "KEN"}, True),
        ({"country": "MLI"}, False),
        ({"search": "passagers"}, True),
        ({"search": "zanzibar"}, False),
    ],
)
def test_the_filters_of_the_list(
    cast: Cast, api: Callable[[str], APIClient], query: dict[str, str], found: bool
) -> None:
    pair = two_leads(cast)
    partner_make(cast, pair.a.record, "UNDP")
    assert _listed(api("secretariat"), **query) == ([str(pair.uid)] if found else [])


def test_filters_by_id_find_the_pairs_of_a_record_an_entity_and_a_group(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    pair, client = two_leads(cast), api("secretariat")
    for name, row in (("record", pair.b.record), ("entity", cast.entities["UNODC"]), ("group", cast.groups["border"])):
        assert _listed(client, **{name: str(row.uid)}) == [str(pair.uid)]
    assert _listed(client, entity=str(cast.entities["CTED"].uid)) == []
