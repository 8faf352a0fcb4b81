"""Many projects are cleared or given a lead group in one act, all or none, each by the rules of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.operations import Operation
from compact.kernel.writes import ManyErrors
from tests.cast import SYSTEM
from tests.projects.ground import BY_MAIL, project_make
from workinggroups.projects.models import Project
from workinggroups.projects.services.many import projects_clear, projects_set_group

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _chosen(*projects: Project) -> list[tuple[Project, int]]:
    return [(project, project.version) for project in projects]


def _three(cast: Cast) -> list[Project]:
    """Projects of an originator, open to nobody, to the group, to all."""
    values = {"originator": cast.entities["UNODC"], "group": cast.groups["border"], "clearance": BY_MAIL}
    return [project_make(cast, **values, visibility=each) for each in ("secretariat", "group", "all")]


def _stored(name: str) -> list[object]:
    return list(Project.objects.order_by("pk").values_list(name, flat=True))


# --- Clear for sharing ------------------------------------------------------------------------------------------------


def test_projects_are_cleared_in_one_operation_and_none_is_narrowed(cast: Cast) -> None:
    chosen, before = _chosen(*_three(cast)), Operation.objects.count()
    effects = projects_clear(
        actor=SYSTEM, projects=chosen, visibility="group", clearance="E-mail of 9 May", reason="Asked for"
    )
    assert [bool(each.after) for each in effects] == [True, False, False]
    assert _stored("visibility") == ["group", "group", "all"]
    assert _stored("clearance") == ["E-mail of 9 May", BY_MAIL, BY_MAIL]
    assert Operation.objects.count() == before + 1
    assert Operation.objects.get(number=before + 1).reason == "Asked for"


def test_without_the_originator_s_clearance_none_is_opened_and_each_problem_has_its_place(cast: Cast) -> None:
    own = project_make(cast)
    narrow = _three(cast)[0]
    Project.objects.filter(pk=narrow.pk).update(clearance="")
    with pytest.raises(ManyErrors) as caught:
        projects_clear(actor=SYSTEM, projects=_chosen(own, narrow), visibility="all", clearance="")
    assert list(caught.value.rows) == [1]
    assert "UNODC has not cleared wider sharing" in caught.value.rows[1].messages[0]
    assert _stored("visibility")[0] == "secretariat"


def test_a_project_that_changed_meanwhile_stops_the_act(cast: Cast) -> None:
    first, second = project_make(cast), project_make(cast)
    with pytest.raises(ManyErrors, match="Somebody else changed"):
        projects_clear(actor=SYSTEM, projects=[(first, 1), (second, 7)], visibility="all", clearance=BY_MAIL)
    assert set(_stored("visibility")) == {"secretariat"}


@pytest.mark.parametrize("visibility", ["secretariat", "everybody", ""])
def test_clearing_means_opening(visibility: str, cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Choose the group or all entities"):
        projects_clear(actor=SYSTEM, projects=_chosen(project_make(cast)), visibility=visibility, clearance=BY_MAIL)


def test_who_may_not_write_one_of_them_clears_none(cast: Cast) -> None:
    own, foreign = project_make(cast, originator=cast.entities["UNODC"]), project_make(cast, lead="WCO")
    actor = cast.viewer("focal_point")
    with pytest.raises(ManyErrors, match="your own entity leads"):
        projects_clear(actor=actor, projects=_chosen(own, foreign), visibility="all", clearance="")
    assert set(_stored("visibility")) == {"secretariat"}
    projects_clear(actor=actor, projects=_chosen(own), visibility="all", clearance="")
    assert _stored("visibility") == ["all", "secretariat"]


# --- Lead group -------------------------------------------------------------------------------------------------------


def test_projects_get_a_lead_group_that_contributes_no_more(cast: Cast) -> None:
    border, pcve = cast.groups["border"], cast.groups["pcve"]
    contributed = project_make(cast, group=border, contributing_groups=[pcve])
    bare, done = project_make(cast), project_make(cast, group=pcve)
    effects = projects_set_group(actor=SYSTEM, projects=_chosen(contributed, bare, done), group=pcve)
    assert [each.after and each.after.group for each in effects] == [pcve, pcve, None]
    contributed.refresh_from_db()
    assert (contributed.group, contributed.many("contributing_groups")) == (pcve, [])


def test_projects_lose_their_lead_group(cast: Cast) -> None:
    project = project_make(cast, group=cast.groups["border"])
    projects_set_group(actor=SYSTEM, projects=_chosen(project), group=None)
    assert _stored("group") == [None]


def test_another_group_reads_what_is_open_to_groups_only_with_clearance(cast: Cast) -> None:
    _narrow, in_group, _wide = _three(cast)
    Project.objects.filter(pk=in_group.pk).update(clearance="")
    pcve = cast.groups["pcve"]
    with pytest.raises(ManyErrors, match="not cleared"):
        projects_set_group(actor=SYSTEM, projects=_chosen(in_group), group=pcve)
    projects_set_group(actor=SYSTEM, projects=_chosen(in_group), group=pcve, clearance="E-mail of 9 May")
    in_group.refresh_from_db()
    assert (in_group.group, in_group.clearance) == (pcve, "E-mail of 9 May")


# --- Preview ----------------------------------------------------------------------------------------------------------


def test_a_preview_says_what_would_change_and_what_cannot_and_stores_nothing(cast: Cast) -> None:
    border, pcve = cast.groups["border"], cast.groups["pcve"]
    moved, done = project_make(cast, contributing_groups=[pcve]), project_make(cast, group=pcve)
    late, before = project_make(cast, group=border), Operation.objects.count()
    effects = projects_set_group(actor=SYSTEM, projects=[(moved, 1), (done, 1), (late, 9)], group=pcve, preview=True)
    assert [each.project for each in effects] == [moved, done, late]
    assert [each.after and each.after.group for each in effects] == [pcve, None, None]
    assert [bool(each.problem) for each in effects] == [False, False, True]
    assert _stored("group") == [None, pcve.pk, border.pk]
    assert (_stored("version"), Operation.objects.count()) == ([1, 1, 1], before)
    assert moved.many("contributing_groups") == [pcve]
    assert Project.history.count() == 3
