"""Two projects become one, and two again."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from compact.merging import services
from funding.funds.models import Allocation
from tests.cast import SYSTEM
from tests.merging.ground import everything, grown, merge, plan, two_projects, undo
from tests.projects.ground import partner_make, project_make
from workinggroups.projects.models import PartnerRole, Project, ProjectPartner
from workinggroups.projects.services.partners import partner_create, partner_update
from workinggroups.projects.services.projects import project_restore, project_update

if TYPE_CHECKING:
    from tests.cast import Cast


def _partners(project: Project) -> dict[str, str]:
    rows = ProjectPartner.objects.live().filter(project=project)
    return dict(rows.values_list("entity__code", "role"))


def _codes(project: Project, name: str) -> list[str]:
    return sorted(str(each) for each in getattr(project, name).all())


def test_a_merge_that_is_undone_leaves_every_row_of_every_table_as_it_was(cast: Cast) -> None:
    two = two_projects(cast)
    before, logs = everything(), grown()
    merged = merge(two.survivor, two.retired)
    assert everything() != before
    undo(merged)
    after = everything()
    for table, rows in before.items():
        assert after[table] == rows, table
    assert all(grown()[table] >= count for table, count in logs.items())


def test_after_edits_an_undo_restores_all_but_what_was_edited_and_names_that(cast: Cast) -> None:
    two = two_projects(cast)
    before = everything()
    merged = merge(two.survivor, two.retired, end="retired")
    _edit(cast, two.survivor)
    look = services.undo_look(actor=SYSTEM, merge=merged)
    assert {(each.kind, each.field, each.now) for each in look.conflicts} == {
        ("project", "to", "2029"),
        ("project partner", "named contribution", "Three trainers"),
    }
    assert look.added == ("project partner: DCO · P-1 · Passenger data, again",)
    undo(merged)
    after = everything()
    changed = {
        (table, key, name): (rows[key][name], after[table][key][name])
        for table, rows in before.items()
        for key in rows
        for name in rows[key]
        if after[table][key][name] != rows[key][name]
    }
    assert sorted(name for _table, _key, name in changed) == ["contribution", "end", "title_en"]
    assert {new for _old, new in changed.values()} == {"Three trainers", "2029", "Passenger data, again"}


def _edit(cast: Cast, survivor: Project) -> None:
    """A value that the merge took over is edited, one that it left as well; a partner joins, another brings more."""
    values = {"title_en": "Passenger data, again", "end": "2029"}
    project_update(actor=SYSTEM, record=survivor, version=survivor.version, values=values)
    partner_create(actor=SYSTEM, values={"project": survivor, "entity": cast.entities["DCO"], "role": "supporting"})
    row = ProjectPartner.objects.live().get(project=survivor, entity__code="CTED")
    partner_update(actor=SYSTEM, record=row, version=row.version, values={"contribution": "Three trainers"})


def test_the_survivor_has_what_both_had(cast: Cast) -> None:
    two = two_projects(cast)
    merge(two.survivor, two.retired)
    assert _codes(two.survivor, "countries") == ["Kenya", "Uganda"]
    assert [len(_codes(two.survivor, name)) for name in ("themes", "requests", "recommendations")] == [2, 2, 2]
    assert [len(_codes(two.survivor, name)) for name in ("decisions", "action_items", "instruments")] == [2, 2, 2]
    assert two.survivor.documents == ["https://example.org/a", "https://example.org/b"]
    assert (two.survivor.title_en, two.survivor.title_fr) == (
        "Passenger data in Kenya",
        "Données des passagers au Kenya",
    )
    assert (two.survivor.start, two.survivor.end, two.survivor.budget_money.amount) == ("2025", "2027", 900)
    assert [part.title for part in two.survivor.parts.live()] == ["Course in Nairobi"]
    assert two.survivor.planned_as == two.around["planned"]


def test_the_retired_project_is_archived_leads_to_the_survivor_and_says_what_it_said(cast: Cast) -> None:
    two = two_projects(cast)
    merge(two.survivor, two.retired)
    assert two.retired.merged_into == two.survivor
    assert two.retired.archive_reason == "Merged into “P-1 · Passenger data in Kenya”. One is a copy of the other."
    assert (two.retired.code, two.retired.title_en, two.retired.lead.code) == ("P-2", "PNR, Kenya", "WCO")
    assert len(_codes(two.retired, "themes")) == 2


def test_a_merged_project_is_restored_by_undoing_alone(cast: Cast) -> None:
    two = two_projects(cast)
    merge(two.survivor, two.retired)
    with pytest.raises(ValidationError, match="Undo the merge"):
        project_restore(actor=SYSTEM, record=two.retired, version=two.retired.version)


def test_each_touched_row_has_one_step_of_version_and_one_row_of_history(cast: Cast) -> None:
    two = two_projects(cast)
    versions = everything(versions=True)
    merged = merge(two.survivor, two.retired)
    after = everything(versions=True)
    touched = {(change.model, change.row_key) for change in merged.changes.all()}
    assert len(touched) == 8
    for label, key in touched - {("workinggroups.project", two.survivor.pk)}:
        name = apps.get_model(label)._meta.label
        assert after[name][key]["version"] == versions[name][key]["version"] + 1, (label, key)
    for label, key in touched:
        model: Any = apps.get_model(label)
        assert model.history.filter(id=key, operation=merged.operation).count() == 1


def test_no_version_of_the_retired_project_fits_the_survivor_to_which_it_leads(cast: Cast) -> None:
    two = two_projects(cast)
    for title in ("Again", "And again"):
        project_update(actor=SYSTEM, record=two.retired, version=two.retired.version, values={"title_en": title})
        two.retired.refresh_from_db()
    merge(two.survivor, two.retired)
    assert two.survivor.version > two.retired.version


# --- Leads and partners -----------------------------------------------------------------------------------------------


def test_the_lead_of_the_retired_project_becomes_a_joint_partner(cast: Cast) -> None:
    two = two_projects(cast)
    merge(two.survivor, two.retired)
    assert _partners(two.survivor) == {"UNODC": "lead", "CTED": "joint", "WCO": "joint", "UNDP": "supporting"}


def test_a_lead_without_a_row_among_the_partners_gets_one_which_undoing_archives(cast: Cast) -> None:
    survivor, retired = project_make(cast, "One"), project_make(cast, "Two", "WCO", source="Letter", evidence="record")
    merged = merge(survivor, retired)
    row = ProjectPartner.objects.get(project=survivor)
    assert (row.entity.code, row.role, row.source) == ("WCO", PartnerRole.JOINT, "Letter")
    assert row.history.get().history_type == "+"
    undo(merged)
    row.refresh_from_db()
    assert row.is_archived


def test_a_row_that_the_merge_added_stays_when_somebody_worked_on_it(cast: Cast) -> None:
    survivor, retired = project_make(cast, "One"), project_make(cast, "Two", "WCO")
    merged = merge(survivor, retired)
    row = ProjectPartner.objects.get(project=survivor)
    partner_update(actor=SYSTEM, record=row, version=row.version, values={"contribution": "A room"})
    assert [each.row for each in services.undo_look(actor=SYSTEM, merge=merged).conflicts] == [str(row)]
    undo(merged)
    row.refresh_from_db()
    assert not row.is_archived


def test_the_lead_of_the_retired_project_can_be_taken(cast: Cast) -> None:
    two = two_projects(cast)
    merged = merge(two.survivor, two.retired, lead="retired")
    assert _partners(two.survivor) == {"UNODC": "joint", "CTED": "joint", "WCO": "lead", "UNDP": "supporting"}
    undo(merged)
    assert _partners(two.survivor) == {"UNODC": "lead", "CTED": "not_known"}


def test_shares_above_the_budget_are_settled_first(cast: Cast) -> None:
    survivor = project_make(cast, "One", budget=Decimal(100), budget_currency="USD")
    retired = project_make(cast, "Two", budget=Decimal(300), budget_currency="USD")
    partner_make(cast, retired, "WCO", share=Decimal(200), currency="USD")
    assert plan(survivor, retired).problems == (
        "The shares of the partners come to more than this budget. Correct them first.",
    )
    assert plan(survivor, retired, budget="retired").problems == ()


def test_one_that_is_part_of_the_other_is_not_the_same(cast: Cast) -> None:
    whole = project_make(cast, "Whole", kind="programme")
    part = project_make(cast, "Part", kind="project", parent=whole)
    assert len(plan(whole, part).problems) == 2


def test_the_lead_group_that_is_not_taken_contributes(cast: Cast) -> None:
    two = two_projects(cast)
    merge(two.survivor, two.retired, group="retired")
    assert (two.survivor.group.code, _codes(two.survivor, "contributing_groups")) == ("pcve", ["Group border"])


def test_a_lead_group_that_contributed_to_the_other_stands_once(cast: Cast) -> None:
    border, pcve = cast.groups["border"], cast.groups["pcve"]
    survivor = project_make(cast, "One", group=border, contributing_groups=[pcve], visibility="all")
    retired = project_make(cast, "Two", group=pcve, contributing_groups=[border], visibility="all")
    merge(survivor, retired)
    assert _codes(survivor, "contributing_groups") == ["Group pcve"]


# --- Money ------------------------------------------------------------------------------------------------------------


def _totals() -> dict[str, int]:
    """Minor units allocated, by the title of the project that stands for the one which was posted."""
    rows = Allocation.objects.annotate(stands=Coalesce(F("project__merged_into__code"), F("project__code")))
    return dict(rows.order_by("stands").values_list("stands").annotate(total=Sum("amount")))


def test_money_stays_as_it_was_posted_and_its_totals_with_the_survivor_are_those_of_both(cast: Cast) -> None:
    two = two_projects(cast)
    before, posted = _totals(), list(Allocation.objects.order_by("pk").values())
    assert before == {"P-1": 25000, "P-2": 40000}
    merged = merge(two.survivor, two.retired)
    assert _totals() == {"P-1": 65000}
    assert list(Allocation.objects.order_by("pk").values()) == posted
    undo(merged)
    assert _totals() == before


def test_the_plan_tells_which_money_stays(cast: Cast) -> None:
    two = two_projects(cast)
    (staying,) = plan(two.survivor, two.retired).staying
    assert (staying.model, staying.field, staying.count) == ("funding.allocation", "project", 1)
