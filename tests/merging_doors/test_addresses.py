"""A retired identifier leads to the survivor: in the API, on pages, in what is written and asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from tests.cast import SYSTEM, entity_make
from tests.merging.ground import merge, undo
from tests.projects.ground import partner_make, project_make
from workinggroups.projects.services.planned import planned_create
from workinggroups.projects.services.projects import projects

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from rest_framework.test import APIClient

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _address(name: str, row: Any, action: str = "") -> str:
    return f"/api/v1/{name}/{row.uid}/{action}"


def _two(cast: Cast, **values: Any) -> tuple[Any, Any]:
    values = {"visibility": "all", **values}
    return project_make(cast, "One", **values), project_make(cast, "Two", **values)


def test_a_retired_identifier_answers_308_with_the_address_of_the_survivor(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    one, two = _two(cast)
    merge(one, two)
    for persona in ("secretariat", "reader"):
        answer = api(persona).get(_address("projects", two), {"format": "json"})
        assert answer.status_code == 308
        assert answer["Location"] == f"http://testserver{_address('projects', one)}?format=json"
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["Cache-Control"] == "private, no-cache", "the merge may be undone"
        assert answer.json()["type"] == "urn:compact:problem:merged"
        assert answer.json()["detail"]
        assert api(persona).get(answer["Location"]).json()["id"] == str(one.uid)


def test_every_method_and_action_leads_to_the_same_of_the_survivor(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, two = _two(cast)
    merge(one, two)
    client = api("secretariat")
    sent: dict[str, Any] = {"headers": {"if_match": "*"}}
    for answer, address in (
        (client.patch(_address("projects", two), {"title_en": "New"}, **sent), _address("projects", one)),
        (client.put(_address("projects", two), {"title_en": "New"}, **sent), _address("projects", one)),
        (
            client.post(_address("projects", two, "archive/"), {"reason": "x"}, **sent),
            _address("projects", one, "archive/"),
        ),
        (
            client.post(_address("projects", two, "restore/"), {"reason": "x"}, **sent),
            _address("projects", one, "restore/"),
        ),
    ):
        assert (answer.status_code, answer["Location"]) == (308, f"http://testserver{address}")
    one.refresh_from_db()
    assert one.title_en == "One"


def test_what_was_read_of_the_retired_record_cannot_change_the_survivor(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    """A client that follows the redirect with the tag that it holds would else overwrite another record."""
    one, two = _two(cast)
    client = api("secretariat")
    two = projects.update(actor=SYSTEM, record=two, version=1, values={"title_en": "Two, again"})
    tags = [client.get(_address("projects", two))["ETag"]]
    merge(one, two)
    tags.append(f'"{two.version}-0123456789"')
    for tag in tags:
        answer = client.patch(_address("projects", one), {"title_en": "Lost"}, headers={"if_match": tag})
        assert answer.status_code == 412, tag


def test_a_chain_leads_to_todays_survivor(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, two = _two(cast)
    three = project_make(cast, "Three", visibility="all")
    merge(two, three)
    last = merge(one, two)
    client = api("reader")
    assert client.get(_address("projects", three))["Location"].endswith(_address("projects", one))
    undo(last)
    assert client.get(_address("projects", three))["Location"].endswith(_address("projects", two))
    assert client.get(_address("projects", two)).status_code == 200


def test_who_does_not_see_the_survivor_learns_nothing(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, two = _two(cast, visibility="secretariat")
    merge(one, two)
    answer = api("reader").get(_address("projects", two))
    assert answer.status_code == 404
    assert "Location" not in answer


@pytest.mark.parametrize("name", ["entities", "people", "planned-activities"])
def test_each_kind_of_record_leads_to_its_survivor(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    made: dict[str, Callable[[], tuple[Any, Any]]] = {
        "entities": lambda: (entity_make("OLA"), entity_make("OLA2")),
        "people": lambda: (cast.people["reader"], cast.people["chair_pcve"]),
        "planned-activities": lambda: _planned(cast),
    }
    one, two = made[name]()
    if name == "people":
        type(two).objects.filter(pk=two.pk).update(user=None)
    merge(one, two)
    answer = api("reader").get(_address(name, two))
    assert (answer.status_code, answer["Location"]) == (308, f"http://testserver{_address(name, one)}")
    archived = api("secretariat").get(f"/api/v1/{name}/", {"archived": "true"}).json()["results"]
    assert [(each["id"], each["survivor"]) for each in archived] == [(str(two.uid), str(one.uid))]


def _planned(cast: Cast) -> tuple[Any, Any]:
    values = {"entity": cast.entities["UNODC"], "country": "KEN", "month": "2026-11", "contact": "A. Desk, ext. 1"}
    one, two = (
        planned_create(actor=SYSTEM, values={**values, "title": title, "visibility": "all", "clearance": "Letter"})
        for title in ("Workshop", "Atelier")
    )
    return one, two


def test_what_refers_to_a_retired_record_is_stored_with_its_survivor(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    one, two = _two(cast)
    merge(one, two)
    sent = {"project": str(two.uid), "entity": str(cast.entities["WCO"].uid), "role": "joint"}
    answer = api("secretariat").post("/api/v1/project-partners/", sent)
    assert (answer.status_code, answer.json()["project"]) == (201, str(one.uid))


def test_a_filter_by_a_retired_identifier_asks_for_the_survivor(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, two = _two(cast)
    partner_make(cast, one, "WCO", "joint")
    merge(one, two)
    found = api("reader").get("/api/v1/project-partners/", {"project": str(two.uid)}).json()["results"]
    assert [each["project"] for each in found] == [str(one.uid)]


def test_a_filter_by_a_retired_identifier_of_a_hidden_survivor_names_nothing(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    one, two = _two(cast, visibility="secretariat")
    merge(one, two)
    assert api("reader").get("/api/v1/project-partners/", {"project": str(two.uid)}).status_code == 400


def test_the_page_of_a_retired_activity_leads_to_the_survivors(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    one, two = _planned(cast)
    merge(one, two)
    answer = signed_in("reader").get(reverse("planned-activity", args=[two.uid]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("planned-activity", args=[one.uid]))


def test_the_page_of_a_retired_activity_is_not_found_where_the_survivor_is_hidden(
    cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    one, two = _planned(cast)
    merge(one, two)
    type(one).objects.filter(pk=one.pk).update(visibility="secretariat")
    assert signed_in("reader").get(reverse("planned-activity", args=[two.uid])).status_code == 404


def test_the_admin_page_of_a_retired_record_leads_to_the_survivors(
    cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    one, two = _two(cast)
    merge(one, two)
    client = signed_in("secretariat")
    answer = client.get(reverse("admin:workinggroups_project_change", args=[two.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("admin:workinggroups_project_change", args=[one.pk]), 302)]
    assert "“Two” was merged into this record." in answer.content.decode()
    assert client.get(reverse("admin:workinggroups_project_history", args=[two.pk])).status_code == 200


def test_an_undone_merge_gives_the_record_its_own_address_back(cast: Cast, api: Callable[[str], APIClient]) -> None:
    one, two = _two(cast)
    undo(merge(one, two))
    assert api("reader").get(_address("projects", two)).json()["title"] == "Two"
