"""Action items through the API: what is late, who is responsible, who may say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.entities import services as entities
from tests.cast import SYSTEM, person_make
from tests.meetings.outcomes import action_make, agenda_item_make, decided, held

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/action-items/"


def titles(client: APIClient, **query: str) -> list[str]:
    answer = client.get(ADDRESS, query)
    assert answer.status_code == 200, answer.json()
    return [row["title"] for row in answer.json()["results"]]


def test_an_item_of_a_decision_takes_its_meeting(cast: Cast, api: Callable[[str], APIClient]) -> None:
    decision = decided(cast, held(cast))
    body = {
        "title": "Send it",
        "group": str(cast.groups["border"].uid),
        "entity": str(cast.entities["UNODC"].uid),
        "decision": str(decision.uid),
    }
    answer = api("chair").post(ADDRESS, body)
    assert answer.status_code == 201
    assert (answer.json()["meeting"], answer.json()["decision"]) == (str(decision.meeting.uid), str(decision.uid))


def test_the_entity_in_charge_reports_and_is_refused_the_rest_by_name(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    item, client = action_make(cast), api("focal_point")
    where, match = f"{ADDRESS}{item.uid}/", {"if_match": "*"}
    answer = client.patch(where, {"status": "done", "progress": "Sent"}, headers=match)
    assert (answer.status_code, answer.json()["done_on"]) == (200, SYSTEM.today.isoformat())
    refused = client.patch(where, {"due": "2030", "note": "Mine"}, headers=match)
    assert refused.status_code == 400
    assert sorted(each["pointer"] for each in refused.json()["errors"]) == ["/due", "/note"]


def test_who_is_responsible_is_told_as_far_as_the_person_may_be_seen(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    entity = cast.entities["UNODC"]
    person, alternate = person_make("ada", entity), person_make("ben", entity)
    item = action_make(cast, person=person, alternate=alternate)

    def told(persona: str) -> tuple[Any, ...]:
        row = api(persona).get(f"{ADDRESS}{item.uid}/").json()
        return row["responsible"], row["responsible_name"]

    assert told("chair") == ("person", "Ada Example")
    entities.person_archive(actor=SYSTEM, record=person, version=1, reason="left")
    assert told("chair") == ("alternate", "Ben Example")
    entities.person_update(actor=SYSTEM, record=alternate, version=1, values={"visibility": "secretariat"})
    assert told("chair") == ("alternate", "")
    assert told("secretariat") == ("alternate", "Ben Example")


def test_items_are_found_by_what_they_belong_to(cast: Cast, api: Callable[[str], APIClient]) -> None:
    meeting = held(cast)
    decision, agenda = decided(cast, meeting), agenda_item_make(meeting)
    person = person_make("ada", cast.entities["UNODC"])
    action_make(cast, title="Found", decision=decision, person=person, due="2020-05", progress="Asked Vienna")
    action_make(cast, title="On the agenda", agenda_item=agenda, entity=cast.entities["CTED"])
    action_make(cast, title="Elsewhere", group=cast.groups["pcve"], entity=cast.entities["WCO"], status="in_progress")
    client = api("secretariat")
    for query in (
        {"decision": str(decision.uid)},
        {"person": str(person.uid)},
        {"entity": str(cast.entities["UNODC"].uid)},
        {"entity_code": "UNODC"},
        {"overdue": "true"},
        {"due_before": "2020-05-10"},
        {"due_after": "2020-05-10"},
        {"search": "vienna"},
    ):
        assert titles(client, **query) == ["Found"], query
    assert titles(client, agenda_item=str(agenda.uid)) == ["On the agenda"]
    assert sorted(titles(client, meeting=str(meeting.uid))) == ["Found", "On the agenda"]
    for query in ({"group": str(cast.groups["pcve"].uid)}, {"group_code": "pcve"}, {"status": "in_progress"}):
        assert titles(client, **query) == ["Elsewhere"], query
    assert sorted(titles(client, overdue="false")) == ["Elsewhere", "On the agenda"]
    assert titles(client, due_before="2020-04-30") == titles(client, due_after="2020-06-01") == []
