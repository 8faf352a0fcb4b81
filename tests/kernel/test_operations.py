"""Operations and the history rows that carry them."""

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import models

from compact.entities import services
from compact.entities.models import Entity, EntityKind
from compact.kernel.operations import Operation, OperationCounter, current_operation, operation
from compact.kernel.viewers import Door, Viewer
from tests.cast import SYSTEM, Cast, entity_make

pytestmark = pytest.mark.django_db


def test_each_act_gets_the_next_number() -> None:
    with operation(actor=SYSTEM) as first:
        pass
    with operation(actor=SYSTEM) as second:
        pass
    assert (first.number, second.number) == (1, 2)
    assert OperationCounter.objects.get().last == 2


def test_the_number_is_given_last() -> None:
    with operation(actor=SYSTEM) as under_way:
        assert under_way.number is None
        assert Operation.objects.get().number is None
    assert under_way.number == 1


def test_a_service_called_within_an_operation_joins_it() -> None:
    with operation(actor=SYSTEM, reason="set-up") as outer:
        entity_make("A")
        entity_make("B")
    assert Operation.objects.count() == 1
    assert {row.operation_id for row in Entity.history.all()} == {outer.pk}


def test_a_reason_given_inside_is_kept_when_the_outer_act_has_none() -> None:
    with operation(actor=SYSTEM) as outer, operation(actor=SYSTEM, reason="letter of 3 May"):
        pass
    outer.refresh_from_db()
    assert outer.reason == "letter of 3 May"


def test_a_failed_act_leaves_no_operation_and_no_number() -> None:
    with pytest.raises(ValidationError):
        entity_make("not a code")
    assert not Operation.objects.exists()
    assert current_operation() is None
    entity_make("CODE")
    assert Operation.objects.get().number == 1


def test_a_write_outside_an_operation_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="call a service instead"):
        Entity(code="A", name_en="A", kind=EntityKind.NON_UN).save()


def test_the_history_row_knows_who_when_through_which_door_and_why(cast: Cast) -> None:
    actor = cast.viewer("secretariat", Door.ADMIN)
    entity = cast.entities["CTED"]
    services.entity_update(
        actor=actor, record=entity, version=1, values={"website": "https://example.org"}, reason="letter"
    )
    row = Entity.history.filter(id=entity.pk).latest("history_id")
    assert row.operation.actor == cast.users["secretariat"]
    assert (row.operation.actor_label, row.operation.door, row.operation.reason) == ("secretariat", "admin", "letter")
    assert row.history_user == cast.users["secretariat"]


def test_a_login_date_leaves_no_history_row(cast: Cast) -> None:
    user = cast.users["reader"]
    before = type(user).history.count()
    user.save(update_fields=["last_login"])
    assert type(user).history.count() == before


def test_a_record_is_never_deleted() -> None:
    entity = entity_make("A")
    with pytest.raises(models.ProtectedError, match="archived"):
        entity.delete()


def test_a_command_acts_without_a_user() -> None:
    with operation(actor=Viewer.system("load_compact", Door.IMPORT)) as opened:
        pass
    assert (opened.actor, opened.actor_label, opened.door) == (None, "load_compact", "import")
    assert str(opened) == "1 · load_compact"
