"""Staff pages of silence procedures: the form that opens one, the steps, and what they show of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import SYSTEM
from tests.meetings.silences import (
    DEADLINE,
    HOUR,
    NEW_YORK,
    OPENED,
    clock_set,
    in_new_york,
    member_make,
    objection_make,
    silence_make,
)
from workinggroups.meetings.models import Decision, Objection, SilenceProcedure
from workinggroups.meetings.services.silence import silence_close, silence_update

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

LIST = "/admin/workinggroups/silenceprocedure/"


@pytest.fixture(autouse=True)
def _in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_set(monkeypatch, OPENED + 24 * HOUR)


@pytest.fixture
def staff(signed_in: Callable[[str], Client], _in_time: None) -> Client:
    return signed_in("secretariat")


@pytest.fixture
def data(cast: Cast) -> dict[str, Any]:
    return {
        "group": cast.groups["border"].pk,
        "verb": "approves",
        "subject_kind": "document",
        "subject_en": "Border paper",
        "text": "# Paper",
        "addressees": [cast.entities["WCO"].pk],
        "breakers": "all",
        "zone": NEW_YORK,
        "deadline": "2026-03-08T17:00",
        "visibility": "group",
    }


def _zone_of(cast: Cast, persona: str, zone: str) -> None:
    type(cast.users[persona]).objects.filter(pk=cast.users[persona].pk).update(time_zone=zone)


def _step(staff: Client, procedure: SilenceProcedure, name: str, **data: Any) -> Any:
    return staff.post(f"{LIST}{procedure.pk}/{name}/", {"version": procedure.version, **data}, follow=True)


class TestOpening:
    """The form takes wall time of the zone that it names."""

    def test_the_deadline_is_stored_in_utc(self, staff: Client, data: dict[str, Any]) -> None:
        answer = staff.post(f"{LIST}add/", data)
        assert answer.status_code == 302, answer.context["adminform"].form.errors
        procedure = SilenceProcedure.objects.get()
        assert (procedure.deadline, procedure.zone) == (DEADLINE, NEW_YORK)
        assert procedure.opened_at == OPENED + 24 * HOUR

    def test_an_hour_that_does_not_exist_is_refused_with_a_sentence(self, staff: Client, data: dict[str, Any]) -> None:
        answer = staff.post(f"{LIST}add/", {**data, "deadline": "2026-03-08T02:30"})
        form = answer.context["adminform"].form
        assert "go forward and leave out 02:30" in form.errors["deadline"][0]
        assert form["deadline"].value() == "2026-03-08T02:30"
        assert not SilenceProcedure.objects.exists()

    def test_the_tick_adds_every_entity_with_a_running_term(
        self, staff: Client, cast: Cast, data: dict[str, Any]
    ) -> None:
        member_make(cast, "UNODC")
        ended = cast.groups["border"].terms.get(entity=cast.entities["INTERPOL"])
        type(ended).objects.filter(pk=ended.pk).update(end="2020", end_state="dated")
        staff.post(f"{LIST}add/", {**data, "addressees": [cast.entities["CTED"].pk], "everyone": "on"})
        codes = {entity.code for entity in SilenceProcedure.objects.get().many("addressees")}
        assert codes == {"CTED", "WCO", "UNODC"}

    def test_without_the_tick_somebody_has_to_be_chosen(self, staff: Client, data: dict[str, Any]) -> None:
        answer = staff.post(f"{LIST}add/", {**data, "addressees": []})
        assert "Choose at least one addressee" in answer.context["adminform"].form.errors["addressees"][0]

    def test_a_tick_that_adds_nobody_is_told(self, staff: Client, cast: Cast, data: dict[str, Any]) -> None:
        cast.groups["border"].terms.update(archived_at=OPENED)
        answer = staff.post(f"{LIST}add/", {**data, "addressees": [], "everyone": "on"})
        assert "No entity has a running term" in answer.context["adminform"].form.errors["addressees"][0]

    def test_one_opened_by_letter_is_entered_with_its_hour(self, staff: Client, data: dict[str, Any]) -> None:
        staff.post(f"{LIST}add/", {**data, "opened_at": "2026-03-02T10:00"})
        assert SilenceProcedure.objects.get().opened_at == OPENED


class TestReading:
    """Once open, the page shows what is fixed and lets the rest change."""

    def test_the_list_names_deadline_zone_and_standing_objections(self, staff: Client, cast: Cast) -> None:
        _zone_of(cast, "secretariat", "Africa/Nairobi")
        objection_make(silence_make(cast), cast.entities["WCO"])
        answer = staff.get(LIST)
        page = answer.content.decode()
        assert "8 March 2026, 17:00 EDT (America/New_York)" in page
        assert "9 March 2026, 00:00 EAT (Africa/Nairobi)" in page
        assert [row.standing_count for row in answer.context["cl"].result_list] == [1]

    def test_a_viewer_in_the_same_zone_reads_it_once(self, staff: Client, cast: Cast) -> None:
        _zone_of(cast, "secretariat", NEW_YORK)
        silence_make(cast)
        assert "for you:" not in staff.get(LIST).content.decode()

    def test_what_is_fixed_has_no_field(self, staff: Client, cast: Cast) -> None:
        procedure = silence_make(cast)
        form = staff.get(f"{LIST}{procedure.pk}/change/").context["adminform"].form
        assert set(form.fields) == {
            *("source", "evidence", "note", "visibility", "originator", "clearance"),
            *("version", "change_reason"),
        }

    def test_the_source_is_stored_from_the_page(self, staff: Client, cast: Cast) -> None:
        procedure = silence_make(cast)
        sent = {"version": 1, "source": "Letter", "visibility": "all", "change_reason": "Filed"}
        assert staff.post(f"{LIST}{procedure.pk}/change/", sent).status_code == 302
        procedure.refresh_from_db()
        assert (procedure.source, procedure.text) == ("Letter", "# Paper\n\nAs it **is**.")

    def test_a_closed_one_says_that_it_is_for_reading_only(self, staff: Client, cast: Cast) -> None:
        procedure = silence_make(cast)
        silence_close(actor=SYSTEM, procedure=procedure, version=1, outcome="withdrawn", reason="New version")
        page = staff.get(f"{LIST}{procedure.pk}/change/").content.decode()
        assert "This silence procedure was closed (Withdrawn, " in page
        assert 'name="_save"' not in page
        assert "/extend/" not in page

    @pytest.mark.parametrize("name", ["silenceprocedure", "objection"])
    def test_ten_rows_of_a_list_cost_what_two_cost(self, staff: Client, cast: Cast, name: str) -> None:
        counts = []
        for number in range(10):
            procedure = silence_make(cast, subject_en=f"Paper {number}")
            objection_make(procedure, cast.entities["WCO"], person=cast.people["chair"])
            if number in (1, 9):
                staff.get(f"/admin/workinggroups/{name}/")
                with CaptureQueriesContext(connection) as captured:
                    staff.get(f"/admin/workinggroups/{name}/")
                counts.append(len(captured))
        assert counts[0] == counts[1]

    @pytest.mark.parametrize("page", ["", "add/"])
    @pytest.mark.parametrize("name", ["silenceprocedure", "objection"])
    def test_list_and_form_open(self, staff: Client, cast: Cast, name: str, page: str) -> None:
        assert staff.get(f"/admin/workinggroups/{name}/{page}").status_code == 200

    @pytest.mark.parametrize("page", ["change", "history", "archive", "extend", "objection", "close"])
    def test_every_page_of_one_opens(self, staff: Client, cast: Cast, page: str) -> None:
        procedure = silence_make(cast)
        objection_make(procedure, cast.entities["WCO"])
        assert staff.get(f"{LIST}{procedure.pk}/{page}/").status_code == 200


class TestExtending:
    """The new deadline is wall time of the zone of the procedure."""

    def test_it_is_stored_and_told(self, staff: Client, cast: Cast) -> None:
        procedure = silence_make(cast, deadline=in_new_york(2026, 10, 31, 17))
        page = _step(staff, procedure, "extend", deadline="2026-11-01T17:00", reason="Sunday").content.decode()
        procedure.refresh_from_db()
        assert procedure.deadline.isoformat() == "2026-11-01T22:00:00+00:00"
        assert "The deadline is now 1 November 2026, 17:00 EST (America/New_York)" in page

    def test_the_hour_that_comes_twice_is_the_first_one(self, staff: Client, cast: Cast) -> None:
        procedure = silence_make(cast, deadline=in_new_york(2026, 10, 31, 17))
        _step(staff, procedure, "extend", deadline="2026-11-01T01:30", reason="Night")
        procedure.refresh_from_db()
        assert procedure.deadline.isoformat() == "2026-11-01T05:30:00+00:00"

    def test_an_hour_that_does_not_exist_is_refused_and_kept(self, staff: Client, cast: Cast) -> None:
        procedure = silence_make(cast, deadline=in_new_york(2026, 3, 7, 17))
        form = _step(staff, procedure, "extend", deadline="2026-03-08T02:30", reason="Night").context["form"]
        assert "leave out 02:30" in form.errors["deadline"][0]
        assert (form["deadline"].value(), form["reason"].value()) == ("2026-03-08T02:30", "Night")

    def test_what_is_wrong_lands_on_its_field(self, staff: Client, cast: Cast) -> None:
        form = _step(staff, silence_make(cast), "extend", deadline="2026-03-08T16:00", reason="Why").context["form"]
        assert "after the present deadline" in form.errors["deadline"][0]

    def test_a_stale_page_keeps_what_was_typed_and_says_what_happened(self, staff: Client, cast: Cast) -> None:
        procedure = silence_make(cast)
        silence_update(actor=SYSTEM, record=procedure, version=1, values={"note": "x"}, reason="Theirs")
        answer = _step(staff, procedure, "extend", deadline="2026-03-09T17:00", reason="Why")
        assert "Theirs" in answer.content.decode()
        form = answer.context["form"]
        assert (form["version"].value(), form["deadline"].value()) == ("2", "2026-03-09T17:00")


class TestClosing:
    """The outcome is chosen; what contradicts it is told."""

    def test_passed_leads_to_the_decision(
        self, signed_in: Callable[[str], Client], cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        procedure = silence_make(cast)
        clock_set(monkeypatch, DEADLINE + HOUR)
        page = _step(signed_in("secretariat"), procedure, "close", outcome="passed").content.decode()
        assert "its decision is recorded" in page
        assert f"/admin/workinggroups/decision/{Decision.objects.get().pk}/change/" in page

    def test_too_early_is_told_on_the_outcome(self, staff: Client, cast: Cast) -> None:
        form = _step(staff, silence_make(cast), "close", outcome="passed").context["form"]
        assert "The addressees have time until 8 March 2026, 17:00 EDT" in form.errors["outcome"][0]

    def test_withdrawing_without_a_reason_is_told_on_the_reason(self, staff: Client, cast: Cast) -> None:
        form = _step(staff, silence_make(cast), "close", outcome="withdrawn").context["form"]
        assert "Say why" in form.errors["reason"][0]

    def test_a_closed_one_has_no_steps(self, staff: Client, cast: Cast) -> None:
        procedure = silence_make(cast)
        silence_close(actor=SYSTEM, procedure=procedure, version=1, outcome="withdrawn", reason="New version")
        for step in ("extend", "close", "objection"):
            assert staff.get(f"{LIST}{procedure.pk}/{step}/").status_code == 403


class TestObjections:
    """What an addressee sent is recorded on the page of the procedure, withdrawn on its own."""

    def test_a_letter_is_recorded_with_its_hour(self, staff: Client, cast: Cast) -> None:
        procedure = silence_make(cast)
        sent = {
            "entity": cast.entities["WCO"].pk,
            "text": "Too soon",
            "made_at": "2026-03-02T11:00",
            "source": "Letter",
        }
        page = _step(staff, procedure, "objection", **sent).content.decode()
        objection = Objection.objects.get()
        assert (objection.made_at, objection.source) == (OPENED + HOUR, "Letter")
        assert "Too soon" in page
        assert "2 March 2026, 11:00 EST (America/New_York)" in page

    def test_only_addressees_can_be_chosen(self, staff: Client, cast: Cast) -> None:
        procedure = silence_make(cast)
        form = staff.get(f"{LIST}{procedure.pk}/objection/").context["form"]
        assert {entity.code for entity in form.fields["entity"].queryset} == {"WCO", "INTERPOL", "UNODC"}

    def test_too_late_is_told_with_the_deadline_and_nothing_is_lost(
        self, signed_in: Callable[[str], Client], cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        procedure = silence_make(cast)
        clock_set(monkeypatch, DEADLINE + HOUR)
        answer = _step(
            signed_in("secretariat"), procedure, "objection", entity=cast.entities["WCO"].pk, text="Too late"
        )
        form = answer.context["form"]
        assert "8 March 2026, 17:00 EDT (America/New_York)" in form.non_field_errors()[0]
        assert form["text"].value() == "Too late"

    def test_it_is_withdrawn_with_the_reason(self, staff: Client, cast: Cast) -> None:
        objection = objection_make(silence_make(cast), cast.entities["WCO"])
        where = f"/admin/workinggroups/objection/{objection.pk}/withdraw/"
        assert staff.get(where).status_code == 200
        staff.post(where, {"version": 1, "reason": "Letter of 3 March"})
        objection.refresh_from_db()
        assert objection.withdrawn_at is not None

    def test_on_its_page_only_wording_and_source_change(self, staff: Client, cast: Cast) -> None:
        objection = objection_make(silence_make(cast), cast.entities["WCO"])
        form = staff.get(f"/admin/workinggroups/objection/{objection.pk}/change/").context["adminform"].form
        assert set(form.fields) == {"text", "source", "evidence", "note", "version", "change_reason"}

    def test_the_plain_form_records_one_that_is_made_now(self, staff: Client, cast: Cast) -> None:
        procedure = silence_make(cast)
        sent = {"procedure": procedure.pk, "entity": cast.entities["WCO"].pk, "text": "By telephone"}
        assert staff.post("/admin/workinggroups/objection/add/", sent).status_code == 302
        assert Objection.objects.get().made_at == OPENED + 24 * HOUR
