"""What waits for somebody on the first page, and the demonstration's work that makes it visible."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from compact.entities.models import Entity
from compact.kernel.records import Evidence
from compact.reports.demo_work import demo_work
from compact.reports.waiting import SHOWN, waiting_for
from tests.cast import PERSONAS, SYSTEM, entity_make
from tests.meetings.making import meeting_make
from tests.meetings.outcomes import action_make
from tests.meetings.silences import silence_make
from tests.reports.ground import day
from tests.workplans.call_ground import answered, call_sent, place
from workinggroups.meetings.models import ActionItem, AgendaItem, Meeting, SilenceProcedure
from workinggroups.workplans.models import CallForInputs, Input, InputState

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

    SignedIn = Callable[[str], Client]


def test_an_input_that_is_wanted_links_to_the_page_that_takes_the_answer(cast: Cast, signed_in: SignedIn) -> None:
    call = call_sent(cast)
    client = signed_in("focal_point")
    address = f'href="/inputs/{place(call).uid}/"'
    assert address in client.get("/").content.decode()
    answered(place(call))
    assert address not in client.get("/").content.decode()


def test_a_call_to_others_does_not_wait_for_me(cast: Cast, signed_in: SignedIn) -> None:
    call_sent(cast, cast.entities["WCO"], title_en="For the customs alone")
    page = signed_in("focal_point").get("/").content.decode()
    assert "For the customs alone" not in page
    assert "Nothing waits for you today." in page


def test_a_running_silence_procedure_links_to_its_page(cast: Cast, signed_in: SignedIn) -> None:
    procedure = silence_make(cast, "UNODC", deadline=timezone.now() + datetime.timedelta(days=2))
    assert f'href="/silence/{procedure.uid}/"' in signed_in("focal_point").get("/").content.decode()


def test_action_items_of_my_entity_come_with_the_overdue_first(cast: Cast) -> None:
    for title, due in (("None set", ""), ("To come", day(5)), ("Overdue", day(-5)), ("Older", day(-50))):
        action_make(cast, title=title, due=due)
    action_make(cast, title="Done", status="done")
    action_make(cast, title="Of others", entity=cast.entities["WCO"], visibility="all")
    waiting = waiting_for(cast.viewer("focal_point"))
    assert [due.item.title for due in waiting.actions] == ["Older", "Overdue", "To come", "None set"]
    assert [due.item.overdue for due in waiting.actions] == [True, True, False, False]


def test_of_many_action_items_the_rest_is_counted(cast: Cast, signed_in: SignedIn) -> None:
    for number in range(SHOWN + 2):
        action_make(cast, title=f"Item {number}")
    page = signed_in("focal_point").get("/").content.decode()
    assert f"({SHOWN + 2})" in page
    assert "and 2 more" in page


def test_the_next_meetings_of_my_groups_are_told_and_no_others(cast: Cast, signed_in: SignedIn) -> None:
    for title, start in (("Yesterday", day(-1)), ("Tomorrow", day(1)), ("Some day", "")):
        meeting_make(cast, title_en=title, start=start)
    meeting_make(cast, "pcve", title_en="Elsewhere", start=day(1), visibility="all")
    assert [each.name for each in waiting_for(cast.viewer("chair")).meetings] == ["Tomorrow", "Some day"]
    assert "Next meetings of your groups" in signed_in("chair").get("/").content.decode()


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_page_of_every_persona_opens_with_something_of_everything(
    cast: Cast, signed_in: SignedIn, persona: str
) -> None:
    demo_work(SYSTEM)
    assert signed_in(persona).get("/").status_code == 200


def test_the_page_costs_the_same_however_much_waits(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("chair")
    client.get("/")

    def more(number: int) -> None:
        call_sent(cast, cast.entities["WCO"], title_en=f"Call {number}")
        silence_make(cast, deadline=timezone.now() + datetime.timedelta(days=2))
        action_make(cast, entity=cast.entities["WCO"])
        meeting_make(cast, start=day(number + 1))

    more(0)
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(1, 5):
        more(number)
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few) <= 15


def _made() -> list[int]:
    models = (Meeting, AgendaItem, CallForInputs, Input, SilenceProcedure, ActionItem)
    return [model.objects.count() for model in models]


def test_the_demonstrations_work_is_made_once_and_marked_as_fictional(cast: Cast) -> None:
    for code in ("IMO", "ICAO", "IOM", "IAEA", "UNESCO", "WHO"):
        entity_make(code)
    demo_work(SYSTEM)
    assert _made() == [1, 3, 1, 13, 1, 3]
    demo_work(SYSTEM)
    assert _made() == [1, 3, 1, 13, 1, 3]
    for model in (Meeting, CallForInputs, SilenceProcedure, ActionItem):
        assert set(model.objects.values_list("evidence", "source")) == {(Evidence.DEMONSTRATION, "Fictional")}
    assert {state: Input.objects.filter(state=state).count() for state in InputState} == {
        InputState.AWAITED: 9,
        InputState.ANSWERED: 3,
        InputState.NIL: 1,
    }


def test_the_demonstration_gives_chair_and_focal_point_something_to_see(cast: Cast) -> None:
    demo_work(SYSTEM)
    chair, focal = waiting_for(cast.viewer("chair")), waiting_for(cast.viewer("focal_point"))
    assert [len(each) for each in (chair.inputs, chair.procedures, chair.actions, chair.meetings)] == [0, 1, 1, 1]
    assert [len(each) for each in (focal.inputs, focal.procedures, focal.actions)] == [1, 1, 1]
    assert [due.item.overdue for due in focal.actions] == [True]


def test_without_the_data_the_demonstration_says_what_is_missing(db: None) -> None:
    with pytest.raises(Exception, match="Group matching query does not exist"):
        demo_work(SYSTEM)
    assert not Entity.objects.exists()
