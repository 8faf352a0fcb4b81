"""The table of rights, both sides of it: what is allowed works, what is not is refused with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cast import PERSONAS
from tests.contract.chosen import any_resource
from tests.contract.client import address, body, change, move
from tests.contract.personas import table
from tests.contract.samples import NAMES, RIGHTS, SAMPLES, made, payload, payload_for
from tests.contract.samples.rights import ACTIONS, KEEPERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rest_framework.test import APIClient

    from tests.cast import Cast


def _row(name: str, persona: str, cast: Cast) -> Any:
    """A record of the kind that ``persona`` could make, for all to see who ever see one."""
    own = {} if SAMPLES[name].make else payload_for(name, cast, persona)
    return made(name, cast, **{**own, **SAMPLES[name].visible})


def _answers(client: APIClient, name: str, persona: str, cast: Cast, row: Any) -> Iterator[tuple[str, Any]]:
    """What ``client`` is answered to each action; a superuser archives the record before it is to be restored."""
    new = [payload_for(name, cast, persona, number) for number in (1, 2, 3)]
    for action, query in (("list", {"page_size": "200"}), ("csv", {"format": "csv"})):
        listed = client.get(address(name), query)
        yield f"in {action}", str(row.uid) in body(listed).decode()
        yield action, listed
    yield "retrieve", client.get(address(name, row))
    yield "create", client.post(address(name), new[0])
    yield "bulk", client.post(address(name, action="bulk"), new[1:])
    yield "update", change(client, name, row, SAMPLES[name].change, if_match="*")
    yield "archive", move(client, name, row, "archive", if_match="*")
    move(cast.client("superuser"), name, row, "archive", if_match="*")
    yield "restore", move(client, name, row, "restore", if_match="*")


@pytest.mark.parametrize(("name", "persona", "allowed"), list(table()))
def test_the_table_of_rights(
    name: str, persona: str, allowed: frozenset[str], cast: Cast, api: Callable[[str], APIClient]
) -> None:
    row = _row(name, persona, cast)
    answers = dict(_answers(api(persona), name, persona, cast, row))
    sees = "retrieve" in allowed
    assert answers.pop("in list") == answers.pop("in csv") == sees
    assert set(answers) == set(ACTIONS)
    done = {action for action, answer in answers.items() if answer.status_code in (200, 201)}
    assert done == allowed, {action: answers[action].content.decode() for action in (done ^ allowed) - {"csv"}}
    for action in set(ACTIONS) - allowed:
        _judge_refusal(action, answers[action], _expected(name, persona, action, sees=sees))


def _expected(name: str, persona: str, action: str, *, sees: bool) -> set[int]:
    """With what an action may be refused: nobody is told more of a record than that they do not see it."""
    if SAMPLES[name].exemptions.keys() & {action, "change" if action == "update" else action}:
        return {400, 403, 404, 405}
    if action in ("create", "bulk") and not sees:
        return {400, 403}  # a row above it that they do not see either
    if action == "retrieve" or (not sees and action in ("update", "archive")):
        return {404}
    if action == "restore" and persona not in KEEPERS:
        return {404}
    return {403}


def _judge_refusal(action: str, answer: Any, expected: set[int]) -> None:
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.status_code in expected, (action, answer.json())
    assert answer.json()["detail"].endswith(".")
    if answer.status_code == 403:
        assert answer.json()["type"] == "urn:compact:problem:refused"
        assert len(answer.json()["detail"]) > len("You may not do this.")


@any_resource()
def test_nobody_reads_or_writes_without_signing_in(name: str, cast: Cast, client: Any) -> None:
    row = made(name, cast)
    answers = [
        client.get(address(name)),
        client.get(address(name), {"format": "csv"}),
        client.get(address(name, row)),
        client.post(address(name), payload(name, cast, 1), content_type="application/json"),
        client.patch(address(name, row), dict(SAMPLES[name].change), content_type="application/json"),
        client.post(address(name, row, "archive"), {"reason": "no"}, content_type="application/json"),
        client.post(address(name, action="bulk"), [], content_type="application/json"),
    ]
    for answer in answers:
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Token"
        assert answer["Content-Type"] == "application/problem+json"


@any_resource()
def test_the_refusal_is_told_in_the_users_language(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    row = made(name, cast, **SAMPLES[name].visible)
    client = api(next(persona for persona in PERSONAS if not RIGHTS[name].of(persona) & {"update", "restore"}))
    english, french = (
        change(client, name, row, SAMPLES[name].change, if_match="*", accept_language=code) for code in ("en", "fr")
    )
    assert english.status_code == french.status_code
    assert english.status_code in (403, 404)
    assert english.json()["detail"] != french.json()["detail"]


@pytest.mark.parametrize(
    ("name", "behaviour"), [(name, each) for name in NAMES for each in sorted(SAMPLES[name].exemptions)]
)
def test_what_a_resource_is_exempt_from_is_refused_to_a_superuser(
    name: str, behaviour: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    client, row = api("superuser"), made(name, cast, **SAMPLES[name].visible)
    read, tag = client.get(address(name, row)).json(), {"if_match": "*"}
    doing: dict[str, Callable[[], Any]] = {
        "create": lambda: client.post(address(name), payload(name, cast, 1)),
        "bulk": lambda: client.post(address(name, action="bulk"), [payload(name, cast, 1)]),
        "put": lambda: client.put(address(name, row), {**read, **SAMPLES[name].change}, headers=tag),
        "change": lambda: change(client, name, row, SAMPLES[name].change, **tag),
        "archive": lambda: move(client, name, row, "archive", **tag),
        "restore": lambda: move(client, name, row, "restore", **tag),
    }
    if behaviour in doing:
        answer = doing[behaviour]()
        assert answer.status_code in (400, 403, 405), answer.json()
        assert answer.json()["detail"].endswith(".")
    assert len(SAMPLES[name].exemptions[behaviour]) > len("too short")
