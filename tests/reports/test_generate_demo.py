"""``generate_demo``: a large fictional site, always the same, fit for the rules, with its history."""

from __future__ import annotations

from collections import Counter
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Sum

from compact.kernel.history import sets_kept, sets_then
from compact.kernel.operations import Operation
from compact.kernel.records import Evidence, Record
from compact.reports.generating.run import generate
from funding.funds.models import Allocation, Deposit, Fund
from tests.cast import SYSTEM, entity_make
from workinggroups.projects.models import Project, ProjectPartner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper

COUNT = 60
pytestmark = pytest.mark.django_db


def _generate(*options: str, projects: int = COUNT, seed: int = 1) -> tuple[str, str]:
    out, progress = StringIO(), StringIO()
    call_command(
        "generate_demo", "--projects", str(projects), "--seed", str(seed), *options, stdout=out, stderr=progress
    )
    return out.getvalue(), progress.getvalue()


@pytest.fixture
def made() -> dict[type[Record], int]:
    """A small generated site."""
    return generate(actor=SYSTEM, projects=COUNT, seed=1, history=True, tell=str)


def _keyless(model: type[Any]) -> list[dict[str, Any]]:
    """The rows without what the database numbers, references by the identifier of what they refer to."""
    refers = [f for f in model._meta.concrete_fields if f.is_relation and issubclass(f.related_model, Record)]
    plain = [f.attname for f in model._meta.concrete_fields if not f.is_relation and not f.primary_key]
    rows = list(model._base_manager.order_by("uid").values(*plain, *(f"{f.name}__uid" for f in refers)))
    for name in (field.name for field in model._meta.many_to_many):
        member = "code" if name in ("countries", "regions") else "uid"
        links = model._base_manager.order_by("uid", f"{name}__{member}").values_list("uid", f"{name}__{member}")
        rows.append({name: list(links)})
    return rows


def test_the_same_numbers_give_the_same_rows() -> None:
    found: list[dict[str, Any]] = []
    for _time in range(2):
        with transaction.atomic():
            models = generate(actor=SYSTEM, projects=COUNT, seed=7, history=False, tell=str)
            found.append({model.__name__: _keyless(model) for model in models})
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert len(found[0]["Project"]) > COUNT


def test_another_seed_gives_other_rows(made: Any) -> None:
    first = set(Project.objects.values_list("uid", "title_en", "start"))
    generate(actor=SYSTEM, projects=COUNT, seed=2, history=False, tell=str)
    assert Project.objects.count() == 2 * COUNT
    assert len(set(Project.objects.values_list("uid", "title_en", "start")) - first) == COUNT


def test_fewer_projects_are_the_first_of_more() -> None:
    with transaction.atomic():
        generate(actor=SYSTEM, projects=15, seed=1, history=False, tell=str)
        few = list(Project.objects.order_by("code").values_list("uid", "title_en", "budget", "parent__code"))
        transaction.set_rollback(True)
    generate(actor=SYSTEM, projects=19, seed=1, history=False, tell=str)
    assert list(Project.objects.order_by("code").values_list("uid", "title_en", "budget", "parent__code"))[:15] == few


def test_every_record_stands_the_checks_of_its_model(made: dict[type[Record], int]) -> None:
    for model in made:
        for row in model._base_manager.all():
            row.full_clean()
            assert getattr(row, "evidence", Evidence.DEMONSTRATION) == Evidence.DEMONSTRATION


def test_all_kinds_of_records_are_made(made: dict[type[Record], int]) -> None:
    names = {model.__name__ for model in made}
    assert {"Entity", "Group", "Term", "Meeting", "Theme", "AssistanceRequest", "Recommendation"} <= names
    assert {"Project", "ProjectPartner", "PlannedActivity", "Pledge", "Contribution", "Deposit", "Allocation"} <= names
    assert all(model._base_manager.count() == count for model, count in made.items())


def test_projects_are_of_all_sorts(made: Any) -> None:
    kinds = Counter(Project.objects.values_list("kind", flat=True))
    assert kinds == {"programme": COUNT // 10, "project": COUNT // 2, "activity": COUNT * 4 // 10}
    assert not Project.objects.filter(kind="activity", parent=None).exists()
    seen = Counter(Project.objects.values_list("visibility", flat=True))
    assert seen["all"] > seen["group"] > seen["secretariat"] > 0
    assert {len(start) for start in Project.objects.values_list("start", flat=True)} == {0, 4, 7, 10}
    assert len(set(Project.objects.values_list("budget_currency", flat=True))) > 3
    assert Project.objects.filter(budget=None).exists()
    assert Project.objects.exclude(title_fr="").exists()


def test_confirmed_allocations_stay_within_what_was_paid_in() -> None:
    generate(actor=SYSTEM, projects=600, seed=3, history=False, tell=str)
    pairs = Allocation.objects.filter(state="confirmed").values_list("fund", "currency").distinct()
    assert pairs
    for fund, currency in pairs:
        same: dict[str, Any] = {"fund": fund, "currency": currency}
        out = Allocation.objects.filter(state="confirmed", **same).aggregate(sum=Sum("amount"))["sum"]
        paid = Deposit.objects.filter(project=None, **same).aggregate(sum=Sum("amount"))["sum"]
        assert out <= paid


def test_each_row_has_its_history_with_its_sets_in_one_operation(made: dict[type[Record], int]) -> None:
    operation = Operation.objects.get()
    assert (operation.number, operation.reason) == (1, f"Generated: {COUNT} projects from seed 1")
    for model, count in made.items():
        history: Any = model.history  # type: ignore[attr-defined]  # every record's
        assert history.filter(operation=operation, history_type="+").count() == count
    rows = list(Project.history.all())  # type: ignore[attr-defined]  # the same
    then = sets_then(Project, rows)
    for field in sets_kept(Project):
        now = Counter(getattr(Project, field.name).through._base_manager.values_list("project_id", flat=True))
        assert {
            row.id: len(then[row.history_id, field.name]) for row in rows if then[row.history_id, field.name]
        } == now
    row = rows[0]
    assert (row.instance.title_en, row.instance.uid) == (Project.objects.get(pk=row.id).title_en, row.uid)


def test_no_history_is_recorded_where_none_is_wanted() -> None:
    _generate("--no-history")
    assert Project.objects.count() == COUNT
    assert not Project.history.exists()  # type: ignore[attr-defined]  # every record's


@pytest.fixture
def _in_use(settings: SettingsWrapper) -> Iterator[None]:
    settings.DEMO = False
    entity_make("REAL")
    yield
    assert not Project.objects.exists()


@pytest.mark.usefixtures("_in_use")
def test_a_site_in_use_is_left_alone() -> None:
    with pytest.raises(CommandError, match="This site has records"):
        _generate()


def test_records_are_added_to_a_site_in_use_where_that_is_said(settings: SettingsWrapper) -> None:
    settings.DEMO = False
    entities = {entity_make(code).pk for code in "ABCDEFGHIJK"}
    _generate("--add")
    assert set(Project.objects.values_list("lead", flat=True)) <= entities
    assert set(ProjectPartner.objects.values_list("entity", flat=True)) <= entities


def test_a_site_with_few_entities_gets_more() -> None:
    real = entity_make("REAL")
    _generate("--add")
    leads = set(Project.objects.values_list("lead__code", flat=True))
    assert len(leads) > 10
    assert Project.objects.filter(lead=real).count() < COUNT


def test_a_demonstration_needs_no_more_words(settings: SettingsWrapper) -> None:
    settings.DEMO = True
    entity_make("REAL")
    _generate(projects=5)
    assert Project.objects.count() == 5


def test_the_same_seed_is_refused_a_second_time() -> None:
    _generate(projects=5)
    with pytest.raises(CommandError, match="Seed 1 was used here before"):
        _generate("--add", projects=5)
    _generate("--add", projects=5, seed=2)
    assert Project.objects.count() == 10
    assert Fund.objects.count() == 2


@pytest.mark.parametrize("count", [0, -1, 1_000_001])
def test_a_number_that_makes_no_sense_is_refused(count: int) -> None:
    with pytest.raises(CommandError, match="1 to 1000000"):
        _generate(f"--projects={count}")


def test_progress_goes_to_the_error_output_and_the_result_to_the_other() -> None:
    result, progress = _generate(projects=1100)
    assert progress.splitlines()[:2] == ["Projects: 1000 of 1100 (90 %)", "Projects: 1100 of 1100 (100 %)"]
    assert "projects: 1100" in result.splitlines()
