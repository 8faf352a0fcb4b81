"""Staff pages of the groups room: lists, hand-over of terms, lifecycle events, confirmations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compact.kernel.admin.changes import entries_of
from tests.cast import SYSTEM, Cast, entity_make, group_make, nominate, person_make, term_make
from workinggroups.groups.models import EventKind, GroupEvent, Nomination, NominationStatus, Role, Term
from workinggroups.groups.services import group_event_record, term_update

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

LISTS = ("group", "groupevent", "term", "nomination")


@pytest.fixture
def staff(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("secretariat")


def _fill(start: int, count: int) -> None:
    for number in range(start, start + count):
        group, entity = group_make(f"group-{number}"), entity_make(f"NEW-{number}")
        nominate(term_make(group, entity, Role.CHAIR), person_make(f"new{number}", entity))


@pytest.mark.parametrize("name", LISTS)
def test_ten_rows_of_a_list_cost_what_two_cost(staff: Client, cast: Cast, name: str) -> None:
    _fill(0, 2)
    staff.get(f"/admin/workinggroups/{name}/")
    with CaptureQueriesContext(connection) as few:
        staff.get(f"/admin/workinggroups/{name}/")
    _fill(2, 8)
    with CaptureQueriesContext(connection) as many:
        staff.get(f"/admin/workinggroups/{name}/")
    assert len(many) == len(few)


@pytest.mark.parametrize("name", LISTS)
def test_the_page_of_a_record_opens(staff: Client, cast: Cast, name: str) -> None:
    pk = staff.get(f"/admin/workinggroups/{name}/").context["cl"].result_list[0].pk
    assert staff.get(f"/admin/workinggroups/{name}/{pk}/change/").status_code == 200
    assert staff.get(f"/admin/workinggroups/{name}/{pk}/history/").status_code == 200


def test_the_list_of_groups_names_the_chairs_of_today(staff: Client, cast: Cast) -> None:
    rows = {row.code: row.chairs_today for row in staff.get("/admin/workinggroups/group/").context["cl"].result_list}
    assert (rows["border"], rows["pcve"], rows["committee"]) == (["WCO"], ["UNDP"], [])


def test_the_list_of_terms_names_the_people_of_today(staff: Client, cast: Cast) -> None:
    row = staff.get("/admin/workinggroups/term/?role__exact=co_chair").context["cl"].result_list[0]
    assert row.people_today == ["Chair Example", "Alternate Example"]


@pytest.mark.parametrize(("text", "count"), [("WCO", 1), ("border", 2), ("border INTERPOL", 1)])
def test_terms_are_found_by_group_and_entity(staff: Client, cast: Cast, text: str, count: int) -> None:
    assert len(staff.get(f"/admin/workinggroups/term/?q={text}").context["cl"].result_list) == count


def test_the_terms_of_the_secretariat_are_for_reading_with_the_reason(staff: Client, cast: Cast) -> None:
    content = staff.get(f"/admin/workinggroups/term/{cast.terms['secretariat'].pk}/change/").content.decode()
    assert "only a superuser changes them" in content
    assert 'name="_save"' not in content


def test_a_forged_save_of_a_term_of_the_secretariat_is_refused(staff: Client, cast: Cast) -> None:
    response = staff.post(f"/admin/workinggroups/term/{cast.terms['secretariat'].pk}/change/", {"role": "member"})
    assert response.status_code == 403
    assert "only a superuser changes them" in response.content.decode()


class TestHandOver:
    """One form ends a term and starts the next."""

    @pytest.fixture
    def url(self, cast: Cast) -> str:
        return f"/admin/workinggroups/term/{cast.terms['chair_pcve'].pk}/hand-over/"

    @pytest.fixture
    def data(self, cast: Cast) -> dict[str, Any]:
        return {
            "version": 1,
            "end": "2026-10-31",
            "next_entity": cast.entities["CTED"].pk,
            "next_role": Role.CHAIR,
            "next_start": "2026-11-01",
            "source": "Letter",
            "evidence": "record",
            "reason": "Decision of the group",
        }

    def test_both_are_stored_in_one_operation_with_the_reason(
        self, staff: Client, cast: Cast, url: str, data: dict[str, Any]
    ) -> None:
        staff.post(url, data)
        ended, started = Term.objects.get(pk=cast.terms["chair_pcve"].pk), Term.objects.latest("pk")
        assert (ended.end, started.entity, started.start) == ("2026-10-31", cast.entities["CTED"], "2026-11-01")
        operations = {entries_of(term)[0].operation for term in (ended, started)}
        assert [operation.reason for operation in operations] == ["Decision of the group"]

    def test_the_next_term_carries_the_source(self, staff: Client, url: str, data: dict[str, Any]) -> None:
        staff.post(url, data)
        assert (Term.objects.latest("pk").source, Term.objects.latest("pk").evidence) == ("Letter", "record")

    def test_without_a_next_entity_the_seat_falls_vacant(
        self, staff: Client, cast: Cast, url: str, data: dict[str, Any]
    ) -> None:
        response = staff.post(url, {**data, "next_entity": "", "next_start": ""}, follow=True)
        assert "The seat is vacant from then on." in response.content.decode()
        assert Term.objects.filter(group=cast.groups["pcve"]).count() == 1

    def test_a_start_without_an_entity_is_half_an_answer(self, staff: Client, url: str, data: dict[str, Any]) -> None:
        response = staff.post(url, {**data, "next_entity": ""})
        assert "next_entity" in response.context["form"].errors

    def test_when_the_next_term_is_refused_the_first_does_not_end(
        self, staff: Client, cast: Cast, url: str, data: dict[str, Any]
    ) -> None:
        response = staff.post(url, {**data, "next_start": "2026-10-01"})
        assert "UNDP is chair over those days" in response.content.decode()
        assert Term.objects.get(pk=cast.terms["chair_pcve"].pk).end == ""

    def test_what_is_wrong_with_the_end_lands_on_the_end(self, staff: Client, url: str, data: dict[str, Any]) -> None:
        response = staff.post(url, {**data, "end": "2018"})
        assert response.context["form"].errors["end"] == ["The end is before the start."]

    def test_what_is_wrong_with_the_next_start_lands_there(self, staff: Client, url: str, data: dict[str, Any]) -> None:
        response = staff.post(url, {**data, "next_start": "soon"})
        assert "is not a date" in response.context["form"].errors["next_start"][0]

    def test_a_stale_page_keeps_what_was_typed_and_says_what_happened(
        self, staff: Client, cast: Cast, url: str, data: dict[str, Any]
    ) -> None:
        term_update(actor=SYSTEM, record=cast.terms["chair_pcve"], version=1, values={"note": "x"}, reason="Theirs")
        response = staff.post(url, data)
        assert "Theirs" in response.content.decode()
        assert (response.context["form"]["version"].value(), response.context["form"]["end"].value()) == (
            "2",
            "2026-10-31",
        )

    def test_the_terms_of_the_secretariat_are_not_handed_over_by_itself(
        self, staff: Client, cast: Cast, data: dict[str, Any]
    ) -> None:
        url = f"/admin/workinggroups/term/{cast.terms['secretariat'].pk}/hand-over/"
        assert staff.post(url, data).status_code == 403


class TestLifecycle:
    """Events of a group are recorded on its page, by the service."""

    @pytest.fixture
    def url(self, cast: Cast) -> str:
        return f"/admin/workinggroups/group/{cast.groups['pcve'].pk}/event/"

    def test_an_event_is_recorded_with_its_reason(self, staff: Client, cast: Cast, url: str) -> None:
        version = cast.groups["pcve"].version
        staff.post(url, {"version": version, "kind": EventKind.SUSPENDED, "on": "2024-05", "reason": "Decision 7"})
        event = GroupEvent.objects.get(group=cast.groups["pcve"], kind=EventKind.SUSPENDED)
        assert (event.on, entries_of(event)[0].operation.reason) == ("2024-05", "Decision 7")

    def test_steps_out_of_order_are_refused_on_the_field(self, staff: Client, cast: Cast, url: str) -> None:
        version = cast.groups["pcve"].version
        response = staff.post(url, {"version": version, "kind": EventKind.RESUMED, "on": "2024-05"})
        assert "not suspended" in response.context["form"].errors["kind"][0]

    def test_two_officers_do_not_record_two_lives(self, staff: Client, cast: Cast, url: str) -> None:
        group = cast.groups["pcve"]
        group_event_record(actor=SYSTEM, group=group, version=group.version, values={"kind": "suspended"})
        response = staff.post(url, {"version": group.version, "kind": EventKind.CONCLUDED, "on": "2024"})
        assert "Somebody else changed this record" in response.content.decode()

    def test_an_event_has_no_form_of_its_own(self, staff: Client, cast: Cast) -> None:
        assert staff.get("/admin/workinggroups/groupevent/add/").status_code == 403

    def test_an_event_recorded_in_error_is_archived(self, staff: Client, cast: Cast) -> None:
        event = GroupEvent.objects.get(group=cast.groups["pcve"])
        staff.post(f"/admin/workinggroups/groupevent/{event.pk}/archive/", {"version": 1, "reason": "Wrong group"})
        event.refresh_from_db()
        assert event.is_archived

    def test_an_earlier_state_of_an_event_is_not_restored(self, staff: Client, cast: Cast) -> None:
        event = GroupEvent.objects.get(group=cast.groups["pcve"])
        history_id = entries_of(event)[0].history_id
        content = staff.get(f"/admin/workinggroups/groupevent/{event.pk}/history/{history_id}/").content.decode()
        assert "corrected by archiving it" in content


class TestConfirmation:
    """Only a confirmed nomination gives rights, and nobody confirms themselves."""

    @pytest.fixture
    def waiting(self, cast: Cast) -> Nomination:
        person = person_make("new", cast.entities["WCO"])
        made: Nomination = nominate(cast.terms["chair"], person, status=NominationStatus.PROPOSED)
        return made

    def test_it_is_confirmed_in_one_step(self, staff: Client, waiting: Nomination) -> None:
        url = f"/admin/workinggroups/nomination/{waiting.pk}/confirm/"
        staff.post(url, {"version": 1, "source": "Letter", "evidence": "record", "reason": ""})
        waiting.refresh_from_db()
        assert (waiting.status, waiting.source) == (NominationStatus.CONFIRMED, "Letter")

    def test_it_is_confirmed_once(self, staff: Client, cast: Cast) -> None:
        confirmed = Nomination.objects.filter(term=cast.terms["chair"]).first()
        assert confirmed is not None
        response = staff.get(f"/admin/workinggroups/nomination/{confirmed.pk}/confirm/")
        assert "This nomination is confirmed already." in response.content.decode()

    def test_nobody_confirms_themselves(self, staff: Client, cast: Cast) -> None:
        own = nominate(cast.terms["chair_pcve"], cast.people["secretariat"], status=NominationStatus.PROPOSED)
        response = staff.post(f"/admin/workinggroups/nomination/{own.pk}/confirm/", {"version": 1})
        assert response.status_code == 403
        assert "Nobody approves their own record" in response.content.decode()

    def test_the_work_list_leads_there(self, staff: Client, waiting: Nomination) -> None:
        assert f"/admin/workinggroups/nomination/{waiting.pk}/confirm/" in staff.get("/admin/").content.decode()
