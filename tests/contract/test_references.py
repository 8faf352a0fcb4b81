"""An optional reference to a row that the viewer may not see reads as if there were none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.api import RESOURCES
from compact.kernel.exports import Format
from compact.kernel.records import Record
from compact.kernel.visibility import Cleared
from tests.contract.client import address
from tests.contract.hiding import Way, around, everything, hide
from tests.contract.samples import NAMES, SAMPLES, made
from tests.contract.samples.funds import confirmed
from tests.funding.unguarded import unguarded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rest_framework.test import APIClient

    from tests.cast import Cast


def _references() -> Iterator[Any]:
    """Every column that shows an optional reference or a set of them, with every way to hide its row."""
    for name in NAMES:
        columns = {column.name for column in RESOURCES[name].columns} - set(SAMPLES[name].parents)
        for field in (*RESOURCES[name].model._meta.fields, *RESOURCES[name].model._meta.many_to_many):
            model: Any = field.related_model
            optional = field.many_to_many or field.null
            if field.name not in columns or not optional or not model or not issubclass(model, Record):
                continue
            yield pytest.param(name, field.name, "archived", id=f"{name}-{field.name}-archived")
            if issubclass(model, Cleared):
                marks = pytest.mark.slow
                yield pytest.param(name, field.name, "secretariat", marks=marks, id=f"{name}-{field.name}-narrowed")


#: What the database wants beside a reference, or what gives it.
_BESIDES: dict[tuple[str, str], Any] = {
    ("workinggroups.SilenceProcedure", "decision"): {"state": "passed"},
    ("workinggroups.Project", "advisory_body"): {"kind": "programme"},
    ("workinggroups.Position", "group"): {"role": "group", "entity": None},
    **{(f"funding.{kind}", "reverses"): {"amount": -1} for kind in ("Pledge", "Contribution", "Deposit", "Allocation")},
    ("funding.Allocation", "follows"): confirmed,
}


def _point(row: Any, column: str, target: Any) -> None:
    """Let ``row`` refer to ``target``, whatever the services say of it."""
    field: Any = row._meta.get_field(column)
    if field.many_to_many:
        ends = {field.m2m_field_name(): row, field.m2m_reverse_field_name(): target}
        field.remote_field.through._base_manager.bulk_create([field.remote_field.through(**ends)])
    else:
        besides = _BESIDES.get((row._meta.label, column), {})
        beside = besides() if callable(besides) else besides
        with unguarded(type(row)):
            type(row)._base_manager.filter(pk=row.pk).update(**{column: target, **beside})


def _shown(client: APIClient, name: str, row: Any, column: str) -> tuple[list[str], list[str]]:
    """What the column and the one with the code of the same row show."""
    seen = client.get(address(name, row)).json()
    values = (seen[column], seen.get(f"{column}_code", seen.get(f"{column}_codes")))
    listed = [value if isinstance(value, list) else [value] for value in values]
    return listed[0], listed[1]


def _order(client: APIClient, name: str, column: str) -> list[str]:
    ordering = f"{column}_code" if f"{column}_code" in RESOURCES[name].ordering_names() else column
    return [each["id"] for each in client.get(address(name), {"ordering": f"{ordering},id"}).json()["results"]]


def _target(name: str, column: str, cast: Cast) -> Any:
    model = RESOURCES[name].model._meta.get_field(column).related_model
    resource = next(each for each in NAMES if RESOURCES[each].model is model)
    return made(resource, cast, 47, **SAMPLES[resource].visible)


def _needles(target: Any) -> tuple[str, ...]:
    return (str(target.uid), *([target.code] if getattr(target, "code", "") else []))


@pytest.mark.parametrize(("name", "column", "how"), list(_references()))
def test_an_optional_reference_to_a_hidden_row_is_blank(
    name: str, column: str, how: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    reader = api(SAMPLES[name].reader)
    target, row = _target(name, column, cast), made(name, cast, 1, **SAMPLES[name].visible)
    before, order = _shown(reader, name, row, column), _order(reader, name, column)
    _point(row, column, target)
    assert str(target.uid) in _shown(reader, name, row, column)[0], "it is shown while nothing hides it"
    assert str(target.uid) not in before[0]
    hide(target, Way(name, "", how))
    assert _shown(reader, name, row, column) == before
    assert str(target.uid) in _shown(api("superuser"), name, row, column)[0]
    assert _order(reader, name, column) == [each for each in order if each != str(target.uid)]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "column", "how"), list(_references()))
def test_a_hidden_row_that_is_referred_to_is_in_no_list_or_file(
    name: str, column: str, how: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    reader = api(SAMPLES[name].reader)
    target, row = _target(name, column, cast), made(name, cast, 1, **SAMPLES[name].visible)
    _point(row, column, target)
    needles = _needles(target)
    seen = everything(reader, needles, name, files=True)
    assert {f"{name}.{form}" for form in ("json", *Format.values)} <= set(seen), "it is shown while nothing hides it"
    hide(target, Way(name, "", how))
    assert everything(reader, needles, name, files=True) + everything(reader, needles, *around(name)) == []
