"""The table of rights, both sides of it: what is allowed works, what is not is refused with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.contract.client import address, change, move
from tests.contract.personas import ACTIONS, NOMINATORS, table
from tests.contract.resources import NAMES, SAMPLES, made, nomination_for, payload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rest_framework.test import APIClient

    from tests.cast import Cast


def _payload(name: str, persona: str, cast: Cast, number: int) -> dict[str, Any]:
    """A valid record; a nomination is one of the persona's own entity."""
    own = persona if persona in NOMINATORS else "chair_pcve"
    return nomination_for(cast, own, number) if name == "nominations" else payload(name, cast, number)


def _answers(client: APIClient, name: str, persona: str, cast: Cast, keeper: APIClient) -> Iterator[tuple[str, Any]]:
    """What ``client`` is answered to each action; a record to restore is archived by ``keeper`` first."""
    row = made(name, cast, **_payload(name, persona, cast, 0))
    new = [_payload(name, persona, cast, number) for number in (1, 2, 3)]
    yield "list", client.get(address(name))
    yield "csv", client.get(address(name), {"format": "csv"})
    yield "retrieve", client.get(address(name, row))
    yield "create", client.post(address(name), new[0])
    yield "bulk", client.post(address(name, action="bulk"), new[1:])
    yield "update", change(client, name, row, SAMPLES[name].change, if_match="*")
    yield "archive", move(client, name, row, "archive", if_match="*")
    move(keeper, name, row, "archive", if_match="*")
    yield "restore", move(client, name, row, "restore", if_match="*")


@pytest.mark.parametrize(("name", "persona", "allowed"), list(table()))
def test_the_table_of_rights(
    name: str, persona: str, allowed: frozenset[str], cast: Cast, api: Callable[[str], APIClient]
) -> None:
    answers = dict(_answers(api(persona), name, persona, cast, api("superuser")))
    assert set(answers) == set(ACTIONS)
    got = {action: answer.status_code for action, answer in answers.items()}
    assert {action for action, code in got.items() if code in (200, 201)} == allowed, got
    for action in set(ACTIONS) - allowed:
        _judge_refusal(action, answers[action])


def _judge_refusal(action: str, answer: Any) -> None:
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"].endswith(".")
    assert len(answer.json()["detail"]) > len("You may not do this.")
    if action == "restore":
        assert answer.status_code == 404, "the archive is seen by the secretariat alone"
    else:
        assert answer.status_code == 403
        assert answer.json()["type"] == "urn:compact:problem:refused"


@pytest.mark.parametrize("name", NAMES)
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


@pytest.mark.parametrize("name", NAMES)
def test_the_refusal_is_told_in_the_users_language(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("reader")
    english, french = (
        client.post(address(name), payload(name, cast, 1), headers={"accept_language": code}).json()["detail"]
        for code in ("en", "fr")
    )
    assert english != french
