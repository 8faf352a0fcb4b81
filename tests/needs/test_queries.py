"""Who sees which need, and which needs work answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cast import SYSTEM
from tests.needs.ground import CLEARED, project_make, recommendation_make, request_make
from workinggroups.needs.models import AssistanceRequest, Recommendation
from workinggroups.needs.queries import answered
from workinggroups.needs.services import recommendation_archive, request_create
from workinggroups.projects.services.planned import planned_create
from workinggroups.projects.services.projects import project_archive

if TYPE_CHECKING:
    from tests.cast import Cast

PERSONAS = ("chair", "alternate", "vice_chair", "focal_point", "country_office", "reader")


def _seers(cast: Cast, row: Any) -> set[str]:
    model = type(row)
    return {each for each in PERSONAS if model.objects.visible_to(cast.viewer(each)).filter(pk=row.pk).exists()}


def test_a_recommendation_is_seen_by_its_originator_alone_until_it_is_cleared(cast: Cast) -> None:
    assert _seers(cast, recommendation_make(originator=cast.entities["WCO"])) == {"chair", "alternate"}
    assert _seers(cast, recommendation_make()) == set()


def test_a_cleared_recommendation_is_seen_by_all_entities(cast: Cast) -> None:
    assert _seers(cast, recommendation_make(**CLEARED)) == set(PERSONAS)


def test_a_country_office_sees_what_is_cleared_in_its_own_country(cast: Cast) -> None:
    assert "country_office" not in _seers(cast, recommendation_make(country="UGA", **CLEARED))


def test_a_request_is_seen_by_the_entity_that_handles_it(cast: Cast) -> None:
    assert _seers(cast, request_make(handled_by=cast.entities["UNODC"])) == {"focal_point"}


def test_a_need_in_the_archive_is_seen_by_nobody_but_the_secretariat(cast: Cast) -> None:
    made = recommendation_make(originator=cast.entities["WCO"])
    recommendation_archive(actor=SYSTEM, record=made, version=1, reason="Entered twice")
    assert _seers(cast, made) == set()
    assert Recommendation.objects.visible_to(cast.viewer("secretariat")).filter(pk=made.pk).exists()


def _is_answered(cast: Cast, need: Any, persona: str) -> bool:
    found = type(need).objects.filter(answered(type(need), cast.viewer(persona)))
    return bool(found.filter(pk=need.pk).exists())


def test_a_project_answers_a_need_for_whoever_sees_the_project(cast: Cast) -> None:
    need = request_make(**CLEARED)
    project_make(cast.entities["UNODC"], requests=[need])
    assert _is_answered(cast, need, "secretariat")
    assert _is_answered(cast, need, "focal_point")
    assert not _is_answered(cast, need, "reader")


def test_a_need_that_is_not_cited_is_not_answered(cast: Cast) -> None:
    need, other = recommendation_make(), recommendation_make()
    project_make(cast.entities["UNODC"], recommendations=[other])
    assert not _is_answered(cast, need, "secretariat")


def test_a_planned_activity_answers_a_need(cast: Cast) -> None:
    need = recommendation_make(**CLEARED)
    values = {"entity": cast.entities["WCO"], "country": "KEN", "month": "2026-12", "contact": "A. Example"}
    planned_create(actor=SYSTEM, values={**values, "recommendations": [need]})
    assert _is_answered(cast, need, "secretariat")


def test_work_in_the_archive_answers_nothing(cast: Cast) -> None:
    need = request_make()
    project = project_make(cast.entities["UNODC"], requests=[need])
    project_archive(actor=SYSTEM, record=project, version=project.version, reason="Entered twice")
    assert not _is_answered(cast, need, "secretariat")


@pytest.mark.parametrize("text", ["A-17", "border", "Immigration", "drones"])
def test_needs_are_found_by_their_words(cast: Cast, text: str) -> None:
    values = {"code": "A-17", "title": "Border control", "institution": "Department of Immigration", "country": "KEN"}
    made = request_create(actor=SYSTEM, values={**values, "detail": "With drones"})
    request_make(title="Something else")
    assert list(AssistanceRequest.objects.all().search(text)) == [made]
