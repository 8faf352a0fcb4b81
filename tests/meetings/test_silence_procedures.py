"""Silence procedures: what is fixed once they are open, how the deadline moves, and how they end."""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.admin.changes import entries_of
from compact.kernel.errors import Refused, StaleVersion
from tests.cast import SYSTEM
from tests.meetings.silences import DEADLINE, HOUR, OPENED, clock_set, in_new_york, silence_make
from workinggroups.meetings.services.silence import (
    silence_archive,
    silence_extend,
    silence_update,
)

if TYPE_CHECKING:
    from tests.cast import Cast

LATER = DEADLINE + 24 * HOUR


@pytest.fixture(autouse=True)
def _in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a day after the opening unless a test says otherwise."""
    clock_set(monkeypatch, OPENED + 24 * HOUR)


def _errors(caught: pytest.ExceptionInfo[ValidationError]) -> dict[str, list[str]]:
    return caught.value.message_dict


class TestOpening:
    """A procedure is opened running, with one exact text."""

    def test_it_runs_and_carries_the_digest_of_its_text(self, cast: Cast) -> None:
        procedure = silence_make(cast, text="One\r\ntwo\r\n")
        assert (procedure.state, procedure.text) == ("running", "One\ntwo")
        assert procedure.digest == hashlib.sha256(b"One\ntwo").hexdigest()

    def test_it_opens_now(self, cast: Cast) -> None:
        procedure = silence_make(cast, actor=cast.viewer("chair"))
        assert procedure.opened_at == OPENED + 24 * HOUR

    def test_a_digest_of_another_text_is_refused_with_the_right_one(self, cast: Cast) -> None:
        with pytest.raises(ValidationError) as caught:
            silence_make(cast, text="Paper", digest="0" * 64)
        assert hashlib.sha256(b"Paper").hexdigest() in _errors(caught)["digest"][0]

    def test_a_file_elsewhere_needs_its_digest(self, cast: Cast) -> None:
        with pytest.raises(ValidationError) as caught:
            silence_make(cast, text="", document="https://example.org/paper.pdf")
        assert "digest" in _errors(caught)["text"][0]

    def test_a_file_elsewhere_with_its_digest_will_do(self, cast: Cast) -> None:
        procedure = silence_make(cast, text="", document="https://example.org/paper.pdf", digest="ab" * 32)
        assert procedure.digest == "ab" * 32

    def test_somebody_has_to_be_addressed(self, cast: Cast) -> None:
        with pytest.raises(ValidationError) as caught:
            silence_make(cast, addressees=[])
        assert "addressees" in _errors(caught)

    def test_the_deadline_comes_after_the_opening(self, cast: Cast) -> None:
        with pytest.raises(ValidationError) as caught:
            silence_make(cast, deadline=OPENED - HOUR)
        assert "before the opening" in _errors(caught)["deadline"][0]

    def test_the_secretariat_enters_one_that_was_opened_earlier(self, cast: Cast) -> None:
        assert silence_make(cast, opened_at=OPENED - HOUR).opened_at == OPENED - HOUR

    def test_a_chair_does_not(self, cast: Cast) -> None:
        with pytest.raises(ValidationError) as caught:
            silence_make(cast, actor=cast.viewer("chair"), opened_at=OPENED)
        assert "secretariat" in _errors(caught)["opened_at"][0]

    def test_nobody_opens_one_in_the_future(self, cast: Cast) -> None:
        with pytest.raises(ValidationError) as caught:
            silence_make(cast, opened_at=OPENED + 25 * HOUR)
        assert "future" in _errors(caught)["opened_at"][0]

    @pytest.mark.parametrize("persona", ["chair", "vice_chair"])
    def test_those_who_run_the_group_open_one(self, cast: Cast, persona: str) -> None:
        assert silence_make(cast, actor=cast.viewer(persona)).originator == cast.terms[persona].entity

    def test_an_alternate_is_told_to_prepare(self, cast: Cast) -> None:
        with pytest.raises(Refused, match="Alternates prepare"):
            silence_make(cast, actor=cast.viewer("alternate"))

    @pytest.mark.parametrize("persona", ["chair_pcve", "focal_point", "country_office", "reader"])
    def test_others_are_told_whom_to_write_to(self, cast: Cast, persona: str) -> None:
        with pytest.raises(Refused, match="Only the secretariat and the chairs"):
            silence_make(cast, actor=cast.viewer(persona))


FIXED: dict[str, Any] = {
    "subject_en": "Another paper",
    "subject_fr": "Un autre document",
    "verb": "adopts",
    "subject_kind": "work_plan",
    "text": "Another text",
    "document": "https://example.org/other.pdf",
    "digest": "0" * 64,
    "breakers": "chairs",
    "opened_at": OPENED - HOUR,
    "deadline": LATER,
    "zone": "Africa/Nairobi",
    "state": "passed",
    "closed_at": LATER,
    "first_deadline": LATER,
}


class TestOpen:
    """What the addressees answer to is fixed."""

    @pytest.mark.parametrize("name", FIXED)
    def test_what_is_fixed_is_refused_by_its_name(self, cast: Cast, name: str) -> None:
        procedure = silence_make(cast)
        with pytest.raises(ValidationError) as caught:
            silence_update(actor=SYSTEM, record=procedure, version=1, values={name: FIXED[name]})
        assert list(_errors(caught)) == [name]
        procedure.refresh_from_db()
        assert procedure.version == 1

    def test_all_that_is_wrong_is_told_at_once(self, cast: Cast) -> None:
        procedure = silence_make(cast)
        with pytest.raises(ValidationError) as caught:
            silence_update(actor=SYSTEM, record=procedure, version=1, values=FIXED)
        assert set(_errors(caught)) == set(FIXED)

    def test_the_sentence_says_what_to_do(self, cast: Cast) -> None:
        with pytest.raises(ValidationError) as caught:
            silence_update(actor=SYSTEM, record=silence_make(cast), version=1, values={"text": "Other"})
        assert "Withdraw it and open a new one with the new version." in _errors(caught)["text"][0]

    @pytest.mark.parametrize("codes", [("WCO",), ("WCO", "INTERPOL", "UNODC", "UNDP")])
    def test_the_addressees_are_fixed(self, cast: Cast, codes: tuple[str, ...]) -> None:
        addressees = [cast.entities[code] for code in codes]
        with pytest.raises(ValidationError) as caught:
            silence_update(actor=SYSTEM, record=silence_make(cast), version=1, values={"addressees": addressees})
        assert list(_errors(caught)) == ["addressees"]

    def test_the_group_is_fixed(self, cast: Cast) -> None:
        with pytest.raises(ValidationError) as caught:
            silence_update(actor=SYSTEM, record=silence_make(cast), version=1, values={"group": cast.groups["pcve"]})
        assert list(_errors(caught)) == ["group"]

    def test_the_same_values_again_change_nothing(self, cast: Cast) -> None:
        procedure = silence_make(cast)
        same = {"text": "# Paper\r\n\r\nAs it **is**.\r\n", "deadline": DEADLINE, "group": cast.groups["border"]}
        assert silence_update(actor=SYSTEM, record=procedure, version=1, values=same).version == 1

    def test_the_source_may_follow(self, cast: Cast) -> None:
        stored = silence_update(actor=SYSTEM, record=silence_make(cast), version=1, values={"source": "Letter"})
        assert (stored.source, stored.version) == ("Letter", 2)

    def test_only_the_secretariat_archives_one(self, cast: Cast) -> None:
        procedure = silence_make(cast)
        with pytest.raises(Refused, match="as withdrawn"):
            silence_archive(actor=cast.viewer("chair"), record=procedure, version=1, reason="Mine")
        assert silence_archive(actor=SYSTEM, record=procedure, version=1, reason="Twice").is_archived


class TestExtending:
    """The deadline moves to a later moment, with a reason."""

    def test_it_moves_and_the_first_one_is_kept(self, cast: Cast) -> None:
        procedure = silence_make(cast)
        once = silence_extend(actor=SYSTEM, procedure=procedure, version=1, deadline=LATER, reason="Asked by WCO")
        twice = silence_extend(actor=SYSTEM, procedure=once, version=2, deadline=LATER + HOUR, reason="Again")
        assert (twice.deadline, twice.first_deadline, twice.version) == (LATER + HOUR, DEADLINE, 3)
        assert [entry.operation.reason for entry in entries_of(twice)][:2] == ["Again", "Asked by WCO"]

    @pytest.mark.parametrize("moment", [DEADLINE, DEADLINE - HOUR])
    def test_only_later(self, cast: Cast, moment: datetime.datetime) -> None:
        with pytest.raises(ValidationError) as caught:
            silence_extend(actor=SYSTEM, procedure=silence_make(cast), version=1, deadline=moment, reason="Why")
        assert "8 March 2026, 17:00 EDT (America/New_York)" in _errors(caught)["deadline"][0]

    def test_only_with_a_reason(self, cast: Cast) -> None:
        with pytest.raises(ValidationError) as caught:
            silence_extend(actor=SYSTEM, procedure=silence_make(cast), version=1, deadline=LATER, reason=" ")
        assert list(_errors(caught)) == ["reason"]

    def test_after_the_deadline_while_nobody_has_closed_it(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        procedure = silence_make(cast)
        clock_set(monkeypatch, DEADLINE + HOUR)
        chair = cast.viewer("chair")
        stored = silence_extend(actor=chair, procedure=procedure, version=1, deadline=LATER, reason="Holiday")
        assert stored.deadline == LATER

    def test_not_to_a_moment_that_is_over(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        procedure = silence_make(cast)
        clock_set(monkeypatch, LATER + HOUR)
        with pytest.raises(ValidationError) as caught:
            silence_extend(actor=cast.viewer("chair"), procedure=procedure, version=1, deadline=LATER, reason="Holiday")
        assert "over already" in _errors(caught)["deadline"][0]

    @pytest.mark.parametrize("persona", ["alternate", "chair_pcve", "focal_point", "reader"])
    def test_only_by_those_who_run_the_group(self, cast: Cast, persona: str) -> None:
        procedure = silence_make(cast)
        with pytest.raises(Refused):
            silence_extend(actor=cast.viewer(persona), procedure=procedure, version=1, deadline=LATER, reason="Why")

    def test_not_on_top_of_what_a_colleague_did(self, cast: Cast) -> None:
        procedure = silence_make(cast)
        silence_extend(actor=SYSTEM, procedure=procedure, version=1, deadline=LATER, reason="Theirs")
        with pytest.raises(StaleVersion):
            silence_extend(actor=SYSTEM, procedure=procedure, version=1, deadline=LATER + HOUR, reason="Mine")

    def test_across_the_end_of_summer_time_the_wall_clock_counts(self, cast: Cast) -> None:
        """A day from 31 October to 1 November 2026 in New York has 25 hours."""
        before, after = in_new_york(2026, 10, 31, 17), in_new_york(2026, 11, 1, 17)
        procedure = silence_make(cast, deadline=before)
        stored = silence_extend(actor=SYSTEM, procedure=procedure, version=1, deadline=after, reason="Sunday")
        stored.refresh_from_db()
        assert stored.deadline - stored.first_deadline == 25 * HOUR  # type: ignore[operator]  # extended
        assert stored.deadline_display.startswith("1 November 2026, 17:00 EST (America/New_York)")
