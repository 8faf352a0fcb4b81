"""Who finds a project: its groups, its lead, its originator, the country office where it works; nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cast import PERSONAS
from tests.projects.ground import BY_MAIL, alternate_of, entity_hide, hide, partner_make, places, project_make
from workinggroups.projects.models import Project, ProjectPartner

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

pytestmark = pytest.mark.django_db

KEEPERS = {"superuser", "secretariat"}
OPEN = {"visibility": "all", "clearance": BY_MAIL}
IN_GROUP = {"visibility": "group", "clearance": BY_MAIL}


def _who_sees(cast: Cast, project: Project) -> set[str]:
    """The personas that find the project besides the secretariat."""
    rows = Project.objects.filter(pk=project.pk)
    return {persona for persona in PERSONAS if rows.visible_to(cast.viewer(persona)).exists()} - KEEPERS


def test_a_project_that_is_not_cleared_is_seen_by_its_lead_alone(cast: Cast) -> None:
    assert _who_sees(cast, project_make(cast, group=cast.groups["border"])) == {"focal_point"}
    assert _who_sees(cast, project_make(cast, lead="DCO", group=cast.groups["border"])) == set()


def test_the_alternate_of_the_lead_sees_it_too(cast: Cast) -> None:
    project_make(cast)
    assert Project.objects.visible_to(alternate_of(cast.viewer("focal_point"))).count() == 1


def test_the_originator_sees_what_it_told_of_another_entity(cast: Cast) -> None:
    project = project_make(cast, lead="DCO", originator=cast.entities["UNDP"])
    assert _who_sees(cast, project) == {"chair_pcve"}


def test_the_lead_group_and_a_contributing_group_see_what_is_cleared_for_groups(cast: Cast) -> None:
    border, pcve = cast.groups["border"], cast.groups["pcve"]
    of_border = {"chair", "vice_chair", "alternate"}
    assert _who_sees(cast, project_make(cast, lead="DCO", group=border, **IN_GROUP)) == of_border
    both = project_make(cast, lead="DCO", group=border, contributing_groups=[pcve], **IN_GROUP)
    assert _who_sees(cast, both) == {*of_border, "chair_pcve"}


def test_a_project_of_two_groups_of_one_viewer_is_found_once(cast: Cast) -> None:
    border, pcve = cast.groups["border"], cast.groups["pcve"]
    project_make(cast, lead="DCO", contributing_groups=[border, pcve], **OPEN)
    assert Project.objects.visible_to(cast.viewer("chair")).count() == 1


def test_all_see_what_is_cleared_for_all_and_a_country_office_only_its_country(cast: Cast) -> None:
    everybody = set(PERSONAS) - KEEPERS
    assert _who_sees(cast, project_make(cast, lead="DCO", **OPEN)) == everybody - {"country_office"}
    assert _who_sees(cast, project_make(cast, lead="DCO", countries=places("KEN", "SOM"), **OPEN)) == everybody


@pytest.mark.parametrize(("region", "seen"), [("014", True), ("202", True), ("002", True), ("143", False)])
def test_a_country_office_sees_what_names_a_region_around_it(region: str, seen: bool, cast: Cast) -> None:
    project = project_make(cast, lead="DCO", regions=places(region), **OPEN)
    assert ("country_office" in _who_sees(cast, project)) is seen


def test_a_country_office_sees_nothing_in_its_country_that_is_not_cleared_for_all(cast: Cast) -> None:
    values: dict[str, Any] = {"group": cast.groups["border"], "countries": places("KEN")}
    assert "country_office" not in _who_sees(cast, project_make(cast, **values, **IN_GROUP))
    assert "country_office" not in _who_sees(cast, project_make(cast, **values))


def test_what_a_hidden_entity_leads_is_hidden_as_well(cast: Cast) -> None:
    project = project_make(cast, lead="DCO", **OPEN)
    entity_hide(cast, "DCO")
    assert _who_sees(cast, project) == set()


def test_an_archived_project_is_the_secretariat_s_alone(cast: Cast) -> None:
    project = project_make(cast, **OPEN)
    Project.objects.filter(pk=project.pk).update(archived_at="2026-01-01T00:00:00Z")
    assert _who_sees(cast, project) == set()


def test_a_partner_is_seen_with_its_project_and_its_entity(cast: Cast) -> None:
    project = project_make(cast, lead="DCO", **OPEN)
    partner_make(cast, project, "WCO")
    reader = cast.viewer("reader")
    assert ProjectPartner.objects.visible_to(reader).count() == 1
    entity_hide(cast, "WCO")
    assert ProjectPartner.objects.visible_to(reader).count() == 0
    assert ProjectPartner.objects.visible_to(cast.viewer("chair")).count() == 1
    hide(project)
    assert ProjectPartner.objects.visible_to(cast.viewer("chair")).count() == 0


def test_a_partner_in_a_project_that_is_not_cleared_does_not_see_it(cast: Cast) -> None:
    partner_make(cast, project_make(cast), "UNDP", contribution="Two trainers")
    assert not Project.objects.visible_to(cast.viewer("chair_pcve")).exists()


# --- What stands around a project that is seen ------------------------------------------------------------------------


def _read(client: APIClient, project: Project) -> dict[str, Any]:
    body: dict[str, Any] = client.get(f"/api/v1/projects/{project.uid}/").json()
    return body


def test_a_hidden_programme_is_not_told_to_those_who_see_its_part(cast: Cast, api: Callable[[str], APIClient]) -> None:
    programme = project_make(cast, "The secret programme", kind="programme", code="P001")
    part = project_make(cast, parent=programme, **OPEN)
    seen = _read(api("reader"), part)
    assert (seen["parent"], seen["parent_code"], seen["parent_name"]) == (None, None, None)
    assert _read(api("secretariat"), part)["parent_code"] == "P001"


def test_a_hidden_partner_is_in_no_list_of_codes(cast: Cast, api: Callable[[str], APIClient]) -> None:
    project = project_make(cast, **OPEN)
    partner_make(cast, project, "WCO")
    partner_make(cast, project, "UNDP")
    assert _read(api("reader"), project)["partner_codes"] == ["UNDP", "WCO"]
    entity_hide(cast, "WCO")
    assert _read(api("reader"), project)["partner_codes"] == ["UNDP"]
    assert _read(api("secretariat"), project)["partner_codes"] == ["UNDP", "WCO"]


def test_a_hidden_group_is_not_told(cast: Cast, api: Callable[[str], APIClient]) -> None:
    border, pcve = cast.groups["border"], cast.groups["pcve"]
    project = project_make(cast, group=border, contributing_groups=[pcve], **OPEN)
    for group in (border, pcve):
        hide(group)
    seen = _read(api("reader"), project)
    assert (seen["group"], seen["group_code"], seen["contributing_groups_codes"]) == (None, None, [])
