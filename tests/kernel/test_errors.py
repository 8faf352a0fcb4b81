"""What services answer instead of doing the work, and what each carries to the door."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from compact.entities.models import Entity
from compact.entities.services import entity_create, entity_update
from compact.kernel.errors import Conflict, Refused, StaleVersion
from compact.kernel.operations import Operation
from tests.cast import SYSTEM, entity_make

TAKEN = {"code": "A", "name_en": "A", "kind": "non_un"}


def _pass(*_args: Any, **_kwargs: Any) -> None:
    """Validation that saw nothing, as when somebody else was faster."""


def test_a_refusal_is_its_reason() -> None:
    assert str(Refused("Ask.")) == Refused("Ask.").reason == "Ask."


def test_a_conflict_says_what_to_do_and_is_a_kind_of_invalid() -> None:
    assert isinstance(Conflict(), ValidationError)
    assert Conflict().code == "conflict"
    assert Conflict().messages == [
        "Somebody else stored a record at the same moment that this one contradicts. "
        "Look at what is there now, then try again."
    ]


def test_a_stale_version_carries_both_versions() -> None:
    entity = Entity(code="A")
    error = StaleVersion(entity, {"code": "B"})
    assert (error.current, error.submitted) == (entity, {"code": "B"})
    assert str(error) == (
        "Somebody else changed this record while you were working on it. Compare both versions and save again."
    )


def test_they_speak_the_readers_language() -> None:
    with translation.override("fr"):
        assert str(StaleVersion(Entity(), {})).startswith("Quelqu’un d’autre a")
        assert Conflict().messages[0].startswith("Au même moment, quelqu’un d’autre a")


@pytest.mark.django_db
def test_a_constraint_that_validation_did_not_foresee_is_a_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    entity_make("A")
    monkeypatch.setattr(Entity, "full_clean", _pass)
    with pytest.raises(Conflict):
        entity_create(actor=SYSTEM, values=TAKEN)
    assert Entity.objects.get(code="A").name_en == "Office A"


@pytest.mark.django_db
def test_a_conflict_leaves_no_operation_and_the_database_usable(monkeypatch: pytest.MonkeyPatch) -> None:
    entity_make("A")
    before = Operation.objects.count()
    monkeypatch.setattr(Entity, "full_clean", _pass)
    with pytest.raises(Conflict):
        entity_create(actor=SYSTEM, values=TAKEN)
    assert Operation.objects.count() == before
    assert Entity.history.count() == 1


@pytest.mark.django_db
def test_a_change_can_run_into_a_conflict_too(monkeypatch: pytest.MonkeyPatch) -> None:
    entity_make("A")
    other = entity_make("B")
    monkeypatch.setattr(Entity, "full_clean", _pass)
    with pytest.raises(Conflict):
        entity_update(actor=SYSTEM, record=other, version=1, values={"code": "A"})
    other.refresh_from_db()
    assert (other.code, other.version) == ("B", 1)
