"""The grammar of entity tags: weak, in lists, stars, quotes, and what we never sent (RFC 9110, section 13)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from compact.kernel.api.etags import etag, unchanged, version_read
from compact.kernel.api.problems import PreconditionRequired

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

TAG = '"3-abcdef0123456789abcd"'


def test_a_tag_is_quoted_and_strong() -> None:
    assert re.fullmatch(r'"12-[0-9a-f]{20}"', etag(12, b"{}"))


def test_the_same_representation_has_the_same_tag() -> None:
    assert etag(1, b'{"a":1}') == etag(1, b'{"a":1}')


@pytest.mark.parametrize("other", [(2, b"{}"), (1, b"{} "), (1, b"")])
def test_another_version_or_representation_has_another(other: tuple[int, bytes]) -> None:
    assert etag(*other) != etag(1, b"{}")


@pytest.mark.parametrize("version", [1, 9, 10, 123, 2_147_483_647])
def test_the_version_is_read_back_from_a_tag_of_ours(version: int) -> None:
    assert version_read(etag(version, b"{}"), 77) == version


@pytest.mark.parametrize(
    "sent",
    [TAG, f"W/{TAG}", f" {TAG} ", f'{TAG}, "x"', f'"x", {TAG}', f"W/{TAG},{TAG}", f'"x",W/{TAG}', f"{TAG}\t,"],
)
def test_our_tag_is_found_weak_in_lists_and_between_spaces(sent: str) -> None:
    assert version_read(sent, 9) == 3


@pytest.mark.parametrize(
    "sent",
    [
        '"3"',
        "3-abcdef",
        '"0-abcdef"',
        '"03-abcdef"',
        '"-3-abcdef"',
        '"3-ABCDEF"',
        '"3-xyz"',
        '"3-"',
        '""',
        '"*"',
        "W/*",
        "**",
        '"٣-abc"',
        '"12345678901-abc"',
    ],
)
def test_what_we_never_sent_is_version_nought_which_is_stale(sent: str) -> None:
    assert version_read(sent, 9) == 0


@pytest.mark.parametrize("sent", ["*", " * ", "\t*"])
def test_a_star_means_whatever_there_is(sent: str) -> None:
    assert version_read(sent, 9) == 9


@pytest.mark.parametrize(("current", "read"), [(3, 3), (5, 5), (4, 3)])
def test_of_several_tags_the_current_one_counts_else_the_first(current: int, read: int) -> None:
    assert version_read('"3-aa", "5-bb"', current) == read


@pytest.mark.parametrize("sent", [None, "", " ", "\t"])
def test_nothing_is_no_version(sent: str | None) -> None:
    with pytest.raises(PreconditionRequired):
        version_read(sent, 9)


@pytest.mark.parametrize("sent", [TAG, f"W/{TAG}", f'"x", {TAG}', f'W/"x",W/{TAG}', "*", " * ", f"{TAG}, {TAG}"])
def test_whoever_holds_the_tag_needs_nothing_new(sent: str) -> None:
    assert unchanged(sent, TAG)


@pytest.mark.parametrize("sent", ["", " ", TAG.strip('"'), f'"{TAG.strip(chr(34))}0"', '"3"', '"*"', "W/*", '"x"'])
def test_whoever_holds_another_is_sent_the_record(sent: str) -> None:
    assert not unchanged(sent, TAG)


class TestAtTheDoor:
    """The headers of a resource."""

    @pytest.fixture
    def where(self, cast: Cast) -> str:
        return f"/api/v1/entities/{cast.entities['WCO'].uid}/"

    def test_the_tag_begins_with_the_version(self, where: str, api: Callable[[str], APIClient]) -> None:
        answer = api("reader").get(where)
        assert answer["ETag"].startswith(f'"{answer.json()["version"]}-')

    @pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
    def test_nothing_new_has_no_body_but_its_tag(self, form: str, where: str, api: Callable[[str], APIClient]) -> None:
        client = api("reader")
        tag = client.get(where)["ETag"]
        answer = client.get(where, headers={"if-none-match": form.format(tag)})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)

    def test_a_tag_of_another_language_is_not_held(self, where: str, cast: Cast, api: Any) -> None:
        type(cast.entities["WCO"])._base_manager.update(name_fr="Bureau")
        client = api("reader")
        tag = client.get(where, headers={"accept-language": "en"})["ETag"]
        answer = client.get(where, headers={"accept-language": "fr", "if-none-match": tag})
        assert (answer.status_code, answer.json()["name"]) == (200, "Bureau")

    def test_a_tag_of_another_language_serves_to_change(self, where: str, api: Callable[[str], APIClient]) -> None:
        client = api("secretariat")
        tag = client.get(where, headers={"accept-language": "ru"})["ETag"]
        assert client.patch(where, {"note": "x"}, headers={"if-match": tag}).status_code == 200

    def test_the_tag_of_a_change_serves_for_the_next(self, where: str, api: Callable[[str], APIClient]) -> None:
        client = api("secretariat")
        first = client.patch(where, {"note": "x"}, headers={"if-match": client.get(where)["ETag"]})
        second = client.patch(where, {"note": "y"}, headers={"if-match": first["ETag"]})
        assert [each.json()["version"] for each in (first, second)] == [2, 3]
        assert second["ETag"] == client.get(where)["ETag"]

    def test_a_list_has_no_tag(self, api: Callable[[str], APIClient]) -> None:
        assert "ETag" not in api("reader").get("/api/v1/entities/")
