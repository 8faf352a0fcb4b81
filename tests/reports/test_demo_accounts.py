"""The demonstration's accounts."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from compact.accounts.models import User
from compact.entities.models import Person
from compact.kernel.records import Evidence
from tests.cast import SYSTEM, entity_make, group_make, term_make
from workinggroups.groups.models import GroupKind, Role, Term
from workinggroups.groups.services import term_update

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> Path:
    settings.DEMO, settings.DEMO_DIR = True, tmp_path / ".demo"
    return tmp_path / ".demo"


@pytest.fixture
def ground() -> None:
    """What the accounts stand on."""
    entities = {code: entity_make(code) for code in ("UNOCT", "WCO", "INTERPOL", "UNDP", "UNODC", "DCO", "WHO")}
    group_make("pcve")
    term_make(group_make("committee", GroupKind.COMMITTEE, "2018-12-06"), entities["UNOCT"], Role.SECRETARIAT)
    term_make(group_make("border"), entities["WCO"], Role.CO_CHAIR)


def run(*args: str) -> list[str]:
    out = StringIO()
    call_command("demo_accounts", *args, stdout=out)
    return out.getvalue().splitlines()


def test_they_are_refused_outside_demo_mode() -> None:
    with pytest.raises(CommandError, match="in demo mode only"):
        run()
    assert not User.objects.exists()


def test_they_ask_for_the_data_first(demo: Path) -> None:
    with pytest.raises(CommandError, match="Run load_compact first"):
        run()
    assert not User.objects.exists()


def test_a_table_names_persona_address_and_password(demo: Path, ground: None) -> None:
    lines = run("--password", "a password of some length")
    assert lines[0].split() == ["Persona", "Address", "Password"]
    assert len(lines) == 10
    assert all(line.endswith("a password of some length") for line in lines[1:])
    assert User.objects.get(email="reader@example.org").check_password("a password of some length")


def test_a_generated_password_is_kept_and_printed_again(demo: Path, ground: None) -> None:
    first, again = run(), run()
    assert first == again
    assert (demo / "password").stat().st_mode & 0o077 == 0
    assert User.objects.get(email="chair@example.org").check_password(first[1].split()[-1])


def test_another_password_replaces_the_first_for_all(demo: Path, ground: None) -> None:
    run()
    run("--password", "quite another password")
    assert all(user.check_password("quite another password") for user in User.objects.all())


def test_the_second_run_makes_nobody_twice(demo: Path, ground: None) -> None:
    run()
    before = (User.objects.count(), Person.objects.count(), Term.objects.count())
    run()
    assert (User.objects.count(), Person.objects.count(), Term.objects.count()) == before


def test_a_term_that_was_ended_is_not_begun_again(demo: Path, ground: None) -> None:
    run()
    term = Term.objects.get(role=Role.CO_CHAIR)
    term_update(actor=SYSTEM, record=term, version=term.version, values={"end": "2026-01-01"})
    run()
    assert Term.objects.get(role=Role.CO_CHAIR).end == "2026-01-01"


def test_people_and_their_terms_are_marked_as_fictional(demo: Path, ground: None) -> None:
    run()
    assert set(Person.objects.values_list("evidence", "family_name")) == {
        (Evidence.DEMONSTRATION, "Example (fictional)")
    }
    made_up = Term.objects.filter(evidence=Evidence.DEMONSTRATION)
    assert set(made_up.values_list("group__code", "role")) == {
        ("border", Role.VICE_CHAIR),
        ("pcve", Role.CHAIR),
        ("committee", Role.FOCAL_POINT),
    }
