"""Minutes are circulated, adopted and corrected; who may do so, and who sees a draft."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused
from tests.cast import SYSTEM, Cast
from tests.meetings.making import committee_chair
from tests.meetings.minuting import adopted, change, circulated
from tests.meetings.outcomes import held, minutes_make
from workinggroups.meetings.models import Minutes, MinutesState
from workinggroups.meetings.services import minutes as services

pytestmark = pytest.mark.django_db


# --- States -----------------------------------------------------------------------------------------------------------


def test_a_draft_is_circulated_then_adopted_today_unless_another_day_is_given(cast: Cast) -> None:
    record = circulated(minutes_make(held(cast)))
    assert record.state == MinutesState.CIRCULATED
    assert adopted(record).adopted_on == SYSTEM.today.isoformat()
    assert adopted(minutes_make(held(cast)), adopted_on="2024-05").adopted_on == "2024-05"
    assert adopted(minutes_make(held(cast)), adopted_on="").adopted_on == ""


def test_an_earlier_revision_is_not_adopted_over_a_later_one(cast: Cast) -> None:
    meeting = held(cast)
    first = minutes_make(meeting, "One")
    minutes_make(meeting, "Two")
    with pytest.raises(ValidationError, match="Revision 2 is later than this one"):
        adopted(first)


def test_a_day_of_adoption_belongs_to_adopted_minutes_and_lies_not_ahead(cast: Cast) -> None:
    record = minutes_make(held(cast))
    with pytest.raises(ValidationError, match="Only adopted minutes"):
        change(record, adopted_on="2024")
    with pytest.raises(ValidationError, match="in the future"):
        adopted(record, adopted_on="2190")
    with pytest.raises(ValidationError, match="is not a date"):
        adopted(record, adopted_on="May")


def test_the_secretariat_takes_an_adoption_back_with_a_reason(cast: Cast) -> None:
    record = adopted(minutes_make(held(cast)))
    with pytest.raises(ValidationError, match="Say why the adoption is taken back"):
        services.minutes_reopen(actor=SYSTEM, record=record, version=record.version)
    reopened = services.minutes_reopen(actor=SYSTEM, record=record, version=record.version, reason="wrong version")
    assert (reopened.state, reopened.adopted_on) == (MinutesState.CIRCULATED, "")


def test_adopted_minutes_do_not_become_a_draft_at_once(cast: Cast) -> None:
    record = adopted(minutes_make(held(cast)))
    with pytest.raises(ValidationError, match="go back to “circulated” first"):
        change(record, state="draft", reason="wrong")


def test_after_the_adoption_a_revision_is_a_correction_in_draft_with_a_reason(cast: Cast) -> None:
    meeting = held(cast)
    first = adopted(minutes_make(meeting, "One"))
    values = {"text": "Two", "follows": first}
    with pytest.raises(ValidationError, match="Say why they are corrected"):
        services.minutes_append(actor=SYSTEM, meeting=meeting, values=values)
    with pytest.raises(ValidationError, match="begins as a draft"):
        services.minutes_append(actor=SYSTEM, meeting=meeting, values={**values, "state": "circulated"}, reason="name")
    assert services.minutes_append(actor=SYSTEM, meeting=meeting, values=values, reason="a name").state == "draft"


def test_a_correction_takes_the_place_of_what_was_adopted(cast: Cast) -> None:
    meeting = held(cast)
    first = adopted(minutes_make(meeting, "One"))
    second = minutes_make(meeting, "Two")
    with pytest.raises(ValidationError, match="Say why the adoption is taken back"):
        adopted(second)
    adopted(second, reason="the name of a speaker")
    first.refresh_from_db()
    assert (first.state, first.adopted_on, second.meeting.minutes.filter(state="adopted").get()) == (
        MinutesState.CIRCULATED,
        "",
        second,
    )


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["chair", "vice_chair", "secretariat"])
def test_those_who_run_the_group_append_circulate_adopt_and_archive(cast: Cast, persona: str) -> None:
    actor, meeting = cast.viewer(persona), held(cast)
    record = minutes_make(meeting, actor=actor)
    services.minutes_archive(actor=actor, record=record, version=1, reason="in error")
    record = minutes_make(meeting, actor=actor)
    record = services.minutes_circulate(actor=actor, record=record, version=1)
    assert services.minutes_adopt(actor=actor, record=record, version=2).state == MinutesState.ADOPTED


@pytest.mark.parametrize("persona", ["chair_pcve", "focal_point", "reader", "country_office"])
def test_nobody_else_writes_minutes(cast: Cast, persona: str) -> None:
    meeting = held(cast)
    with pytest.raises(Refused):
        minutes_make(meeting, actor=cast.viewer(persona))
    with pytest.raises(Refused):
        change(minutes_make(meeting), cast.viewer(persona), note="Mine")


def test_a_vice_chair_writes_on_top_of_what_the_chair_wrote(cast: Cast) -> None:
    meeting = held(cast)
    first = minutes_make(meeting, actor=cast.viewer("chair"))
    second = minutes_make(meeting, "Two", actor=cast.viewer("vice_chair"))
    assert (second.originator, second.visibility) == (first.originator, first.visibility)


def test_a_revision_is_seen_no_wider_than_the_one_before_it(cast: Cast) -> None:
    meeting = held(cast)
    minutes_make(meeting, visibility="secretariat")
    assert minutes_make(meeting, "Two").visibility == "secretariat"
    chair = cast.viewer("chair")
    with pytest.raises(Refused, match="has not cleared wider sharing"):
        minutes_make(meeting, "Three", actor=chair, visibility="all")


def test_an_alternate_drafts_and_notes_and_no_more(cast: Cast) -> None:
    actor, meeting = cast.viewer("alternate"), held(cast)
    record = minutes_make(meeting, actor=actor)
    assert (record.originator, record.visibility) == (cast.entities["WCO"], "group")
    assert change(record, actor, note="Names to be checked").note
    with pytest.raises(Refused, match="show it to fewer people"):
        change(record, actor, visibility="secretariat")
    for act in (services.minutes_circulate, services.minutes_adopt):
        record.refresh_from_db()
        with pytest.raises(Refused, match="Alternates prepare drafts"):
            act(actor=actor, record=record, version=record.version)
    with pytest.raises(Refused, match="Alternates prepare drafts"):
        services.minutes_archive(actor=actor, record=record, version=record.version, reason="in error")
    with pytest.raises(Refused, match="Alternates prepare drafts"):
        minutes_make(meeting, "Two", actor=actor, state="circulated")
    assert minutes_make(meeting, "Two", actor=actor).number == 2


def test_an_alternate_opens_nothing_to_all(cast: Cast) -> None:
    with pytest.raises(Refused, match="has not cleared wider sharing"):
        minutes_make(held(cast), actor=cast.viewer("alternate"), visibility="all")


def test_a_chair_does_not_touch_what_is_adopted(cast: Cast) -> None:
    chair, meeting = cast.viewer("chair"), held(cast)
    record = adopted(minutes_make(meeting))
    for act in (
        lambda: services.minutes_reopen(actor=chair, record=record, version=record.version, reason="no"),
        lambda: services.minutes_archive(actor=chair, record=record, version=record.version, reason="no"),
        lambda: minutes_make(meeting, "Two", actor=chair),
    ):
        with pytest.raises(Refused, match="Ask the secretariat"):
            act()
    archived = services.minutes_archive(actor=SYSTEM, record=record, version=record.version, reason="wrong meeting")
    assert archived.is_archived


def test_what_the_members_have_read_does_not_go_back_to_draft_but_by_the_secretariat(cast: Cast) -> None:
    record = circulated(minutes_make(held(cast)))
    with pytest.raises(ValidationError, match="The members have read these minutes"):
        change(record, cast.viewer("chair"), state="draft")
    assert change(record, state="draft").state == MinutesState.DRAFT


def test_the_committees_minutes_are_written_by_its_chair_and_not_by_those_of_groups(cast: Cast) -> None:
    meeting = held(cast, "committee", kind="coordination_committee")
    with pytest.raises(Refused):
        minutes_make(meeting, actor=cast.viewer("chair"))
    assert minutes_make(meeting, actor=committee_chair(cast)).number == 1


# --- Who sees ---------------------------------------------------------------------------------------------------------


def test_members_see_no_draft_nor_that_there_is_one(cast: Cast) -> None:
    from tests.cast import nominate, term_make
    from workinggroups.meetings.queries import latest_seen

    term = term_make(cast.groups["border"], cast.entities["UNODC"], "member")
    person = cast.people["focal_point"]
    nominate(term, person)
    meeting = held(cast)
    first = circulated(minutes_make(meeting, "One"))
    minutes_make(meeting, "Two")
    member, chair = cast.viewer("focal_point"), cast.viewer("chair")
    assert list(Minutes.objects.visible_to(member)) == [first]
    assert list(Minutes.objects.visible_to(member).filter(latest_seen(member))) == [first]
    assert [each.number for each in Minutes.objects.visible_to(chair).filter(latest_seen(chair))] == [2]
