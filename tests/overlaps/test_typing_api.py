"""A client compares before it enters a project: nothing is stored, and nothing hidden is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.kernel.operations import Operation
from compact.matching.evidence import Match, Strength, Verdict
from tests.overlaps.typing_ground import same_title
from tests.projects.planned_ground import plan, theme
from tests.projects.screens import places, project_made
from workinggroups.overlaps.similar import Similar
from workinggroups.overlaps.typing import work
from workinggroups.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from rest_framework.test import APIClient

    from tests.cast import Cast

    Api = Callable[[str], APIClient]

pytestmark = pytest.mark.django_db

CHECK = "/api/v1/overlaps/check/"
TITLE = "Training of border guards"


@pytest.fixture(autouse=True)
def _finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "similar", same_title)


def found(client: APIClient, **values: Any) -> list[dict[str, Any]]:
    """What the check answers for a project of these values."""
    answer = client.post(CHECK, {"title_en": TITLE, **values}, format="json")
    assert answer.status_code == 200, answer.content
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def test_what_is_alike_is_told_with_the_evidence_and_nothing_is_stored(cast: Cast, api: Api) -> None:
    row = project_made(cast, TITLE, "INTERPOL", countries=places("UGA"))
    before = Operation.objects.count()
    (told,) = found(api("secretariat"), countries=["KEN"], lead=str(cast.entities["UNODC"].uid))
    evidence = told.pop("evidence")
    assert told == {
        "id": str(row.uid),
        "url": f"http://testserver/api/v1/projects/{row.uid}/",
        "name": TITLE,
        "lead": "INTERPOL",
        "verdict": "same_work",
        "verdict_words": "The same work twice",
        "strength": "likely",
        "strength_words": "Likely the same",
    }
    assert evidence[0] == {
        "field": "countries",
        "code": "countries-different",
        "weight": -0.5,
        "words": "They are for different places: Kenya in your entry, Uganda in this record.",
    }
    assert (Project.objects.count(), Operation.objects.count()) == (1, before)


def test_a_planned_activity_is_told_with_its_own_address(cast: Cast, api: Api) -> None:
    row = plan(cast, "INTERPOL", title=TITLE)
    (told,) = found(api("reader"))
    assert (told["url"], told["lead"]) == (f"http://testserver/api/v1/planned-activities/{row.uid}/", "INTERPOL")


@pytest.mark.parametrize("persona", ["reader", "focal_point", "chair", "country_office"])
def test_what_is_hidden_is_not_told(cast: Cast, api: Api, persona: str) -> None:
    project_made(cast, TITLE, "INTERPOL", visibility="secretariat")
    assert found(api(persona)) == []


def test_a_record_is_not_compared_with_itself_and_lends_what_is_left_out(cast: Cast, api: Api) -> None:
    own = project_made(cast, TITLE)
    other = project_made(cast, TITLE, "INTERPOL")
    answer = api("secretariat").post(CHECK, {"record": str(own.uid), "start": "2026-05"}, format="json")
    assert [each["id"] for each in answer.json()["results"]] == [str(other.uid)]


def test_a_hidden_record_is_no_record(cast: Cast, api: Api) -> None:
    own = project_made(cast, TITLE, visibility="secretariat", lead="INTERPOL")
    answer = api("reader").post(CHECK, {"title_en": TITLE, "record": str(own.uid)}, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/record"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/title_en"),
        ({"title_en": " "}, "/title_en"),
        ({"summary_en": "For officers."}, "/title_en"),
        ({"title_en": TITLE, "tittle": "x"}, "/tittle"),
        ({"title_en": TITLE, "results": "x"}, "/results"),
        ({"title_en": TITLE, "start": "soon"}, "/start"),
        ({"title_en": TITLE, "countries": ["Kenya"]}, "/countries/0"),
        ({"title_en": TITLE, "partners": ["UNODC"]}, "/partners/0"),
        ({"title_en": TITLE, "budget": 12}, "/budget"),
    ],
)
def test_what_cannot_be_read_is_pointed_at(cast: Cast, api: Api, body: dict[str, Any], pointer: str) -> None:
    answer = api("reader").post(CHECK, body, format="json")
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_strangers_and_unknown_parameters_are_refused(cast: Cast, api: Api, client: Client) -> None:
    assert client.post(CHECK, {"title_en": TITLE}, content_type="application/json").status_code == 401
    assert api("reader").post(f"{CHECK}?k=5", {"title_en": TITLE}, format="json").status_code == 400
    assert api("reader").get(CHECK).status_code == 405


def test_an_answer_is_in_the_language_that_is_asked_for(cast: Cast, api: Api) -> None:
    project_made(cast, TITLE, "INTERPOL", countries=places("UGA"))
    body = {"title_en": TITLE, "countries": ["CIV"]}
    answer = api("secretariat").post(CHECK, body, format="json", headers={"Accept-Language": "fr"})
    assert answer.headers["Content-Language"] == "fr"
    assert "Ouganda" in answer.json()["results"][0]["evidence"][0]["words"]


def test_the_name_of_a_planned_activity_tells_no_hidden_theme(
    cast: Cast, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = plan(cast, "INTERPOL", theme=theme("covert", name_en="Covert visits", visibility="secretariat"))
    match = Match("new", str(row.uid), Verdict.OVERLAP, 0.6, Strength.LIKELY, ())
    monkeypatch.setattr(work, "similar", lambda **asked: [Similar(match, row)])
    (told,) = found(api("reader"))
    assert told["name"] == "INTERPOL · Kenya · November 2026"
