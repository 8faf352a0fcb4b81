"""Staff write, send and close calls, and record what came by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail

from tests.workplans.call_ground import call_make, call_sent, place
from workinggroups.workplans.models import CallForInputs, CallState, Input

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

ADDRESS = "/admin/workinggroups/callforinputs"


def _sent(cast: Cast, **values: Any) -> dict[str, Any]:
    return {
        "group": cast.groups["border"].pk,
        "title_en": "A call",
        "text": "What?",
        "questions": "Done?\r\n\r\nPlanned?",
        "addressees": [cast.entities["CTED"].pk],
        "whole_body": "",
        "deadline": "2090-07-08T17:00",
        "zone": "America/New_York",
        "reminder_days": "7",
        "visibility": "group",
        **values,
    }


def test_a_call_is_written_with_questions_by_line_and_a_local_deadline(
    cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    answer = signed_in("secretariat").post(f"{ADDRESS}/add/", _sent(cast))
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    call = CallForInputs.objects.get()
    assert call.questions == ["Done?", "Planned?"]
    assert call.deadline.isoformat() == "2090-07-08T21:00:00+00:00"
    assert [entity.code for entity in call.addressees.all()] == ["CTED"]


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("compact", {"UNOCT", "CTED", "UNODC", "WCO", "INTERPOL", "UNDP", "DCO"}),
        ("group", {"CTED", "WCO", "INTERPOL"}),
    ],
)
def test_a_whole_body_is_addressed_by_one_choice(
    body: str, codes: set[str], cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    signed_in("secretariat").post(f"{ADDRESS}/add/", _sent(cast, whole_body=body))
    assert {entity.code for entity in CallForInputs.objects.get().addressees.all()} == codes


def test_a_call_needs_an_addressee(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    answer = signed_in("secretariat").post(f"{ADDRESS}/add/", _sent(cast, addressees=[]))
    assert answer.context["adminform"].form.errors["addressees"] == ["Choose at least one."]
    assert "Done?" in answer.content.decode()


def test_sending_writes_to_the_addressees_and_says_to_how_many(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    call, client = call_make(cast), signed_in("secretariat")
    assert "1 addressee gets its place" in client.get(f"{ADDRESS}/{call.pk}/send/").content.decode()
    answer = client.post(f"{ADDRESS}/{call.pk}/send/", {"version": 1}, follow=True)
    assert "The call is sent; 1 entity was written to." in answer.content.decode()
    assert [message.to for message in mail.outbox] == [["focal-point@example.org"]]


def test_a_step_on_a_stale_page_is_refused(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    call = call_sent(cast)
    answer = signed_in("secretariat").post(f"{ADDRESS}/{call.pk}/close/", {"version": 1})
    assert "Changed meanwhile" in answer.content.decode()
    assert CallForInputs.objects.get().state == CallState.SENT


def test_closing_ends_a_call(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    call = call_sent(cast)
    signed_in("secretariat").post(f"{ADDRESS}/{call.pk}/close/", {"version": call.version, "reason": "All in"})
    assert CallForInputs.objects.get().state == CallState.CLOSED


def test_the_list_tells_how_many_answers_came_and_leads_to_the_missing(
    cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    call_sent(cast, cast.entities["UNODC"], cast.entities["WCO"])
    page = signed_in("secretariat").get(f"{ADDRESS}/").content.decode()
    assert "0 of 2" in page
    assert "state__exact=awaited" in page


def test_staff_record_an_answer_that_came_by_mail(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    record = place(call_sent(cast))
    sent = {
        "call": record.call_id,
        "entity": record.entity_id,
        "state": "answered",
        "answers": "Much\r\n---\r\nMore",
        "version": 1,
        "source": "E-mail of 3 May 2026",
    }
    answer = signed_in("secretariat").post(f"/admin/workinggroups/input/{record.pk}/change/", sent)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert Input.objects.get().answers == ["Much", "More"]


def test_the_compilation_is_one_click_away(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    call = call_sent(cast)
    answer = signed_in("secretariat").get(f"{ADDRESS}/{call.pk}/compiled/")
    assert answer["Location"] == f"/calls/{call.uid}/"


def test_whoever_cannot_be_written_to_is_named_before_and_after_sending(
    cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    call, client = call_make(cast, cast.entities["UNODC"], cast.entities["CTED"]), signed_in("secretariat")
    warning = "Nobody to write to is on record for: CTED. Reach these yourself."
    assert warning in client.get(f"{ADDRESS}/{call.pk}/send/").content.decode()
    answer = client.post(f"{ADDRESS}/{call.pk}/send/", {"version": 1}, follow=True)
    assert warning in answer.content.decode()
