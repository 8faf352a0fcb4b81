"""Attacks on terms of reference, plans and calls for inputs by people who have some rights, just not these."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from docx import Document

from compact.entities.models import Person
from compact.kernel.errors import Refused
from tests.cast import SYSTEM
from tests.workplans.call_ground import answered, call_sent, place
from tests.workplans.plan_ground import output_make, plan_make, terms_make
from workinggroups.workplans.models import CallForInputs, CallState, Input
from workinggroups.workplans.services.calls import input_answer
from workinggroups.workplans.services.closing import work_plan_close
from workinggroups.workplans.services.terms import terms_next

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from rest_framework.test import APIClient

    from compact.kernel.records import Record
    from tests.cast import Cast

    As = Callable[[str], APIClient]
    SignedIn = Callable[[str], Client]

#: Titles that a title may be and a part of a Word document may not.
ODD = ["x" * 300, "bell \x07", "form\x0cfeed", "no character \ufffe", "two\r\nlines"]


def _change(client: APIClient, name: str, row: Record, values: dict[str, Any]) -> Any:
    address = f"/api/v1/{name}/{row.uid}/"
    return client.patch(address, values, format="json", headers={"if-match": client.get(address)["ETag"]})


@pytest.mark.parametrize("number", [3, 4])
def test_a_version_of_another_groups_terms_is_not_sounded_out(number: int, cast: Cast, api: As) -> None:
    terms_make(cast, group="pcve", number=3)
    sent = {"group": str(cast.groups["pcve"].uid), "number": number, "text": "x"}
    assert api("chair").post("/api/v1/terms-of-reference/", sent, format="json").status_code == 403


def test_the_next_version_is_seen_by_whom_the_one_before_is_seen_by(cast: Cast, api: As) -> None:
    terms = terms_make(cast, "approved", visibility="secretariat", originator=cast.entities["INTERPOL"])
    made = terms_next(actor=cast.viewer("secretariat"), terms=terms, values={})
    assert (made.visibility, made.originator) == ("secretariat", cast.entities["INTERPOL"])
    assert api("chair").get(f"/api/v1/terms-of-reference/{made.uid}/").status_code == 404


def test_what_an_originator_cleared_for_its_group_goes_on_so_in_the_next_version(cast: Cast) -> None:
    come_from = {"originator": cast.entities["INTERPOL"], "clearance": "letter of 3 May 2026"}
    terms = terms_make(cast, "approved", **come_from)
    made = terms_next(actor=cast.viewer("secretariat"), terms=terms, values={})
    assert (made.visibility, made.originator, made.clearance) == ("group", come_from["originator"], terms.clearance)


def test_an_entity_does_not_answer_in_the_name_of_somebody_elses_person(cast: Cast, api: As) -> None:
    record = place(call_sent(cast))
    sent = {"state": "nil", "person": str(cast.people["chair"].uid)}
    answer = _change(api("focal_point"), "inputs", record, sent)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/person")
    own = {"state": "nil", "person": str(cast.people["focal_point"].uid)}
    assert _change(api("focal_point"), "inputs", record, own).status_code == 200


def test_an_answer_does_not_get_in_while_the_call_is_being_closed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer was let in while the call was open; it closes before the answer is stored."""
    record, viewer = place(call_sent(cast)), cast.viewer("focal_point")
    whole = Input.full_clean

    def closing_meanwhile(row: Input, *args: Any, **options: Any) -> None:
        whole(row, *args, **options)
        CallForInputs.objects.filter(pk=row.call_id).update(state=CallState.CLOSED)

    monkeypatch.setattr(Input, "full_clean", closing_meanwhile)
    with pytest.raises(Refused, match="This call is closed"):
        input_answer(actor=viewer, record=record, version=record.version, answers=["a", "b"])


def test_the_chair_records_who_answered_by_mail(cast: Cast, api: As) -> None:
    sent = {"state": "nil", "person": str(cast.people["focal_point"].uid)}
    assert _change(api("chair"), "inputs", place(call_sent(cast)), sent).status_code == 200


def test_who_answered_is_hidden_where_the_person_is(cast: Cast, signed_in: SignedIn) -> None:
    record, viewer = place(call_sent(cast)), cast.viewer("focal_point")
    input_answer(actor=viewer, record=record, version=record.version, answers=["a", "b"])
    client, name = signed_in("chair"), str(cast.people["focal_point"])
    assert name in client.get(f"/inputs/{record.uid}/").content.decode()
    Person.objects.filter(pk=cast.people["focal_point"].pk).update(visibility="secretariat", originator=None)
    assert name not in client.get(f"/inputs/{record.uid}/").content.decode()


@pytest.mark.parametrize("title", ODD)
def test_no_title_or_question_keeps_the_answers_from_a_word_document(
    title: str, cast: Cast, signed_in: SignedIn
) -> None:
    call = call_sent(cast, title_en=title, questions=[title])
    answered(place(call), f"Much {title}")
    answer = signed_in("chair").get(f"/calls/{call.uid}/?format=docx")
    assert answer.status_code == 200
    assert any("Much" in each.text for each in Document(io.BytesIO(answer.content)).paragraphs)


def test_lines_of_a_title_make_no_header_of_a_mail(cast: Cast, api: As, mailoutbox: list[Any]) -> None:
    sent = {"group": str(cast.groups["border"].uid), "title_en": "A\r\nBcc: all@example.org", "text": "x"}
    sent |= {"deadline": "2098-01-01T00:00:00Z", "zone": "UTC"}
    addressees = [str(cast.entities["UNODC"].uid)]
    made = api("chair").post("/api/v1/calls-for-inputs/", {**sent, "addressees": addressees}, format="json")
    api("chair").post(f"{made.json()['url']}send/", {}, format="json", headers={"if-match": made["ETag"]})
    assert [mail.subject for mail in mailoutbox] == ["Input wanted: A Bcc: all@example.org"]
    assert all(mail.bcc == [] for mail in mailoutbox)


def test_a_state_that_the_committee_gives_is_not_entered_by_a_chair(cast: Cast, api: As) -> None:
    terms = terms_make(cast, "endorsed")
    assert _change(api("chair"), "terms-of-reference", terms, {"state": "approved"}).status_code == 403
    assert terms_next(actor=SYSTEM, terms=terms_make(cast, "approved", number=8), values={}).state == "draft"


def test_outputs_are_not_carried_into_a_plan_that_more_people_see(cast: Cast) -> None:
    narrow = plan_make(cast, "approved", visibility="secretariat")
    output_make(cast, narrow)
    wide = plan_make(cast, visibility="all")
    with pytest.raises(ValidationError, match="shown to more people"):
        work_plan_close(actor=SYSTEM, plan=narrow, version=narrow.version, carry_to=wide)
