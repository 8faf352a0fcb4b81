"""Calls for inputs: what may be changed when, who may send them, and who may answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from compact.kernel.errors import Refused, StaleVersion
from tests.workplans.call_ground import answered, call_make, call_sent, in_days, place
from workinggroups.workplans.models import CallForInputs, CallState, Input, InputState
from workinggroups.workplans.policies.calls import call_write, input_write
from workinggroups.workplans.services import calls as services

if TYPE_CHECKING:
    from tests.cast import Cast


def test_sending_makes_a_place_for_each_addressee_in_one_operation(cast: Cast) -> None:
    call = call_sent(cast, cast.entities["UNODC"], cast.entities["WCO"])
    assert (call.state, call.sent_at is not None) == (CallState.SENT, True)
    places = call.inputs.order_by("entity__code")
    assert [(row.entity.code, row.state) for row in places] == [("UNODC", "awaited"), ("WCO", "awaited")]
    operations = {row.history.get().operation_id for row in places} | {call.history.first().operation_id}
    assert len(operations) == 1


def test_a_call_is_sent_once_and_before_its_deadline(cast: Cast) -> None:
    sent = call_sent(cast)
    with pytest.raises(ValidationError, match="sent already"):
        services.call_send(actor=cast.viewer("secretariat"), call=sent, version=sent.version)
    late = call_make(cast, deadline=in_days(-1))
    with pytest.raises(ValidationError, match="has passed"):
        services.call_send(actor=cast.viewer("secretariat"), call=late, version=1)


@pytest.mark.parametrize(
    ("persona", "may_draft", "may_send"),
    [
        ("secretariat", True, True),
        ("chair", True, True),
        ("vice_chair", True, True),
        ("alternate", True, False),
        ("chair_pcve", False, False),
        ("focal_point", False, False),
        ("reader", False, False),
    ],
)
def test_who_drafts_and_who_sends(persona: str, may_draft: bool, may_send: bool, cast: Cast) -> None:
    call, viewer = call_make(cast), cast.viewer(persona)
    assert bool(call_write(viewer, call)) is may_draft
    if may_send:
        assert services.call_send(actor=viewer, call=call, version=1).state == CallState.SENT
    else:
        with pytest.raises(Refused):
            services.call_send(actor=viewer, call=call, version=1)


def test_an_alternate_changes_no_call_that_was_sent(cast: Cast) -> None:
    assert not call_write(cast.viewer("alternate"), call_sent(cast))
    assert call_write(cast.viewer("chair"), call_sent(cast))


@pytest.mark.parametrize("values", [{"text": "Something else"}, {"questions": ["One only"]}])
def test_what_was_sent_stays_as_it_was(values: dict[str, object], cast: Cast) -> None:
    call = call_sent(cast)
    with pytest.raises(ValidationError, match="Make a new call"):
        services.call_update(actor=cast.viewer("secretariat"), record=call, version=call.version, values=values)


def test_a_deadline_is_put_off_and_never_drawn_forward(cast: Cast) -> None:
    call, actor = call_sent(cast), cast.viewer("secretariat")
    with pytest.raises(ValidationError, match="only be put off"):
        services.call_update(actor=actor, record=call, version=call.version, values={"deadline": in_days(20)})
    later = in_days(40)
    put_off = services.call_update(actor=actor, record=call, version=call.version, values={"deadline": later})
    assert put_off.deadline == later


def test_an_entity_added_later_gets_its_place_and_none_is_dropped(cast: Cast) -> None:
    call, actor = call_sent(cast), cast.viewer("secretariat")
    both = [cast.entities["UNODC"], cast.entities["CTED"]]
    more = services.call_update(actor=actor, record=call, version=call.version, values={"addressees": both})
    assert {row.entity.code for row in more.inputs.all()} == {"UNODC", "CTED"}
    with pytest.raises(ValidationError, match="stays"):
        services.call_update(actor=actor, record=more, version=more.version, values={"addressees": both[1:]})


def test_the_first_answer_gets_its_time_and_keeps_it(cast: Cast) -> None:
    record = place(call_sent(cast))
    before = timezone.now()
    first = services.input_answer(actor=cast.viewer("focal_point"), record=record, version=1, answers=["Much", "More"])
    assert first.state == InputState.ANSWERED
    assert before <= first.answered_at <= timezone.now()
    assert first.person == cast.people["focal_point"]
    again = services.input_answer(actor=cast.viewer("focal_point"), record=first, version=2, answers=["All", "More"])
    assert again.answered_at == first.answered_at
    assert [row.answers for row in again.history.order_by("history_id")] == [[], ["Much", "More"], ["All", "More"]]


@pytest.mark.parametrize("answers", [[], ["Much"], ["Much", " "], ["Much", "More", "Most"]])
def test_every_question_is_answered(answers: list[str], cast: Cast) -> None:
    record = place(call_sent(cast))
    with pytest.raises(ValidationError, match="Answer every question"):
        services.input_answer(actor=cast.viewer("focal_point"), record=record, version=1, answers=answers)


def test_a_null_character_is_refused_since_no_database_keeps_it(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Null characters"):
        call_make(cast, questions=["What\x00?"])
    with pytest.raises(ValidationError, match="Null characters"):
        answered(place(call_sent(cast)), "Much\x00")


def test_a_call_without_questions_takes_one_free_text(cast: Cast) -> None:
    record = place(call_sent(cast, questions=[]))
    stored = services.input_answer(actor=cast.viewer("focal_point"), record=record, version=1, answers=["Much"])
    assert stored.pairs == [("", "Much")]


def test_a_nil_return_takes_back_what_was_answered(cast: Cast) -> None:
    record = answered(place(call_sent(cast)))
    nil = services.input_nil(actor=cast.viewer("focal_point"), record=record, version=record.version)
    assert (nil.state, nil.answers) == (InputState.NIL, [])


@pytest.mark.parametrize(
    ("persona", "allowed"),
    [("focal_point", True), ("secretariat", True), ("chair", True), ("chair_pcve", False), ("reader", False)],
)
def test_who_answers_for_unodc(persona: str, allowed: bool, cast: Cast) -> None:
    answer = input_write(cast.viewer(persona), place(call_sent(cast)))
    assert bool(answer) is allowed
    assert allowed or "nominated" in answer.reason


def test_a_closed_call_is_answered_by_the_secretariat_alone(cast: Cast) -> None:
    call = call_sent(cast)
    services.call_close(actor=cast.viewer("chair"), call=call, version=call.version)
    record = place(CallForInputs.objects.get(pk=call.pk))
    with pytest.raises(Refused, match="closed"):
        services.input_nil(actor=cast.viewer("focal_point"), record=record, version=1)
    assert services.input_nil(actor=cast.viewer("secretariat"), record=record, version=1).state == InputState.NIL


def test_only_a_call_that_was_sent_is_closed(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="was sent"):
        services.call_close(actor=cast.viewer("secretariat"), call=call_make(cast), version=1)


def test_only_who_runs_the_call_says_that_an_answer_came_earlier(cast: Cast) -> None:
    record, earlier = place(call_sent(cast)), in_days(-2)
    values = {"state": InputState.NIL, "answered_at": earlier}
    with pytest.raises(Refused, match="record when an answer came"):
        services.input_update(actor=cast.viewer("focal_point"), record=record, version=1, values=values)
    stored = services.input_update(actor=cast.viewer("chair"), record=record, version=1, values=values)
    assert stored.answered_at == earlier


def test_no_answer_comes_in_the_future(cast: Cast) -> None:
    values = {"state": InputState.NIL, "answered_at": in_days(1)}
    with pytest.raises(ValidationError, match="in the future"):
        services.input_update(actor=cast.viewer("secretariat"), record=place(call_sent(cast)), version=1, values=values)


def test_an_answer_or_its_lack_after_the_deadline_is_late(cast: Cast) -> None:
    in_time, missing = place(call_sent(cast)), place(call_sent(cast))
    answered(in_time)
    CallForInputs.objects.update(deadline=in_days(1), sent_at=in_days(-9))
    assert not Input.objects.get(pk=in_time.pk).is_late
    CallForInputs.objects.filter(pk=missing.call_id).update(deadline=in_days(-1))
    assert Input.objects.get(pk=missing.pk).is_late
    assert answered(Input.objects.get(pk=missing.pk)).is_late


def test_two_colleagues_who_answer_at_once_are_told(cast: Cast) -> None:
    record = place(call_sent(cast))
    answered(record, "First")
    with pytest.raises(StaleVersion):
        services.input_answer(actor=cast.viewer("focal_point"), record=record, version=1, answers=["a", "b"])


def test_a_draft_is_seen_by_no_addressee(cast: Cast) -> None:
    draft, sent = call_make(cast), call_sent(cast)
    seen = CallForInputs.objects.visible_to(cast.viewer("focal_point"))
    assert sent in seen
    assert draft not in seen


def test_an_answer_is_seen_by_its_entity_and_those_who_asked(cast: Cast) -> None:
    record = place(call_sent(cast, visibility="all"))
    for persona, sees in (
        ("focal_point", True),
        ("chair", True),
        ("alternate", True),
        ("chair_pcve", False),
        ("reader", False),
    ):
        assert (record in Input.objects.visible_to(cast.viewer(persona))) is sees, persona
