"""Minutes through the API: whoever was too late is told, with what there is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cast import SYSTEM, nominate, term_make
from tests.meetings.outcomes import held, minutes_make
from workinggroups.meetings.models import Meeting, Minutes
from workinggroups.meetings.services import minutes as services

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

ADDRESS = "/api/v1/minutes/"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """A meeting that was held."""
    return held(cast)


def payload(meeting: Meeting, text: str, follows: Minutes | None) -> dict[str, Any]:
    return {"meeting": str(meeting.uid), "text": text, "follows": str(follows.uid) if follows else None}


def numbers(client: APIClient, **query: str) -> list[int]:
    answer = client.get(ADDRESS, query)
    assert answer.status_code == 200, answer.json()
    return [row["number"] for row in answer.json()["results"]]


def test_a_revision_on_top_of_an_earlier_one_is_a_conflict_with_the_latest(
    meeting: Meeting, api: Callable[[str], APIClient]
) -> None:
    first = minutes_make(meeting, "One")
    second = minutes_make(meeting, "Two")
    client = api("chair")
    answer = client.post(ADDRESS, payload(meeting, "Mine", first))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:compact:problem:conflict")
    current = answer.json()["current"]
    assert (current["id"], current["number"], current["text"]) == (str(second.uid), 2, "Two")
    assert "Nothing of yours is lost" in answer.json()["detail"]
    merged = client.post(ADDRESS, payload(meeting, "Two and mine", second))
    assert (merged.status_code, merged.json()["number"], merged.json()["is_latest"]) == (201, 3, True)
    assert merged.json()["follows"] == str(second.uid)


def test_several_revisions_at_once_are_stored_all_or_none(
    cast: Cast, meeting: Meeting, api: Callable[[str], APIClient]
) -> None:
    minutes_make(meeting, "One")
    answer = api("chair").post(f"{ADDRESS}bulk/", [payload(held(cast), "Mine", None), payload(meeting, "Mine", None)])
    assert answer.status_code == 409
    assert Minutes.objects.count() == 1


def test_whoever_may_not_see_the_latest_revision_learns_of_it_and_not_what_it_says(
    meeting: Meeting, api: Callable[[str], APIClient]
) -> None:
    minutes_make(meeting, "For the secretariat", visibility="secretariat")
    answer = api("chair").post(ADDRESS, payload(meeting, "Mine", None))
    assert answer.status_code == 409
    assert "current" not in answer.json()
    assert "For the secretariat" not in answer.content.decode()


def test_a_text_is_not_changed_by_patch(meeting: Meeting, api: Callable[[str], APIClient]) -> None:
    record = minutes_make(meeting)
    answer = api("chair").patch(f"{ADDRESS}{record.uid}/", {"text": "Other"}, headers={"if_match": "*"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/text"
    assert "Write the next revision instead" in answer.json()["errors"][0]["detail"]


def test_a_missing_reason_is_named(meeting: Meeting, api: Callable[[str], APIClient]) -> None:
    record = services.minutes_adopt(actor=SYSTEM, record=minutes_make(meeting), version=1)
    client = api("secretariat")
    body, match = {"state": "circulated"}, {"if_match": "*"}
    answer = client.patch(f"{ADDRESS}{record.uid}/", body, headers=match)
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/reason"]
    answer = client.patch(f"{ADDRESS}{record.uid}/", body, headers={**match, "change_reason": "wrong version"})
    assert (answer.status_code, answer.json()["adopted_on"]) == (200, "")


def test_a_member_reads_no_draft_nor_that_a_later_one_exists(
    cast: Cast, meeting: Meeting, api: Callable[[str], APIClient]
) -> None:
    nominate(term_make(cast.groups["border"], cast.entities["UNODC"], "member"), cast.people["focal_point"])
    first = services.minutes_circulate(actor=SYSTEM, record=minutes_make(meeting, "One"), version=1)
    minutes_make(meeting, "Two")
    (seen,) = api("focal_point").get(ADDRESS).json()["results"]
    assert (seen["id"], seen["is_latest"]) == (str(first.uid), True)
    assert numbers(api("focal_point"), latest="true") == [1]
    assert numbers(api("chair"), latest="true") == [2]


def test_the_revision_that_a_hidden_draft_was_written_from_is_not_told(
    cast: Cast, meeting: Meeting, api: Callable[[str], APIClient]
) -> None:
    nominate(term_make(cast.groups["border"], cast.entities["UNODC"], "member"), cast.people["focal_point"])
    minutes_make(meeting, "One")
    services.minutes_circulate(actor=SYSTEM, record=minutes_make(meeting, "Two"), version=1)
    (seen,) = api("focal_point").get(ADDRESS).json()["results"]
    assert (seen["number"], seen["follows"]) == (2, None)


def test_minutes_are_found_by_meeting_group_state_day_and_words(
    cast: Cast, meeting: Meeting, api: Callable[[str], APIClient]
) -> None:
    other = minutes_make(held(cast, "pcve"), "Prevention")
    services.minutes_adopt(actor=SYSTEM, record=other, version=1, adopted_on="2020-03")
    minutes_make(meeting, "One")
    minutes_make(meeting, "Two")
    client = api("secretariat")
    assert numbers(client, meeting=str(meeting.uid)) == [2, 1]
    assert numbers(client, group_code="border", latest="false") == [1]
    assert numbers(client, group=str(cast.groups["border"].uid), search="two") == [2]
    for query in (
        {"state": "adopted"},
        {"adopted_after": "2020-03-15"},
        {"adopted_before": "2020-03-15"},
        {"group_code": "pcve"},
    ):
        (row,) = client.get(ADDRESS, query).json()["results"]
        assert row["id"] == str(other.uid), query
    assert numbers(client, adopted_after="2020-04-01") == []
    assert numbers(client, adopted_before="2020-02-29") == []
