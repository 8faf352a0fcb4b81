"""A model without history, policy, API, filter or admin breaks the build, unless a reason is written here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib import admin

from compact.api import RESOURCES
from compact.kernel.api.filters import RecordFilterSet
from compact.kernel.policies import Answer
from compact.kernel.records import Record, RecordQuerySet
from compact.kernel.viewers import Viewer
from compact.kernel.writes import RecordServices
from tests.contract.samples import NAMES, RIGHTS, SAMPLES
from tests.contract.samples.base import BEHAVIOURS

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Why a model has no such thing, by its label and what it lacks.
EXEMPT: Mapping[tuple[str, str], str] = {
    ("workinggroups.Scan", "resource"): "asked for and followed by staff in the admin; a worker does it",
    ("workinggroups.PairDecision", "resource"): "taken and read below its pair, under the pair's version",
    ("workinggroups.Consent", "resource"): "given and told with its pair, under the pair's version",
    ("workinggroups.GroupEvent", "resource"): "read and recorded below its group, under the group's version",
}


def records() -> list[type[Record]]:
    """Every concrete record, the tables of history apart."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


def resource_of(model: type[Record]) -> Any:
    """The view set of ``model``, or None."""
    return next((view for view in RESOURCES.values() if view.model is model), None)


def is_record(field: Any) -> bool:
    """Whether ``field`` refers to a record (not to a user or an operation)."""
    return issubclass(field.related_model, Record)


every_record = pytest.mark.parametrize("model", records(), ids=lambda model: model._meta.label)


@every_record
def test_a_record_keeps_its_history(model: Any) -> None:
    history = getattr(model, model._meta.simple_history_manager_attribute)
    assert {"operation", "version", "archived_at"} <= {field.name for field in history.model._meta.get_fields()}


@every_record
def test_a_record_is_read_through_its_own_door(model: Any) -> None:
    queryset = model._default_manager.all()
    assert isinstance(queryset, RecordQuerySet)
    assert type(queryset).visibility_rule is not RecordQuerySet.visibility_rule, "it says who may see it"


@every_record
def test_a_record_has_a_resource_with_services_policy_filter_and_columns(model: Any) -> None:
    view = resource_of(model)
    if view is None:
        assert EXEMPT[model._meta.label, "resource"]
        return
    assert isinstance(view.services, RecordServices)
    assert view.services.model is model
    assert issubclass(view.filterset_class, RecordFilterSet)
    assert view.serializer_class.Meta.columns is view.columns
    nobody = Viewer(user_id=None, label="nobody", door="api", today=None)  # type: ignore[arg-type]  # on no day
    answer = view.services.policy(nobody, None)
    assert isinstance(answer, Answer)
    assert not answer
    assert answer.reason


@every_record
def test_a_record_has_its_place_in_the_admin(model: Any) -> None:
    if not admin.site.is_registered(model):
        assert EXEMPT[model._meta.label, "admin"]


@every_record
def test_a_record_says_what_it_is(model: Any) -> None:
    assert model.__str__ is not Record.__str__
    assert model._meta.verbose_name != model._meta.model_name.replace("_", "") or " " not in model._meta.verbose_name


def test_every_exemption_is_needed() -> None:
    labels = {model._meta.label: model for model in records()}
    for label, lacking in EXEMPT:
        assert label in labels
        if lacking == "resource":
            assert resource_of(labels[label]) is None
        else:
            assert not admin.site.is_registered(labels[label])


def test_every_resource_is_in_the_tables_of_the_suites() -> None:
    assert set(RESOURCES) == set(SAMPLES) == set(RIGHTS)


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_names_every_row_without_which_a_record_is_not_seen(name: str) -> None:
    fields = RESOURCES[name].model._meta.fields
    required = {field.name for field in fields if field.many_to_one and not field.null and is_record(field)}
    assert required <= set(SAMPLES[name].parents)


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_exempt_only_from_what_there_is(name: str) -> None:
    sample = SAMPLES[name]
    ways = {f"hidden {path} {how}" for path in ("", *sample.parents) for how in ("archived", "secretariat")}
    assert sample.exemptions.keys() <= BEHAVIOURS | ways
    assert all(len(reason.split()) > 2 for reason in sample.exemptions.values())
    assert sample.make or "create" not in sample.exemptions, "say how a record is made"
    assert sample.wrong or "wrong" in sample.exemptions
    assert sample.change or "change" in sample.exemptions
