"""Searches and imports find survivors by what they no longer bear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compact.entities.models import Entity, Person
from compact.merging.kept import found_by_kept, keys_by_kept
from compact.merging.models import KeptValue
from tests.cast import person_make
from tests.merging.ground import merge, undo
from tests.projects.ground import project_make
from workinggroups.projects.models import Project

if TYPE_CHECKING:
    from tests.cast import Cast


def _found(model: Any, text: str) -> list[Any]:
    return list(model.objects.filter(found_by_kept(model, text)))


def _kept() -> list[tuple[str, str]]:
    return sorted(KeptValue.objects.values_list("field", "value"))


def test_a_survivor_is_found_by_the_code_and_the_titles_of_the_retired_one(cast: Cast) -> None:
    one = project_make(cast, "One", code="A-1")
    two = project_make(cast, "Two", code="B-2", title_fr="Deux")
    merge(one, two)
    assert _kept() == [("code", "B-2"), ("title_en", "Two")]
    assert (_found(Project, "b-2"), _found(Project, "wo")) == ([one], [one])
    assert keys_by_kept(Project, "code", "b-2") == keys_by_kept(Project, "title", "two") == [one.pk]
    assert keys_by_kept(Project, "code", "B") == []


def test_what_the_survivor_bears_is_not_kept(cast: Cast) -> None:
    merge(project_make(cast, "One", code="A-1"), project_make(cast, "one", title_fr="Un"))
    assert _kept() == []


def test_what_the_survivor_gave_up_is_kept_too(cast: Cast) -> None:
    one, two = project_make(cast, "One", code="A-1"), project_make(cast, "Two", code="B-2")
    merge(one, two, code="retired", title_en="retired")
    assert one.code == "B-2"
    assert _kept() == [("code", "A-1"), ("title_en", "One")]


def test_what_earlier_merges_kept_leads_to_the_survivor_of_today(cast: Cast) -> None:
    one, two, three = (project_make(cast, title, code=title) for title in ("One", "Two", "Three"))
    merge(two, one)
    second = merge(three, two)
    assert keys_by_kept(Project, "code", "One") == [two.pk, three.pk]
    assert [row for row in _found(Project, "One") if not row.is_archived] == [three]
    undo(second)
    assert keys_by_kept(Project, "code", "One") == [two.pk]


def test_an_undone_merge_keeps_nothing(cast: Cast) -> None:
    merged = merge(project_make(cast, "One"), project_make(cast, "Two"))
    undo(merged)
    assert _found(Project, "Two") == []


def test_entities_are_found_by_former_codes_names_and_acronyms(cast: Cast) -> None:
    merge(cast.entities["UNODC"], cast.entities["DCO"])
    assert _found(Entity, "office dco") == _found(Entity, "DCO") == [cast.entities["UNODC"]]


def test_people_are_found_by_former_names_and_addresses(cast: Cast) -> None:
    one = person_make("Ana", cast.entities["WCO"])
    two = person_make("Anna", cast.entities["CTED"])
    Person.objects.filter(pk=two.pk).update(email="anna@example.org")
    Person.objects.filter(pk=one.pk).update(email="ana@example.org")
    merge(one, two)
    assert (_found(Person, "Anna"), keys_by_kept(Person, "email", "ANNA@example.org")) == ([one], [one.pk])
