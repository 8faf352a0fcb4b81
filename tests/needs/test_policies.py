"""Who writes themes, requests and recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused
from tests.cast import SYSTEM
from tests.needs.ground import CLEARED, recommendation_make, request_make
from workinggroups.needs.policies import recommendation_archive, request_archive, request_write, theme_write
from workinggroups.needs.services import recommendation_update, request_update
from workinggroups.needs.services import request_archive as archive

if TYPE_CHECKING:
    from tests.cast import Cast


def test_themes_are_the_secretariats(cast: Cast) -> None:
    assert theme_write(cast.viewer("secretariat"))
    assert not theme_write(cast.viewer("focal_point"))


@pytest.mark.parametrize("persona", ["reader", "country_office"])
def test_who_speaks_for_no_entity_enters_no_need(cast: Cast, persona: str) -> None:
    with pytest.raises(Refused, match="Only people whom an entity has nominated"):
        request_make(cast.viewer(persona))
    with pytest.raises(Refused, match="Only people whom an entity has nominated"):
        recommendation_make(cast.viewer(persona))


def test_a_focal_point_enters_what_comes_from_its_own_entity(cast: Cast) -> None:
    actor = cast.viewer("focal_point")
    assert request_make(actor).originator == cast.entities["UNODC"]
    assert recommendation_make(actor).originator == cast.entities["UNODC"]


def test_nobody_enters_a_need_in_the_name_of_another_entity(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="your own entity only"):
        recommendation_make(cast.viewer("focal_point"), originator=cast.entities["CTED"])


def test_an_originator_opens_its_own_recommendation_and_the_clearance_is_recorded(cast: Cast) -> None:
    made = recommendation_make(cast.viewer("focal_point"))
    opened = recommendation_update(
        actor=cast.viewer("focal_point"), record=made, version=1, values={"visibility": "all"}
    )
    assert opened.cleared_by == cast.users["focal_point"]
    assert opened.cleared_at is not None


def test_the_secretariat_opens_a_recommendation_only_with_the_originators_clearance(cast: Cast) -> None:
    made = recommendation_make(originator=cast.entities["CTED"])
    with pytest.raises(Refused, match="CTED has not cleared wider sharing"):
        recommendation_update(actor=SYSTEM, record=made, version=1, values={"visibility": "all"})
    assert recommendation_update(actor=SYSTEM, record=made, version=1, values=CLEARED).visibility == "all"


def test_whoever_only_reads_a_recommendation_does_not_change_it(cast: Cast) -> None:
    made = recommendation_make(originator=cast.entities["CTED"], **CLEARED)
    with pytest.raises(Refused, match="the entity that makes a recommendation"):
        recommendation_update(actor=cast.viewer("focal_point"), record=made, version=1, values={"note": "Ours"})


def test_the_handling_entity_and_its_alternates_write_but_do_not_archive(cast: Cast) -> None:
    made = request_make(handled_by=cast.entities["WCO"])
    for persona in ("chair", "alternate"):
        assert request_write(cast.viewer(persona), made)
        assert not request_archive(cast.viewer(persona), made)
    assert not request_write(cast.viewer("focal_point"), made)


def test_an_alternate_of_the_originator_prepares_and_does_not_archive(cast: Cast) -> None:
    request, recommendation = request_make(cast.viewer("alternate")), recommendation_make(cast.viewer("alternate"))
    assert request.originator == cast.entities["WCO"]
    assert request_write(cast.viewer("alternate"), request)
    assert not request_archive(cast.viewer("alternate"), request)
    assert not recommendation_archive(cast.viewer("alternate"), recommendation)
    assert archive(actor=cast.viewer("chair"), record=request, version=1, reason="Entered twice").is_archived


def test_an_alternate_opens_nothing_that_is_stored(cast: Cast) -> None:
    made = request_make(cast.viewer("alternate"))
    with pytest.raises(Refused, match="has not cleared wider sharing"):
        request_update(actor=cast.viewer("alternate"), record=made, version=1, values={"visibility": "all"})
