"""Projects stand in a tree, under groups and in places that fit; the lead entity's focal point keeps its own."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused
from tests.cast import SYSTEM, group_make
from tests.projects.ground import BY_MAIL, alternate_of, hide, instrument_make, partner_make, places, project_make
from workinggroups.groups.models import GroupKind
from workinggroups.projects.models import Project
from workinggroups.projects.services.partners import partner_archive, partner_update
from workinggroups.projects.services.projects import project_archive, project_create, project_restore, project_update

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _change(project: Project, actor: Viewer = SYSTEM, **values: Any) -> Project:
    return project_update(actor=actor, record=project, version=project.version, values=values)


def _wrong(project: Project, actor: Viewer = SYSTEM, **values: Any) -> dict[str, list[str]]:
    """What is said, field by field, of a change that cannot be stored."""
    with pytest.raises(ValidationError) as caught:
        _change(project, actor, **values)
    return caught.value.message_dict


# --- The tree ---------------------------------------------------------------------------------------------------------


def test_a_programme_holds_projects_and_activities_and_a_project_activities(cast: Cast) -> None:
    programme = project_make(cast, kind="programme")
    project = project_make(cast, parent=programme)
    assert project_make(cast, kind="activity", parent=project).parent == project
    assert project_make(cast, kind="activity", parent=programme).parent == programme


@pytest.mark.parametrize(("kind", "below"), [("project", "project"), ("activity", "project"), ("activity", "activity")])
def test_nothing_is_part_of_what_is_not_wider(kind: str, below: str, cast: Cast) -> None:
    parent = project_make(cast, kind=kind)
    with pytest.raises(ValidationError, match="part of a programme"):
        project_make(cast, kind=below, parent=parent)


def test_a_programme_is_part_of_nothing(cast: Cast) -> None:
    programme = project_make(cast, kind="programme")
    with pytest.raises(ValidationError, match="part of nothing"):
        project_make(cast, kind="programme", parent=programme)


def test_nothing_is_part_of_itself_or_of_its_own_part(cast: Cast) -> None:
    project = project_make(cast)
    activity = project_make(cast, kind="activity", parent=project)
    assert "parent" in _wrong(project, parent=project)
    assert "parent" in _wrong(project, parent=activity)


def test_what_has_parts_keeps_a_kind_that_is_wider_than_theirs(cast: Cast) -> None:
    programme = project_make(cast, kind="programme")
    part = project_make(cast, parent=programme)
    assert "need a wider kind" in _wrong(programme, kind="project")["kind"][0]
    project_archive(actor=SYSTEM, record=part, version=1, reason="Entered twice")
    assert _change(programme, kind="project").kind == "project"


def test_a_part_comes_back_from_the_archive_only_below_a_wider_kind(cast: Cast) -> None:
    programme = project_make(cast, kind="programme")
    part = project_make(cast, parent=programme)
    project_archive(actor=SYSTEM, record=part, version=1, reason="Entered twice")
    _change(programme, kind="project")
    with pytest.raises(ValidationError, match="part of a programme"):
        project_restore(actor=SYSTEM, record=part, version=2)


# --- Groups, instruments, places --------------------------------------------------------------------------------------


def test_an_advisory_body_advises_a_programme_and_leads_nothing(cast: Cast) -> None:
    body = group_make("advisers", GroupKind.ADVISORY_BODY)
    assert project_make(cast, kind="programme", advisory_body=body).advisory_body == body
    with pytest.raises(ValidationError, match="leads no project"):
        project_make(cast, group=body)
    with pytest.raises(ValidationError, match="Only a programme"):
        project_make(cast, advisory_body=body)
    with pytest.raises(ValidationError, match="Advisory body"):
        project_make(cast, kind="programme", advisory_body=cast.groups["border"])


def test_a_group_of_the_task_force_may_have_led_a_project(cast: Cast) -> None:
    old = group_make("old-border", GroupKind.PREDECESSOR, "2006")
    assert project_make(cast, group=old, start="2010").group == old


def test_the_lead_group_does_not_stand_among_those_that_contribute(cast: Cast) -> None:
    border, pcve = cast.groups["border"], cast.groups["pcve"]
    with pytest.raises(ValidationError) as caught:
        project_make(cast, group=border, contributing_groups=[border, pcve])
    assert set(caught.value.message_dict) == {"contributing_groups"}


def test_pillars_are_pillars_and_instruments_are_not(cast: Cast) -> None:
    pillar, resolution = instrument_make("II", "pillar"), instrument_make("S/RES/2396")
    with pytest.raises(ValidationError) as caught:
        project_make(cast, pillars=[resolution], instruments=[pillar])
    assert set(caught.value.message_dict) == {"pillars", "instruments"}
    project = project_make(cast, pillars=[pillar], instruments=[resolution])
    assert (project.many("pillars"), project.many("instruments")) == ([pillar], [resolution])


def test_states_are_no_regions_and_regions_no_states(cast: Cast) -> None:
    kenya, central_asia = places("KEN", "143")
    with pytest.raises(ValidationError) as caught:
        project_make(cast, countries=[central_asia], regions=[kenya])
    assert caught.value.message_dict == {
        "countries": ["“Central Asia” is a region: name it among the regions."],
        "regions": ["“Kenya” is a State: name it among the States."],
    }


def test_documents_are_web_addresses(cast: Cast) -> None:
    project = project_make(cast, documents=["https://example.org/report"])
    assert project.documents == ["https://example.org/report"]
    assert "not a web address" in _wrong(project, documents=["page 4"])["documents"][0]
    assert "documents" in _wrong(project, documents={"a": 1})


def test_a_reference_begins_with_a_letter_or_digit_since_it_stands_in_spreadsheets(cast: Cast) -> None:
    assert project_make(cast, code="P001").code == "P001"
    for code in ("=1+1", "-P1", "P1;P2"):
        with pytest.raises(ValidationError, match="letter or a digit"):
            project_make(cast, code=code)


# --- The lead entity and the partners ---------------------------------------------------------------------------------


def test_the_lead_changes_once_no_partner_stands_there_in_another_role(cast: Cast) -> None:
    project = project_make(cast)
    row = partner_make(cast, project, "UNODC", "lead", contribution="Two trainers")
    assert "lead" in _wrong(project, lead=cast.entities["WCO"])
    partner_archive(actor=SYSTEM, record=row, version=1, reason="WCO leads")
    assert _change(project, lead=cast.entities["WCO"]).lead == cast.entities["WCO"]


def test_a_partner_becomes_the_lead_once_its_row_says_so(cast: Cast) -> None:
    project = project_make(cast)
    partner_make(cast, project, "WCO", "supporting")
    assert "Archive that row" in _wrong(project, lead=cast.entities["WCO"])["lead"][0]


def test_a_budget_does_not_fall_below_the_shares_of_the_partners(cast: Cast) -> None:
    project = project_make(cast, budget=Decimal(1000), budget_currency="USD")
    row = partner_make(cast, project, "WCO", share=Decimal(600), currency="USD")
    assert "budget" in _wrong(project, budget=Decimal(500))
    partner_update(actor=SYSTEM, record=row, version=1, values={"share": Decimal(500)})
    assert _change(project, budget=Decimal(500)).budget == 50_000


# --- Who writes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["chair", "vice_chair", "alternate", "chair_pcve", "country_office", "reader"])
def test_others_write_no_project_and_are_told_to_whom_to_turn(persona: str, cast: Cast) -> None:
    project = project_make(cast, group=cast.groups["border"], visibility="all", clearance=BY_MAIL)
    with pytest.raises(Refused, match="focal point of their lead entity and by the secretariat"):
        _change(project, cast.viewer(persona), status="closed")


def test_a_chair_comments_and_a_reader_corrects(cast: Cast) -> None:
    for persona, what in (("chair", "comments"), ("reader", "correction")):
        with pytest.raises(Refused, match=what):
            project_create(actor=cast.viewer(persona), values={})


def test_a_focal_point_enters_and_keeps_the_projects_of_its_entity(cast: Cast) -> None:
    actor = cast.viewer("focal_point")
    project = project_create(actor=actor, values={"title_en": "Own", "lead": cast.entities["UNODC"]})
    assert project.originator == cast.entities["UNODC"]
    assert _change(project, actor, status="ongoing", visibility="all").cleared_by_id == actor.user_id


def test_a_focal_point_writes_nothing_that_another_entity_leads(cast: Cast) -> None:
    actor, foreign = cast.viewer("focal_point"), project_make(cast, lead="WCO", visibility="all", clearance=BY_MAIL)
    with pytest.raises(Refused, match="your own entity leads"):
        _change(foreign, actor, status="closed")
    with pytest.raises(Refused, match="your own entity leads"):
        project_create(actor=actor, values={"title_en": "Foreign", "lead": cast.entities["WCO"]})


def test_a_focal_point_gives_no_project_away_and_takes_none(cast: Cast) -> None:
    actor, own, foreign = cast.viewer("focal_point"), project_make(cast), project_make(cast, lead="WCO")
    with pytest.raises(Refused):
        _change(own, actor, lead=cast.entities["WCO"])
    with pytest.raises(Refused):
        _change(foreign, actor, lead=cast.entities["UNODC"])


def test_an_alternate_keeps_a_project_current_and_never_archives_it(cast: Cast) -> None:
    alternate, project = alternate_of(cast.viewer("focal_point")), project_make(cast)
    assert _change(project, alternate, status="closed").status == "closed"
    with pytest.raises(Refused, match="Alternates prepare"):
        project_archive(actor=alternate, record=project, version=2, reason="Over")
    focal_point = cast.viewer("focal_point")
    assert project_archive(actor=focal_point, record=project, version=2, reason="Entered twice").is_archived


def test_an_alternate_opens_nothing_wider(cast: Cast) -> None:
    alternate, project = alternate_of(cast.viewer("focal_point")), project_make(cast)
    with pytest.raises(Refused, match="not cleared"):
        _change(project, alternate, visibility="all")


# --- What others than the secretariat are not told --------------------------------------------------------------------


def test_a_focal_point_learns_of_no_hidden_project_from_a_reference_that_is_taken(cast: Cast) -> None:
    project_make(cast, lead="WCO", code="P001")
    own, actor = project_make(cast), cast.viewer("focal_point")
    assert _wrong(own, actor, code="P001") == _wrong(own, actor, code="P002")
    assert "References are given by the secretariat" in _wrong(own, actor, code="P001")["code"][0]


def test_a_focal_point_learns_of_no_hidden_part_or_parent_from_another_kind(cast: Cast) -> None:
    actor, programme = cast.viewer("focal_point"), project_make(cast, kind="programme", lead="WCO")
    alone, above, below = project_make(cast), project_make(cast), project_make(cast, parent=programme)
    project_make(cast, kind="activity", parent=above, lead="WCO")
    for kind in ("programme", "activity"):
        answers = [_wrong(project, actor, kind=kind) for project in (alone, above, below)]
        assert answers[0] == answers[1] == answers[2]
        assert "Ask the secretariat" in answers[0]["kind"][0]


def test_a_focal_point_empties_no_reference_that_is_hidden_from_it(cast: Cast) -> None:
    programme = project_make(cast, kind="programme", lead="WCO")
    own = project_make(cast, parent=programme, group=cast.groups["border"])
    hide(cast.groups["border"])
    stored = _change(own, cast.viewer("focal_point"), parent=None, group=None, status="ongoing")
    assert (stored.parent, stored.group_id, stored.status) == (programme, cast.groups["border"].pk, "ongoing")


def test_a_focal_point_empties_a_reference_that_it_sees(cast: Cast) -> None:
    own = project_make(cast, group=cast.groups["border"])
    assert _change(own, cast.viewer("focal_point"), group=None).group is None


# --- Clearance --------------------------------------------------------------------------------------------------------


def test_one_more_group_reads_what_is_open_to_groups_only_with_clearance(cast: Cast) -> None:
    border, pcve = cast.groups["border"], cast.groups["pcve"]
    values = {"originator": cast.entities["UNODC"], "visibility": "group", "clearance": BY_MAIL}
    project = project_make(cast, group=border, **values)
    for change in ({"group": pcve}, {"contributing_groups": [pcve]}):
        with pytest.raises(Refused, match="has not cleared wider sharing"):
            _change(project, **change)
    stored = _change(project, contributing_groups=[pcve], clearance="E-mail of 4 May 2026")
    assert stored.cleared_at > project.cleared_at
    assert _change(stored, contributing_groups=[], group=pcve).group == pcve


def test_a_group_joins_freely_what_nobody_or_everybody_reads(cast: Cast) -> None:
    values = {"originator": cast.entities["UNODC"], "clearance": BY_MAIL}
    for visibility in ("secretariat", "all"):
        project = project_make(cast, visibility=visibility, **values)
        assert _change(project, group=cast.groups["border"]).group == cast.groups["border"]


def test_a_project_is_open_to_the_originator_and_the_secretariat_unless_somebody_says_otherwise(cast: Cast) -> None:
    assert project_make(cast).visibility == "secretariat"
