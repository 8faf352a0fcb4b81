"""Planned activities: who writes them, that others are shown first, and how one becomes a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.operations import Operation
from tests.cast import SYSTEM
from tests.projects.planned_ground import INTERIOR, activity, alternate_of_focal_point, plan, theme, values
from workinggroups.needs.services import request_create
from workinggroups.projects.models import PlannedActivity, PlannedState, Project
from workinggroups.projects.policies.planned import contacts_write, planned_archive, planned_write
from workinggroups.projects.services import planned as services

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from tests.cast import Cast


# --- Who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["superuser", "secretariat", "focal_point"])
def test_the_secretariat_and_the_entitys_own_focal_point_write(cast: Cast, persona: str) -> None:
    row = plan(cast, "UNODC")
    assert planned_write(cast.viewer(persona), row)
    assert planned_write(cast.viewer(persona))
    assert planned_archive(cast.viewer(persona), row)


@pytest.mark.parametrize("persona", ["chair", "vice_chair", "alternate", "country_office", "reader"])
def test_nobody_else_writes_and_the_no_says_who_does(cast: Cast, persona: str) -> None:
    answer = planned_write(cast.viewer(persona), plan(cast, "WCO"))
    assert not answer
    assert "focal point" in answer.reason
    assert not planned_write(cast.viewer(persona))
    assert not planned_archive(cast.viewer(persona))


def test_a_focal_point_does_not_write_for_another_entity(cast: Cast) -> None:
    viewer, row = cast.viewer("focal_point"), plan(cast, "WCO")
    assert "own entity" in planned_write(viewer, row).reason
    with pytest.raises(Refused):
        services.planned_create(actor=viewer, values=values(cast, "WCO"))
    own = services.planned_create(actor=viewer, values=values(cast, "UNODC"))
    with pytest.raises(Refused):
        services.planned_update(actor=viewer, record=own, version=1, values={"entity": cast.entities["WCO"]})


def test_an_alternate_of_the_focal_point_writes_but_does_not_archive(cast: Cast) -> None:
    viewer = alternate_of_focal_point(cast)
    row = services.planned_create(actor=viewer, values=values(cast, "UNODC"))
    assert row.visibility == "all"
    assert services.planned_update(actor=viewer, record=row, version=1, values={"month": "2026-12"}).version == 2
    with pytest.raises(Refused, match="Alternates prepare"):
        services.planned.archive(actor=viewer, record=row, version=2, reason="Entered twice")


def test_mail_goes_out_for_those_who_speak_for_an_entity(cast: Cast) -> None:
    assert contacts_write(cast.viewer("secretariat"))
    assert contacts_write(cast.viewer("alternate"))
    assert "nominated" in contacts_write(cast.viewer("reader")).reason
    assert not contacts_write(cast.viewer("country_office"))


# --- Others first ---------------------------------------------------------------------------------------------------


def _store(viewer: Viewer, sent: dict[str, Any], record: Any = None, seen: str = "") -> Any:
    return services.planned_store(
        actor=viewer, record=record, version=record.version if record else 0, values=sent, seen=seen
    )


def _shown(viewer: Viewer, sent: dict[str, Any], record: Any = None, seen: str = "") -> services.OthersFirst:
    """What is shown instead of storing ``sent``."""
    before, operations = list(PlannedActivity.objects.values()), Operation.objects.count()
    with pytest.raises(services.OthersFirst) as raised:
        _store(viewer, sent, record, seen)
    assert list(PlannedActivity.objects.values()) == before, "nothing is stored"
    assert (Operation.objects.count(), PlannedActivity.history.count()) == (operations, len(before))
    return raised.value


def test_with_nobody_near_an_activity_is_stored_at_once(cast: Cast) -> None:
    plan(cast, country="SOM")
    assert _store(cast.viewer("focal_point"), values(cast, "UNODC")).pk


def test_others_are_shown_before_anything_is_stored_and_then_no_more(cast: Cast) -> None:
    plan(cast, institution=INTERIOR)
    viewer, sent = cast.viewer("focal_point"), values(cast, "UNODC", institution="Interior Ministry")
    first = _shown(viewer, sent)
    assert [other.entity for other in first.others.planned] == ["INTERPOL"]
    assert _store(viewer, sent, seen=first.seen).institution == "Interior Ministry"


@pytest.mark.parametrize(
    "change", [{"country": "SOM"}, {"month": "2026-12"}, {"institution": "Ministry of Justice"}, {"theme": "border"}]
)
def test_what_was_shown_for_one_plan_does_not_store_another(cast: Cast, change: dict[str, Any]) -> None:
    border = theme()
    for country in ("KEN", "SOM"):
        plan(cast, country=country)
    viewer, sent = cast.viewer("focal_point"), values(cast, "UNODC")
    first = _shown(viewer, sent)
    _shown(viewer, {**sent, **change} | ({"theme": border} if "theme" in change else {}), seen=first.seen)


def test_one_that_appeared_meanwhile_is_shown_too(cast: Cast) -> None:
    plan(cast)
    viewer, sent = cast.viewer("focal_point"), values(cast, "UNODC")
    first = _shown(viewer, sent)
    activity(cast)
    second = _shown(viewer, sent, seen=first.seen)
    assert [other.entity for other in second.others.projects] == ["WCO"]
    assert _store(viewer, sent, seen=second.seen).pk


def test_one_that_went_meanwhile_changes_nothing(cast: Cast) -> None:
    stays, goes = plan(cast), plan(cast, "WCO")
    viewer, sent = cast.viewer("focal_point"), values(cast, "UNODC")
    first = _shown(viewer, sent)
    services.planned_cancel(actor=SYSTEM, planned=goes, version=1)
    assert _store(viewer, sent, seen=first.seen).pk
    assert stays.state == PlannedState.PLANNED


def test_a_change_that_moves_nothing_is_stored_at_once_and_one_that_does_is_not(cast: Cast) -> None:
    own, viewer = plan(cast, "UNODC"), cast.viewer("focal_point")
    plan(cast)
    stored = _store(viewer, {"contact": "Somebody else", "state": "confirmed"}, own)
    assert stored.contact == "Somebody else"
    first = _shown_again(viewer, {"month": "2026-12"}, stored)
    assert _store(viewer, {"month": "2026-12"}, stored, first.seen).month == "2026-12"


def _shown_again(viewer: Viewer, sent: dict[str, Any], record: PlannedActivity) -> services.OthersFirst:
    with pytest.raises(services.OthersFirst) as raised:
        _store(viewer, sent, record)
    record.refresh_from_db()
    return raised.value


def test_cancelling_shows_nobody_and_planning_again_does(cast: Cast) -> None:
    own, viewer = plan(cast, "UNODC"), cast.viewer("focal_point")
    plan(cast)
    cancelled = _store(viewer, {"state": "cancelled", "month": "2026-12"}, own)
    _shown_again(viewer, {"state": "planned"}, cancelled)


def test_what_is_wrong_is_told_before_what_is_near(cast: Cast) -> None:
    plan(cast)
    with pytest.raises(ValidationError, match="2026-11"):
        _store(cast.viewer("focal_point"), values(cast, "UNODC", month="2026"))
    with pytest.raises(Refused):
        _store(cast.viewer("focal_point"), values(cast, "WCO"))


def test_what_others_hide_stores_as_if_it_were_not_there(cast: Cast) -> None:
    plan(cast, visibility="secretariat")
    assert _store(cast.viewer("focal_point"), values(cast, "UNODC")).pk
    assert _shown(cast.viewer("secretariat"), values(cast, "UNDP")).others.planned


# --- Becoming a project ---------------------------------------------------------------------------------------------


def _become(viewer: Viewer, row: PlannedActivity, version: int = 1) -> Project:
    project = services.planned_become_project(actor=viewer, planned=row, version=version)
    row.refresh_from_db()
    return project


def test_a_plan_becomes_a_project_in_one_operation(cast: Cast) -> None:
    border = theme()
    request = request_create(actor=SYSTEM, values={"country": "KEN", "title": "Help with passenger data"})
    row = plan(cast, "UNODC", institution=INTERIOR, theme=border, title="Workshop", requests=[request], source="Letter")
    before = Operation.objects.count()
    project = _become(cast.viewer("focal_point"), row)
    assert Operation.objects.count() == before + 1
    assert row.project == project
    assert project.history.latest().operation == row.history.latest().operation
    assert (project.kind, project.title, project.lead.code, project.status) == (
        "activity",
        "Workshop",
        "UNODC",
        "planned",
    )
    assert [place.code for place in project.countries.all()] == ["KEN"]
    assert (project.institutions, project.start, project.end) == (INTERIOR, "2026-11", "2026-11")
    assert (list(project.themes.all()), list(project.requests.all())) == ([border], [request])
    assert (project.source, project.visibility, project.originator) == ("Letter", "all", cast.entities["UNODC"])


def test_without_a_title_theme_institution_and_state_name_it_in_both_languages(cast: Cast) -> None:
    row = plan(cast, theme=theme(name_fr="Frontières"), institution="Customs", country="ESP")
    project: Any = _become(SYSTEM, row)
    assert project.title_en == "Theme border, Customs, Spain"
    assert project.title_fr == "Frontières, Customs, Espagne"


def test_a_day_is_a_start_without_an_end(cast: Cast) -> None:
    project = _become(SYSTEM, plan(cast, month="2026-11-03"))
    assert (project.start, project.end) == ("2026-11-03", "")


def test_it_happens_once_and_not_to_what_is_cancelled_or_archived(cast: Cast) -> None:
    done, cancelled, archived = plan(cast), plan(cast, state="cancelled"), plan(cast)
    _become(SYSTEM, done)
    services.planned_archive(actor=SYSTEM, record=archived, version=1, reason="Entered twice")
    for row, version in ((done, 2), (cancelled, 1), (archived, 2)):
        with pytest.raises(ValidationError):
            _become(SYSTEM, row, version)
    assert Project.objects.count() == 1


def test_a_stale_version_makes_no_project(cast: Cast) -> None:
    row = plan(cast)
    services.planned_update(actor=SYSTEM, record=row, version=1, values={"month": "2026-12"})
    with pytest.raises(StaleVersion):
        _become(SYSTEM, row)
    assert not Project.objects.exists()


def test_who_may_not_write_the_plan_makes_no_project_of_it(cast: Cast) -> None:
    for persona in ("chair", "focal_point", "reader"):
        with pytest.raises(Refused):
            _become(cast.viewer(persona), plan(cast, "WCO"))
    assert not Project.objects.exists()


def test_an_alternate_makes_a_project_that_few_see_until_it_is_cleared(cast: Cast) -> None:
    viewer = alternate_of_focal_point(cast)
    row = services.planned_create(actor=viewer, values=values(cast, "UNODC"))
    assert _become(viewer, row).visibility == "secretariat"


@pytest.mark.parametrize("visibility", ["secretariat", "group", "all"])
def test_a_project_is_no_wider_than_its_plan(cast: Cast, visibility: str) -> None:
    row = plan(cast, "UNODC", originator=cast.entities["UNODC"], visibility=visibility, clearance="Mail of 3 May")
    project = _become(cast.viewer("secretariat"), row)
    assert (project.visibility, project.originator) == (visibility, cast.entities["UNODC"])


def test_a_theme_hidden_from_the_actor_does_not_name_the_project(cast: Cast) -> None:
    row = plan(cast, "UNODC", theme=theme(visibility="secretariat"))
    project = _become(cast.viewer("focal_point"), row)
    assert (project.title, list(project.themes.all())) == ("Kenya", [])


def test_what_became_a_project_is_not_cancelled_here(cast: Cast) -> None:
    row = plan(cast)
    _become(SYSTEM, row)
    with pytest.raises(ValidationError, match="became a project"):
        services.planned_cancel(actor=SYSTEM, planned=row, version=2)


def test_a_plan_is_cancelled_once(cast: Cast) -> None:
    row = services.planned_cancel(actor=SYSTEM, planned=plan(cast), version=1)
    with pytest.raises(ValidationError, match="already"):
        services.planned_cancel(actor=SYSTEM, planned=row, version=2)


def test_a_month_or_state_that_does_not_exist_is_shown_as_typed(cast: Cast) -> None:
    wrong = PlannedActivity(entity=cast.entities["WCO"], country="XXX", month="2026-13")
    assert str(wrong) == "WCO · XXX · 2026-13"
