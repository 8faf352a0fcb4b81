"""What somebody could try on projects and planned activities who means no good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused
from tests.projects.ground import BY_MAIL, hide, project_make
from tests.projects.planned_ground import plan, theme
from workinggroups.projects.services.projects import project_update
from workinggroups.projects.writing import contacts_send

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.django_db

OPEN = {"visibility": "all", "clearance": BY_MAIL}


def update(cast: Cast, project: Any, persona: str = "focal_point", **values: Any) -> Any:
    return project_update(actor=cast.viewer(persona), record=project, version=project.version, values=values)


@pytest.mark.parametrize("step", ["cancel", "become"])
@pytest.mark.parametrize("version", ["9" * 5000, "9" * 30, "-1", "²"])
def test_a_version_that_is_no_number_is_a_stale_one(
    step: str, version: str, cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    """Five thousand digits once ended in a server error: Python converts no text that long."""
    row = plan(cast, "UNODC")
    answer = signed_in("focal_point").post(f"/planned-activities/{row.uid}/{step}/", {"version": version})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.version, row.project_id) == (1, None)


def test_nobody_else_rewrites_how_the_originator_cleared_a_record(cast: Cast) -> None:
    """The lead entity's focal point could, though the record came from somebody else."""
    project = project_make(cast, originator=cast.entities["WCO"], **OPEN)
    with pytest.raises(ValidationError) as caught:
        update(cast, project, clearance="They told me on the phone")
    assert set(caught.value.message_dict) == {"clearance"}
    assert update(cast, project, clearance=BY_MAIL, place_note="Coast").place_note == "Coast"
    assert update(cast, project_make(cast, originator=cast.entities["UNODC"], **OPEN), clearance="We").clearance == "We"


def test_nobody_else_hides_a_project_from_a_group_by_taking_the_group_away(cast: Cast) -> None:
    border, pcve = cast.groups["border"], cast.groups["pcve"]
    values = {"visibility": "group", "clearance": BY_MAIL, "group": border, "contributing_groups": [pcve]}
    project = project_make(cast, originator=cast.entities["WCO"], **values)
    ways: list[dict[str, Any]] = [{"group": None}, {"contributing_groups": []}]
    for taken in (*ways, {"group": pcve, "contributing_groups": []}):
        with pytest.raises(Refused):
            update(cast, project, **taken)
    assert update(cast, project, group=pcve, contributing_groups=[border]).group == pcve
    own = project_make(cast, originator=cast.entities["UNODC"], **values)
    assert update(cast, own, group=None).group is None


def test_a_group_that_the_writer_cannot_see_is_not_taken_away(cast: Cast) -> None:
    """Whoever sends back what they read does not name it; that hides nothing from anybody."""
    values = {"visibility": "group", "clearance": BY_MAIL, "contributing_groups": [cast.groups["pcve"]]}
    project = project_make(cast, originator=cast.entities["WCO"], **values)
    hide(cast.groups["pcve"])
    assert update(cast, project, contributing_groups=[], place_note="Coast").place_note == "Coast"
    assert list(project.contributing_groups.all()) == [cast.groups["pcve"]]


def test_a_mail_names_no_theme_that_its_writer_may_not_see(cast: Cast) -> None:
    """The record’s own name did, where nothing said what is planned."""
    shown, hidden = theme("seen"), theme("hidden", name_en="Zanzibarite")
    rows = [plan(cast, "WCO", theme=each, contact_email="desk@example.org") for each in (shown, hidden)]
    hide(hidden)
    sender = cast.users["focal_point"]
    contacts_send(actor=cast.viewer("focal_point"), sender=sender, activities=rows, subject="Plans", body="Hello")
    assert "Theme seen" in mail.outbox[0].body
    assert "Zanzibarite" not in mail.outbox[0].body
