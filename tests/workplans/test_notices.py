"""Mails about a call: to the right people, in their language, each once."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command

from tests.cast import nominate, person_make, term_make
from tests.workplans.call_ground import answered, call_sent, in_days, place
from workinggroups.groups.models import Capacity, Role
from workinggroups.workplans import notices
from workinggroups.workplans.models import CallForInputs, Notice
from workinggroups.workplans.services.calls import call_update

if TYPE_CHECKING:
    from tests.cast import Cast


def _to() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


def _later(call: CallForInputs, days_before: float) -> datetime.datetime:
    return call.deadline - datetime.timedelta(days=days_before)


def test_focal_points_and_their_alternates_are_invited(cast: Cast) -> None:
    colleague = person_make("colleague", cast.entities["UNODC"])
    colleague.email = "colleague@example.org"
    type(colleague)._base_manager.filter(pk=colleague.pk).update(email=colleague.email)
    nominate(cast.terms["focal_point"], colleague, Capacity.ALTERNATE)
    member = term_make(cast.groups["border"], cast.entities["UNODC"], Role.MEMBER)
    nominate(member, person_make("other", cast.entities["UNODC"]))
    assert notices.invitations_send(call_sent(cast)) == 1
    assert _to() == ["colleague@example.org", "focal-point@example.org"]


def test_without_a_focal_point_whoever_the_entity_nominated_is_invited(cast: Cast) -> None:
    assert notices.invitations_send(call_sent(cast, cast.entities["WCO"])) == 1
    assert _to() == ["alternate@example.org", "chair@example.org"]


def test_an_entity_with_nobody_to_write_to_is_noted_and_not_counted(cast: Cast) -> None:
    assert notices.invitations_send(call_sent(cast, cast.entities["CTED"])) == 0
    assert Notice.objects.get().sent_to == ""


def test_a_mail_says_what_is_wanted_until_when_and_where_to_act(cast: Cast, settings: Any) -> None:
    settings.SITE_URL = "https://tracker.example.org"
    call = call_sent(cast)
    notices.invitations_send(call)
    (message,) = mail.outbox
    assert message.subject == "Input wanted: Report to the Assembly"
    assert f"https://tracker.example.org/inputs/{place(call).uid}/" in message.body
    assert "(Africa/Nairobi)" in message.body


def test_a_mail_is_in_the_language_of_who_reads_it(cast: Cast) -> None:
    type(cast.users["focal_point"])._base_manager.filter(email="focal-point@example.org").update(language="fr")
    notices.invitations_send(call_sent(cast))
    assert not mail.outbox[0].subject.startswith("Input wanted")


def test_an_invitation_goes_out_once(cast: Cast) -> None:
    call = call_sent(cast)
    assert [notices.invitations_send(call) for _ in range(3)] == [1, 0, 0]
    assert len(mail.outbox) == 1


def test_each_reminder_goes_out_once(cast: Cast) -> None:
    call = call_sent(cast)
    sent = [notices.reminders_send(_later(call, days)) for days in (8, 7, 6.5, 1, 0.5, 0.1)]
    assert sent == [0, 1, 0, 1, 0, 0]
    assert len(mail.outbox) == 2


def test_of_reminders_that_were_missed_only_the_last_goes_out(cast: Cast) -> None:
    call = call_sent(cast)
    assert notices.reminders_send(_later(call, 0.5)) == 1
    assert [notice.days_before for notice in Notice.objects.all()] == [1]


def test_nobody_is_reminded_who_answered_or_after_the_deadline(cast: Cast) -> None:
    call = call_sent(cast, cast.entities["UNODC"], cast.entities["WCO"])
    answered(place(call, "WCO"))
    assert notices.reminders_send(_later(call, 1)) == 1
    assert _to() == ["focal-point@example.org"]
    assert notices.reminders_send(_later(call, -1)) == 0


def test_a_deadline_that_is_put_off_is_reminded_of_anew(cast: Cast) -> None:
    call = call_sent(cast)
    notices.reminders_send(_later(call, 7))
    later = call_update(
        actor=cast.viewer("secretariat"), record=call, version=call.version, values={"deadline": in_days(60)}
    )
    assert notices.reminders_send(_later(later, 7)) == 1


def test_a_mail_that_cannot_be_handed_over_is_tried_again(cast: Cast) -> None:
    call = call_sent(cast)
    with mock.patch.object(EmailMessage, "send", side_effect=OSError("the server is away")):
        assert notices.invitations_send(call) == 0
    assert not Notice.objects.exists()
    assert notices.invitations_retry() == 1


@pytest.mark.parametrize("days", ["", "0"])
def test_a_call_without_reminders_reminds_nobody_beforehand(days: str, cast: Cast) -> None:
    call = call_sent(cast, reminder_days=days)
    assert notices.reminders_send(_later(call, 0.01)) == 0


def test_the_command_sends_what_is_due_and_says_how_much(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    call_sent(cast, deadline=in_days(0.5))
    call_command("tick")
    call_command("tick")
    assert capsys.readouterr().out.splitlines() == ["2 entities written to.", "0 entities written to."]
    assert len(mail.outbox) == 2
