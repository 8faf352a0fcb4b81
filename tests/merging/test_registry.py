"""Every key that leads to a mergeable record has a rule; a new one without breaks the build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import models
from django.test.utils import isolate_apps

from compact.entities.models import Entity, Person
from compact.kernel.moving import Clash, Mergeable, Moves, Unites, rules_of
from compact.merging import registry
from compact.merging.registry import mergeable_by_label, mergeable_models, relations_to, rules_check
from workinggroups.projects.models import PlannedActivity, Project, ProjectPartner

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Models that stand for all that the site has; those of the list, once it is filled."""
    found: list[Any] = []

    class Apps:
        @staticmethod
        def get_models(*, include_auto_created: bool = False) -> list[Any]:
            return found

    with isolate_apps():
        monkeypatch.setattr(registry, "apps", Apps)
        yield found


def _ids() -> list[str | None]:
    return [error.id for error in rules_check()]


def test_every_key_and_set_that_leads_to_a_mergeable_record_has_a_rule_that_fits() -> None:
    assert rules_check() == []
    found: set[Any] = set(mergeable_models())
    assert found == {Entity, Person, Project, PlannedActivity}


def test_the_check_sees_what_django_sees_from_the_other_end() -> None:
    for model in mergeable_models():
        behind = model._meta.get_fields(include_hidden=True)
        pairs = {(each.related_model, each.field.name) for each in behind if each.auto_created and not each.concrete}
        told = {(relation.model, relation.name) for relation in relations_to(model)}
        others = {(each, name) for each, name in pairs - told if not each._meta.auto_created}
        assert {each.__name__.startswith("Historical") for each, _name in others} <= {True}


def test_a_key_without_a_rule_is_an_error(elsewhere: list[Any]) -> None:
    class Note(models.Model):
        project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "compact"

    elsewhere.append(Note)
    assert _ids() == ["merging.E001"]


def test_a_key_that_is_inherited_needs_its_rule_as_well(elsewhere: list[Any]) -> None:
    class Noted(models.Model):
        project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")

        class Meta:
            abstract = True

    class Note(Noted):
        class Meta:
            app_label = "compact"

    class Ruled(Noted):
        on_merge = {"project": Moves(Clash.KEEP)}

        class Meta:
            app_label = "compact"

    elsewhere += [Note, Ruled]
    assert [(error.id, error.obj) for error in rules_check()] == [("merging.E001", Note)]


def test_a_set_without_a_rule_is_an_error(elsewhere: list[Any]) -> None:
    class Note(models.Model):
        projects = models.ManyToManyField(Project, related_name="+")

        class Meta:
            app_label = "compact"

    elsewhere.append(Note)
    assert _ids() == ["merging.E001"]


def test_a_set_that_moves_and_a_key_that_unites_are_errors(elsewhere: list[Any]) -> None:
    class Note(models.Model):
        on_merge = {"projects": Moves(Clash.KEEP), "project": Unites()}
        projects = models.ManyToManyField(Project, related_name="+")
        project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "compact"

    elsewhere.append(Note)
    assert _ids() == ["merging.E002", "merging.E002"]


def test_a_rule_that_names_no_such_field_is_an_error(elsewhere: list[Any]) -> None:
    class Note(models.Model):
        on_merge = {"projekt": Moves(Clash.KEEP)}

        class Meta:
            app_label = "compact"

    elsewhere.append(Note)
    assert _ids() == ["merging.E003"]


def test_manage_check_fails_where_a_rule_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProjectPartner, "on_merge", {"entity": Moves(Clash.COMBINE)})
    with pytest.raises(SystemCheckError, match=r"merging.E001.*ProjectPartner.project"):
        call_command("check")


def test_rules_are_collected_from_all_classes_of_a_model() -> None:
    assert set(rules_of(Project)) == {"merged_into", "originator", "parent", "lead"}
    assert issubclass(Project, Mergeable)


def test_models_are_found_by_their_labels() -> None:
    assert mergeable_by_label("workinggroups.Project") is Project
    assert mergeable_by_label("workinggroups.group") is None
    assert apps.get_model("workinggroups", "project") is Project
