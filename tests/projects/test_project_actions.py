"""Many projects at once from the staff's list: shown before anything is stored, then all of it or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.messages import get_messages

from compact.kernel.operations import Operation
from compact.kernel.visibility import Visibility
from tests.cast import SYSTEM
from tests.projects.screens import LIST, project_made
from workinggroups.projects.models import Project
from workinggroups.projects.services.projects import projects

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _chosen(*rows: Project, action: str = "clear_selected", **values: Any) -> dict[str, Any]:
    """What the list sends, and then the page."""
    sent = {"action": action, "_selected_action": [row.pk for row in rows]}
    return sent | {f"version_{row.pk}": row.version for row in rows} | values


def _seen(answer: Any) -> dict[str, tuple[str, str, str]]:
    """What the page says of each project: now, then, why not."""
    return {line.project.title: (line.before, line.after, line.problem) for line in answer.context["lines"]}


def _told(answer: Any) -> list[str]:
    return [str(each) for each in get_messages(answer.wsgi_request)]


def _clearing(staff: Client, *rows: Project, **values: Any) -> Any:
    """The page after “show what would happen”, and what is sent from there to confirm."""
    sent = _chosen(*rows, visibility="all", clearance="", reason="", step="preview") | values
    shown = staff.post(LIST, sent)
    return shown, sent | {"step": "confirm", "seen": shown.context["seen"]}


def test_the_page_shows_at_once_who_has_not_cleared_and_stores_nothing(cast: Cast, staff: Client) -> None:
    ours = project_made(cast, "Ours")
    theirs = project_made(cast, "Theirs", originator=cast.entities["WCO"])
    opened = project_made(cast, "Open", visibility="all")
    answer = staff.post(LIST, _chosen(ours, theirs, opened))
    seen, before = _seen(answer), str(Visibility.SECRETARIAT.label)
    assert seen["Ours"] == (before, "All entities", "")
    assert seen["Open"] == ("All entities", "", "")
    assert seen["Theirs"][2].startswith("WCO has not cleared wider sharing.")
    assert set(Project.objects.values_list("title_en", "visibility")) == {
        ("Ours", "secretariat"),
        ("Theirs", "secretariat"),
        ("Open", "all"),
    }
    assert [line.ticked for line in answer.context["lines"]] == [True, False, False], "what cannot be takes no part"


def test_projects_are_cleared_as_one_act_with_the_clearance_and_the_reason(cast: Cast, staff: Client) -> None:
    rows = [project_made(cast, f"Project {n}", originator=cast.entities["WCO"]) for n in range(3)]
    shown, sent = _clearing(staff, *rows, clearance="E-mail of 3 May", reason="For the Committee")
    assert [line.problem for line in shown.context["lines"]] == ["", "", ""]
    answer = staff.post(LIST, sent)
    assert (answer.status_code, _told(answer)) == (302, ["3 projects are cleared."])
    stored = list(Project.objects.all())
    assert {(row.visibility, row.clearance, row.version) for row in stored} == {("all", "E-mail of 3 May", 2)}
    (operation,) = {row.history.first().operation for row in stored}
    assert operation.reason == "For the Committee"
    assert operation == Operation.objects.latest("number")


def test_nothing_is_stored_without_a_reason(cast: Cast, staff: Client) -> None:
    row = project_made(cast)
    _shown, sent = _clearing(staff, row)
    answer = staff.post(LIST, sent)
    assert answer.context["form"].errors == {"reason": ["Say why."]}
    assert Project.objects.get().visibility == "secretariat"


def test_nothing_else_is_stored_than_what_was_shown(cast: Cast, staff: Client) -> None:
    row = project_made(cast)
    _shown, sent = _clearing(staff, row, reason="For the Committee")
    answer = staff.post(LIST, sent | {"visibility": "group"})
    assert answer.status_code == 200
    assert _seen(answer)[row.title] == (str(Visibility.SECRETARIAT.label), str(Visibility.GROUP.label), "")
    assert Project.objects.get().visibility == "secretariat"


def test_a_project_changed_after_it_was_shown_stops_the_whole_act(cast: Cast, staff: Client) -> None:
    rows = [project_made(cast, f"Project {n}") for n in range(2)]
    _shown, sent = _clearing(staff, *rows, reason="For the Committee")
    projects.update(actor=SYSTEM, record=rows[1], version=1, values={"status": "ongoing"})
    answer = staff.post(LIST, sent)
    assert "Project 1: " in answer.context["form"].non_field_errors()[0]
    assert set(Project.objects.values_list("visibility", flat=True)) == {"secretariat"}
    versions = {line.project.version for line in answer.context["lines"]}
    assert versions == {1, 2}, "shown again as they are now, to be confirmed"


def test_a_project_whose_tick_is_taken_out_stays_as_it_is(cast: Cast, staff: Client) -> None:
    rows = [project_made(cast, f"Project {n}") for n in range(2)]
    _shown, sent = _clearing(staff, *rows, reason="For the Committee")
    assert staff.post(LIST, sent | {"_selected_action": [rows[0].pk]}).status_code == 302
    assert dict(Project.objects.values_list("title_en", "visibility")) == {
        "Project 0": "all",
        "Project 1": "secretariat",
    }


def test_a_lead_group_is_set_and_no_longer_contributes(cast: Cast, staff: Client) -> None:
    border, pcve = cast.groups["border"], cast.groups["pcve"]
    row = project_made(cast, group=pcve, contributing_groups=[border])
    first = staff.post(LIST, _chosen(row, action="group_selected"))
    assert first.context["looked_at"] is False, "no group is chosen yet"
    values = {"group": border.pk, "clearance": "", "reason": "Moved by the Committee", "step": "preview"}
    sent = _chosen(row, action="group_selected", **values)
    shown = staff.post(LIST, sent)
    assert _seen(shown)[row.title] == ("Group pcve", "Group border", "")
    answer = staff.post(LIST, sent | {"step": "confirm", "seen": shown.context["seen"]})
    assert (answer.status_code, _told(answer)) == (302, ["1 project is changed."])
    stored = Project.objects.get()
    assert (stored.group, list(stored.contributing_groups.all())) == (border, [])


def test_the_lead_group_is_taken_away(cast: Cast, staff: Client) -> None:
    row = project_made(cast, group=cast.groups["pcve"])
    sent = _chosen(row, action="group_selected", group="", clearance="", reason="No group leads it", step="preview")
    shown = staff.post(LIST, sent)
    staff.post(LIST, sent | {"step": "confirm", "seen": shown.context["seen"]})
    assert Project.objects.get().group is None


def test_a_project_open_to_its_groups_goes_to_no_other_group_without_clearance(cast: Cast, staff: Client) -> None:
    values = {"group": cast.groups["pcve"], "originator": cast.entities["WCO"], "visibility": "group"}
    row = project_made(cast, clearance="E-mail of 3 May", **values)
    sent = _chosen(
        row, action="group_selected", group=cast.groups["border"].pk, clearance="", reason="", step="preview"
    )
    assert "has not cleared" in _seen(staff.post(LIST, sent))[row.title][2]
    assert _seen(staff.post(LIST, sent | {"clearance": "E-mail of 4 May"}))[row.title][1:] == ("Group border", "")


def test_archived_projects_take_no_part(cast: Cast, staff: Client) -> None:
    row = project_made(cast)
    projects.archive(actor=SYSTEM, record=row, version=1, reason="Entered twice")
    answer = staff.post(f"{LIST}?archive=archived", _chosen(row))
    assert (answer.status_code, _told(answer)) == (302, ["None of the selected records is in use."])


def test_both_acts_are_offered_on_the_list(cast: Cast, staff: Client) -> None:
    project_made(cast)
    page = staff.get(LIST).content.decode()
    for text in ("Clear the selected projects for sharing…", "Set the lead group of the selected projects…"):
        assert text in page
