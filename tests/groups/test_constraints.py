"""The database refuses what the service refuses: one entity twice in one role of one group at one time."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import checks
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings

from tests.cast import SYSTEM, entity_make, group_make, term_make
from tests.periods import periods
from workinggroups.groups import constraints
from workinggroups.groups.models import Group, Role, Term
from workinggroups.groups.services import term_create

pytestmark = pytest.mark.django_db

many = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def stored_raw(**values: Any) -> bool:
    """Whether the database lets a term in that no service has looked at."""
    try:
        with transaction.atomic():
            Term.objects.bulk_create([Term(**values)])
    except IntegrityError:
        return False
    return True


@pytest.fixture
def seat() -> dict[str, Any]:
    return {"group": group_make("border"), "entity": entity_make("WCO"), "role": Role.CO_CHAIR}


def meet(one: dict[str, str], other: dict[str, str]) -> bool:
    first, second = Term(**one).certainly_within(), Term(**other).certainly_within()
    both_open = one["end_state"] == other["end_state"] == "open"
    return both_open or bool(first and second and first[0] <= second[1] and second[0] <= first[1])


@many
@example(
    {"start": "2019-02", "observed_on": "", "end": "2019-03", "end_state": "dated"},
    {"start": "2019-02-28", "observed_on": "", "end": "2019-03-01", "end_state": "dated"},
)
@given(periods, periods)
def test_the_database_and_the_service_agree_on_any_two_terms(
    seat: dict[str, Any], one: dict[str, str], other: dict[str, str]
) -> None:
    with transaction.atomic():
        assert stored_raw(**seat, **one)
        assert stored_raw(**seat, **other) != meet(one, other)
        transaction.set_rollback(True)


@many
@given(periods, periods)
def test_a_change_is_held_to_the_same_rule(seat: dict[str, Any], one: dict[str, str], other: dict[str, str]) -> None:
    with transaction.atomic():
        stored_raw(**seat, **one)
        moved = Term.objects.bulk_create([Term(**{**seat, "role": Role.MEMBER})])[0]
        assert changed_raw(moved, role=seat["role"], **other) != meet(one, other)
        transaction.set_rollback(True)


def changed_raw(term: Term, **values: Any) -> bool:
    try:
        with transaction.atomic():
            Term.objects.filter(pk=term.pk).update(**values)
    except IntegrityError:
        return False
    return True


@pytest.fixture
def held() -> Term:
    return term_make(group_make("border"), entity_make("WCO"), Role.CO_CHAIR, start="2019-04-16", end="2021")


def of(term: Term, **values: Any) -> dict[str, Any]:
    return {"group": term.group, "entity": term.entity, "role": term.role, "start": "2020", **values}


def test_another_role_group_or_entity_is_another_matter(held: Term) -> None:
    assert stored_raw(**of(held, role=Role.MEMBER))
    assert stored_raw(**of(held, group=group_make("pcve")))
    assert stored_raw(**of(held, entity=entity_make("INTERPOL")))
    assert not stored_raw(**of(held))


def test_a_term_in_the_archive_holds_nothing_until_it_is_restored(held: Term) -> None:
    Term.objects.filter(pk=held.pk).update(archived_at=timezone.now())
    assert stored_raw(**of(held))
    assert not changed_raw(held, archived_at=None)


def test_a_saved_term_does_not_stand_in_its_own_way(held: Term) -> None:
    assert changed_raw(held, note="checked", start="2019-05")


def test_the_service_says_in_words_what_the_database_would_refuse(held: Term) -> None:
    with pytest.raises(ValidationError, match="holds this role over those days already"):
        term_create(actor=SYSTEM, values=of(held))


def test_the_check_is_silent_when_the_rule_is_in_place() -> None:
    assert constraints.term_overlap_check(databases=["default"]) == []
    assert constraints.term_overlap_check(databases=None) == []


def test_the_check_warns_when_the_rule_is_missing_and_migrating_mends_it() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {constraints.NAME}_update")
        else:
            cursor.execute(f"ALTER TABLE workinggroups_term DROP CONSTRAINT {constraints.NAME}")
    assert [warning.id for warning in checks.run_checks(tags=["database"], databases=["default"])] == [
        "workinggroups.W001"
    ]
    if connection.vendor == "sqlite":
        call_command("migrate", verbosity=0, skip_checks=True)
        assert constraints.term_overlap_check(databases=["default"]) == []


@pytest.mark.parametrize("start", ["2019-13", "2019-02-30", "soon"])
def test_what_is_no_date_holds_no_seat(held: Term, start: str) -> None:
    with pytest.raises(ValidationError):
        term_create(actor=SYSTEM, values=of(held, start=start, entity=entity_make("INTERPOL")))
    assert Group.objects.get().terms.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_migration_can_be_taken_back_and_made_again() -> None:
    try:
        call_command("migrate", "workinggroups", "0001", verbosity=0)
        held = not constraints.term_overlap_check(databases=["default"])
        assert held == (connection.vendor == "sqlite")
    finally:
        call_command("migrate", verbosity=0)
    assert constraints.term_overlap_check(databases=["default"]) == []
