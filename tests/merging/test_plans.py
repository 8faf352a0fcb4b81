"""What a plan tells, and the token with which it is confirmed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Conflict, Refused, StaleVersion
from compact.kernel.operations import Operation
from compact.merging import services
from compact.merging.models import Merge
from compact.merging.plans import plan_make, plan_open, plan_sign
from tests.cast import SYSTEM
from tests.merging.ground import REASON, everything, merge, plan, two_projects
from tests.projects.ground import partner_make, project_make
from workinggroups.projects.services.projects import project_archive, project_update

if TYPE_CHECKING:
    from tests.cast import Cast


def test_a_plan_changes_nothing(cast: Cast) -> None:
    two = two_projects(cast)
    before, operations = everything(versions=True), Operation.objects.count()
    assert plan(two.survivor, two.retired).is_possible
    assert everything(versions=True) == before
    assert (Operation.objects.count(), Merge.objects.count()) == (operations, 0)


def test_the_deed_is_what_the_plan_told(cast: Cast) -> None:
    two = two_projects(cast)
    told = plan(two.survivor, two.retired)
    merged = merge(two.survivor, two.retired)
    done = [(each.kind, each.field) for each in merged.changes.all()]
    left_out = {"archive_reason", "merged_into", "currency"}
    assert [change.change for change in told.changes] == [kind for kind, field in done if field not in left_out]


def test_a_plan_tells_both_values_and_which_is_taken(cast: Cast) -> None:
    two = two_projects(cast)
    fields = {each.name: each for each in plan(two.survivor, two.retired, code="retired").fields}
    assert (fields["code"].survivor, fields["code"].retired, fields["code"].chosen) == ("P-1", "P-2", "retired")
    assert not fields["code"].is_default
    assert (fields["end"].survivor, fields["end"].retired, fields["end"].chosen) == ("–", "2027", "retired")
    assert fields["end"].is_default
    assert fields["budget"].names == ("budget", "budget_currency", "budget_basis", "budget_note")
    assert (fields["budget"].survivor, fields["kind"].differs) == ("USD 900; Budget; –", False)


def test_a_plan_tells_who_joins_which_set(cast: Cast) -> None:
    two = two_projects(cast)
    sets = {each.name: each for each in plan(two.survivor, two.retired).sets}
    assert (sets["countries"].survivor, sets["countries"].retired) == (("Kenya",), ("Kenya", "Uganda"))
    assert (sets["countries"].joining, sets["documents"].joining) == (("Uganda",), ("https://example.org/b",))


def test_a_plan_counts_what_moves_and_tells_what_clashes(cast: Cast) -> None:
    two = two_projects(cast)
    relations = {(each.model, each.field): each for each in plan(two.survivor, two.retired).relations}
    partners = relations["workinggroups.projectpartner", "project"]
    assert (partners.moving, [each.clash for each in partners.clashes]) == (2, ["combine"])
    assert partners.clashes[0].row.startswith("CTED")
    assert relations["workinggroups.project", "parent"].moving == 1


def test_an_amount_is_told_with_its_currency(cast: Cast) -> None:
    two = two_projects(cast)
    told = [each for each in plan(two.survivor, two.retired).changes if each.field == "budget share"]
    assert [(each.before, each.after) for each in told] == [("–", "USD 100")]


def test_a_choice_that_does_not_exist_is_an_error(cast: Cast) -> None:
    two = two_projects(cast)
    with pytest.raises(ValidationError, match="no choice “uid”"):
        plan(two.survivor, two.retired, uid="retired")
    with pytest.raises(ValidationError, match="Choose “survivor” or “retired”"):
        plan(two.survivor, two.retired, code="neither")  # type: ignore[arg-type]  # on purpose


def test_others_than_the_secretariat_plan_and_merge_nothing(cast: Cast) -> None:
    two = two_projects(cast)
    token = plan_sign(plan(two.survivor, two.retired), SYSTEM)
    for persona in ("chair", "focal_point", "reader"):
        with pytest.raises(Refused, match="Only the secretariat merges"):
            plan(two.survivor, two.retired, cast.viewer(persona))
        with pytest.raises(Refused, match="Only the secretariat merges"):
            services.merge(actor=cast.viewer(persona), token=token, reason=REASON)


def test_two_kinds_of_record_are_not_merged(cast: Cast) -> None:
    two = two_projects(cast)
    with pytest.raises(ValidationError, match="one kind"):
        plan_make(actor=SYSTEM, survivor=two.survivor, retired=cast.entities["WCO"], choices={})


def test_a_record_is_not_merged_with_itself(cast: Cast) -> None:
    project = project_make(cast)
    assert plan(project, project).problems == ("This is one and the same record. Choose another one.",)


def test_archived_and_merged_records_are_not_merged(cast: Cast) -> None:
    one, other, third = (project_make(cast, title) for title in ("One", "Other", "Third"))
    merge(one, other)
    assert plan(third, other).problems == ("“Other” was merged into “One” already. Choose that one.",)
    project_archive(actor=SYSTEM, record=third, version=third.version, reason="Over")
    assert plan(one, third).problems == ("“Third” is archived. Restore it first, or choose another one.",)


# --- The token --------------------------------------------------------------------------------------------------------


def test_a_plan_holds_for_a_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    token = plan_sign(plan(project_make(cast, "One"), project_make(cast, "Two")), SYSTEM)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 23 * 3600)
    assert plan_open(token, SYSTEM)
    monkeypatch.setattr(time, "time", lambda: now + 25 * 3600)
    with pytest.raises(ValidationError, match="a day old"):
        plan_open(token, SYSTEM)


def test_a_plan_that_was_not_made_here_is_refused(cast: Cast) -> None:
    token = plan_sign(plan(project_make(cast, "One"), project_make(cast, "Two")), SYSTEM)
    with pytest.raises(ValidationError, match="no plan"):
        plan_open(f"{token}x", SYSTEM)


def test_a_plan_is_good_for_whoever_made_it(cast: Cast) -> None:
    token = plan_sign(plan(project_make(cast, "One"), project_make(cast, "Two")), SYSTEM)
    with pytest.raises(Refused, match="Somebody else planned"):
        services.merge(actor=cast.viewer("secretariat"), token=token, reason=REASON)


def test_a_plan_holds_the_choices_and_the_clearance(cast: Cast) -> None:
    one, other = project_make(cast, "One"), project_make(cast, "Two")
    opened = plan_open(plan_sign(plan(one, other, clearance="By mail", title_en="retired"), SYSTEM), SYSTEM)
    assert (opened.survivor, opened.retired, opened.clearance) == (one, other, "By mail")
    assert (opened.choices["title_en"], opened.choices["code"]) == ("retired", "survivor")


@pytest.mark.parametrize("which", ["survivor", "retired"])
def test_a_merge_is_refused_when_one_of_the_two_changed_since(cast: Cast, which: str) -> None:
    two = two_projects(cast)
    token = plan_sign(plan(two.survivor, two.retired), SYSTEM)
    row = getattr(two, which)
    project_update(actor=SYSTEM, record=row, version=row.version, values={"title_en": "New"})
    with pytest.raises(StaleVersion) as caught:
        services.merge(actor=SYSTEM, token=token, reason=REASON)
    assert (caught.value.current, caught.value.submitted["code"]) == (row, "survivor")
    assert Merge.objects.count() == 0


def test_a_merge_is_refused_when_it_would_change_something_that_was_not_shown(cast: Cast) -> None:
    two = two_projects(cast)
    token = plan_sign(plan(two.survivor, two.retired), SYSTEM)
    partner_make(cast, two.retired, "DCO")
    with pytest.raises(Conflict):
        services.merge(actor=SYSTEM, token=token, reason=REASON)


def test_a_plan_is_carried_out_once(cast: Cast) -> None:
    two = two_projects(cast)
    token = plan_sign(plan(two.survivor, two.retired), SYSTEM)
    services.merge(actor=SYSTEM, token=token, reason=REASON)
    with pytest.raises(StaleVersion):
        services.merge(actor=SYSTEM, token=token, reason=REASON)


def test_a_merge_needs_a_reason_and_so_does_its_undoing(cast: Cast) -> None:
    two = two_projects(cast)
    token = plan_sign(plan(two.survivor, two.retired), SYSTEM)
    with pytest.raises(ValidationError, match="Say why"):
        services.merge(actor=SYSTEM, token=token, reason=" ")
    merged = services.merge(actor=SYSTEM, token=token, reason=REASON)
    with pytest.raises(ValidationError, match="Say why"):
        services.merge_undo(actor=SYSTEM, merge=merged, version=merged.version, reason="")


def test_a_plan_with_problems_is_not_carried_out(cast: Cast) -> None:
    one, other = project_make(cast, "One"), project_make(cast, "Two", kind="activity")
    made = plan(one, other)
    with pytest.raises(ValidationError, match="Correct the kind"):
        services.merge(actor=SYSTEM, token=plan_sign(made, SYSTEM), reason=REASON)
