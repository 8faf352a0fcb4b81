"""The table of rights, both sides of it: what is allowed works, what is not is refused with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.contract.client import address, change, move
from tests.contract.personas import NOMINATORS, table
from tests.contract.resources import NAMES, SAMPLES, made, nomination_for, payload

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast


def _payload(name: str, persona: str, cast: Cast, number: int) -> dict[str, Any]:
    """A valid record; a nomination is one of the persona's own entity."""
    own = persona if persona in NOMINATORS else "chair_pcve"
    return nomination_for(cast, own, number) if name == "nominations" else payload(name, cast, number)


def _act(client: APIClient, name: str, persona: str, action: str, cast: Cast) -> Any:
    def new(number: int) -> dict[str, Any]:
        return _payload(name, persona, cast, number)

    def row() -> Any:
        return made(name, cast, **new(0))

    acts: dict[str, Callable[[], Any]] = {
        "list": lambda: client.get(address(name)),
        "csv": lambda: client.get(address(name), {"format": "csv"}),
        "retrieve": lambda: client.get(address(name, row())),
        "create": lambda: client.post(address(name), new(1)),
        "bulk": lambda: client.post(address(name, action="bulk"), [new(1), new(2)]),
        "update": lambda: change(client, name, row(), SAMPLES[name].change),
        "archive": lambda: move(client, name, row(), "archive"),
    }
    return acts[action]()


@pytest.mark.parametrize(("name", "persona", "action", "allowed"), [each for each in table() if each[2] != "restore"])
def test_the_table_of_rights(
    name: str, persona: str, action: str, allowed: bool, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    answer = _act(api(persona), name, persona, action, cast)
    _judge(answer, allowed)


@pytest.mark.parametrize(("name", "persona", "action", "allowed"), [each for each in table() if each[2] == "restore"])
def test_who_may_restore(
    name: str, persona: str, action: str, allowed: bool, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    row = made(name, cast, **_payload(name, persona, cast, 0))
    keeper = api("superuser")
    assert move(keeper, name, row, "archive").status_code == 200
    client = api(persona)
    tag = keeper.get(address(name, row))["ETag"]
    answer = move(client, name, row, action, if_match=tag)
    if persona in ("superuser", "secretariat"):
        assert answer.status_code == 200
    else:
        assert answer.status_code == 404, "the archive is seen by the secretariat alone"


def _judge(answer: Any, allowed: bool) -> None:
    if allowed:
        assert answer.status_code in (200, 201), answer.json()
        return
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:compact:problem:refused"
    assert answer.json()["detail"].endswith(".")
    assert len(answer.json()["detail"]) > len("You may not do this.")


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
