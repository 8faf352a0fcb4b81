"""Who may write meetings, agenda and attendance: both sides of it, in joint meetings and the Committee's too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.kernel.errors import Refused
from tests.cast import PERSONAS
from tests.meetings.making import attendance_make, committee_chair, item_make, meeting_make
from workinggroups.meetings.policies.meetings import meeting_archive as archive_policy
from workinggroups.meetings.policies.meetings import meeting_write
from workinggroups.meetings.services import meetings as services

if TYPE_CHECKING:
    from collections.abc import Callable

    from compact.kernel.viewers import Viewer
    from tests.cast import Cast

pytestmark = pytest.mark.django_db

LEADERS = {"superuser", "secretariat", "chair", "vice_chair"}
DRAFTERS = LEADERS | {"alternate"}
WRITE_TO = "Write to them with what you need"
PREPARE = "Alternates prepare drafts. Ask the chair"


def allowed(cast: Cast, rule: Callable[[Viewer, Any], Any], record: Any) -> set[str]:
    """Those whom ``rule`` says yes to; every no has a reason that says what to do."""
    answers = {persona: rule(cast.viewer(persona), record) for persona in PERSONAS}
    assert all(answer.reason.endswith(".") for answer in answers.values() if not answer)
    return {persona for persona, answer in answers.items() if answer}


class TestMeetings:
    def test_some_may_write_meetings_at_all(self, cast: Cast) -> None:
        assert allowed(cast, meeting_write, None) == DRAFTERS | {"chair_pcve"}
        assert allowed(cast, archive_policy, None) == LEADERS | {"chair_pcve"}

    def test_a_planned_meeting_is_written_by_those_who_run_the_group_and_their_alternates(self, cast: Cast) -> None:
        assert allowed(cast, meeting_write, meeting_make(cast)) == DRAFTERS

    @pytest.mark.parametrize("status", ["held", "cancelled"])
    def test_what_is_held_or_cancelled_is_no_alternates(self, cast: Cast, status: str) -> None:
        meeting = meeting_make(cast, status=status)
        assert allowed(cast, meeting_write, meeting) == LEADERS
        assert PREPARE in meeting_write(cast.viewer("alternate"), meeting).reason

    def test_a_joint_meeting_is_written_by_whoever_runs_one_of_its_groups(self, cast: Cast) -> None:
        assert allowed(cast, meeting_write, meeting_make(cast, "border", "pcve")) == DRAFTERS | {"chair_pcve"}

    def test_the_committees_meeting_is_its_chairs_and_the_secretariats(self, cast: Cast) -> None:
        meeting = meeting_make(cast, "committee", kind="coordination_committee")
        assert allowed(cast, meeting_write, meeting) == {"superuser", "secretariat"}
        assert meeting_write(committee_chair(cast), meeting)

    def test_a_group_that_joins_the_committee_does_not_write_for_it(self, cast: Cast) -> None:
        retreat = meeting_make(cast, "committee", "border", kind="compact_retreat")
        assert allowed(cast, meeting_write, retreat) == {"superuser", "secretariat"}
        assert "Write to its chair or to the secretariat" in meeting_write(cast.viewer("chair"), retreat).reason
        assert meeting_write(committee_chair(cast), retreat)

    def test_archiving_is_never_an_alternates(self, cast: Cast) -> None:
        meeting = meeting_make(cast, visibility="all")
        assert allowed(cast, archive_policy, meeting) == LEADERS
        with pytest.raises(Refused):
            services.meeting_archive(actor=cast.viewer("alternate"), record=meeting, version=1, reason="Double")
        gone = services.meeting_archive(actor=cast.viewer("vice_chair"), record=meeting, version=1, reason="Double")
        with pytest.raises(Refused):
            services.meeting_restore(actor=cast.viewer("alternate"), record=gone, version=2)

    def test_the_chair_of_another_group_is_refused(self, cast: Cast) -> None:
        with pytest.raises(Refused, match=WRITE_TO):
            services.meeting_update(
                actor=cast.viewer("chair_pcve"), record=meeting_make(cast), version=1, values={"place": "Vienna"}
            )

    def test_nobody_takes_over_or_gives_away_a_meeting(self, cast: Cast) -> None:
        """The row is judged as stored and as it would be stored."""
        border, pcve = cast.groups["border"], cast.groups["pcve"]
        for groups in ([pcve], [border, pcve]):
            with pytest.raises(Refused):
                services.meeting_update(
                    actor=cast.viewer("chair_pcve"), record=meeting_make(cast), version=1, values={"groups": groups}
                )
        with pytest.raises(Refused):
            services.meeting_update(
                actor=cast.viewer("chair"), record=meeting_make(cast), version=1, values={"groups": [pcve]}
            )

    def test_a_chair_does_not_plan_for_another_group_or_the_committee(self, cast: Cast) -> None:
        for group, kind in (("pcve", "working_group_event"), ("committee", "coordination_committee")):
            with pytest.raises(Refused):
                meeting_make(cast, group, kind=kind, actor=cast.viewer("chair"))

    def test_what_a_chair_enters_comes_from_the_chairs_entity(self, cast: Cast) -> None:
        meeting = meeting_make(cast, actor=cast.viewer("chair"))
        assert (meeting.originator, meeting.visibility) == (cast.entities["WCO"], "group")


class TestAlternates:
    def test_an_alternate_plans_a_meeting_for_the_entity_that_it_stands_in_for(self, cast: Cast) -> None:
        meeting = meeting_make(cast, actor=cast.viewer("alternate"))
        assert (meeting.originator, meeting.visibility, meeting.status) == (cast.entities["WCO"], "group", "planned")

    def test_an_alternate_does_not_open_it_to_all(self, cast: Cast) -> None:
        actor = cast.viewer("alternate")
        with pytest.raises(Refused, match="has not cleared wider sharing"):
            meeting_make(cast, actor=actor, visibility="all")
        with pytest.raises(Refused, match="has not cleared wider sharing"):
            services.meeting_update(
                actor=actor, record=meeting_make(cast, actor=actor), version=1, values={"visibility": "all"}
            )

    @pytest.mark.parametrize("status", ["held", "cancelled"])
    def test_an_alternate_marks_nothing_as_held_or_cancelled(self, cast: Cast, status: str) -> None:
        actor = cast.viewer("alternate")
        with pytest.raises(Refused, match=PREPARE):
            meeting_make(cast, actor=actor, status=status)
        with pytest.raises(Refused, match=PREPARE):
            services.meeting_update(actor=actor, record=meeting_make(cast), version=1, values={"status": status})

    def test_an_alternate_prepares_the_agenda_of_what_is_planned_alone(self, cast: Cast) -> None:
        actor = cast.viewer("alternate")
        item = item_make(meeting_make(cast), "Opening", actor=actor)
        services.agenda_item_update(actor=actor, record=item, version=1, values={"title": "Welcome"})
        held = meeting_make(cast, status="held")
        with pytest.raises(Refused, match=PREPARE):
            item_make(held, "Opening", actor=actor)
        with pytest.raises(Refused, match=PREPARE):
            services.agenda_item_update(actor=actor, record=item, version=2, values={"meeting": held})
        with pytest.raises(Refused):
            services.agenda_item_archive(actor=actor, record=item, version=2, reason="Not needed")

    def test_an_alternate_takes_down_who_was_there_and_takes_nobody_off(self, cast: Cast) -> None:
        actor = cast.viewer("alternate")
        present = attendance_make(meeting_make(cast, status="held"), entity=cast.entities["WCO"], actor=actor)
        services.attendance_update(actor=actor, record=present, version=1, values={"presence": "apologies"})
        with pytest.raises(Refused):
            services.attendance_archive(actor=actor, record=present, version=2, reason="Was not there")


@pytest.mark.parametrize("make", [item_make, lambda meeting, name, actor: attendance_make(meeting, actor, guest=name)])
def test_the_parts_of_a_meeting_are_written_by_those_who_write_it(cast: Cast, make: Any) -> None:
    joint = meeting_make(cast, "border", "pcve", status="held")
    for persona in ("secretariat", "chair", "vice_chair", "chair_pcve"):
        make(joint, persona, actor=cast.viewer(persona))
    for persona in ("focal_point", "country_office", "reader"):
        with pytest.raises(Refused, match=WRITE_TO):
            make(joint, persona, actor=cast.viewer(persona))
    with pytest.raises(Refused, match=WRITE_TO):
        make(meeting_make(cast, "pcve"), "chair", actor=cast.viewer("chair"))
