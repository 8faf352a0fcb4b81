"""Two entities lead two records that are the same: both agree before they become one (domain rule 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused, StaleVersion
from tests.cast import SYSTEM
from tests.overlaps.case_ground import work_make
from tests.overlaps.pair_ground import decided, focal_point, one_lead, open_pair, two_leads
from tests.projects.planned_ground import plan
from workinggroups.groups.models import Capacity
from workinggroups.overlaps.decided import consents_of, merge_allowed, waiting_consents
from workinggroups.overlaps.services.consents import consent_give
from workinggroups.projects.services.planned import others_of

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from tests.cast import Cast


def _answer(pair: Any, actor: Viewer, entity: Any, agrees: bool | None = True, text: str = "") -> Any:
    pair.refresh_from_db()
    return consent_give(actor=actor, candidate=pair, version=pair.version, entity=entity, agrees=agrees, text=text)


def _allowed(pair: Any) -> Any:
    return merge_allowed(pair.a.survivor, pair.b.survivor)


def test_one_lead_entity_needs_no_consent(cast: Cast) -> None:
    pair = one_lead(cast)
    assert _allowed(pair)
    assert consents_of(decided(pair, "same_work")) == []


def test_two_lead_entities_are_both_asked(cast: Cast) -> None:
    pair = two_leads(cast)
    assert "Decide on the pair" in _allowed(pair).reason
    asked = consents_of(decided(pair, "same_work"))
    assert {(each.entity.code, each.agrees) for each in asked} == {("UNODC", None), ("INTERPOL", None)}
    assert "UNODC and INTERPOL have not answered yet" in _allowed(pair).reason


def test_whoever_decides_for_their_own_entity_has_agreed_for_it(cast: Cast) -> None:
    asked = consents_of(decided(two_leads(cast), "same_work", cast.viewer("focal_point")))
    assert {(each.entity.code, each.agrees) for each in asked} == {("UNODC", True), ("INTERPOL", None)}


def test_when_both_agree_the_two_may_be_merged(cast: Cast) -> None:
    pair = decided(two_leads(cast), "same_work", cast.viewer("focal_point"))
    done = _answer(pair, focal_point(cast, "INTERPOL"), cast.entities["INTERPOL"])
    assert _allowed(done)
    assert (done.state, done.version) == ("same", 3)


def test_a_refusal_says_why_and_stops_the_merge(cast: Cast) -> None:
    pair, other = decided(two_leads(cast), "same_work", cast.viewer("focal_point")), focal_point(cast, "INTERPOL")
    with pytest.raises(ValidationError, match="Say why not"):
        _answer(pair, other, cast.entities["INTERPOL"], agrees=False)
    _answer(pair, other, cast.entities["INTERPOL"], agrees=False, text="Ours is for airlines")
    assert "Ours is for airlines" in _allowed(pair).reason
    assert decided(pair, "overlapping").state == "case", "the secretariat decides otherwise"


def test_an_entity_can_change_its_mind_until_they_are_merged(cast: Cast) -> None:
    pair, other = decided(two_leads(cast), "same_work", cast.viewer("focal_point")), focal_point(cast, "INTERPOL")
    _answer(pair, other, cast.entities["INTERPOL"], agrees=False, text="Not yet")
    _answer(pair, other, cast.entities["INTERPOL"])
    assert _allowed(pair)


def test_after_a_refusal_both_can_be_asked_anew(cast: Cast) -> None:
    pair, other = decided(two_leads(cast), "same_work", cast.viewer("focal_point")), focal_point(cast, "INTERPOL")
    _answer(pair, other, cast.entities["INTERPOL"], agrees=False, text="Not yet")
    decided(pair, "same_work", reason="They have talked")
    assert [each.agrees for each in consents_of(pair)] == [None, None]
    assert len(waiting_consents(other)) == 1, "the earlier decision asks no more"


def test_an_entity_answers_for_itself_alone(cast: Cast) -> None:
    pair = decided(two_leads(cast), "same_work")
    with pytest.raises(Refused, match="own entity only"):
        _answer(pair, cast.viewer("focal_point"), cast.entities["INTERPOL"])


def test_an_alternate_does_not_answer(cast: Cast) -> None:
    pair = decided(two_leads(cast), "same_work")
    with pytest.raises(Refused, match="Alternates prepare"):
        _answer(pair, focal_point(cast, "INTERPOL", Capacity.ALTERNATE), cast.entities["INTERPOL"])


def test_the_secretariat_records_an_answer_with_how_it_came(cast: Cast) -> None:
    pair, actor = decided(two_leads(cast), "same_work"), cast.viewer("secretariat")
    with pytest.raises(ValidationError, match="Say how the entity answered"):
        _answer(pair, actor, cast.entities["INTERPOL"])
    _answer(pair, actor, cast.entities["INTERPOL"], text="Letter of 3 May 2026")
    assert [each.text for each in consents_of(pair) if each.agrees] == ["Letter of 3 May 2026"]


def test_an_entity_that_was_not_asked_does_not_answer(cast: Cast) -> None:
    pair = decided(two_leads(cast), "same_work")
    with pytest.raises(ValidationError, match="Name the entity that answers: INTERPOL, UNODC"):
        _answer(pair, SYSTEM, cast.entities["CTED"], text="Mail")


def test_an_answer_to_an_older_version_is_stale(cast: Cast) -> None:
    pair = decided(two_leads(cast), "same_work")
    with pytest.raises(StaleVersion):
        consent_give(actor=SYSTEM, candidate=pair, version=1, entity=cast.entities["UNODC"], agrees=True, text="Mail")


def test_nobody_answers_before_it_is_decided(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Nobody is asked"):
        _answer(two_leads(cast), SYSTEM, cast.entities["UNODC"], text="Mail")


def test_another_lead_entity_is_asked_anew(cast: Cast) -> None:
    pair = decided(two_leads(cast), "same_work")
    for code in ("UNODC", "INTERPOL"):
        _answer(pair, SYSTEM, cast.entities[code], text="Mail")
    type(pair.a.record)._base_manager.filter(pk=pair.a.project_id).update(lead=cast.entities["CTED"])
    pair = type(pair).objects.get(pk=pair.pk)
    assert "leads one of them now" in _allowed(pair).reason
    decided(pair, "same_work")
    assert {each.entity.code for each in consents_of(pair)} == {"CTED", "INTERPOL"}


def test_what_waits_for_an_entity_is_told_to_its_focal_point_and_alternate(cast: Cast) -> None:
    pair = decided(two_leads(cast), "same_work")
    viewers = [focal_point(cast, "INTERPOL"), focal_point(cast, "INTERPOL", Capacity.ALTERNATE)]
    assert [[each.entity.code for each in waiting_consents(viewer)] for viewer in viewers] == [["INTERPOL"]] * 2
    _answer(pair, viewers[0], cast.entities["INTERPOL"])
    assert list(waiting_consents(viewers[0])) == []


# --- A planned activity and a project ---------------------------------------------------------------------------------


def test_a_planned_activity_of_the_same_entity_becomes_the_project(cast: Cast) -> None:
    planned, project = plan(cast, "UNODC"), work_make(cast, "Workshop", "UNODC")
    pair = decided(open_pair(planned, project), "same_work")
    planned.refresh_from_db()
    assert planned.project == project
    assert pair.state == "merged"


def test_a_planned_activity_of_another_entity_becomes_the_project_once_both_agree(cast: Cast) -> None:
    planned, project = plan(cast, "UNODC"), work_make(cast, "Workshop", "INTERPOL")
    pair = decided(open_pair(planned, project), "same_work", cast.viewer("focal_point"))
    planned.refresh_from_db()
    assert planned.project is None
    assert _answer(pair, focal_point(cast, "INTERPOL"), cast.entities["INTERPOL"]).state == "merged"
    planned.refresh_from_db()
    assert planned.project == project


def test_a_planned_activity_that_became_another_project_is_not_the_same(cast: Cast) -> None:
    planned, project = plan(cast, "UNODC"), work_make(cast, "Workshop", "UNODC")
    decided(open_pair(planned, project), "same_work")
    other = work_make(cast, "Other", "UNODC")
    with pytest.raises(ValidationError, match="became another project"):
        decided(open_pair(planned, other), "same_work")


def test_an_activity_that_is_different_is_not_shown_beside_the_other_again(cast: Cast) -> None:
    one, other = plan(cast, "UNODC"), plan(cast, "INTERPOL")
    viewer = cast.viewer("focal_point")
    assert [each.uid for each in others_of(viewer, one).planned] == [other.uid]
    decided(open_pair(one, other), "different")
    assert not others_of(viewer, one)
    assert not others_of(viewer, other)
