"""Objections: who may break silence, until when, and how an objection ends."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused, StaleVersion
from tests.cast import SYSTEM
from tests.meetings.silences import DEADLINE, HOUR, OPENED, clock_set, member_make, objection_make, silence_make
from workinggroups.meetings.policies.silence import breaking
from workinggroups.meetings.services.objections import (
    objection_archive,
    objection_restore,
    objection_update,
    objection_withdraw,
)
from workinggroups.meetings.services.silence import silence_close

if TYPE_CHECKING:
    from tests.cast import Cast

NOW = OPENED + 24 * HOUR
DEADLINE_IN_WORDS = "8 March 2026, 17:00 EDT (America/New_York)"


@pytest.fixture(autouse=True)
def _in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a day after the opening unless a test says otherwise."""
    clock_set(monkeypatch, NOW)


def _errors(caught: pytest.ExceptionInfo[ValidationError]) -> dict[str, list[str]]:
    return caught.value.message_dict


class TestMaking:
    """A representative objects for their own entity, now and in person; the secretariat enters letters."""

    @pytest.mark.parametrize("persona", ["chair", "vice_chair", "focal_point"])
    def test_a_representative_of_an_addressee_objects(self, cast: Cast, persona: str) -> None:
        objection = objection_make(silence_make(cast), cast.terms[persona].entity, cast.viewer(persona))
        assert (objection.person, objection.made_at) == (cast.people[persona], NOW)
        assert objection.withdrawn_at is None

    def test_an_alternate_does_not(self, cast: Cast) -> None:
        with pytest.raises(Refused, match="Alternates prepare"):
            objection_make(silence_make(cast), cast.entities["WCO"], cast.viewer("alternate"))

    def test_nobody_objects_for_another_entity(self, cast: Cast) -> None:
        with pytest.raises(Refused, match="your own entity only"):
            objection_make(silence_make(cast), cast.entities["INTERPOL"], cast.viewer("chair"))

    @pytest.mark.parametrize("persona", ["country_office", "reader"])
    def test_who_represents_nobody_is_told_so(self, cast: Cast, persona: str) -> None:
        with pytest.raises(Refused, match="You represent no entity today"):
            objection_make(silence_make(cast), cast.entities["CTED"], cast.viewer(persona))

    def test_an_entity_that_is_not_addressed_has_no_say(self, cast: Cast) -> None:
        with pytest.raises(ValidationError) as caught:
            objection_make(silence_make(cast), cast.entities["UNDP"], cast.viewer("chair_pcve"))
        assert "not an addressee" in _errors(caught)["entity"][0]

    def test_a_representative_gives_no_other_moment(self, cast: Cast) -> None:
        with pytest.raises(ValidationError) as caught:
            objection_make(silence_make(cast), cast.entities["WCO"], cast.viewer("chair"), made_at=NOW - HOUR)
        assert list(_errors(caught)) == ["made_at"]

    def test_nor_another_person(self, cast: Cast) -> None:
        procedure, person = silence_make(cast), cast.people["alternate"]
        with pytest.raises(ValidationError) as caught:
            objection_make(procedure, cast.entities["WCO"], cast.viewer("chair"), person=person)
        assert list(_errors(caught)) == ["person"]

    def test_an_entity_objects_once(self, cast: Cast) -> None:
        procedure = silence_make(cast)
        objection_make(procedure, cast.entities["WCO"])
        with pytest.raises(ValidationError, match="has objected already"):
            objection_make(procedure, cast.entities["WCO"], cast.viewer("chair"))

    def test_the_secretariat_enters_a_letter_as_received(self, cast: Cast) -> None:
        moment = OPENED + HOUR
        objection = objection_make(
            silence_make(cast),
            cast.entities["WCO"],
            cast.viewer("secretariat"),
            made_at=moment,
            person=cast.people["chair"],
        )
        assert (objection.made_at, objection.person) == (moment, cast.people["chair"])

    def test_not_before_the_opening(self, cast: Cast) -> None:
        with pytest.raises(ValidationError) as caught:
            objection_make(silence_make(cast), cast.entities["WCO"], made_at=OPENED - HOUR)
        assert "2 March 2026, 10:00 EST (America/New_York)" in _errors(caught)["made_at"][0]

    def test_not_in_the_future(self, cast: Cast) -> None:
        with pytest.raises(ValidationError) as caught:
            objection_make(silence_make(cast), cast.entities["WCO"], made_at=NOW + HOUR)
        assert "future" in _errors(caught)["made_at"][0]

    def test_at_the_deadline_it_is_in_time(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        procedure = silence_make(cast)
        clock_set(monkeypatch, DEADLINE)
        assert objection_make(procedure, cast.entities["WCO"], cast.viewer("chair")).pk

    @pytest.mark.parametrize("persona", ["chair", "secretariat"])
    def test_after_the_deadline_the_answer_names_it(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, persona: str
    ) -> None:
        procedure = silence_make(cast)
        clock_set(monkeypatch, DEADLINE + datetime.timedelta(seconds=1))
        with pytest.raises(ValidationError) as caught:
            objection_make(procedure, cast.entities["WCO"], cast.viewer(persona))
        assert DEADLINE_IN_WORDS in caught.value.messages[0]

    def test_a_letter_that_came_in_time_is_entered_after_the_deadline(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        procedure = silence_make(cast)
        clock_set(monkeypatch, DEADLINE + 24 * HOUR)
        assert objection_make(procedure, cast.entities["WCO"], made_at=DEADLINE - HOUR).pk


class TestBreakers:
    """Who among the addressees may break silence."""

    @pytest.mark.parametrize(
        ("breakers", "role", "able"),
        [
            ("all", "", True),
            ("all", "observer", True),
            ("members", "member", True),
            ("members", "chair", True),
            ("members", "observer", False),
            ("members", "focal_point", False),
            ("members", "", False),
            ("chairs", "vice_chair", True),
            ("chairs", "co_chair", True),
            ("chairs", "member", False),
        ],
    )
    def test_by_the_term_of_the_entity_in_the_group(self, cast: Cast, breakers: str, role: str, able: bool) -> None:
        if role:
            member_make(cast, "UNODC", role)
        procedure, viewer = silence_make(cast, breakers=breakers), cast.viewer("focal_point")
        if able:
            assert objection_make(procedure, cast.entities["UNODC"], viewer).pk
            return
        with pytest.raises(ValidationError) as caught:
            objection_make(procedure, cast.entities["UNODC"], viewer)
        assert "may not break silence here" in _errors(caught)["entity"][0]

    def test_a_term_that_is_over_counts_no_more(self, cast: Cast) -> None:
        member_make(cast, "UNODC")
        term = cast.groups["border"].terms.get(entity=cast.entities["UNODC"])
        type(term).objects.filter(pk=term.pk).update(end="2026-03-02", end_state="dated")
        with pytest.raises(ValidationError):
            objection_make(silence_make(cast, breakers="members"), cast.entities["UNODC"])

    @pytest.mark.parametrize(
        ("persona", "reason"),
        [
            ("alternate", "Alternates prepare"),
            ("reader", "Only the addressees can object"),
            ("chair_pcve", "Only the addressees can object"),
            ("focal_point", "may not break silence here"),
        ],
    )
    def test_who_may_not_is_told_why(self, cast: Cast, persona: str, reason: str) -> None:
        entities, answer = breaking(cast.viewer(persona), silence_make(cast, breakers="chairs"))
        assert entities == ()
        assert reason in answer.reason

    def test_who_may_is_told_for_whom(self, cast: Cast) -> None:
        entities, answer = breaking(cast.viewer("chair"), silence_make(cast))
        assert (entities, bool(answer)) == ((cast.entities["WCO"],), True)

    def test_who_has_objected_is_told_so(self, cast: Cast) -> None:
        procedure = silence_make(cast)
        objection_make(procedure, cast.entities["WCO"])
        assert "has objected already" in breaking(cast.viewer("chair"), procedure).answer.reason

    def test_who_comes_too_late_is_told_the_deadline(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        procedure = silence_make(cast)
        clock_set(monkeypatch, DEADLINE + HOUR)
        assert DEADLINE_IN_WORDS in breaking(cast.viewer("chair"), procedure).answer.reason


class TestAfterwards:
    """Only the wording changes; an objection ends by being withdrawn."""

    @pytest.mark.parametrize("name", ["procedure", "entity", "person", "made_at", "withdrawn_at"])
    def test_what_is_fixed_is_refused_by_its_name(self, cast: Cast, name: str) -> None:
        objection = objection_make(silence_make(cast), cast.entities["WCO"])
        other: dict[str, Any] = {
            "procedure": silence_make(cast, subject_en="Other"),
            "entity": cast.entities["INTERPOL"],
            "person": cast.people["chair"],
            "made_at": OPENED + HOUR,
            "withdrawn_at": NOW,
        }
        with pytest.raises(ValidationError) as caught:
            objection_update(actor=SYSTEM, record=objection, version=1, values={name: other[name]})
        assert list(_errors(caught)) == [name]

    def test_its_maker_changes_the_wording(self, cast: Cast) -> None:
        objection = objection_make(silence_make(cast), cast.entities["WCO"], cast.viewer("chair"))
        stored = objection_update(actor=cast.viewer("chair"), record=objection, version=1, values={"text": "Other"})
        assert (stored.text, stored.version) == ("Other", 2)

    def test_the_secretariat_does_not_change_the_words_of_an_entity(self, cast: Cast) -> None:
        objection = objection_make(silence_make(cast), cast.entities["WCO"], cast.viewer("chair"))
        with pytest.raises(ValidationError) as caught:
            objection_update(actor=cast.viewer("secretariat"), record=objection, version=1, values={"text": "Other"})
        assert "own words" in _errors(caught)["text"][0]

    def test_it_corrects_what_it_wrote_down_from_a_letter(self, cast: Cast) -> None:
        secretariat = cast.viewer("secretariat")
        objection = objection_make(silence_make(cast), cast.entities["WCO"], secretariat, person=cast.people["chair"])
        assert objection_update(actor=secretariat, record=objection, version=1, values={"text": "Other"}).version == 2

    def test_a_colleague_of_another_entity_changes_nothing(self, cast: Cast) -> None:
        objection = objection_make(silence_make(cast), cast.entities["WCO"])
        with pytest.raises(Refused):
            objection_update(actor=cast.viewer("vice_chair"), record=objection, version=1, values={"text": "Other"})

    def test_its_entity_withdraws_it(self, cast: Cast) -> None:
        objection = objection_make(silence_make(cast), cast.entities["WCO"], cast.viewer("chair"))
        stored = objection_withdraw(actor=cast.viewer("chair"), objection=objection, version=1)
        assert (stored.withdrawn_at, stored.version) == (NOW, 2)

    def test_the_secretariat_says_how_the_entity_withdrew_it(self, cast: Cast) -> None:
        objection = objection_make(silence_make(cast), cast.entities["WCO"], cast.viewer("chair"))
        with pytest.raises(ValidationError) as caught:
            objection_withdraw(actor=SYSTEM, objection=objection, version=1)
        assert list(_errors(caught)) == ["reason"]
        assert objection_withdraw(actor=SYSTEM, objection=objection, version=1, reason="Letter of 3 March").withdrawn_at

    @pytest.mark.parametrize("persona", ["alternate", "vice_chair", "reader"])
    def test_others_do_not(self, cast: Cast, persona: str) -> None:
        objection = objection_make(silence_make(cast), cast.entities["WCO"])
        with pytest.raises(Refused):
            objection_withdraw(actor=cast.viewer(persona), objection=objection, version=1, reason="Why")

    def test_not_on_top_of_what_a_colleague_did(self, cast: Cast) -> None:
        objection = objection_make(silence_make(cast), cast.entities["WCO"])
        objection_update(actor=SYSTEM, record=objection, version=1, values={"text": "Other"})
        with pytest.raises(StaleVersion):
            objection_withdraw(actor=cast.viewer("chair"), objection=objection, version=1)

    def test_what_is_withdrawn_stands_no_more_and_another_may_follow(self, cast: Cast) -> None:
        procedure = silence_make(cast)
        objection = objection_make(procedure, cast.entities["WCO"])
        gone = objection_withdraw(actor=cast.viewer("chair"), objection=objection, version=1)
        with pytest.raises(Refused, match="is withdrawn"):
            objection_update(actor=SYSTEM, record=gone, version=2, values={"text": "Other"})
        assert objection_make(procedure, cast.entities["WCO"], cast.viewer("chair")).pk != objection.pk

    def test_silence_passes_once_it_is_withdrawn_even_after_the_deadline(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        procedure = silence_make(cast)
        objection = objection_make(procedure, cast.entities["WCO"])
        clock_set(monkeypatch, DEADLINE + HOUR)
        objection_withdraw(actor=cast.viewer("chair"), objection=objection, version=1)
        assert silence_close(actor=SYSTEM, procedure=procedure, version=1, outcome="passed").decision

    def test_once_the_procedure_is_closed_it_is_for_reading_only(self, cast: Cast) -> None:
        procedure = silence_make(cast)
        objection = objection_make(procedure, cast.entities["WCO"])
        silence_close(actor=SYSTEM, procedure=procedure, version=1, outcome="broken")
        objection.refresh_from_db()
        for act in (
            lambda: objection_update(actor=SYSTEM, record=objection, version=1, values={"text": "Other"}),
            lambda: objection_withdraw(actor=SYSTEM, objection=objection, version=1, reason="Why"),
            lambda: objection_archive(actor=SYSTEM, record=objection, version=1, reason="Why"),
        ):
            with pytest.raises(Refused, match="for reading only"):
                act()

    def test_the_archive_is_no_way_round_an_objection(self, cast: Cast) -> None:
        objection = objection_make(silence_make(cast), cast.entities["WCO"], cast.viewer("chair"))
        with pytest.raises(Refused, match="made this objection itself"):
            objection_archive(actor=SYSTEM, record=objection, version=1, reason="Away")
        with pytest.raises(Refused):
            objection_archive(actor=cast.viewer("chair"), record=objection, version=1, reason="Away")

    def test_what_the_secretariat_entered_twice_is_archived_and_restored(self, cast: Cast) -> None:
        objection = objection_make(silence_make(cast), cast.entities["WCO"])
        archived = objection_archive(actor=SYSTEM, record=objection, version=1, reason="Twice")
        assert not objection_restore(actor=SYSTEM, record=archived, version=2).is_archived
