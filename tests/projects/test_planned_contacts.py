"""Messages to the contacts of planned activities: one mail each, to those who may be seen, and not too many."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from compact.kernel.operations import Operation
from tests.projects.planned_ground import plan, text_of
from workinggroups.projects.writing import MOST_AN_HOUR

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast
    from workinggroups.projects.models import PlannedActivity

    SignedIn = Callable[[str], Client]

CONTACTS = "/planned-activities/contacts/"


def _message(*rows: PlannedActivity, **others: Any) -> dict[str, Any]:
    return {"to": [str(row.uid) for row in rows], "subject": "Kenya", "body": "Shall we talk?", **others}


def _address(*rows: PlannedActivity) -> str:
    return CONTACTS + "?" + "&".join(f"activity={row.uid}" for row in rows)


@pytest.fixture
def two(cast: Cast) -> tuple[PlannedActivity, PlannedActivity]:
    """Two activities with different contacts."""
    return plan(cast, contact_email="jane@example.org"), plan(cast, "WCO", contact_email="joe@example.org")


def test_each_contact_gets_a_mail_that_answers_to_the_writer_and_names_nobody_else(
    cast: Cast, signed_in: SignedIn, two: tuple[PlannedActivity, PlannedActivity]
) -> None:
    answer = signed_in("focal_point").post(_address(*two), _message(*two), follow=True)
    assert "2 contacts" in text_of(answer)
    assert [message.to for message in mail.outbox] == [["jane@example.org"], ["joe@example.org"]]
    for message in mail.outbox:
        assert message.reply_to == ["focal-point@example.org"]
        assert (message.cc, message.bcc, message.subject) == ([], [], "Kenya")
        assert "Shall we talk?" in message.body
    assert "WCO" not in mail.outbox[0].body
    assert "INTERPOL" not in mail.outbox[1].body


def test_the_same_address_gets_one_mail(cast: Cast, signed_in: SignedIn) -> None:
    rows = plan(cast, contact_email="Desk@example.org"), plan(cast, "WCO", contact_email="desk@EXAMPLE.org")
    signed_in("focal_point").post(_address(*rows), _message(*rows))
    (message,) = mail.outbox
    assert "INTERPOL" in message.body
    assert "WCO" in message.body


def test_only_those_ticked_are_written_to(
    cast: Cast, signed_in: SignedIn, two: tuple[PlannedActivity, PlannedActivity]
) -> None:
    client = signed_in("focal_point")
    assert "at least one contact" in text_of(client.post(_address(*two), _message()))
    client.post(_address(*two), _message(two[1]))
    assert [message.to for message in mail.outbox] == [["joe@example.org"]]


def test_nobody_is_written_to_whom_the_address_does_not_name_or_who_is_hidden(
    cast: Cast, signed_in: SignedIn, two: tuple[PlannedActivity, PlannedActivity]
) -> None:
    hidden = plan(cast, "CTED", contact_email="hidden@example.org", visibility="secretariat")
    client = signed_in("focal_point")
    assert "hidden@" not in text_of(client.get(_address(two[0], hidden)))
    client.post(_address(two[0], hidden), _message(two[0], hidden))
    client.post(_address(two[0]), _message(two[1]))
    assert mail.outbox == []


def test_subject_and_text_are_prefilled_and_nobody_is_ticked_who_is_the_writer(
    cast: Cast, signed_in: SignedIn, two: tuple[PlannedActivity, PlannedActivity]
) -> None:
    own = plan(cast, "UNODC", contact_email="focal-point@example.org", contact="This is me")
    page = text_of(signed_in("focal_point").get(_address(*two, own)))
    assert "Activities planned in Kenya" in page
    assert page.count("checked") == 2


def test_who_has_no_address_is_to_be_called(cast: Cast, signed_in: SignedIn) -> None:
    row = plan(cast, contact="Reception, +254 20")
    page = text_of(signed_in("focal_point").get(_address(row)))
    assert "call them" in page
    assert "Reception, +254 20" in page
    assert "<textarea" not in page


def test_a_subject_of_several_lines_becomes_one(
    cast: Cast, signed_in: SignedIn, two: tuple[PlannedActivity, PlannedActivity]
) -> None:
    subject = "Kenya\r\nBcc: everybody@example.org\n\nX"
    signed_in("focal_point").post(_address(*two), _message(*two, subject=subject))
    assert {message.subject for message in mail.outbox} == {"Kenya Bcc: everybody@example.org X"}
    assert all("Bcc" not in message.message() for message in mail.outbox)


@pytest.mark.parametrize("wrong", [{"subject": "x" * 151}, {"body": "x" * 5001}, {"body": " "}, {"subject": "\n"}])
def test_a_message_has_a_sane_size(
    cast: Cast, signed_in: SignedIn, two: tuple[PlannedActivity, PlannedActivity], wrong: dict[str, str]
) -> None:
    assert signed_in("focal_point").post(_address(*two), _message(*two, **wrong)).status_code == 200
    assert mail.outbox == []


def test_messages_are_recorded_without_their_text_and_limited_to_a_few_an_hour(
    cast: Cast, signed_in: SignedIn, two: tuple[PlannedActivity, PlannedActivity]
) -> None:
    client = signed_in("focal_point")
    for _number in range(MOST_AN_HOUR):
        client.post(_address(*two), _message(*two))
    record = Operation.objects.order_by("number").last()
    assert record is not None
    assert (record.actor, record.reason) == (cast.users["focal_point"], "✉ Kenya → INTERPOL, WCO")
    mail.outbox.clear()
    assert "within the hour" in text_of(client.post(_address(*two), _message(*two)))
    assert mail.outbox == []
    Operation.objects.update(time=timezone.now() - datetime.timedelta(hours=1, minutes=1))
    client.post(_address(*two), _message(*two))
    assert len(mail.outbox) == 2


def test_whom_a_mail_did_not_reach_is_told(
    cast: Cast,
    signed_in: SignedIn,
    two: tuple[PlannedActivity, PlannedActivity],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def send(backend: EmailBackend, messages: list[Any]) -> int:
        if "joe@example.org" in messages[0].to:
            raise ConnectionRefusedError
        return len(messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    page = text_of(signed_in("focal_point").post(_address(*two), _message(*two)))
    assert "Not reached: joe@example.org" in page


@pytest.mark.parametrize("persona", ["reader", "country_office"])
def test_who_speaks_for_no_entity_sends_nothing_from_here(
    cast: Cast, signed_in: SignedIn, two: tuple[PlannedActivity, PlannedActivity], persona: str
) -> None:
    answer = signed_in(persona).post(_address(*two), _message(*two))
    assert answer.status_code == 403
    assert mail.outbox == []


@pytest.mark.parametrize("query", ["", "?activity=nonsense", "?activity=00000000-0000-4000-8000-00000000000g"])
def test_a_message_about_nothing_is_not_found(cast: Cast, signed_in: SignedIn, query: str) -> None:
    assert signed_in("chair").get(CONTACTS + query).status_code == 404
