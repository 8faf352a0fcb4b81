"""The pages of a call: an entity answers on one, everybody who may reads the whole on the other."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx import Document

from compact.kernel.viewers import Door
from tests.workplans.call_ground import answered, call_sent, place
from workinggroups.workplans.models import Input, InputState
from workinggroups.workplans.services.calls import call_close
from workinggroups.workplans.views import inputs_waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast


def test_a_focal_point_answers_on_the_page(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    record, client = place(call_sent(cast)), signed_in("focal_point")
    page = client.get(f"/inputs/{record.uid}/").content.decode()
    assert "Done?" in page
    assert "(Africa/Nairobi)" in page
    sent = {"version": 1, "answer_0": "Much", "answer_1": "More"}
    answer = client.post(f"/inputs/{record.uid}/", sent, follow=True)
    assert "Thank you" in answer.content.decode()
    record.refresh_from_db()
    assert (record.state, record.answers) == (InputState.ANSWERED, ["Much", "More"])
    assert record.history.latest().operation.door == Door.PORTAL


def test_one_click_says_that_there_is_nothing(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    record = place(call_sent(cast))
    signed_in("focal_point").post(f"/inputs/{record.uid}/", {"version": 1, "nil": "1"})
    record.refresh_from_db()
    assert record.state == InputState.NIL


def test_an_answer_left_out_is_named_and_the_others_are_kept(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    record = place(call_sent(cast))
    page = signed_in("focal_point").post(f"/inputs/{record.uid}/", {"version": 1, "answer_0": "Kept text"})
    assert "Kept text" in page.content.decode()
    assert "Answer every question" in page.content.decode()
    assert Input.objects.get(pk=record.pk).version == 1


def test_what_a_colleague_answered_meanwhile_is_shown_beside_what_was_typed(
    cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    record, client = place(call_sent(cast)), signed_in("focal_point")
    answered(record, "Theirs")
    sent = {"version": 1, "answer_0": "Mine", "answer_1": "Mine too"}
    page = client.post(f"/inputs/{record.uid}/", sent).content.decode()
    assert "Theirs" in page
    assert "Mine too" in page
    client.post(f"/inputs/{record.uid}/", {**sent, "version": 2})
    record.refresh_from_db()
    assert record.answers == ["Mine", "Mine too"]


def test_who_may_not_answer_reads_why(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    call = call_sent(cast)
    record = place(call)
    call_close(actor=cast.viewer("chair"), call=call, version=call.version)
    client = signed_in("focal_point")
    assert "This call is closed." in client.get(f"/inputs/{record.uid}/").content.decode()
    assert client.post(f"/inputs/{record.uid}/", {"version": 1, "nil": "1"}).status_code == 403
    assert Input.objects.get(pk=record.pk).state == InputState.AWAITED


def test_strangers_find_neither_page(cast: Cast, signed_in: Callable[[str], Client], client: Client) -> None:
    call = call_sent(cast)
    for address in (f"/inputs/{place(call).uid}/", f"/calls/{call.uid}/"):
        assert client.get(address).status_code == 302
        assert signed_in("reader").get(address).status_code == 404
        client.logout()


def test_the_whole_is_one_page_and_one_document(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    call = call_sent(cast, cast.entities["UNODC"], cast.entities["WCO"])
    answered(place(call), "<b>Much</b>")
    client = signed_in("chair")
    page = client.get(f"/calls/{call.uid}/").content.decode()
    assert "2 entities asked, 1 answer, 0 nil returns, 1 not answered, 0 late." in page
    assert "<b>Much</b>" not in page
    answer = client.get(f"/calls/{call.uid}/", {"format": "docx"})
    assert answer["Content-Disposition"].startswith('attachment; filename="report-to-the-assembly-')
    assert Document(io.BytesIO(answer.content)).paragraphs[0].text == "Report to the Assembly"


def test_an_addressee_reads_the_call_and_no_answer_of_others(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    call = call_sent(cast, cast.entities["UNODC"], cast.entities["WCO"])
    answered(place(call, "WCO"), "Theirs alone")
    page = signed_in("focal_point").get(f"/calls/{call.uid}/").content.decode()
    assert "What did your entity do?" in page
    assert "Theirs alone" not in page
    assert "1 entity asked" in page


def test_what_waits_for_a_focal_point_is_listed_until_it_is_answered(cast: Cast) -> None:
    record = place(call_sent(cast))
    assert inputs_waiting(cast.viewer("focal_point")) == [record]
    assert inputs_waiting(cast.viewer("secretariat")) == []
    answered(record)
    assert inputs_waiting(cast.viewer("focal_point")) == []
