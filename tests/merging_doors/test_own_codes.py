"""A list that is asked for a code which a merge took away has the survivor, as far as its reader may know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cast import entity_make
from tests.merging.ground import merge, undo
from tests.overlaps.case_ground import case_make, pair_make
from tests.projects.ground import project_make

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _found(client: APIClient, name: str, **query: str) -> list[str]:
    return sorted(each["id"] for each in client.get(f"/api/v1/{name}/", query).json()["results"])


def test_a_project_is_found_by_the_reference_that_a_merge_took_away(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    one, two = (project_make(cast, code, code=code, visibility="all") for code in ("NEW", "OLD"))
    merged = merge(one, two)
    assert _found(api("reader"), "projects", code="OLD") == [str(one.uid)], "a system that held it found nothing"
    assert _found(api("reader"), "projects", code="NEW") == [str(one.uid)]
    assert _found(api("reader"), "projects", code="NONE") == []
    staff = api("secretariat")
    assert _found(staff, "projects", code="OLD", archived="true") == [str(two.uid)]
    assert _found(staff, "projects", code="OLD", archived="any") == sorted([str(one.uid), str(two.uid)])
    undo(merged)
    assert _found(api("reader"), "projects", code="OLD") == [str(two.uid)]


def test_one_that_fewer_people_saw_is_not_given_away(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one = project_make(cast, "One", code="NEW", visibility="all")
    two = project_make(cast, "Two", code="OLD", visibility="secretariat")
    merge(one, two, clearance="E-mail of 3 May 2026", visibility="survivor")
    assert _found(api("reader"), "projects", code="NEW") == [str(one.uid)]
    assert _found(api("reader"), "projects", code="OLD") == []


def test_so_is_an_entity_and_what_is_asked_for_by_it(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, two = cast.entities["INTERPOL"], entity_make("OIPC")
    case = case_make(cast)
    waiting = pair_make(*(project_make(cast, name, "INTERPOL") for name in ("One", "Two")), state="open")
    merge(one, two)
    staff = api("secretariat")
    assert _found(api("reader"), "entities", code="OIPC") == [str(one.uid)]
    assert _found(staff, "overlap-cases", entity_code="OIPC") == [str(case.uid)]
    assert str(waiting.uid) in _found(staff, "overlaps", entity_code="OIPC")
    assert _found(staff, "people", entity_code="OIPC") == _found(staff, "people", entity_code="INTERPOL")
    again = entity_make("OIPC")
    assert _found(api("reader"), "entities", code="OIPC") == [str(again.uid)], "the code is given anew"
