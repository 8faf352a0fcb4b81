"""Merging through the API: a plan that stores nothing, its confirmation, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.kernel.operations import Operation
from compact.merging.models import Merge
from tests.cast import PERSONAS, SYSTEM
from tests.merging.ground import everything, merge
from tests.projects.ground import project_make
from workinggroups.projects.services.projects import projects

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

pytestmark = pytest.mark.django_db
PLAN, MERGES = "/api/v1/merges/plan/", "/api/v1/merges/"


def _two(cast: Cast) -> tuple[Any, Any]:
    values = {"visibility": "all"}
    return project_make(cast, "One", **values), project_make(cast, "Two", title_fr="Deux", **values)


def _plan(client: APIClient, one: Any, two: Any, **values: Any) -> Any:
    sent = {"model": "workinggroups.project", "survivor": str(one.uid), "retired": str(two.uid), **values}
    return client.post(PLAN, sent)


def test_a_plan_tells_what_would_change_and_stores_nothing(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, two = _two(cast)
    client = api("secretariat")
    before, operations = everything(versions=True), Operation.objects.count()
    answer = _plan(client, one, two, choices={"title_en": "retired"})
    assert answer.status_code == 200
    plan = answer.json()
    assert (everything(versions=True), Operation.objects.count()) == (before, operations)
    assert plan["survivor"] == {"id": str(one.uid), "name": str(one), "version": 1}
    title = next(each for each in plan["fields_to_choose"] if each["name"] == "title_en")
    assert (title["survivor"], title["retired"], title["chosen"], title["differs"]) == ("One", "Two", "retired", True)
    assert {"One"} <= set(plan["kept"])
    assert plan["changes"]
    assert plan["problems"] == []


def test_a_plan_is_carried_out_as_it_was_shown_and_undone(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, two = _two(cast)
    client = api("secretariat")
    token = _plan(client, one, two, choices={"title_en": "retired"}).json()["token"]
    made = client.post(MERGES, {"token": token, "reason": "One is a copy"})
    assert made.status_code == 201
    assert client.get(made["Location"]).json() == made.json()
    merged = made.json()
    assert (merged["survivor"], merged["retired"], merged["model"]) == (
        str(one.uid),
        str(two.uid),
        "workinggroups.project",
    )
    assert (merged["merge_reason"], merged["undone"]) == ("One is a copy", False)
    one.refresh_from_db()
    assert one.title_en == "Two"
    look = client.get(f"{made['Location']}undo/").json()
    assert (look["conflicts"], look["problems"]) == ([], [])
    assert look["restored"]
    undone = client.post(f"{made['Location']}undo/", {"reason": "Two after all"}, headers={"if_match": made["ETag"]})
    assert (undone.status_code, undone.json()["undone"], undone.json()["undo_reason"]) == (200, True, "Two after all")
    one.refresh_from_db()
    assert one.title_en == "One"


def test_a_plan_of_what_changed_meanwhile_is_refused(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, two = _two(cast)
    client = api("secretariat")
    token = _plan(client, one, two).json()["token"]
    projects.update(actor=SYSTEM, record=two, version=1, values={"title_en": "Two, corrected"})
    answer = client.post(MERGES, {"token": token, "reason": "A copy"})
    assert (answer.status_code, answer.json()["type"]) == (412, "urn:compact:problem:stale-version")
    assert Merge.objects.count() == 0
    two.refresh_from_db()
    assert not two.is_archived


def test_a_plan_is_confirmed_once_and_with_a_reason(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, two = _two(cast)
    client = api("secretariat")
    token = _plan(client, one, two).json()["token"]
    assert client.post(MERGES, {"token": token}).status_code == 400
    assert client.post(MERGES, {"token": token, "reason": "A copy"}).status_code == 201
    assert client.post(MERGES, {"token": token, "reason": "A copy"}).status_code == 412


def test_what_stands_against_a_merge_is_told_and_there_is_no_token(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one = project_make(cast, "One")
    part = project_make(cast, "Part of it", kind="activity", parent=one)
    plan = _plan(api("secretariat"), one, part).json()
    assert plan["problems"]
    assert plan["token"] is None


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({"model": "workinggroups.group"}, "/model"),
        ({"survivor": "00000000-0000-4000-8000-000000000000"}, "/survivor"),
        ({"retired": "nonsense"}, "/retired"),
        ({"choices": {"title_en": "neither"}}, "/choices/title_en"),
        ({"choices": {"colour": "retired"}}, "/choices"),
    ],
)
def test_what_is_wrong_with_a_plan_is_told_at_its_place(
    sent: dict[str, Any], pointer: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    one, two = _two(cast)
    answer = _plan(api("secretariat"), one, two, **sent)
    assert (answer.status_code, [each["pointer"] for each in answer.json()["errors"]]) == (400, [pointer])


@pytest.mark.parametrize("persona", [each for each in PERSONAS if each not in ("secretariat", "superuser")])
def test_merging_is_the_secretariats(persona: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, two = _two(cast)
    merged = merge(one, two)
    three, four = _two(cast)
    client = api(persona)
    answer = _plan(client, three, four)
    assert (answer.status_code, answer.json()["detail"][:20]) == (403, "Only the secretariat")
    token = _plan(api("secretariat"), three, four).json()["token"]
    assert client.post(MERGES, {"token": token, "reason": "x"}).status_code == 403
    assert client.get(MERGES).json()["results"] == []
    assert client.get(f"{MERGES}{merged.uid}/").status_code == 404
    for answer in (
        client.get(f"{MERGES}{merged.uid}/undo/"),
        client.post(f"{MERGES}{merged.uid}/undo/", {"reason": "x"}, headers={"if_match": "*"}),
    ):
        assert answer.status_code == 404


def test_the_list_is_filtered(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, two = _two(cast)
    merged = merge(one, two)
    client = api("secretariat")
    for query, number in (
        ({"model": "workinggroups.project"}, 1),
        ({"model": "compact.entity"}, 0),
        ({"survivor": str(one.uid)}, 1),
        ({"retired": str(one.uid)}, 0),
        ({"undone": "false"}, 1),
        ({"undone": "true"}, 0),
        ({"search": "Two"}, 1),
        ({"search": "copy of the other"}, 1),
    ):
        found = [each["id"] for each in client.get(MERGES, query).json()["results"]]
        assert found == [str(merged.uid)][:number], query
    assert client.get(MERGES, {"colour": "red"}).status_code == 400


def test_an_undo_of_what_was_undone_meanwhile_is_refused(cast: Cast, api: Callable[[str], APIClient]) -> None:
    merged = merge(*_two(cast))
    client, address = api("secretariat"), f"{MERGES}{merged.uid}/undo/"
    tag = client.get(f"{MERGES}{merged.uid}/")["ETag"]
    sent = {"reason": "Two"}
    assert client.post(address, sent).status_code == 428
    assert client.post(address, sent, headers={"if_match": tag}).status_code == 200
    assert client.post(address, sent, headers={"if_match": tag}).status_code == 412
    assert client.get(address).status_code == 400
