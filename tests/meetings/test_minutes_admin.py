"""Staff write, compare and restore minutes, and lose nothing when two save at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cast import SYSTEM
from tests.meetings.outcomes import held, minutes_make
from workinggroups.meetings.models import Meeting, Minutes
from workinggroups.meetings.services import minutes as services

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

ADDRESS = "/admin/workinggroups/minutes"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """A meeting that was held."""
    return held(cast)


@pytest.fixture
def staff(cast: Cast, signed_in: Callable[[str], Client]) -> Client:
    """The secretariat's browser."""
    return signed_in("secretariat")


def sent(meeting: Meeting, text: str, follows: Minutes | None, **values: Any) -> dict[str, Any]:
    found = {"meeting": meeting.pk, "text": text, "follows": follows.pk if follows else "", "state": "draft"}
    return {**found, "visibility": "group", **values}


def test_the_first_revision_is_stored_and_shown_as_people_read_it(meeting: Meeting, staff: Client) -> None:
    answer = staff.post(f"{ADDRESS}/add/", sent(meeting, "# Opening\r\n\r\n- one\r\n- two", None), follow=True)
    stored = Minutes.objects.get()
    assert stored.text == "# Opening\n\n- one\n- two"
    assert answer.redirect_chain == [(f"{ADDRESS}/{stored.pk}/change/", 302)]
    page = answer.content.decode()
    assert "<li>one</li>" in page


def test_the_next_revision_begins_with_the_text_of_the_latest(meeting: Meeting, staff: Client) -> None:
    latest = minutes_make(meeting, "As circulated", visibility="secretariat")
    form = staff.get(f"{ADDRESS}/add/?meeting={meeting.pk}").context["adminform"].form
    assert (form.initial["text"], form.initial["follows"]) == ("As circulated", latest.pk)
    assert form.initial["visibility"] == "secretariat"


@pytest.mark.parametrize("key", ["", "nonsense", "0", "99999999999999999999999999"])
def test_an_address_that_names_no_meeting_gives_an_empty_form(staff: Client, key: str) -> None:
    assert "text" not in staff.get(f"{ADDRESS}/add/?meeting={key}").context["adminform"].form.initial


def test_whoever_saves_second_keeps_their_text_sees_the_other_and_saves_knowingly(
    meeting: Meeting, staff: Client
) -> None:
    first = minutes_make(meeting, "Opening\nBudget")
    second = minutes_make(meeting, "Opening\nBudget of 2027")
    answer = staff.post(f"{ADDRESS}/add/", sent(meeting, "Opening at ten\nBudget", first))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "meanwhile revision 2 was saved" in page
    assert "<del>Budget of 2027</del>" in page
    assert "<ins>Opening at ten</ins>" in page
    form = answer.context["adminform"].form
    assert form["text"].value() == "Opening at ten\nBudget"
    assert form["follows"].value() == str(second.pk)
    assert Minutes.objects.count() == 2
    merged = staff.post(f"{ADDRESS}/add/", sent(meeting, "Opening at ten\nBudget of 2027", second))
    assert merged.status_code == 302
    assert Minutes.objects.get(number=3).follows == second


def test_a_text_typed_beside_a_revision_that_is_already_there_is_kept_too(meeting: Meeting, staff: Client) -> None:
    minutes_make(meeting, "Theirs")
    answer = staff.post(f"{ADDRESS}/add/", sent(meeting, "Mine", None))
    assert "have revision 1 already" in answer.content.decode()
    assert answer.context["adminform"].form["text"].value() == "Mine"


def test_a_stored_revision_offers_no_field_for_its_text(meeting: Meeting, staff: Client) -> None:
    record = minutes_make(meeting)
    form = staff.get(f"{ADDRESS}/{record.pk}/change/").context["adminform"].form
    assert {"text", "meeting", "follows", "number"}.isdisjoint(form.fields)
    values = {"version": 1, "state": "adopted", "adopted_on": "2019-06", "visibility": "all", "change_reason": "agreed"}
    assert staff.post(f"{ADDRESS}/{record.pk}/change/", values).status_code == 302
    record.refresh_from_db()
    assert (record.state, record.adopted_on, record.text) == ("adopted", "2019-06", "# Opening")


def test_a_reason_that_is_missing_is_asked_for_in_its_field(meeting: Meeting, staff: Client) -> None:
    record = services.minutes_adopt(actor=SYSTEM, record=minutes_make(meeting), version=1)
    answer = staff.post(f"{ADDRESS}/add/", sent(meeting, "Corrected", record))
    assert answer.context["adminform"].form.errors == {
        "change_reason": ["These minutes are adopted. Say why they are corrected."]
    }


def test_script_in_a_text_is_shown_as_text(meeting: Meeting, staff: Client) -> None:
    record = minutes_make(meeting, "<script>alert(1)</script> [x](javascript:alert(2))")
    page = staff.get(f"{ADDRESS}/{record.pk}/change/").content.decode()
    assert "<script>alert(1)" not in page
    assert "javascript:" not in page.split("minutes-text")[1].split("</div>")[0].replace("[x](javascript", "")


def test_two_revisions_are_compared_the_earlier_one_first(meeting: Meeting, staff: Client) -> None:
    first, second, third = (minutes_make(meeting, text) for text in ("One\nTwo", "One\n2", "One"))
    page = staff.get(f"{ADDRESS}/{first.pk}/compare/?with={second.pk}").content.decode()
    assert "<del>Two</del>" in page
    assert "<ins>2</ins>" in page
    assert "From revision 1 to revision 2" in page
    assert staff.get(f"{ADDRESS}/{third.pk}/compare/").context["chosen"] == str(second.pk)


def test_a_revision_is_compared_with_none_of_another_meeting(cast: Cast, meeting: Meeting, staff: Client) -> None:
    first, other = minutes_make(meeting), minutes_make(held(cast))
    minutes_make(meeting, "Two")
    assert staff.get(f"{ADDRESS}/{first.pk}/compare/?with={other.pk}").status_code == 404
    assert "no other version" in staff.get(f"{ADDRESS}/{other.pk}/compare/").content.decode()


def test_an_earlier_text_is_restored_in_one_step(meeting: Meeting, staff: Client) -> None:
    first, second = minutes_make(meeting, "One"), minutes_make(meeting, "Two")
    page = staff.get(f"{ADDRESS}/{first.pk}/take-up/")
    assert "on top of revision 2" in page.content.decode()
    answer = staff.post(f"{ADDRESS}/{first.pk}/take-up/", {"follows": second.pk, "reason": "the first was right"})
    assert answer.status_code == 302
    assert Minutes.objects.get(number=3).text == "One"


def test_a_restored_text_does_not_go_unseen_over_what_was_saved_meanwhile(meeting: Meeting, staff: Client) -> None:
    first, second = minutes_make(meeting, "One"), minutes_make(meeting, "Two")
    third = minutes_make(meeting, "Three")
    answer = staff.post(f"{ADDRESS}/{first.pk}/take-up/", {"follows": second.pk, "reason": "the first was right"})
    assert "Meanwhile revision 3 was saved" in answer.content.decode()
    assert answer.context["form"]["follows"].value() == str(third.pk)
    assert Minutes.objects.count() == 3


def test_the_list_says_which_revision_is_the_latest(meeting: Meeting, staff: Client) -> None:
    minutes_make(meeting, "One")
    minutes_make(meeting, "Two")
    for choice, number in (("yes", 2), ("no", 1)):
        rows = staff.get(f"{ADDRESS}/?latest={choice}").context["cl"].result_list
        assert [(row.number, row.is_latest) for row in rows] == [(number, choice == "yes")]
