"""Every write to silence procedures: opened once, extended with a reason, closed with an outcome."""

from __future__ import annotations

import copy
import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from compact.entities.queries import LANGUAGES
from compact.kernel.operations import operation
from compact.kernel.sets import sets_assign
from compact.kernel.writes import RecordServices, record_assign, record_lock, record_save
from compact.kernel.zones import moment_in, wall_clock
from workinggroups.meetings.models import Decision, SilenceOutcome, SilenceProcedure
from workinggroups.meetings.policies import silence as policies
from workinggroups.meetings.policies.decisions import decision_write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer

SUBJECTS = ("subject", *(f"subject_{language}" for language in LANGUAGES))
FIXED = (
    *SUBJECTS,
    *("group", "verb", "subject_kind", "text", "document", "digest", "breakers", "opened_at", "deadline", "zone"),
    *("addressees", "first_deadline", "state", "closed_at", "decision"),
)
"""What is fixed once a procedure is open: the addressees answer to exactly this."""
SHORTEST = datetime.timedelta(days=1)
"""No group may decide by silence faster; the secretariat also enters what was opened elsewhere."""


class ProcedureServices(RecordServices[SilenceProcedure]):
    """Opens a procedure; what the addressees answer to is fixed from then on."""

    def _store(self, actor: Viewer, row: SilenceProcedure, values: Mapping[str, Any]) -> None:
        if values.get("text"):
            values = {**values, "text": text_exact(values["text"])}
        if row.pk is None:
            values = _opening(actor, values)
        else:
            fixed_require(actor, row, values, FIXED, _why_fixed)
        super()._store(actor, row, values)


def _opening_guard(actor: Viewer, row: SilenceProcedure) -> None:
    """Silence means something only where somebody may break it, and has the time to."""
    if row.pk is not None:
        return
    if not policies.entitled(row, row.opened_at.date()):
        text = _("None of the addressees may break silence by this rule. Choose another rule, or address others.")
        raise ValidationError({"breakers": text})
    if row.deadline - row.opened_at < SHORTEST and not actor.is_secretariat:
        raise ValidationError({"deadline": _("Give the addressees at least a day. Choose a later moment.")})


procedures = ProcedureServices(SilenceProcedure, policies.procedure_write, _opening_guard, policies.procedure_archive)
silence_create, silence_update = procedures.create, procedures.update
silence_archive, silence_restore = procedures.archive, procedures.restore


def text_exact(text: str) -> str:
    """``text`` as every door stores it, so that one text has one digest: line ends as LF, no blanks around."""
    return text.replace("\r\n", "\n").strip()


def now_to_the_second() -> datetime.datetime:
    """This moment as the API writes it."""
    return timezone.now().replace(microsecond=0)


def _opening(actor: Viewer, values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` of a new procedure, opened now; the secretariat may enter one that was opened earlier."""
    now, given = now_to_the_second(), values.get("opened_at")
    if given is not None and given > now:
        raise ValidationError({"opened_at": _("This is in the future. Open the procedure when it is to begin.")})
    if given is not None and given < now and not actor.is_secretariat:
        text = _("Only the secretariat enters a procedure that was opened earlier. Leave this empty: it opens now.")
        raise ValidationError({"opened_at": text})
    times = {"opened_at": given or now, "deadline": values.get("deadline")}
    return {**values, **{name: time.replace(microsecond=0) for name, time in times.items() if time}}


def fixed_require(actor: Viewer, row: Any, values: Mapping[str, Any], fixed: tuple[str, ...], why: Any) -> None:
    """Raise ValidationError that says of each of the ``fixed`` fields why ``values`` cannot change it."""
    probe, sets = copy.copy(row), {field.name for field in row._meta.many_to_many}
    changed = record_assign(probe, {name: values[name] for name in fixed if name in values and name not in sets})
    changed += sets_assign(actor, row, {name: values[name] for name in sets & set(values) & set(fixed)})
    if changed:
        raise ValidationError({name: why(name) for name in changed})


def _why_fixed(name: str) -> str:
    if name == "deadline":
        return _("The deadline is moved by an extension, which says why.")
    if name in ("first_deadline", "state", "closed_at", "decision"):
        return _("This follows from extending or closing the procedure.")
    return _("This is fixed once the procedure is open. Withdraw it and open a new one with the new version.")


# --- Extending --------------------------------------------------------------------------------------------------------


def silence_extend(
    *, actor: Viewer, procedure: SilenceProcedure, version: int, deadline: datetime.datetime, reason: str
) -> SilenceProcedure:
    """Move the deadline to a later moment, with a reason, until the procedure is closed.

    The very first deadline is kept. StaleVersion, Refused, or ValidationError on ``deadline`` or ``reason``.
    """
    with operation(actor=actor, reason=reason):
        row = _locked(actor, procedure, version, {"deadline": deadline})
        _extension_check(actor, row, deadline, reason)
        row.first_deadline = row.first_deadline or row.deadline
        row.deadline = deadline.replace(microsecond=0)
        row.version += 1
        record_save(row)
    return row


def _extension_check(actor: Viewer, row: SilenceProcedure, deadline: datetime.datetime, reason: str) -> None:
    errors = {}
    if deadline <= row.deadline:
        text = _("Choose a moment after the present deadline, which is %(moment)s.")
        errors["deadline"] = text % {"moment": moment_in(row.deadline, row.zone)}
    elif deadline <= timezone.now() and not actor.is_secretariat:
        errors["deadline"] = _("This moment is over already. Choose a later one.")
    if not reason.strip():
        errors["reason"] = _("Say why the deadline is extended.")
    if errors:
        raise ValidationError(errors)


def _locked(actor: Viewer, procedure: SilenceProcedure, version: int, submitted: Mapping[str, Any]) -> SilenceProcedure:
    policies.procedure_write(actor, procedure).require()
    row = record_lock(procedure, version=version, submitted=submitted)
    policies.procedure_write(actor, row).require()
    if row.is_archived:
        raise ValidationError(_("This record is archived. Restore it before you change it."))
    return row


# --- Closing ----------------------------------------------------------------------------------------------------------


class _Outcomes(RecordServices[Decision]):
    """Decisions that follow from silence: whoever cleared the procedure has cleared them as far."""

    def cleared(self, actor: Viewer, row: Decision, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """``values`` as they are."""
        return values


_outcomes = _Outcomes(Decision, decision_write)
_CLEARANCE = ("visibility", "originator", "clearance", "cleared_at", "cleared_by")
_DECIDED = ("group", "verb", "subject_kind", "text", "document", "source", "evidence", *SUBJECTS[1:], *_CLEARANCE)
"""What a decision takes over from its procedure."""


def silence_close(
    *, actor: Viewer, procedure: SilenceProcedure, version: int, outcome: str, reason: str = ""
) -> SilenceProcedure:
    """Close with ``outcome``: passed makes the decision, in the same operation; nothing is undone afterwards.

    *Passed* only after the deadline and while no objection stands; *broken* as soon as one does; *withdrawn* at any
    time, with a reason. StaleVersion, Refused, or ValidationError on ``outcome`` or ``reason``.
    """
    with operation(actor=actor, reason=reason):
        row = _locked(actor, procedure, version, {})
        _outcome_check(row, outcome, reason)
        if outcome == SilenceOutcome.PASSED:
            row.decision = _decide(actor, row)
        row.state, row.closed_at = outcome, now_to_the_second()
        row.version += 1
        record_save(row)
    return row


def _outcome_check(row: SilenceProcedure, outcome: str, reason: str) -> None:
    standing = policies.standing_objections(row).count()
    if outcome == SilenceOutcome.PASSED:
        problem = _not_passed(row, standing)
    elif outcome == SilenceOutcome.BROKEN:
        problem = "" if standing else _("No objection stands, so silence is not broken.")
    elif outcome == SilenceOutcome.WITHDRAWN:
        if not reason.strip():
            raise ValidationError({"reason": _("Say why the procedure is withdrawn.")})
        problem = ""
    else:
        problem = _("Choose with what the procedure is closed.")
    if problem:
        raise ValidationError({"outcome": problem})


def _not_passed(row: SilenceProcedure, standing: int) -> str:
    if standing:
        return _("An objection stands, so silence is broken. Close it as broken, or wait until it is withdrawn.")
    if timezone.now() > row.deadline:
        return ""
    text = _("The addressees have time until %(moment)s. Close it as passed after that.")
    return text % {"moment": moment_in(row.deadline, row.zone)}


def _decide(actor: Viewer, row: SilenceProcedure) -> Decision:
    """The decision that silence has taken, on the day of the deadline in its own zone."""
    values = {name: getattr(row, name) for name in _DECIDED}
    day = wall_clock(row.deadline, row.zone).date().isoformat()
    return _outcomes.create(actor=actor, values={**values, "decided_on": day})
