"""A reference in what is written: by identifier, looked up once, to what the writer may see."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from rest_framework import serializers

from compact.entities.models import Entity
from compact.kernel.api.references import ReferenceField

if TYPE_CHECKING:
    from tests.cast import Cast

NOBODY = "00000000-0000-4000-8000-000000000000"


def _serializer(cast: Cast, persona: str, data: Any, many: bool = False, **options: Any) -> Any:
    class Sample(serializers.Serializer[Any]):
        entity = ReferenceField(model=Entity, **options)

    viewer = cast.viewer(persona)
    request = SimpleNamespace(user=cast.users[persona], compact_viewer=viewer)
    return Sample(data=data, many=many, context={"request": request})


def _errors(cast: Cast, persona: str, value: Any) -> list[str]:
    serializer = _serializer(cast, persona, {"entity": value})
    return [] if serializer.is_valid() else [str(text) for text in serializer.errors["entity"]]


def test_an_identifier_becomes_its_row(cast: Cast) -> None:
    serializer = _serializer(cast, "reader", {"entity": str(cast.entities["WCO"].uid)})
    assert serializer.is_valid()
    assert serializer.validated_data == {"entity": cast.entities["WCO"]}


@pytest.mark.parametrize("value", ["WCO", "", 1, [], {}, "0" * 31])
def test_what_is_no_identifier_is_refused(value: Any, cast: Cast) -> None:
    assert len(_errors(cast, "secretariat", value)) == 1


def test_an_identifier_of_nothing_is_told(cast: Cast) -> None:
    assert _errors(cast, "secretariat", NOBODY) == ["There is no such record."]


@pytest.mark.parametrize("values", [{"visibility": "secretariat"}, {"archived_at": timezone.now()}])
def test_a_hidden_row_is_nothing_to_those_who_do_not_see_it(values: Any, cast: Cast) -> None:
    Entity._base_manager.filter(code="WCO").update(**values)
    uid = str(cast.entities["WCO"].uid)
    assert _errors(cast, "reader", uid) == ["There is no such record."]
    assert _errors(cast, "secretariat", uid) == []


def test_nothing_is_taken_only_where_there_may_be_nothing(cast: Cast) -> None:
    assert _errors(cast, "reader", None) == ["This field may not be null."]
    serializer = _serializer(cast, "reader", {"entity": None}, allow_null=True)
    assert serializer.is_valid()
    assert serializer.validated_data == {"entity": None}


def test_many_rows_that_name_one_look_it_up_once(cast: Cast, django_assert_num_queries: Any) -> None:
    rows = [{"entity": str(cast.entities["WCO"].uid)}] * 20
    serializer = _serializer(cast, "reader", rows, many=True)
    with django_assert_num_queries(1):
        assert serializer.is_valid()


def test_many_rows_that_name_nothing_are_each_told_and_ask_once(cast: Cast, django_assert_num_queries: Any) -> None:
    serializer = _serializer(cast, "reader", [{"entity": NOBODY}] * 3, many=True)
    with django_assert_num_queries(2):  # one asks for records that were merged
        assert not serializer.is_valid()
    assert len(serializer.errors) == 3
