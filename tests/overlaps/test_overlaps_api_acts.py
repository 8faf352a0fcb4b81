"""Pairs through the API: reporting one, deciding, answering, asking again."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from tests.contract.client import address, etag_of
from tests.contract.samples import NOBODY
from tests.overlaps.case_ground import work_make
from tests.overlaps.pair_ground import decided, focal_point, one_lead, two_leads
from tests.projects.ground import hide
from workinggroups.overlaps.models import Candidate
from workinggroups.projects.services.projects import project_update

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

NAME = "overlaps"


def _post(client: APIClient, pair: Any, action: str, body: Any) -> Any:
    return client.post(address(NAME, pair, action), body, headers={"if_match": etag_of(client, NAME, pair)})


# --- Reporting --------------------------------------------------------------------------------------------------------


def _report(client: APIClient, one: Any, other: Any) -> Any:
    return client.post(address(NAME), {"a": str(one.uid), "b": str(other.uid)})


def test_somebody_reports_a_pair_by_hand(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, other = work_make(cast, "Passenger data in Kenya", "UNODC"), work_make(cast, "Kenya: PNR", "INTERPOL")
    answer = _report(api("focal_point"), one, other)
    assert answer.status_code == 201, answer.json()
    assert (answer.json()["state"], answer.json()["kind"]) == ("open", "work")
    again = _report(api("focal_point"), other, one)
    assert again.status_code == 400
    assert "on record already" in again.json()["detail"]


def test_a_pair_that_had_left_the_queue_comes_back(cast: Cast, api: Callable[[str], APIClient]) -> None:
    pair = one_lead(cast)
    Candidate.objects.filter(pk=pair.pk).update(state="gone")
    assert _report(api("secretariat"), pair.b.record, pair.a.record).json()["state"] == "open"


def test_what_is_different_is_not_reported_again(cast: Cast, api: Callable[[str], APIClient]) -> None:
    pair = decided(one_lead(cast), "different")
    for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
        answer = _report(api("secretariat"), one.record, other.record)
        assert answer.status_code == 400
        assert "different" in answer.json()["detail"]


def test_two_of_a_kind_are_reported(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one = work_make(cast, "Passenger data", "UNODC")
    assert _report(api("secretariat"), one, cast.entities["WCO"]).status_code == 400
    assert _report(api("secretariat"), one, one).status_code == 400


def test_a_hidden_record_is_reported_as_if_there_were_none(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, other = work_make(cast, "Passenger data", "UNODC"), work_make(cast, "Secret", "INTERPOL")
    hide(other)
    hidden = _report(api("focal_point"), one, other)
    other.uid = uuid.UUID(NOBODY)
    assert hidden.status_code == 400
    assert hidden.json() == _report(api("focal_point"), one, other).json()


def test_nobody_reports_what_does_not_concern_them(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, other = work_make(cast, "Passenger data", "UNODC"), work_make(cast, "Kenya: PNR", "INTERPOL")
    assert _report(api("chair_pcve"), one, other).status_code == 403
    assert Candidate.objects.count() == 0


# --- Deciding, answering, asking again --------------------------------------------------------------------------------


def test_a_decision_is_taken_and_told(cast: Cast, api: Callable[[str], APIClient]) -> None:
    pair, client = two_leads(cast), api("focal_point")
    answer = _post(client, pair, "decide", {"decision": "same_work", "reason": "Same ministry"})
    assert answer.status_code == 200, answer.json()
    row = answer.json()
    assert (row["state"], row["version"], row["last_decision"], row["last_reason"]) == (
        "same",
        2,
        "same_work",
        "Same ministry",
    )
    assert (row["agreeing_codes"], row["awaited_codes"]) == (["UNODC"], ["INTERPOL"])
    (told,) = client.get(address(NAME, pair, "decisions")).json()
    assert (told["decided"], told["reason"], told["decided_by"]) == ("same_work", "Same ministry", "focal_point")


def test_a_decision_needs_the_version_that_was_read(cast: Cast, api: Callable[[str], APIClient]) -> None:
    pair, client = one_lead(cast), api("secretariat")
    body = {"decision": "different", "reason": "Two ministries"}
    assert client.post(address(NAME, pair, "decide"), body).status_code == 428
    tag = etag_of(client, NAME, pair)
    decided(pair, "same_work")
    late = client.post(address(NAME, pair, "decide"), body, headers={"if_match": tag})
    assert late.status_code == 412
    assert late.json()["current"]["state"] == "same"


def test_a_decision_without_a_reason_points_at_it(cast: Cast, api: Callable[[str], APIClient]) -> None:
    answer = _post(api("secretariat"), one_lead(cast), "decide", {"decision": "different"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/reason"


def test_a_refusal_says_who_decides(cast: Cast, api: Callable[[str], APIClient]) -> None:
    answer = _post(api("alternate"), two_leads(cast), "decide", {"decision": "same_work", "reason": "Same"})
    assert answer.status_code == 403
    assert "focal points" in answer.json()["detail"]


def test_a_lead_entity_answers(cast: Cast, api: Callable[[str], APIClient]) -> None:
    pair = decided(two_leads(cast), "same_work", cast.viewer("focal_point"))
    focal_point(cast, "INTERPOL")
    answer = _post(api("representative-interpol"), pair, "consent", {"agrees": False, "text": "Ours is for airlines"})
    assert answer.status_code == 200, answer.json()
    assert (answer.json()["agreeing_codes"], answer.json()["refusing_codes"]) == (["UNODC"], ["INTERPOL"])


def test_the_secretariat_names_the_entity_that_answered(cast: Cast, api: Callable[[str], APIClient]) -> None:
    pair, client = decided(two_leads(cast), "same_work"), api("secretariat")
    assert _post(client, pair, "consent", {"agrees": True, "text": "Letter"}).status_code == 400
    body = {"agrees": True, "text": "Letter", "entity": str(cast.entities["INTERPOL"].uid)}
    assert _post(client, pair, "consent", body).json()["agreeing_codes"] == ["INTERPOL"]


def test_a_superuser_asks_again(cast: Cast, api: Callable[[str], APIClient]) -> None:
    pair = decided(one_lead(cast), "different")
    body = {"reason": "The title was corrected"}
    assert _post(api("secretariat"), pair, "ask-again", body).status_code == 403
    assert _post(api("superuser"), pair, "ask-again", body).status_code == 400
    project = pair.a.record
    project_update(
        actor=cast.viewer("secretariat"), record=project, version=project.version, values={"title_en": "Uganda"}
    )
    answer = _post(api("superuser"), pair, "ask-again", body)
    assert answer.json()["state"] == "open"
    assert [each["decided"] for each in api("superuser").get(address(NAME, pair, "decisions")).json()] == [
        "ask_again",
        "different",
    ]
