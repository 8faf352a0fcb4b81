"""Decisions: who takes them, where, under which number; corrected, never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from compact.kernel.errors import Refused
from tests.cast import PERSONAS, SYSTEM
from tests.meetings.making import committee_chair, decision_make, item_make, meeting_make
from workinggroups.meetings.policies.decisions import decision_write
from workinggroups.meetings.services.decisions import decision_archive, decision_restore, decision_update
from workinggroups.meetings.services.meetings import meeting_archive

if TYPE_CHECKING:
    from tests.cast import Cast
    from workinggroups.meetings.models import Decision

pytestmark = pytest.mark.django_db

LEADERS = {"superuser", "secretariat", "chair", "vice_chair"}


def change(decision: Decision, **values: Any) -> Decision:
    """``decision`` with ``values``, as the secretariat stores it."""
    return decision_update(actor=SYSTEM, record=decision, version=decision.version, values=values)


class TestRights:
    def test_those_who_run_the_group_record_its_decisions_and_nobody_else(self, cast: Cast) -> None:
        decision = decision_make(cast)
        answers = {persona: decision_write(cast.viewer(persona), decision) for persona in PERSONAS}
        assert {persona for persona, answer in answers.items() if answer} == LEADERS
        assert "Alternates prepare drafts" in answers["alternate"].reason
        assert all(answer.reason.endswith(".") for answer in answers.values() if not answer)

    def test_an_alternate_never_records_one(self, cast: Cast) -> None:
        assert not decision_write(cast.viewer("alternate"), None)
        with pytest.raises(Refused, match="Alternates prepare drafts"):
            decision_make(cast, actor=cast.viewer("alternate"))

    def test_the_chair_of_one_group_of_a_joint_meeting_decides_for_that_group_alone(self, cast: Cast) -> None:
        meeting = meeting_make(cast, "border", "pcve", status="held")
        decision_make(cast, "border", meeting=meeting, actor=cast.viewer("chair"))
        decision_make(cast, "pcve", meeting=meeting, actor=cast.viewer("chair_pcve"))
        with pytest.raises(Refused):
            decision_make(cast, "pcve", meeting=meeting, actor=cast.viewer("chair"))

    def test_nobody_moves_a_decision_to_or_from_another_group(self, cast: Cast) -> None:
        decision = decision_make(cast)
        for persona, values in (("chair_pcve", {"text": "Mine"}), ("chair", {"group": cast.groups["pcve"]})):
            with pytest.raises(Refused):
                decision_update(actor=cast.viewer(persona), record=decision, version=1, values=values)

    def test_the_committee_decides_through_its_chair_or_the_secretariat(self, cast: Cast) -> None:
        decision_make(cast, "committee", actor=committee_chair(cast))
        with pytest.raises(Refused):
            decision_make(cast, "committee", actor=cast.viewer("chair"))

    def test_what_a_chair_records_comes_from_the_chairs_entity_and_is_the_groups(self, cast: Cast) -> None:
        decision = decision_make(cast, actor=cast.viewer("vice_chair"))
        assert (decision.originator, decision.visibility) == (cast.entities["INTERPOL"], "group")


class TestNumbers:
    def test_a_number_is_used_once_in_a_group(self, cast: Cast) -> None:
        first = decision_make(cast, number="2019/1")
        decision_make(cast, "committee", number="2019/1")
        with pytest.raises(ValidationError, match="Another decision of this group has this number"):
            decision_make(cast, number="2019/1")
        decision_archive(actor=SYSTEM, record=first, version=1, reason="Entered twice")
        decision_make(cast, number="2019/1")
        with pytest.raises(ValidationError, match="Another decision of this group has this number"):
            decision_restore(actor=SYSTEM, record=first, version=2)

    def test_decisions_whose_number_is_not_known_stand_side_by_side(self, cast: Cast) -> None:
        assert decision_make(cast).number == decision_make(cast).number == ""


class TestWhere:
    @pytest.mark.parametrize("status", ["planned", "cancelled"])
    def test_a_meeting_that_was_not_held_decides_nothing(self, cast: Cast, status: str) -> None:
        with pytest.raises(ValidationError, match="Mark it as held, then record what it decided") as refused:
            decision_make(cast, meeting=meeting_make(cast, status=status))
        assert set(refused.value.message_dict) == {"meeting"}

    def test_a_meeting_decides_for_those_who_met_or_for_the_committee(self, cast: Cast) -> None:
        meeting = meeting_make(cast, "border", status="held")
        decision_make(cast, "border", meeting=meeting)
        decision_make(cast, "committee", meeting=meeting)
        with pytest.raises(ValidationError, match="This group did not meet there") as refused:
            decision_make(cast, "pcve", meeting=meeting)
        assert set(refused.value.message_dict) == {"group"}

    def test_an_adoption_whose_meeting_is_not_known_stands(self, cast: Cast) -> None:
        decision = decision_make(cast, "committee", verb="adopts", subject_kind="programme", decided_on="2019-07-27")
        assert (decision.meeting, decision.number, decision.decided_on) == (None, "", "2019-07-27")

    def test_the_day_is_the_meetings_unless_another_is_given(self, cast: Cast) -> None:
        meeting = meeting_make(cast, status="held", start="2019-05")
        assert decision_make(cast, meeting=meeting).decided_on == "2019-05"
        assert decision_make(cast, meeting=meeting, decided_on="2019-05-08").decided_on == "2019-05-08"

    def test_the_agenda_item_is_one_of_the_meeting(self, cast: Cast) -> None:
        meeting, other = meeting_make(cast, status="held"), meeting_make(cast, status="held")
        assert decision_make(cast, meeting=meeting, agenda_item=item_make(meeting, "Work plan")).agenda_item
        with pytest.raises(ValidationError, match="Choose an agenda item of this meeting"):
            decision_make(cast, meeting=meeting, agenda_item=item_make(other, "Elsewhere"))

    def test_an_archived_meeting_takes_no_decisions(self, cast: Cast) -> None:
        meeting = meeting_make(cast, status="held")
        decision = decision_make(cast, meeting=meeting)
        meeting_archive(actor=SYSTEM, record=meeting, version=1, reason="Entered twice")
        with pytest.raises(ValidationError, match="This meeting is archived"):
            change(decision, text="As it was worded")


class TestCorrection:
    def test_a_correction_keeps_what_was_recorded_before(self, cast: Cast) -> None:
        decision = decision_make(cast, text="Approves the work plan")
        change(decision, text="Approves the work plan as amended")
        rows = decision.history.order_by("history_id")  # type: ignore[attr-defined]  # every record has a history
        assert [row.text for row in rows] == ["Approves the work plan", "Approves the work plan as amended"]

    def test_a_decision_is_archived_with_a_reason_and_never_deleted(self, cast: Cast) -> None:
        decision = decision_make(cast)
        with pytest.raises(ProtectedError):
            decision.delete()
        with pytest.raises(ValidationError, match="Say why"):
            decision_archive(actor=SYSTEM, record=decision, version=1)
        gone = decision_archive(actor=SYSTEM, record=decision, version=1, reason="Of another group")
        assert gone.archive_reason == "Of another group"
