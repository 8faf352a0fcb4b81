"""History rows: whole, tied to their operation, and good to bring a record back from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models

from compact.accounts.models import User
from compact.accounts.services import user_update
from compact.entities.models import Affiliation, Alias, Entity, Participation, Person
from compact.entities.services import entity_archive, entity_restore, entity_update
from compact.kernel.history import history_begin_all
from compact.kernel.operations import Operation, operation
from tests.cast import SYSTEM, entity_make
from workinggroups.groups.models import Group, Nomination, Term

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.django_db

RECORDS = (Entity, Alias, Participation, Person, Affiliation, Group, Term, Nomination)
NAMES = {
    "name_en": "One",
    "name_fr": "Un",
    "name_es": "Uno",
    "name_ru": "Один",
    "name_ar": "واحد",
    "name_zh_hans": "一",
}


def _history(record: Any) -> list[Any]:
    return list(type(record).history.filter(id=record.pk).order_by("history_id"))


@pytest.mark.parametrize("model", RECORDS)
def test_a_row_has_every_column_of_its_record(model: type[models.Model]) -> None:
    history: Any = model.history.model  # type: ignore[attr-defined]  # given when the model is registered
    kept = {field.attname for field in history._meta.concrete_fields}
    assert {field.attname for field in model._meta.concrete_fields} <= kept
    assert "operation_id" in kept


@pytest.mark.parametrize("model", RECORDS)
def test_an_operation_cannot_go_while_a_row_tells_of_it(model: type[models.Model]) -> None:
    field: Any = model.history.model._meta.get_field("operation")  # type: ignore[attr-defined]  # as above
    assert field.remote_field.on_delete is models.PROTECT
    assert field.null is False


def test_the_user_is_not_stored_a_second_time() -> None:
    assert "history_user_id" not in {field.attname for field in Entity.history.model._meta.concrete_fields}


def test_each_act_leaves_one_row_of_its_kind() -> None:
    entity = entity_make("A")
    entity = entity_update(actor=SYSTEM, record=entity, version=1, values={"name_en": "B"}, reason="letter")
    entity = entity_archive(actor=SYSTEM, record=entity, version=2, reason="twice")
    entity = entity_restore(actor=SYSTEM, record=entity, version=3, reason="after all")
    rows = _history(entity)
    assert [row.history_type for row in rows] == ["+", "~", "~", "~"]
    assert [row.version for row in rows] == [1, 2, 3, 4]
    assert [row.operation.reason for row in rows] == ["", "letter", "twice", "after all"]
    assert [row.archived_at is None for row in rows] == [True, True, False, True]
    assert [row.archive_reason for row in rows] == ["", "", "twice", ""]


def test_a_row_keeps_all_six_languages() -> None:
    entity = entity_make("A", **NAMES)
    entity_update(actor=SYSTEM, record=entity, version=1, values=dict.fromkeys(NAMES, "other"))
    first = _history(entity)[0]
    assert {name: getattr(first, name) for name in NAMES} == NAMES


def test_a_row_brings_the_record_back_as_it_was() -> None:
    entity = entity_make("A", website="https://a.example", source="Letter of 3 May", note="first", **NAMES)
    entity_update(
        actor=SYSTEM, record=entity, version=1, values={"website": "", "source": "", "note": "", "name_ar": ""}
    )
    before = _history(entity)[0].instance
    names = [field.attname for field in Entity._meta.concrete_fields]
    assert {name: getattr(before, name) for name in names} == {name: getattr(entity, name) for name in names}


def test_what_a_row_kept_can_be_stored_again() -> None:
    entity = entity_make("A", **NAMES)
    changed = entity_update(actor=SYSTEM, record=entity, version=1, values=dict.fromkeys(NAMES, "other"))
    first = _history(entity)[0]
    again = entity_update(
        actor=SYSTEM, record=changed, version=2, values={name: getattr(first, name) for name in NAMES}
    )
    assert {name: getattr(again, name) for name in NAMES} == NAMES
    assert again.version == 3


def test_a_reference_is_kept_as_it_was(cast: Cast) -> None:
    term = cast.terms["chair"]
    (row,) = _history(term)
    assert (row.entity_id, row.group_id) == (cast.entities["WCO"].pk, cast.groups["border"].pk)
    assert row.entity == cast.entities["WCO"]


def test_two_records_of_one_act_share_its_operation() -> None:
    with operation(actor=SYSTEM, reason="set-up") as act:
        first, second = entity_make("A"), entity_make("B")
    assert {row.operation_id for row in (*_history(first), *_history(second))} == {act.pk}


def test_the_user_of_a_row_is_its_operations(cast: Cast) -> None:
    entity_update(actor=cast.viewer("secretariat"), record=cast.entities["WCO"], version=1, values={"note": "x"})
    assert _history(cast.entities["WCO"])[-1].history_user == cast.users["secretariat"]


def test_the_user_of_a_commands_row_is_nobody() -> None:
    assert _history(entity_make("A"))[0].history_user is None


def test_a_row_without_an_operation_is_not_stored() -> None:
    entity = entity_make("A")
    with pytest.raises(ImproperlyConfigured, match="HistoricalEntity was written outside an operation"):
        Entity.history.model(id=entity.pk, code="A").save()
    assert len(_history(entity)) == 1


def test_the_account_is_kept_without_password_and_last_sign_in(cast: Cast) -> None:
    kept = {field.attname for field in User.history.model._meta.concrete_fields}
    every = {field.attname for field in User._meta.concrete_fields}
    assert every - kept == {"password", "last_login"}


@pytest.mark.parametrize("columns", [["last_login"], ["password"], ["password", "last_login"]])
def test_a_save_of_those_two_alone_leaves_no_row(columns: list[str], cast: Cast) -> None:
    user, before = cast.users["reader"], User.history.count()
    user.save(update_fields=columns)
    assert User.history.count() == before


def test_a_save_of_those_and_another_leaves_one(cast: Cast) -> None:
    user, before = cast.users["reader"], User.history.count()
    with operation(actor=SYSTEM):
        user.save(update_fields=["last_login", "full_name"])
    assert User.history.count() == before + 1


def test_a_change_of_an_account_tells_who_made_it(cast: Cast) -> None:
    user_update(
        actor=cast.viewer("superuser"), user=cast.users["reader"], version=1, values={"full_name": "R"}, reason="wed"
    )
    row = _history(cast.users["reader"])[-1]
    assert (row.full_name, row.version, row.operation.reason) == ("R", 2, "wed")
    assert row.history_user == cast.users["superuser"]


def test_the_reason_is_told_once_and_in_full() -> None:
    long = "Because " * 200
    entity = entity_update(actor=SYSTEM, record=entity_make("A"), version=1, values={"note": "x"}, reason=long)
    assert _history(entity)[-1].operation.reason == long
    assert Operation.objects.filter(reason=long).count() == 1


def test_an_operation_and_its_rows_are_stored_together_or_not_at_all() -> None:
    entity = entity_make("A")

    def fail() -> None:
        with operation(actor=SYSTEM):
            entity_update(actor=SYSTEM, record=entity, version=1, values={"note": "x"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (len(_history(entity)), Operation.objects.count()) == (1, 1)
    assert connection.in_atomic_block


def test_rows_stored_in_bulk_get_their_history_under_the_operation_under_way() -> None:
    known = entity_make("KNOWN")
    with operation(actor=SYSTEM) as under_way:
        made = Entity.objects.bulk_create(Entity(code=code, name_en=code, kind="non_un") for code in ("A", "B"))
        history_begin_all(Entity)
        history_begin_all(Entity)
    kept: Any = Entity.history  # type: ignore[attr-defined]  # every record's
    rows = list(kept.filter(operation=under_way).order_by("id"))
    assert [(row.id, row.history_type, row.code, row.name_en) for row in rows] == [
        (each.pk, "+", each.code, each.code) for each in made
    ]
    assert [row.instance.uid for row in rows] == [each.uid for each in made]
    assert kept.filter(id=known.pk).count() == 1


def test_the_history_of_many_rows_needs_an_operation_too() -> None:
    with pytest.raises(ImproperlyConfigured, match="outside an operation"):
        history_begin_all(Entity)
