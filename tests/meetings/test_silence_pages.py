"""The page of a silence procedure in the portal, and what waits for whom."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from tests.cast import PASSWORD, SYSTEM, nominate, term_make
from tests.meetings.silences import DEADLINE, HOUR, NEW_YORK, OPENED, clock_set, objection_make, silence_make
from workinggroups.meetings.models import Objection
from workinggroups.meetings.services.silence import silence_close
from workinggroups.meetings.views import silence_waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast
    from workinggroups.meetings.models import SilenceProcedure

    Enter = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_set(monkeypatch, OPENED + 24 * HOUR)


@pytest.fixture
def procedure(cast: Cast) -> SilenceProcedure:
    return silence_make(cast)


def _address(procedure: SilenceProcedure) -> str:
    return f"/silence/{procedure.uid}/"


def _page(client: Client, procedure: SilenceProcedure) -> str:
    answer = client.get(_address(procedure))
    assert answer.status_code == 200
    return answer.content.decode()


def _zone_of(cast: Cast, persona: str, zone: str) -> None:
    type(cast.users[persona]).objects.filter(pk=cast.users[persona].pk).update(time_zone=zone)


class TestReading:
    """The exact text, until when, and who may break silence."""

    def test_the_text_is_shown_with_its_digest(self, procedure: SilenceProcedure, signed_in: Enter) -> None:
        page = _page(signed_in("reader"), procedure)
        assert "As it <strong>is</strong>." in page
        assert hashlib.sha256(procedure.text.encode()).hexdigest() in page

    def test_what_could_run_in_a_browser_does_not(self, cast: Cast, signed_in: Enter) -> None:
        text = "<script>alert(1)</script> [here](javascript:alert(1))"
        page = _page(signed_in("reader"), silence_make(cast, text=text))
        assert "<script>alert" not in page
        assert 'href="javascript' not in page

    def test_a_viewer_in_nairobi_reads_both_clocks(
        self, cast: Cast, procedure: SilenceProcedure, signed_in: Enter
    ) -> None:
        _zone_of(cast, "reader", "Africa/Nairobi")
        page = _page(signed_in("reader"), procedure)
        assert "8 March 2026, 17:00 EDT (America/New_York)" in page
        assert "9 March 2026, 00:00 EAT (Africa/Nairobi)" in page

    def test_a_viewer_in_new_york_reads_one(self, cast: Cast, procedure: SilenceProcedure, signed_in: Enter) -> None:
        _zone_of(cast, "reader", NEW_YORK)
        page = _page(signed_in("reader"), procedure)
        assert "8 March 2026, 17:00 EDT (America/New_York)" in page
        assert "for you" not in page

    def test_an_entity_that_is_hidden_is_not_among_the_addressees(
        self, cast: Cast, procedure: SilenceProcedure, signed_in: Enter
    ) -> None:
        objection_make(procedure, cast.entities["WCO"], text="Zanzibarite")
        type(cast.entities["WCO"])._base_manager.filter(code="WCO").update(visibility="secretariat")
        page = _page(signed_in("reader"), procedure)
        assert "WCO" not in page
        assert "Zanzibarite" not in page

    def test_the_name_of_a_person_who_is_hidden_is_left_out(
        self, cast: Cast, procedure: SilenceProcedure, signed_in: Enter
    ) -> None:
        objection_make(procedure, cast.entities["WCO"], cast.viewer("chair"))
        assert "Chair Example" in _page(signed_in("reader"), procedure)
        type(cast.people["chair"])._base_manager.filter(pk=cast.people["chair"].pk).update(visibility="secretariat")
        assert "Chair Example" not in _page(signed_in("reader"), procedure)

    @pytest.mark.parametrize(("persona", "status"), [("focal_point", 200), ("chair_pcve", 404), ("reader", 404)])
    def test_a_narrow_one_is_for_its_addressees_and_group(
        self, cast: Cast, signed_in: Enter, persona: str, status: int
    ) -> None:
        procedure = silence_make(cast, "UNODC", visibility="group")
        assert signed_in(persona).get(_address(procedure)).status_code == status

    def test_without_sign_in_it_leads_to_the_sign_in(self, procedure: SilenceProcedure, client: Client) -> None:
        answer = client.get(_address(procedure))
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")

    def test_the_outcome_and_its_decision_are_named(
        self, procedure: SilenceProcedure, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock_set(monkeypatch, DEADLINE + HOUR)
        silence_close(actor=SYSTEM, procedure=procedure, version=1, outcome="passed")
        page = _page(signed_in("reader"), procedure)
        assert "Passed: nobody objected" in page
        assert "approves Border paper" in page


class TestObjecting:
    """Those entitled object on the page; others are told why not."""

    def test_a_representative_objects(self, cast: Cast, procedure: SilenceProcedure, signed_in: Enter) -> None:
        client = signed_in("chair")
        assert "You object for WCO." in _page(client, procedure)
        page = client.post(_address(procedure), {"text": "Only with a budget"}, follow=True).content.decode()
        objection = Objection.objects.get()
        assert (objection.entity, objection.person) == (cast.entities["WCO"], cast.people["chair"])
        assert "The objection of WCO is recorded." in page
        assert "Only with a budget" in page
        assert objection.history.get().operation.door == "portal"  # type: ignore[attr-defined]  # every record's

    def test_an_empty_objection_is_told_on_its_field(self, procedure: SilenceProcedure, signed_in: Enter) -> None:
        answer = signed_in("chair").post(_address(procedure), {"text": " "})
        assert answer.context["form"].errors["text"] == ["Say what would have to change."]
        assert 'id="id_text_error"' in answer.content.decode()

    def test_who_speaks_for_several_says_for_which(
        self, cast: Cast, procedure: SilenceProcedure, signed_in: Enter
    ) -> None:
        term = term_make(cast.groups["pcve"], cast.entities["UNODC"], "member")
        nominate(term, cast.people["chair"])
        client = signed_in("chair")
        answer = client.post(_address(procedure), {"text": "Only with a budget"})
        assert list(answer.context["form"].errors) == ["entity"]
        assert "Only with a budget" in answer.content.decode()
        client.post(_address(procedure), {"text": "Only with a budget", "entity": cast.entities["UNODC"].pk})
        assert Objection.objects.get().entity == cast.entities["UNODC"]

    @pytest.mark.parametrize(
        ("persona", "reason"),
        [
            ("alternate", "Alternates prepare."),
            ("reader", "Only the addressees can object."),
            ("chair_pcve", "Only the addressees can object."),
        ],
    )
    def test_who_may_not_reads_why_and_finds_no_form(
        self, procedure: SilenceProcedure, signed_in: Enter, persona: str, reason: str
    ) -> None:
        page = _page(signed_in(persona), procedure)
        assert reason in page
        assert "<textarea" not in page

    def test_a_forged_objection_is_refused(self, procedure: SilenceProcedure, signed_in: Enter) -> None:
        assert signed_in("reader").post(_address(procedure), {"text": "Mine"}).status_code == 403
        assert not Objection.objects.exists()

    def test_who_comes_too_late_reads_the_deadline_and_loses_nothing(
        self, procedure: SilenceProcedure, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock_set(monkeypatch, DEADLINE + HOUR)
        page = signed_in("chair").post(_address(procedure), {"text": "Only with a budget"}).content.decode()
        assert "The deadline was 8 March 2026, 17:00 EDT (America/New_York)." in page
        assert "Only with a budget</textarea>" in page
        assert not Objection.objects.exists()

    def test_what_was_typed_outlives_the_session(self, procedure: SilenceProcedure, signed_in: Enter) -> None:
        client = signed_in("chair")
        owner = _page(client, procedure).split('name="unsent_owner" value="')[1].split('"')[0]
        client.logout()
        answer = client.post(_address(procedure), {"text": "Only with a budget", "unsent_owner": owner})
        client.post(answer["Location"], {"login": "chair@example.org", "password": PASSWORD})
        assert "Only with a budget</textarea>" in _page(client, procedure)
        assert not Objection.objects.exists()

    def test_its_entity_withdraws_it(self, cast: Cast, procedure: SilenceProcedure, signed_in: Enter) -> None:
        objection = objection_make(procedure, cast.entities["WCO"], cast.viewer("chair"))
        client = signed_in("chair")
        where = f"/silence/objections/{objection.uid}/withdraw/"
        assert where in _page(client, procedure)
        page = client.post(where, {"version": "1"}, follow=True).content.decode()
        assert "The objection of WCO is withdrawn." in page
        assert where not in page

    def test_others_do_not(self, cast: Cast, procedure: SilenceProcedure, signed_in: Enter) -> None:
        objection = objection_make(procedure, cast.entities["WCO"], cast.viewer("chair"))
        client = signed_in("vice_chair")
        where = f"/silence/objections/{objection.uid}/withdraw/"
        assert where not in _page(client, procedure)
        assert "your own entity only" in client.post(where, {"version": "1"}, follow=True).content.decode()
        objection.refresh_from_db()
        assert objection.withdrawn_at is None

    @pytest.mark.parametrize("version", ["7", "", "x"])
    def test_a_stale_withdrawal_is_told(
        self, cast: Cast, procedure: SilenceProcedure, signed_in: Enter, version: str
    ) -> None:
        objection = objection_make(procedure, cast.entities["WCO"], cast.viewer("chair"))
        answer = signed_in("chair").post(
            f"/silence/objections/{objection.uid}/withdraw/", {"version": version}, follow=True
        )
        assert "Somebody else changed this record" in answer.content.decode()


class TestWaiting:
    """What an entity is asked waits for its people until the deadline."""

    def test_it_waits_for_representatives_and_alternates(self, cast: Cast, procedure: SilenceProcedure) -> None:
        for persona in ("chair", "alternate", "vice_chair", "focal_point"):
            assert silence_waiting(cast.viewer(persona)) == [procedure]

    def test_the_nearest_deadline_comes_first(self, cast: Cast, procedure: SilenceProcedure) -> None:
        nearer = silence_make(cast, subject_en="Nearer", deadline=DEADLINE - HOUR)
        assert silence_waiting(cast.viewer("chair")) == [nearer, procedure]

    @pytest.mark.parametrize("persona", ["secretariat", "chair_pcve", "reader"])
    def test_it_does_not_wait_for_those_who_are_not_addressed(
        self, cast: Cast, procedure: SilenceProcedure, persona: str
    ) -> None:
        assert silence_waiting(cast.viewer(persona)) == []

    def test_nor_for_anybody_after_the_deadline_or_the_closing(
        self, cast: Cast, procedure: SilenceProcedure, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        silence_close(actor=SYSTEM, procedure=silence_make(cast), version=1, outcome="withdrawn", reason="New version")
        assert silence_waiting(cast.viewer("chair")) == [procedure]
        clock_set(monkeypatch, DEADLINE + HOUR)
        assert silence_waiting(cast.viewer("chair")) == []
