"""Partners stay with their project, its lead says that it leads, and shares never come to more than the budget."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused
from tests.cast import SYSTEM
from tests.projects.ground import BY_MAIL, alternate_of, entity_hide, partner_make, project_make
from workinggroups.projects.joint import Joint, joint_case, joint_of
from workinggroups.projects.models import Project, ProjectPartner
from workinggroups.projects.services.partners import partner_archive, partner_create, partner_restore, partner_update

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from tests.cast import Cast

pytestmark = pytest.mark.django_db

USD = {"currency": "USD"}


def _change(partner: ProjectPartner, actor: Viewer = SYSTEM, **values: Any) -> ProjectPartner:
    return partner_update(actor=actor, record=partner, version=partner.version, values=values)


def _joint(project: Project, viewer: Viewer = SYSTEM) -> str:
    """How far the project is joint, by the database; Python says the same."""
    found: str = Project.objects.annotate(found=joint_case(viewer)).get(pk=project.pk).found
    assert joint_of(viewer, project) == found
    return found


def test_the_lead_entity_is_named_as_such_and_nobody_else(cast: Cast) -> None:
    project = project_make(cast)
    with pytest.raises(ValidationError, match="This entity leads the project"):
        partner_make(cast, project, "UNODC", "joint")
    with pytest.raises(ValidationError, match="Another entity leads"):
        partner_make(cast, project, "WCO", "lead")
    assert partner_make(cast, project, "UNODC", "lead").role == "lead"


def test_an_entity_is_a_partner_once(cast: Cast) -> None:
    project = project_make(cast)
    row = partner_make(cast, project, "WCO")
    with pytest.raises(ValidationError, match="partner of the project already"):
        partner_make(cast, project, "WCO", "supporting")
    partner_archive(actor=SYSTEM, record=row, version=1, reason="Entered twice")
    partner_make(cast, project, "WCO", "supporting")
    with pytest.raises(ValidationError, match="partner of the project already"):
        partner_restore(actor=SYSTEM, record=row, version=2)


def test_a_partner_stays_with_its_project(cast: Cast) -> None:
    row = partner_make(cast, project_make(cast), "WCO")
    with pytest.raises(ValidationError, match="stays with its project"):
        _change(row, project=project_make(cast, "Other"))


def test_shares_come_to_the_budget_and_no_further(cast: Cast) -> None:
    project = project_make(cast, budget=Decimal("1000.00"), budget_currency="USD")
    partner_make(cast, project, "UNODC", "lead", share=Decimal("600.00"), **USD)
    row = partner_make(cast, project, "WCO", share=Decimal("400.00"), **USD)
    with pytest.raises(ValidationError, match="more than the budget"):
        _change(row, share=Decimal("400.01"))
    assert _change(row, share=Decimal("399.99")).share == 39_999


def test_shares_in_another_currency_or_of_an_unknown_budget_are_compared_with_nothing(cast: Cast) -> None:
    project = project_make(cast, budget=Decimal(100), budget_currency="USD")
    assert partner_make(cast, project, "WCO", share=Decimal(500), currency="EUR").share == 50_000
    assert partner_make(cast, project_make(cast), "WCO", share=Decimal(500), currency="USD").share == 50_000


def test_what_is_in_the_archive_does_not_count_until_it_comes_back(cast: Cast) -> None:
    project = project_make(cast, budget=Decimal(100), budget_currency="USD")
    row = partner_make(cast, project, "WCO", share=Decimal(80), **USD)
    partner_archive(actor=SYSTEM, record=row, version=1, reason="Withdrew")
    partner_make(cast, project, "UNDP", share=Decimal(80), **USD)
    with pytest.raises(ValidationError, match="more than the budget"):
        partner_restore(actor=SYSTEM, record=row, version=2)


def test_a_refused_share_tells_nothing_of_partners_that_the_writer_does_not_see(cast: Cast) -> None:
    project = project_make(cast, budget=Decimal(100), budget_currency="USD")
    partner_make(cast, project, "WCO", share=Decimal(80), **USD)
    entity_hide(cast, "WCO")
    focal_point = cast.viewer("focal_point")
    values = {"project": project, "entity": cast.entities["UNDP"], "role": "joint", "share": Decimal(50), **USD}
    row = partner_create(actor=focal_point, values=values)
    with pytest.raises(ValidationError, match="more than the budget"):
        _change(row, note="The secretariat sees both", share=Decimal(51))


# --- Who writes -------------------------------------------------------------------------------------------------------


def test_the_focal_point_of_the_lead_keeps_the_partners(cast: Cast) -> None:
    project, actor = project_make(cast), cast.viewer("focal_point")
    row = partner_create(actor=actor, values={"project": project, "entity": cast.entities["WCO"]})
    assert row.role == "not_known"
    assert _change(row, actor, role="implementing").role == "implementing"
    assert partner_archive(actor=actor, record=row, version=2, reason="Hired by another project").is_archived


def test_an_alternate_keeps_partners_and_never_archives_one(cast: Cast) -> None:
    alternate = alternate_of(cast.viewer("focal_point"))
    row = partner_create(actor=alternate, values={"project": project_make(cast), "entity": cast.entities["WCO"]})
    with pytest.raises(Refused, match="Alternates prepare"):
        partner_archive(actor=alternate, record=row, version=1, reason="Withdrew")


def test_a_partner_does_not_write_its_own_row_in_a_project_that_another_leads(cast: Cast) -> None:
    project = project_make(cast, lead="WCO", visibility="all", clearance=BY_MAIL)
    row = partner_make(cast, project, "UNODC")
    with pytest.raises(Refused, match="your own entity leads"):
        _change(row, cast.viewer("focal_point"), role="supporting")


# --- Joint projects ---------------------------------------------------------------------------------------------------


def test_a_project_is_shown_to_be_joint_by_two_that_bring_a_share_or_a_contribution(cast: Cast) -> None:
    project = project_make(cast)
    assert _joint(project) == Joint.NO
    partner_make(cast, project, "UNODC", "lead", share=Decimal(600), **USD)
    assert _joint(project) == Joint.NO
    row = partner_make(cast, project, "WCO", contribution="Two trainers")
    assert _joint(project) == Joint.SHOWN
    partner_archive(actor=SYSTEM, record=row, version=1, reason="Withdrew")
    assert _joint(project) == Joint.NO


def test_a_project_that_is_only_declared_joint_says_so(cast: Cast) -> None:
    project = project_make(cast, declared_joint=True)
    partner_make(cast, project, "WCO")
    partner_make(cast, project, "UNDP", share=Decimal(0), **USD)
    assert _joint(project) == Joint.DECLARED


@pytest.mark.parametrize("role", ["implementing", "supporting", "not_known"])
def test_who_is_hired_by_agreement_or_supports_makes_no_project_joint(role: str, cast: Cast) -> None:
    project = project_make(cast)
    partner_make(cast, project, "UNODC", "lead", contribution="The course")
    partner_make(cast, project, "WCO", role, contribution="Two trainers")
    assert _joint(project) == Joint.NO


def test_a_partner_that_the_viewer_does_not_see_makes_no_project_joint_for_them(cast: Cast) -> None:
    project = project_make(cast, visibility="all", clearance=BY_MAIL)
    partner_make(cast, project, "UNODC", "lead", contribution="The course")
    partner_make(cast, project, "WCO", contribution="Two trainers")
    reader = cast.viewer("reader")
    assert _joint(project, reader) == Joint.SHOWN
    entity_hide(cast, "WCO")
    assert _joint(project, reader) == Joint.NO
    assert _joint(project, cast.viewer("chair")) == Joint.SHOWN
