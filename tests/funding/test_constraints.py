"""The database refuses what the services refuse: nobody edits what was posted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core import checks
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from funding.funds import constraints
from funding.funds.models import Allocation, Contribution, Deposit, Pledge
from tests.funding.ground import (
    allocation_make,
    contribution_make,
    deposit_make,
    fund_make,
    partner_make,
    pledge_make,
    project_make,
)
from tests.funding.unguarded import unguarded

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def changed_raw(row: Any, **values: Any) -> bool:
    """Whether the database lets ``row`` be changed behind the services' backs."""
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**values)
    except IntegrityError:
        return False
    return True


def test_each_posted_column_of_each_kind_of_entry_stays(cast: Cast) -> None:
    partner, saudi, fund = partner_make(), partner_make("SAU"), fund_make()
    project, entity = project_make(cast.entities["UNODC"]), cast.entities["WCO"]
    for row in (pledge_make(partner), contribution_make(partner), deposit_make(partner, fund), allocation_make()):
        other = {"fund": fund_make(f"of-{row._meta.model_name}"), "recipient": entity, "project": project}
        other |= {"amount": 1, "currency": "EUR", "value_date": "2019", "partner": saudi, "earmark": "Sahel"}
        other |= {"nature": "total", "state": "confirmed", "reverses": row, "follows": row}
        other |= {"pledge": pledge_make(saudi), "contribution": contribution_make(saudi)}
        assert [name for name in row.posted if changed_raw(row, **{name: other[name]})] == []
        row.refresh_from_db()
        assert row.amount == 50000


def test_all_else_can_change_with_or_without_a_posted_column_that_stays_the_same() -> None:
    pledge = pledge_make(partner_make())
    assert changed_raw(pledge, note="Checked", visibility="group", version=2, archived_at=timezone.now())
    assert changed_raw(pledge, amount=50000, currency="USD", source="Letter")


def test_an_amount_that_is_not_known_is_not_filled_in_later() -> None:
    assert not changed_raw(contribution_make(partner_make(), None), amount=50000, currency="USD")


def test_postgresql_lets_nobody_delete_what_was_posted() -> None:
    """SQLite does: tests empty its tables that way."""
    pledge = pledge_make(partner_make())
    try:
        with transaction.atomic():
            Pledge._base_manager.filter(pk=pledge.pk)._raw_delete("default")
    except IntegrityError:
        assert connection.vendor == "postgresql"
    assert Pledge.objects.filter(pk=pledge.pk).exists() == (connection.vendor == "postgresql")


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Pledge, {"amount": 5}),
        (Pledge, {"amount": -5, "currency": "USD"}),
        (Pledge, {"nature": "total", "with_partner": True}),
        (Deposit, {"with_partner": True, "amount": 5, "currency": "USD"}),
        (Allocation, {"state": "confirmed", "amount": 5, "currency": "USD"}),
        (Contribution, {"with_partner": True, "currency": "USD"}),
    ],
)
def test_the_database_takes_no_entry_that_makes_no_sense(model: Any, values: dict[str, Any]) -> None:
    with_partner = values.pop("with_partner", model is Pledge and "nature" not in values)
    partner = {"partner": partner_make()} if with_partner else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.bulk_create([model(**partner, **values)])


def test_the_check_is_silent_when_the_triggers_are_in_place() -> None:
    assert constraints.posted_check(databases=["default"]) == []
    assert constraints.posted_check(databases=None) == []


def test_the_check_warns_when_a_trigger_is_missing_or_another_and_migrating_mends_it() -> None:
    with unguarded(Pledge):
        found = checks.run_checks(tags=["database"], databases=["default"])
        assert [warning.id for warning in found] == ["funding.W001"]
        call_command("migrate", verbosity=0, skip_checks=True)
        assert constraints.posted_check(databases=["default"]) == []


def test_a_trigger_that_guards_too_little_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pledge, "posted", ("amount",))
    assert constraints.posted_check(databases=["default"]) != []
    monkeypatch.undo()
    assert constraints.posted_check(databases=["default"]) == []
