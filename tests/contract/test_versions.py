"""No change is lost: every resource answers with an ETag and wants it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.contract.chosen import any_resource
from tests.contract.client import address, change, etag_of, move
from tests.contract.samples import SAMPLES, made

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast


def _writes(client: APIClient, name: str, row: Any, headers: dict[str, str]) -> dict[str, Any]:
    values = dict(SAMPLES[name].change)
    return {
        "patch": client.patch(address(name, row), values, headers=headers),
        "put": client.put(address(name, row), {**client.get(address(name, row)).json(), **values}, headers=headers),
        "archive": client.post(address(name, row, "archive"), {"reason": "Entered twice"}, headers=headers),
        "restore": client.post(address(name, row, "restore"), {}, headers=headers),
    }


@any_resource()
def test_a_change_without_if_match_is_refused(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    row = made(name, cast)
    for action, answer in _writes(api("secretariat"), name, row, {}).items():
        assert answer.status_code == 428, action
        assert answer.json()["type"] == "urn:compact:problem:precondition-required"
        assert "If-Match" in answer.json()["detail"]
    row.refresh_from_db()
    assert row.version == 1


@any_resource("change")
def test_a_stale_change_is_refused_and_shown_what_there_is_now(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    client = api("secretariat")
    row = made(name, cast)
    stale = etag_of(client, name, row)
    now = change(client, name, row, SAMPLES[name].change).json()
    answers = _writes(client, name, row, {"if_match": stale})
    for action, answer in ((action, answers[action]) for action in answers.keys() - SAMPLES[name].exemptions.keys()):
        assert answer.status_code == 412, action
        assert answer.json()["type"] == "urn:compact:problem:stale-version"
        assert answer.json()["version"] == 2
        assert answer.json()["current"] == now
    row.refresh_from_db()
    assert row.version == 2


@any_resource("change")
def test_a_tag_that_we_never_made_is_stale(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    row = made(name, cast)
    for tag in ('"nonsense"', "1", '"1"', '"-1-ab"', '"99999999999-ab"'):
        assert change(client, name, row, SAMPLES[name].change, if_match=tag).status_code == 412


@pytest.mark.parametrize("form", ["*", "W/{tag}", '"7-ab", {tag}'])
@any_resource("change")
def test_a_star_a_weakened_tag_and_a_list_serve(
    name: str, form: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    client = api("secretariat")
    row = made(name, cast)
    tag = form.format(tag=etag_of(client, name, row))
    assert change(client, name, row, SAMPLES[name].change, if_match=tag).status_code == 200


@any_resource("archive")
def test_an_unchanged_record_is_not_sent_again(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    row = made(name, cast)
    tag = etag_of(client, name, row)
    same = client.get(address(name, row), headers={"if_none_match": f'W/"x", {tag}'})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    move(client, name, row, "archive")
    assert client.get(address(name, row), headers={"if_none_match": tag}).status_code == 200


@any_resource()
def test_the_tag_speaks_of_the_whole_representation(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    row = made(name, cast)
    version, _, digest = etag_of(client, name, row).strip('"').partition("-")
    other = f'"{version}-{digest[::-1]}"'
    assert client.get(address(name, row), headers={"if_none_match": other}).status_code == 200


@any_resource()
def test_an_answer_is_one_users_own_and_says_what_it_depends_on(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    client = api(SAMPLES[name].reader)
    for where in (address(name), address(name, made(name, cast, **SAMPLES[name].visible))):
        answer = client.get(where, headers={"accept_language": "fr"})
        assert answer["Cache-Control"] == "private, no-cache"
        assert set(answer["Vary"].split(", ")) >= {"Accept", "Accept-Language", "Cookie", "Authorization"}
        assert answer["Content-Language"] == "fr"
