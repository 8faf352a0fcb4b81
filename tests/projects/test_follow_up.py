"""What was decided about a project and is to be done about it stands with the project, for whoever may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cast import SYSTEM
from tests.meetings.making import decision_make
from tests.projects.ground import BY_MAIL, hide, project_make
from workinggroups.meetings.services.actions import action_item_create

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast
    from workinggroups.meetings.models import ActionItem, Decision
    from workinggroups.projects.models import Project

pytestmark = pytest.mark.django_db

OPEN = {"visibility": "all", "clearance": BY_MAIL}


@pytest.fixture
def decision(cast: Cast) -> Decision:
    """A decision about a project, open to all."""
    return decision_make(cast, subject_kind="project", subject_en="Training", **OPEN)


@pytest.fixture
def action(cast: Cast) -> ActionItem:
    """An action item, open to all."""
    values = {"group": cast.groups["border"], "title": "Send the list", "entity": cast.entities["UNODC"], **OPEN}
    return action_item_create(actor=SYSTEM, values=values)


@pytest.fixture
def project(cast: Cast, decision: Decision, action: ActionItem) -> Project:
    """The project that both are about."""
    return project_make(cast, decisions=[decision], action_items=[action], **OPEN)


def _read(api: Callable[[str], APIClient], project: Project) -> dict[str, list[str]]:
    return api("reader").get(f"/api/v1/projects/{project.uid}/").json()


def test_a_project_names_its_decisions_and_action_items(
    api: Callable[[str], APIClient], project: Project, decision: Decision, action: ActionItem
) -> None:
    read = _read(api, project)
    assert (read["decisions"], read["action_items"]) == ([str(decision.uid)], [str(action.uid)])


@pytest.mark.parametrize("name", ["decision", "action_item"])
def test_projects_are_found_by_what_was_decided_or_is_to_be_done(
    cast: Cast, api: Callable[[str], APIClient], project: Project, decision: Decision, action: ActionItem, name: str
) -> None:
    project_make(cast, "Another", **OPEN)
    wanted = {"decision": decision, "action_item": action}[name]
    rows = api("reader").get("/api/v1/projects/", {name: str(wanted.uid)}).json()["results"]
    assert [row["id"] for row in rows] == [str(project.uid)]


def test_a_hidden_decision_is_named_to_nobody_else(
    api: Callable[[str], APIClient], project: Project, decision: Decision
) -> None:
    hide(decision)
    assert _read(api, project)["decisions"] == []
    assert api("secretariat").get(f"/api/v1/projects/{project.uid}/").json()["decisions"] == [str(decision.uid)]
