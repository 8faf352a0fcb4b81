"""Revisions of minutes are appended one after the other, and none is ever changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from compact.kernel.errors import Overtaken
from compact.kernel.operations import operation
from tests.cast import SYSTEM, Cast
from tests.meetings.minuting import change
from tests.meetings.outcomes import held, minutes_make
from workinggroups.meetings.models import Minutes
from workinggroups.meetings.services import minutes as services

pytestmark = pytest.mark.django_db


def test_revisions_are_numbered_one_after_the_other(cast: Cast) -> None:
    meeting = held(cast)
    assert [minutes_make(meeting, text).number for text in ("One", "Two")] == [1, 2]


def test_a_revision_on_top_of_an_earlier_one_is_refused_with_the_latest_and_what_was_sent(cast: Cast) -> None:
    meeting = held(cast)
    first = minutes_make(meeting, "One")
    second = minutes_make(meeting, "Two")
    with pytest.raises(Overtaken, match="on top of revision 1, and meanwhile revision 2 was saved") as refusal:
        minutes_make(meeting, "Mine", follows=first)
    assert refusal.value.current == second
    assert refusal.value.submitted["text"] == "Mine"
    assert Minutes.objects.count() == 2


def test_a_first_revision_where_there_is_one_already_is_refused_with_it(cast: Cast) -> None:
    meeting = held(cast)
    first = minutes_make(meeting, "One")
    with pytest.raises(Overtaken, match="have revision 1 already") as refusal:
        minutes_make(meeting, "Mine", follows=None)
    assert refusal.value.current == first


def test_a_revision_of_another_meeting_cannot_be_followed(cast: Cast) -> None:
    other = minutes_make(held(cast))
    with pytest.raises(ValidationError, match="Choose a revision of the minutes of this meeting"):
        minutes_make(held(cast), follows=other)


def test_an_archived_revision_counts_but_is_not_followed(cast: Cast) -> None:
    meeting = held(cast)
    first = minutes_make(meeting, "One")
    second = minutes_make(meeting, "Two")
    services.minutes_archive(actor=SYSTEM, record=second, version=1, reason="in error")
    third = minutes_make(meeting, "Three")
    assert (third.number, third.follows) == (3, first)


def test_where_all_revisions_are_archived_the_next_one_follows_none(cast: Cast) -> None:
    meeting = held(cast)
    first = minutes_make(meeting, "One")
    services.minutes_archive(actor=SYSTEM, record=first, version=1, reason="in error")
    with pytest.raises(ValidationError, match="Leave this empty"):
        minutes_make(meeting, "Two", follows=first)
    assert minutes_make(meeting, "Two").number == 2


def test_the_database_itself_lets_a_revision_be_followed_once(cast: Cast) -> None:
    meeting = held(cast)
    first = minutes_make(meeting, "One")
    minutes_make(meeting, "Two")
    with pytest.raises(IntegrityError), transaction.atomic(), operation(actor=SYSTEM):
        Minutes(meeting=meeting, number=3, follows=first, text="Past the service").save()


def test_a_revision_comes_back_from_the_archive_unless_another_took_its_place(cast: Cast) -> None:
    meeting = held(cast)
    minutes_make(meeting, "One")
    second = services.minutes_archive(actor=SYSTEM, record=minutes_make(meeting, "Two"), version=1, reason="in error")
    services.minutes_unarchive(actor=SYSTEM, record=second, version=2)
    services.minutes_archive(actor=SYSTEM, record=second, version=3, reason="again")
    minutes_make(meeting, "Three")
    with pytest.raises(ValidationError, match="Restore its text as a new revision"):
        services.minutes_unarchive(actor=SYSTEM, record=second, version=4)


def test_line_ends_of_a_form_are_stored_as_those_of_a_file(cast: Cast) -> None:
    assert minutes_make(held(cast), "One\r\nTwo").text == "One\nTwo"


def test_minutes_of_an_archived_meeting_are_refused(cast: Cast) -> None:
    from workinggroups.meetings.services.meetings import meeting_archive

    meeting = meeting_archive(actor=SYSTEM, record=held(cast), version=1, reason="in error")
    with pytest.raises(ValidationError, match="This meeting is archived"):
        minutes_make(meeting)


def test_minutes_without_a_meeting_are_asked_for_one(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="cannot be null"):
        services.minutes_create(actor=SYSTEM, values={"text": "One"})


@pytest.mark.parametrize("values", [{"text": "Other"}, {"follows": None}, {"meeting": "another"}])
def test_text_place_and_meeting_of_a_revision_never_change(cast: Cast, values: dict[str, Any]) -> None:
    meeting = held(cast)
    minutes_make(meeting, "One")
    second = minutes_make(meeting, "Two")
    if "meeting" in values:
        values = {"meeting": held(cast)}
    with pytest.raises(ValidationError, match="Write the next revision instead"):
        change(second, **values)


def test_what_did_not_change_may_be_sent_along(cast: Cast) -> None:
    record = minutes_make(held(cast), "One\nTwo")
    assert change(record, text="One\r\nTwo ", note="Seen").note == "Seen"
    record.refresh_from_db()
    assert record.text == "One\nTwo"


def test_an_earlier_text_is_restored_as_a_new_revision(cast: Cast) -> None:
    meeting = held(cast)
    first, second = minutes_make(meeting, "One"), minutes_make(meeting, "Two")
    third = services.minutes_restore(actor=SYSTEM, record=first, follows=second, reason="the first was right")
    assert (third.number, third.text, third.follows) == (3, "One", second)
    with pytest.raises(Overtaken):
        services.minutes_restore(actor=SYSTEM, record=first, follows=second)
