"""Silence procedures and objections through the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.contract.client import change
from tests.meetings.silences import DEADLINE, HOUR, OPENED, clock_set, objection_make, silence_make
from workinggroups.meetings.models import Decision, Objection
from workinggroups.meetings.services.objections import objection_withdraw
from workinggroups.meetings.services.silence import silence_close

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast
    from workinggroups.meetings.models import SilenceProcedure

    Api = Callable[[str], APIClient]

PROCEDURES, OBJECTIONS = "/api/v1/silence-procedures/", "/api/v1/objections/"
ANY = {"if_match": "*"}


@pytest.fixture(autouse=True)
def _in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock_set(monkeypatch, OPENED + 24 * HOUR)


@pytest.fixture
def procedure(cast: Cast) -> SilenceProcedure:
    return silence_make(cast)


def _found(client: APIClient, where: str, **query: Any) -> set[str]:
    answer = client.get(where, query)
    assert answer.status_code == 200, answer.json()
    return {row["id"] for row in answer.json()["results"]}


def _pointers(answer: Any) -> list[str]:
    return [each["pointer"] for each in answer.json()["errors"]]


def test_a_deadline_is_told_in_utc_beside_its_zone(procedure: SilenceProcedure, api: Api) -> None:
    row = api("reader").get(f"{PROCEDURES}{procedure.uid}/").json()
    assert (row["deadline"], row["zone"]) == ("2026-03-08T21:00:00Z", "America/New_York")


def test_a_deadline_with_an_offset_is_the_same_moment(cast: Cast, api: Api) -> None:
    sent = {
        "group": str(cast.groups["border"].uid),
        "verb": "approves",
        "subject_kind": "document",
        "subject_en": "Paper",
        "text": "Text",
        "addressees": [str(cast.entities["WCO"].uid)],
        "deadline": "2026-03-08T17:00:00-04:00",
    }
    made = api("chair").post(PROCEDURES, sent)
    assert made.status_code == 201, made.json()
    assert (made.json()["deadline"], made.json()["addressees_codes"]) == ("2026-03-08T21:00:00Z", ["WCO"])
    assert made.json()["opened_at"] == "2026-03-03T15:00:00Z"


@pytest.mark.parametrize("wrong", ["2026-03-08T17:00:00", "2026-03-08", "soon"])
def test_a_deadline_without_an_offset_is_refused(procedure: SilenceProcedure, api: Api, wrong: str) -> None:
    sent = {"deadline": wrong, "reason": "Why"}
    answer = api("secretariat").post(f"{PROCEDURES}{procedure.uid}/extend/", sent, headers=ANY)
    assert (answer.status_code, _pointers(answer)) == (400, ["/deadline"])


def test_what_is_fixed_is_refused_field_by_field(cast: Cast, procedure: SilenceProcedure, api: Api) -> None:
    sent = {
        "text": "Other",
        "deadline": "2026-03-09T21:00:00Z",
        "addressees": [str(cast.entities["WCO"].uid)],
        "breakers": "chairs",
    }
    answer = api("secretariat").patch(f"{PROCEDURES}{procedure.uid}/", sent, headers=ANY)
    assert answer.status_code == 400
    assert sorted(_pointers(answer)) == ["/addressees", "/breakers", "/deadline", "/text"]


@pytest.mark.parametrize("name", ["state", "first_deadline", "closed_at", "decision", "standing_objections"])
def test_what_follows_from_steps_is_for_reading(procedure: SilenceProcedure, api: Api, name: str) -> None:
    answer = api("superuser").patch(f"{PROCEDURES}{procedure.uid}/", {name: None}, headers=ANY)
    assert (answer.status_code, _pointers(answer)) == (400, [f"/{name}"])


class TestSteps:
    """Extending and closing want the version that was read."""

    def test_extending_keeps_the_first_deadline(self, procedure: SilenceProcedure, api: Api) -> None:
        client = api("chair")
        tag = client.get(f"{PROCEDURES}{procedure.uid}/")["ETag"]
        sent = {"deadline": "2026-03-10T17:00:00-04:00", "reason": "Asked by INTERPOL"}
        answer = client.post(f"{PROCEDURES}{procedure.uid}/extend/", sent, headers={"if_match": tag})
        assert answer.status_code == 200, answer.json()
        assert (answer.json()["deadline"], answer.json()["first_deadline"]) == (
            "2026-03-10T21:00:00Z",
            "2026-03-08T21:00:00Z",
        )
        assert answer["ETag"] == client.get(f"{PROCEDURES}{procedure.uid}/")["ETag"]
        assert procedure.history.first().operation.reason == "Asked by INTERPOL"  # type: ignore[attr-defined]  # every record's

    def test_without_the_version_it_is_refused(self, procedure: SilenceProcedure, api: Api) -> None:
        for step in ("extend", "close"):
            assert api("chair").post(f"{PROCEDURES}{procedure.uid}/{step}/", {}).status_code == 428

    def test_with_an_old_one_too(self, procedure: SilenceProcedure, api: Api) -> None:
        client = api("chair")
        tag = client.get(f"{PROCEDURES}{procedure.uid}/")["ETag"]
        change(client, "silence-procedures", procedure, {"note": "Meanwhile"})
        sent = {"outcome": "withdrawn", "reason": "Why"}
        answer = client.post(f"{PROCEDURES}{procedure.uid}/close/", sent, headers={"if_match": tag})
        assert (answer.status_code, answer.json()["version"]) == (412, 2)

    def test_passed_makes_a_decision(
        self, procedure: SilenceProcedure, api: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock_set(monkeypatch, DEADLINE + HOUR)
        answer = api("chair").post(f"{PROCEDURES}{procedure.uid}/close/", {"outcome": "passed"}, headers=ANY)
        assert answer.status_code == 200, answer.json()
        decision = Decision.objects.get()
        assert (answer.json()["state"], answer.json()["decision"]) == ("passed", str(decision.uid))
        told = api("reader").get(f"/api/v1/decisions/{decision.uid}/").json()
        assert (told["source_of"], told["decided_on"]) == ("silence", "2026-03-08")

    def test_too_early_it_is_told_on_the_outcome(self, procedure: SilenceProcedure, api: Api) -> None:
        answer = api("chair").post(f"{PROCEDURES}{procedure.uid}/close/", {"outcome": "passed"}, headers=ANY)
        assert (answer.status_code, _pointers(answer)) == (400, ["/outcome"])

    @pytest.mark.parametrize("persona", ["alternate", "reader"])
    def test_others_are_refused_with_the_reason(self, procedure: SilenceProcedure, api: Api, persona: str) -> None:
        for step in ("extend", "close"):
            answer = api(persona).post(f"{PROCEDURES}{procedure.uid}/{step}/", {}, headers=ANY)
            assert answer.status_code == 403
            assert answer.json()["detail"].endswith(".")

    def test_who_does_not_see_it_finds_nothing(self, cast: Cast, api: Api) -> None:
        hidden = silence_make(cast, "WCO", visibility="secretariat")
        for step in ("extend", "close"):
            assert api("reader").post(f"{PROCEDURES}{hidden.uid}/{step}/", {}, headers=ANY).status_code == 404

    def test_closed_it_is_for_reading_only(self, cast: Cast, procedure: SilenceProcedure, api: Api) -> None:
        silence_close(
            actor=cast.viewer("chair"), procedure=procedure, version=1, outcome="withdrawn", reason="New version"
        )
        answer = api("chair").patch(f"{PROCEDURES}{procedure.uid}/", {"note": "x"}, headers=ANY)
        assert answer.status_code == 403
        assert "for reading only" in answer.json()["detail"]


class TestObjections:
    """Made and withdrawn by those entitled."""

    def test_a_representative_objects_and_withdraws(self, cast: Cast, procedure: SilenceProcedure, api: Api) -> None:
        client = api("vice_chair")
        sent = {"procedure": str(procedure.uid), "entity": str(cast.entities["INTERPOL"].uid), "text": "Too soon"}
        made = client.post(OBJECTIONS, sent)
        assert made.status_code == 201, made.json()
        assert made.json()["person_name"] == "Vice_Chair Example"
        assert client.get(f"{PROCEDURES}{procedure.uid}/").json()["standing_objections"] == 1
        gone = client.post(f"{made.json()['url']}withdraw/", {}, headers={"if_match": made["ETag"]})
        assert gone.status_code == 200, gone.json()
        assert gone.json()["withdrawn_at"] == "2026-03-03T15:00:00Z"
        assert client.get(f"{PROCEDURES}{procedure.uid}/").json()["standing_objections"] == 0

    def test_withdrawing_wants_the_version(self, cast: Cast, procedure: SilenceProcedure, api: Api) -> None:
        objection = objection_make(procedure, cast.entities["WCO"])
        assert api("chair").post(f"{OBJECTIONS}{objection.uid}/withdraw/", {}).status_code == 428
        stale = api("chair").post(f"{OBJECTIONS}{objection.uid}/withdraw/", {}, headers={"if_match": '"7-ab"'})
        assert stale.status_code == 412

    def test_after_the_deadline_the_answer_names_it(
        self, cast: Cast, procedure: SilenceProcedure, api: Api, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock_set(monkeypatch, DEADLINE + HOUR)
        sent = {"procedure": str(procedure.uid), "entity": str(cast.entities["WCO"].uid), "text": "Too late"}
        answer = api("chair").post(OBJECTIONS, sent)
        assert answer.status_code == 400
        assert "8 March 2026, 17:00 EDT (America/New_York)" in answer.json()["detail"]
        assert not Objection.objects.exists()

    def test_withdrawn_at_cannot_be_written(self, cast: Cast, procedure: SilenceProcedure, api: Api) -> None:
        objection = objection_make(procedure, cast.entities["WCO"])
        sent = {"withdrawn_at": "2026-03-03T15:00:00Z"}
        answer = api("superuser").patch(f"{OBJECTIONS}{objection.uid}/", sent, headers=ANY)
        assert (answer.status_code, _pointers(answer)) == (400, ["/withdrawn_at"])

    def test_the_count_tells_nothing_of_a_hidden_entity(
        self, cast: Cast, procedure: SilenceProcedure, api: Api
    ) -> None:
        objection_make(procedure, cast.entities["WCO"])
        type(cast.entities["WCO"])._base_manager.filter(code="WCO").update(visibility="secretariat")
        row = api("reader").get(f"{PROCEDURES}{procedure.uid}/").json()
        assert (row["standing_objections"], row["addressees_codes"]) == (0, ["INTERPOL", "UNODC"])
        assert api("secretariat").get(f"{PROCEDURES}{procedure.uid}/").json()["standing_objections"] == 1


def test_an_addressee_sees_what_is_otherwise_for_the_group(cast: Cast, api: Api) -> None:
    procedure = silence_make(cast, "UNODC", visibility="group")
    assert _found(api("focal_point"), PROCEDURES) == {str(procedure.uid)}
    assert _found(api("alternate"), PROCEDURES) == {str(procedure.uid)}
    assert _found(api("reader"), PROCEDURES) == set()


def test_procedures_are_found_by_group_state_addressee_deadline_and_words(cast: Cast, api: Api) -> None:
    first = silence_make(cast, "WCO", subject_fr="Contrôle des frontières")
    second = silence_make(cast, "UNDP", group=cast.groups["pcve"], deadline=DEADLINE + 24 * HOUR)
    silence_close(actor=cast.viewer("superuser"), procedure=first, version=1, outcome="withdrawn", reason="New")
    client, one, two = api("reader"), str(first.uid), str(second.uid)
    for query, expected in (
        ({"group": str(cast.groups["border"].uid)}, {one}),
        ({"group_code": "pcve"}, {two}),
        ({"state": "withdrawn"}, {one}),
        ({"state": ["withdrawn", "running"]}, {one, two}),
        ({"running": "true"}, {two}),
        ({"running": "false"}, {one}),
        ({"addressee": str(cast.entities["UNDP"].uid)}, {two}),
        ({"deadline_before": "2026-03-08T21:00:00Z"}, {one}),
        ({"deadline_after": "2026-03-08T17:00:01-04:00"}, {two}),
        ({"search": "frontières"}, {one}),
    ):
        assert _found(client, PROCEDURES, **query) == expected, query


def test_objections_are_found_by_procedure_entity_and_whether_they_stand(cast: Cast, api: Api) -> None:
    first, second = silence_make(cast), silence_make(cast, subject_en="Other")
    stands, gone = objection_make(first, cast.entities["WCO"]), objection_make(second, cast.entities["UNODC"])
    objection_withdraw(actor=cast.viewer("focal_point"), objection=gone, version=1)
    client = api("reader")
    for query, expected in (
        ({"procedure": str(first.uid)}, stands),
        ({"entity": str(cast.entities["UNODC"].uid)}, gone),
        ({"standing": "true"}, stands),
        ({"standing": "false"}, gone),
    ):
        assert _found(client, OBJECTIONS, **query) == {str(expected.uid)}, query
