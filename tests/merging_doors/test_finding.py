"""What a merge retired is still found: by names and codes that the survivor does not bear, in searches and imports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.entities.models import Entity
from compact.kernel.viewers import Door
from compact.merging.kept import keys_by_kept
from tests.cast import SYSTEM, entity_make
from tests.merging.ground import merge, undo
from tests.projects.ground import project_make
from workinggroups.projects.services.projects import project_update

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _found(client: APIClient, name: str, **query: str) -> list[str]:
    return [each["id"] for each in client.get(f"/api/v1/{name}/", query).json()["results"]]


def test_a_search_finds_the_survivor_by_the_retired_title(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one = project_make(cast, "Passenger data", visibility="all")
    two = project_make(cast, "Traveller records", visibility="all", title_fr="Données des passagers")
    merged = merge(one, two)
    for text in ("Traveller", "passagers"):
        assert _found(api("reader"), "projects", search=text) == [str(one.uid)]
    undo(merged)
    assert _found(api("reader"), "projects", search="Traveller") == [str(two.uid)]


def test_a_search_finds_the_survivor_by_its_own_lost_title(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, two = project_make(cast, "One", visibility="all"), project_make(cast, "Two", visibility="all")
    merge(one, two, title_en="retired")
    assert _found(api("reader"), "projects", search="One") == [str(one.uid)]
    assert _found(api("reader"), "projects", search="Two") == [str(one.uid)]


def test_a_search_finds_the_surviving_person_by_words_of_both_names(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    one, two = cast.people["reader"], cast.people["chair_pcve"]
    type(two).objects.filter(pk=two.pk).update(user=None, given_name="Aïcha", family_name="Ben Salah")
    merge(one, two)
    assert str(one.uid) in _found(api("secretariat"), "people", search="aïcha salah")


def test_a_search_finds_nobody_the_reader_may_not_see(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, two = project_make(cast, "One", visibility="secretariat"), project_make(cast, "Two", visibility="all")
    merge(one, two)
    assert _found(api("reader"), "projects", search="Two") == []


def test_a_filter_by_a_retired_code_asks_for_the_survivor(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, two = cast.entities["UNDP"], entity_make("PNUD")
    project_make(cast, "Led by it", "UNDP", visibility="all")
    merge(one, two)
    for query in ({"lead_code": "PNUD"}, {"entity_code": "PNUD"}):
        rows = api("reader").get("/api/v1/projects/", query).json()["results"]
        assert [each["lead_code"] for each in rows] == ["UNDP"], query
    assert api("secretariat").get("/api/v1/participations/", {"entity_code": "PNUD"}).json()["count"] == 1
    assert api("secretariat").get("/api/v1/reports/roster/", {"entity": "PNUD"}).status_code == 200


def test_a_code_that_is_given_anew_is_the_new_records(cast: Cast, api: Callable[[str], APIClient]) -> None:
    merge(cast.entities["UNDP"], entity_make("PNUD"))
    cast.entities["PNUD"] = entity_make("PNUD")
    project_make(cast, "Led by the new one", "PNUD", visibility="all")
    rows = api("reader").get("/api/v1/projects/", {"lead_code": "PNUD"}).json()["results"]
    assert [each["lead_code"] for each in rows] == ["PNUD"]


def _import(cast: Cast, resource: Any, *rows: dict[str, str]) -> Any:
    import tablib

    table = tablib.Dataset(headers=list(rows[0]))
    for row in rows:
        table.append(list(row.values()))
    return resource(cast.viewer("secretariat", Door.ADMIN)).run(table, reason="Letter", dry_run=False)


def test_an_imported_row_with_a_retired_code_changes_the_survivor(cast: Cast) -> None:
    from compact.entities.imports import EntityResource

    one, two = cast.entities["UNDP"], entity_make("PNUD")
    merge(one, two)
    report = _import(cast, EntityResource, {"code": "PNUD", "website": "https://example.org/pnud"})
    assert (report.problems, [each.outcome for each in report.done]) == ((), ["changed"])
    one.refresh_from_db()
    assert (one.code, one.website) == ("UNDP", "https://example.org/pnud")
    assert Entity.objects.live().filter(code="PNUD").count() == 0


def test_an_imported_reference_by_a_retired_code_leads_to_the_survivor(cast: Cast) -> None:
    from workinggroups.groups.imports import TermResource
    from workinggroups.groups.models import Term

    merge(cast.entities["CTED"], entity_make("DECT"))
    values = {
        "id": "",
        "group_code": "border",
        "entity_code": "DECT",
        "role": "member",
        "start": "2020",
        "end_state": "open",
    }
    report = _import(cast, TermResource, values)
    assert report.problems == ()
    assert Term.objects.latest("pk").entity.code == "CTED"


def _cleared_later(row: Any) -> None:
    row.refresh_from_db()
    project_update(
        actor=SYSTEM, record=row, version=row.version, values={"visibility": "all", "clearance": "E-mail of 3 May"}
    )


def test_no_search_answers_to_a_name_that_was_hidden_before_the_survivor_was_opened(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    one = project_make(cast, "Seen by all", visibility="all")
    hidden = project_make(cast, "Covert visit", visibility="secretariat")
    merge(one, hidden)
    assert _found(api("secretariat"), "projects", search="Covert") == [str(one.uid)]
    _cleared_later(one)
    assert _found(api("reader"), "projects", search="Seen by") == [str(one.uid)]
    assert _found(api("reader"), "projects", search="Covert") == []


def test_a_name_that_was_hidden_stays_so_through_the_next_merge(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, two = (project_make(cast, title, visibility="all") for title in ("Seen by all", "Seen as well"))
    merge(one, project_make(cast, "Covert visit", visibility="secretariat"))
    _cleared_later(one)
    one.refresh_from_db()
    merge(two, one)
    assert _found(api("reader"), "projects", search="Seen by all") == [str(two.uid)]
    assert _found(api("reader"), "projects", search="Covert") == []


def test_the_code_of_a_hidden_entity_is_found_by_staff_alone(cast: Cast, api: Callable[[str], APIClient]) -> None:
    merge(cast.entities["UNDP"], entity_make("PNUD", visibility="secretariat"), visibility="survivor")
    project_make(cast, "Led by it", "UNDP", visibility="all")
    assert _found(api("reader"), "projects", lead_code="UNDP") != []
    assert _found(api("reader"), "projects", lead_code="PNUD") == []
    assert keys_by_kept(Entity, "code", "PNUD") == [cast.entities["UNDP"].pk]
