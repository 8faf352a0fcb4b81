"""Staff pages of meetings, agenda, attendance and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.meetings.making import attendance_make, decision_make, item_make, meeting_make
from workinggroups.meetings.models import AgendaItem, Attendance, Decision, Meeting

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.django_db

LISTS = ("meeting", "agendaitem", "attendance", "decision")


@pytest.fixture
def staff(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("secretariat")


def where(name: str, *parts: object) -> str:
    """The address of a staff page."""
    return "/".join(["/admin/workinggroups", name, *(str(part) for part in parts)]) + "/"


def _fill(cast: Cast, count: int) -> None:
    for _number in range(count):
        meeting = meeting_make(cast, "border", "pcve", status="held")
        item = item_make(meeting, "Work plan", presenter=cast.entities["WCO"])
        attendance_make(meeting, person=cast.people["chair"])
        decision_make(cast, meeting=meeting, agenda_item=item)


def _posted(cast: Cast, **values: Any) -> dict[str, Any]:
    """What the form of a meeting sends."""
    return {
        "groups": [cast.groups["border"].pk],
        "kind": "working_group_meeting",
        "status": "planned",
        "visibility": "group",
        "zone": "",
        "mode": "",
        **values,
    }


@pytest.mark.parametrize("name", LISTS)
def test_ten_rows_of_a_list_cost_what_two_cost(staff: Client, cast: Cast, name: str) -> None:
    _fill(cast, 2)
    staff.get(where(name))
    with CaptureQueriesContext(connection) as few:
        staff.get(where(name))
    _fill(cast, 8)
    with CaptureQueriesContext(connection) as many:
        staff.get(where(name))
    assert len(many) == len(few)


@pytest.mark.parametrize("name", LISTS)
def test_the_page_of_a_record_opens(staff: Client, cast: Cast, name: str) -> None:
    _fill(cast, 1)
    pk = staff.get(where(name)).context["cl"].result_list[0].pk
    assert staff.get(where(name, pk, "change")).status_code == 200
    assert staff.get(where(name, pk, "history")).status_code == 200
    assert staff.get(where(name), {"q": "plan"}).status_code == 200


def test_the_list_of_meetings_says_who_met_and_when(staff: Client, cast: Cast) -> None:
    meeting_make(cast, "border", "pcve", starts_at="2026-03-15T21:00:00Z", zone="America/New_York", title_en="Launch")
    text = staff.get(where("meeting")).content.decode()
    for shown in ("Launch", "border, pcve", "15 March 2026, 17:00 EDT (America/New_York)"):
        assert shown in text


def test_hours_are_typed_as_clocks_show_them_there(staff: Client, cast: Cast) -> None:
    sent = _posted(cast, starts_at="2026-03-16T09:00", ends_at="2026-03-16T10:30", zone="Africa/Nairobi")
    assert staff.post(where("meeting", "add"), sent).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.starts_at.isoformat(), meeting.start) == ("2026-03-16T06:00:00+00:00", "2026-03-16")
    assert [group.code for group in meeting.groups.all()] == ["border"]


def test_what_is_wrong_is_told_on_its_field_and_nothing_typed_is_lost(staff: Client, cast: Cast) -> None:
    sent = _posted(cast, kind="coordination_committee", summary="About the guidelines", starts_at="2026-03-16T09:00")
    answer = staff.post(where("meeting", "add"), sent)
    assert "Choose the time zone" in answer.content.decode()
    answer = staff.post(where("meeting", "add"), {**sent, "zone": "Africa/Nairobi"})
    assert "Choose the Committee" in str(answer.context["adminform"].form.errors["groups"])
    assert "About the guidelines" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_the_page_of_a_meeting_shows_what_belongs_to_it_and_adds_to_it(staff: Client, cast: Cast) -> None:
    _fill(cast, 1)
    meeting = Meeting.objects.get()
    answer = staff.get(where("meeting", meeting.pk, "change"))
    tables = {table.name: table for table in answer.context["tables"]}
    assert {name: len(tables[name].lines) for name in LISTS[1:]} == dict.fromkeys(LISTS[1:], 1)
    assert f"?meeting={meeting.pk}&" in tables["agendaitem"].add_address


def test_only_groups_in_use_are_offered(staff: Client, cast: Cast) -> None:
    from django.utils import timezone

    type(cast.groups["pcve"]).objects.filter(code="pcve").update(archived_at=timezone.now())
    form = staff.get(where("meeting", "add")).context["adminform"].form
    assert [str(group) for group in form.fields["groups"].queryset] == ["Group committee", "Group border"]


def test_a_meeting_of_an_archived_group_can_still_be_corrected(staff: Client, cast: Cast) -> None:
    from django.utils import timezone

    meeting = meeting_make(cast, "border", "pcve")
    type(cast.groups["pcve"]).objects.filter(code="pcve").update(archived_at=timezone.now())
    page = staff.get(where("meeting", meeting.pk, "change"))
    groups = page.context["adminform"].form["groups"].initial
    sent = _posted(cast, groups=[group.pk for group in groups], place="Vienna", version=1)
    answer = staff.post(where("meeting", meeting.pk, "change"), sent)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    meeting.refresh_from_db()
    assert meeting.place == "Vienna"
    assert {group.code for group in meeting.groups.all()} == {"border", "pcve"}


def test_an_agenda_item_without_a_position_comes_last(staff: Client, cast: Cast) -> None:
    meeting = meeting_make(cast)
    item_make(meeting, "Opening")
    sent = {"meeting": meeting.pk, "position": "", "title": "Closing"}
    assert staff.post(where("agendaitem", "add"), sent).status_code == 302
    assert AgendaItem.objects.get(title="Closing").position == 2


def test_an_unusual_participant_is_stored_with_a_warning(staff: Client, cast: Cast) -> None:
    sent = {
        "meeting": meeting_make(cast).pk,
        "person": cast.people["reader"].pk,
        "entity": cast.entities["UNDP"].pk,
        "presence": "present",
    }
    answer = staff.post(where("attendance", "add"), sent)
    assert Attendance.objects.count() == 1
    assert any("not on record as staff" in str(each) for each in get_messages(answer.wsgi_request))


def test_a_decision_is_recorded_for_a_meeting_that_was_held(staff: Client, cast: Cast) -> None:
    meeting = meeting_make(cast)
    sent = {
        "group": cast.groups["border"].pk,
        "meeting": meeting.pk,
        "verb": "endorses",
        "subject_kind": "work_plan",
        "subject_en": "Work plan",
        "visibility": "group",
    }
    answer = staff.post(where("decision", "add"), sent)
    assert "Mark it as held" in str(answer.context["adminform"].form.errors["meeting"])
    Meeting.objects.update(status="held")
    assert staff.post(where("decision", "add"), sent).status_code == 302
    assert Decision.objects.get().decided_on == "2019-05-08"


@pytest.mark.parametrize("persona", ["chair", "alternate", "reader"])
def test_others_than_the_secretariat_do_not_come_in(signed_in: Callable[[str], Client], persona: str) -> None:
    assert signed_in(persona).get(where("meeting")).status_code in (302, 403)
