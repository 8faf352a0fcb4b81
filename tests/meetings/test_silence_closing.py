"""How silence procedures end: passed after the deadline, broken by an objection, withdrawn at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.admin.changes import entries_of
from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.operations import Operation
from tests.cast import SYSTEM
from tests.meetings.silences import DEADLINE, HOUR, OPENED, clock_set, in_new_york, objection_make, silence_make
from workinggroups.meetings.models import Decision, SilenceProcedure
from workinggroups.meetings.services.silence import (
    silence_archive,
    silence_close,
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


class TestClosing:
    """Passed after the deadline, broken by an objection, withdrawn at any time; then it is for reading only."""

    def _close(self, procedure: SilenceProcedure, outcome: str, **values: Any) -> SilenceProcedure:
        procedure.refresh_from_db()
        return silence_close(
            **{"actor": SYSTEM, "procedure": procedure, "version": procedure.version, "outcome": outcome, **values}
        )

    @pytest.fixture
    def over(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> SilenceProcedure:
        procedure = silence_make(cast, subject_fr="Document")
        clock_set(monkeypatch, DEADLINE + HOUR)
        return procedure

    def test_before_the_deadline_it_has_not_passed(self, cast: Cast) -> None:
        with pytest.raises(ValidationError) as caught:
            self._close(silence_make(cast), "passed")
        assert "8 March 2026, 17:00 EDT (America/New_York)" in _errors(caught)["outcome"][0]

    def test_after_it_the_decision_is_made(self, over: SilenceProcedure) -> None:
        closed = self._close(over, "passed")
        decision = Decision.objects.get()
        assert (closed.state, closed.closed_at, closed.decision) == ("passed", DEADLINE + HOUR, decision)
        assert (decision.group, decision.verb, decision.subject_kind) == (over.group, "approves", "document")
        assert (decision.subject_en, decision.subject_fr, decision.text) == ("Border paper", "Document", over.text)
        assert (decision.meeting, decision.visibility) == (None, "all")

    def test_it_was_decided_on_the_day_of_the_deadline_where_it_was_set(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        procedure = silence_make(cast, deadline=in_new_york(2026, 3, 8, 23))
        clock_set(monkeypatch, LATER)
        self._close(procedure, "passed")
        assert Decision.objects.get().decided_on == "2026-03-08"

    def test_both_are_one_operation(self, over: SilenceProcedure) -> None:
        closed = self._close(over, "passed", reason="Silence of all")
        operations = {entries_of(row)[0].operation for row in (closed, Decision.objects.get())}
        assert operations == {Operation.objects.latest("pk")}
        assert operations.pop().reason == "Silence of all"

    def test_the_clearance_of_the_procedure_is_that_of_the_decision(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        procedure = silence_make(cast, actor=cast.viewer("chair"))
        clock_set(monkeypatch, DEADLINE + HOUR)
        self._close(procedure, "passed", actor=cast.viewer("secretariat"))
        decision = Decision.objects.get()
        assert (decision.originator, decision.cleared_by) == (cast.entities["WCO"], cast.users["chair"])

    def test_it_has_not_passed_while_an_objection_stands(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        procedure = silence_make(cast)
        objection_make(procedure, cast.entities["WCO"])
        clock_set(monkeypatch, DEADLINE + HOUR)
        with pytest.raises(ValidationError) as caught:
            self._close(procedure, "passed")
        assert "An objection stands" in _errors(caught)["outcome"][0]
        assert not Decision.objects.exists()

    def test_it_is_broken_before_the_deadline_as_soon_as_an_objection_stands(self, cast: Cast) -> None:
        procedure = silence_make(cast)
        objection_make(procedure, cast.entities["WCO"])
        closed = self._close(procedure, "broken")
        assert (closed.state, closed.decision) == ("broken", None)

    def test_it_is_not_broken_without_one(self, over: SilenceProcedure) -> None:
        with pytest.raises(ValidationError) as caught:
            self._close(over, "broken")
        assert "No objection stands" in _errors(caught)["outcome"][0]

    def test_it_is_withdrawn_with_a_reason(self, cast: Cast) -> None:
        assert self._close(silence_make(cast), "withdrawn", reason="New version").state == "withdrawn"

    def test_not_without_one(self, cast: Cast) -> None:
        with pytest.raises(ValidationError) as caught:
            self._close(silence_make(cast), "withdrawn")
        assert list(_errors(caught)) == ["reason"]

    @pytest.mark.parametrize("outcome", ["running", "", "likely"])
    def test_with_nothing_else(self, over: SilenceProcedure, outcome: str) -> None:
        with pytest.raises(ValidationError) as caught:
            self._close(over, outcome)
        assert list(_errors(caught)) == ["outcome"]

    @pytest.mark.parametrize("persona", ["alternate", "chair_pcve", "focal_point", "reader"])
    def test_only_by_those_who_run_the_group(self, over: SilenceProcedure, cast: Cast, persona: str) -> None:
        with pytest.raises(Refused):
            self._close(over, "passed", actor=cast.viewer(persona))

    def test_not_on_top_of_what_a_colleague_did(self, over: SilenceProcedure) -> None:
        with pytest.raises(StaleVersion):
            self._close(over, "passed", version=7)

    def test_once_closed_it_is_for_reading_only(self, over: SilenceProcedure, cast: Cast) -> None:
        closed = self._close(over, "passed")
        common: dict[str, Any] = {"actor": SYSTEM, "version": closed.version, "reason": "Why"}
        for act in (
            lambda: silence_update(record=closed, values={"note": "x"}, **common),
            lambda: silence_extend(procedure=closed, deadline=LATER, **common),
            lambda: silence_close(procedure=closed, outcome="withdrawn", **common),
            lambda: silence_archive(record=closed, **common),
            lambda: objection_make(closed, cast.entities["WCO"], made_at=OPENED),
        ):
            with pytest.raises(Refused, match="for reading only"):
                act()

    def test_a_page_from_before_the_closing_is_too_late(self, over: SilenceProcedure) -> None:
        before = SilenceProcedure.objects.get(pk=over.pk)
        self._close(over, "passed")
        with pytest.raises(StaleVersion):
            silence_close(actor=SYSTEM, procedure=before, version=1, outcome="withdrawn", reason="Late")
