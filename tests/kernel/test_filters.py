"""Filters of lists: exact, repeated where they may be, and blind to what the viewer may not see."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.utils import timezone, translation

from compact.entities.models import Entity
from compact.kernel.api.filters import AsOfFilter, DayFilter, ReferenceFilter
from tests.cast import entity_make

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

NOBODY = "00000000-0000-4000-8000-000000000000"


def _found(client: APIClient, name: str, query: str, column: str = "code") -> list[str]:
    answer = client.get(f"/api/v1/{name}/?{query}")
    assert answer.status_code == 200, answer.json()
    return [row[column] for row in answer.json()["results"]]


def _problem(client: APIClient, name: str, query: str) -> tuple[str, str]:
    answer = client.get(f"/api/v1/{name}/?{query}")
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    return error["parameter"], error["detail"]


def _day(text: str) -> Any:
    field: Any = DayFilter().field
    return field.clean(text)


@pytest.mark.parametrize("text", ["1800-01-01", "2199-12-31", "2024-02-29", "2026-11-22"])
def test_a_whole_day_of_four_centuries_is_one(text: str) -> None:
    assert _day(text) == datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    "text", ["2019-W05-1", "2019-05", "08/05/2019", "2023-02-29", "2019-05-08T00:00", "0000-01-01"]
)
def test_any_other_form_is_refused_with_the_one_to_write(text: str) -> None:
    with pytest.raises(forms.ValidationError) as caught:
        _day(text)
    assert caught.value.messages == ["Write a day as YYYY-MM-DD, of the years 1800 to 2199."]


def test_the_words_of_a_filter_follow_the_reader() -> None:
    assert str(AsOfFilter().label) == "Only what held on this day, certainly or possibly (YYYY-MM-DD)"
    assert str(ReferenceFilter(Entity).label) == "entity: its id"
    with translation.override("fr"):
        assert str(AsOfFilter().label) != "Only what held on this day, certainly or possibly (YYYY-MM-DD)"


def test_a_repeated_choice_keeps_rows_of_either(cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("reader")
    assert _found(client, "groups", "kind=committee") == ["committee"]
    assert _found(client, "groups", "kind=committee&kind=working_group") == ["border", "committee", "pcve"]


def test_a_choice_that_is_not_there_is_told(cast: Cast, api: Callable[[str], APIClient]) -> None:
    parameter, detail = _problem(api("reader"), "groups", "kind=committee&kind=club")
    assert parameter == "kind"
    assert "club" in detail


def test_a_truth_keeps_the_ones_or_the_others(cast: Cast, api: Callable[[str], APIClient]) -> None:
    Entity._base_manager.update(evidence="record")
    Entity._base_manager.filter(code="WCO").update(evidence="general_knowledge")
    client = api("reader")
    assert _found(client, "entities", "unconfirmed=true") == ["WCO"]
    assert "WCO" not in _found(client, "entities", "unconfirmed=false")
    assert len(_found(client, "entities", "unconfirmed=false")) == 6


@pytest.mark.parametrize("value", ["True", "1", "yes", "any"])
def test_a_truth_is_spelt_in_one_way(value: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    assert _problem(api("reader"), "entities", f"unconfirmed={value}")[0] == "unconfirmed"


@pytest.mark.parametrize(
    ("query", "codes"),
    [("", ["NEW"]), ("archived=false", ["NEW"]), ("archived=true", ["OLD"]), ("archived=any", ["NEW", "OLD"])],
)
def test_the_archive_is_left_out_unless_asked_for(
    query: str, codes: list[str], cast: Cast, api: Callable[[str], APIClient]
) -> None:
    entity_make("NEW", kind="non_un")
    old = entity_make("OLD", kind="non_un")
    Entity._base_manager.filter(pk=old.pk).update(archived_at=timezone.now())
    assert _found(api("secretariat"), "entities", f"kind=non_un&{query}") == codes
    assert "OLD" not in _found(api("reader"), "entities", f"kind=non_un&{query}")


def test_a_reference_keeps_the_rows_that_point_there(cast: Cast, api: Callable[[str], APIClient]) -> None:
    uid = cast.entities["WCO"].uid
    assert _found(api("reader"), "terms", f"entity={uid}", "entity_code") == ["WCO"]


@pytest.mark.parametrize("persona", ["reader", "secretariat"])
def test_a_reference_to_nothing_is_told(persona: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    assert _problem(api(persona), "terms", f"entity={NOBODY}") == ("entity", "There is no such record.")


def test_a_reference_to_a_hidden_row_is_to_nothing(cast: Cast, api: Callable[[str], APIClient]) -> None:
    Entity._base_manager.filter(code="WCO").update(visibility="secretariat")
    query = f"entity={cast.entities['WCO'].uid}"
    assert _problem(api("reader"), "terms", query) == ("entity", "There is no such record.")
    assert _found(api("chair"), "terms", query, "entity_code") == ["WCO"]
    assert _found(api("secretariat"), "terms", query, "entity_code") == ["WCO"]


def test_a_reference_is_a_uuid(cast: Cast, api: Callable[[str], APIClient]) -> None:
    assert _problem(api("reader"), "terms", "entity=WCO")[0] == "entity"


@pytest.mark.parametrize(("day", "count"), [("2018-01-01", 0), ("2018-12-05", 0), ("2019-04-16", 2), ("2026-01-01", 2)])
def test_as_of_keeps_what_held_that_day(day: str, count: int, cast: Cast, api: Callable[[str], APIClient]) -> None:
    assert len(_found(api("reader"), "groups", f"kind=working_group&as_of={day}")) == count


def test_as_of_says_how_certain_each_row_is(cast: Cast, api: Callable[[str], APIClient]) -> None:
    type(cast.terms["chair"])._base_manager.filter(pk=cast.terms["chair"].pk).update(start="")
    found = _found(api("reader"), "terms", "as_of=2020-01-01&ordering=certainty", "certainty")
    assert found == ["certain"] * 4 + ["possible"]
    assert set(_found(api("reader"), "terms", "", "certainty")) == {None}


def test_filters_narrow_together(cast: Cast, api: Callable[[str], APIClient]) -> None:
    assert _found(api("reader"), "entities", "code=WCO&search=office") == ["WCO"]
    assert _found(api("reader"), "entities", "code=WCO&search=CTED") == []


def test_each_wrong_value_is_told(cast: Cast, api: Callable[[str], APIClient]) -> None:
    answer = api("reader").get("/api/v1/terms/?as_of=now&unconfirmed=maybe")
    assert sorted(error["parameter"] for error in answer.json()["errors"]) == ["as_of", "unconfirmed"]
