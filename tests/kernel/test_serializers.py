"""What may be written: the columns that are fields of the model; all others are for reading."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework import serializers

from compact.entities.api import AffiliationSerializer, EntitySerializer, ParticipationSerializer, PersonSerializer
from compact.entities.models import Entity
from compact.kernel.api.references import ReferenceField
from compact.kernel.api.serializers import LONGEST_REASON, PartialDate, ReasonSerializer

NEW = {"code": "NEW", "name_en": "New", "kind": "non_un"}
READ_ONLY = ["id", "url", "version", "name", "acronym", "cleared_at", "unconfirmed", "archived_at", "originator_code"]


def _errors(data: Any, **options: Any) -> dict[str, list[str]]:
    serializer = EntitySerializer(data=data, **options)
    serializer.is_valid()
    return {name: [str(text) for text in texts] for name, texts in serializer.errors.items()}


def test_the_least_is_enough() -> None:
    assert _errors(NEW) == {}


@pytest.mark.parametrize("name", NEW)
def test_what_is_needed_is_named_when_it_is_missing(name: str) -> None:
    assert _errors({key: value for key, value in NEW.items() if key != name}) in (
        {name: ["This field is required."]},
        {},
    )
    assert EntitySerializer().fields["code"].required
    assert EntitySerializer().fields["kind"].required


@pytest.mark.parametrize("name", READ_ONLY)
def test_what_is_for_reading_is_not_written(name: str) -> None:
    assert _errors({**NEW, name: "x"}) == {name: ["This field is for reading only."]}


@pytest.mark.parametrize("name", ["colour", "uid", "pk", "cleared_by", "archive"])
def test_what_is_no_field_is_named(name: str) -> None:
    assert _errors({**NEW, name: "x"}) == {name: ["There is no such field."]}


@pytest.mark.parametrize("name", READ_ONLY)
def test_put_takes_back_what_was_read_and_stores_none_of_it(name: str) -> None:
    serializer = EntitySerializer(instance=Entity(), data={**NEW, name: "x"})
    assert serializer.is_valid(), serializer.errors
    assert name not in serializer.validated_data


@pytest.mark.parametrize("name", READ_ONLY)
def test_patch_takes_nothing_back(name: str) -> None:
    assert _errors({name: "x"}, instance=Entity(), partial=True) == {name: ["This field is for reading only."]}


def test_put_refuses_what_is_no_field() -> None:
    assert _errors({**NEW, "colour": "x"}, instance=Entity()) == {"colour": ["There is no such field."]}


@pytest.mark.parametrize("data", [[], "text", 1, None])
def test_a_record_is_an_object(data: Any) -> None:
    serializer = EntitySerializer(data=data)
    assert not serializer.is_valid()


@pytest.mark.parametrize(("name", "value"), [("kind", "club"), ("name_en", "x" * 301), ("code", None), ("note", 1.5j)])
def test_a_value_of_the_wrong_form_is_refused_at_its_field(name: str, value: Any) -> None:
    assert list(_errors({**NEW, name: value})) == [name]


def test_kinds_of_fields_follow_the_columns() -> None:
    fields = ParticipationSerializer().fields
    assert isinstance(fields["entity"], ReferenceField)
    assert isinstance(fields["start"], PartialDate)
    assert isinstance(fields["status"], serializers.ChoiceField)
    assert isinstance(fields["version"], serializers.IntegerField)
    assert isinstance(fields["unconfirmed"], serializers.BooleanField)
    assert isinstance(fields["id"], serializers.UUIDField)


def test_a_needed_reference_is_needed_and_an_optional_one_may_be_nothing() -> None:
    assert AffiliationSerializer().fields["person"].required
    assert not AffiliationSerializer().fields["person"].allow_null
    originator = EntitySerializer().fields["originator"]
    assert (originator.required, originator.allow_null) == (False, True)


def test_a_login_is_not_linked_through_the_api() -> None:
    fields = PersonSerializer().fields
    assert "user" not in fields
    assert fields["has_login"].read_only


@pytest.mark.parametrize(("reason", "valid"), [("", True), ("Twice", True), ("x" * LONGEST_REASON, True)])
def test_a_reason_has_a_longest(reason: str, valid: bool) -> None:
    assert ReasonSerializer(data={"reason": reason}).is_valid() is valid
    assert not ReasonSerializer(data={"reason": "x" * (LONGEST_REASON + 1)}).is_valid()


def test_no_reason_may_be_sent() -> None:
    assert ReasonSerializer(data={}).is_valid()
