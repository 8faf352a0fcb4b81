"""The cycle of rule 4 of the domain: draft, consultation, endorsement by the group, approval, closure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.kernel.operations import current_operation
from compact.kernel.writes import RecordServices
from workinggroups.groups.models import GroupKind
from workinggroups.meetings.models import DecisionVerb
from workinggroups.workplans.models import CycleState, TermsOfReference, WorkPlan
from workinggroups.workplans.policies.cycle import FINAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer

_ORDER: tuple[str, ...] = tuple(CycleState.values)
_NEXT: Mapping[str, tuple[CycleState, ...]] = {
    CycleState.DRAFT: (CycleState.CONSULTATION,),
    CycleState.CONSULTATION: (CycleState.ENDORSED, CycleState.DRAFT),
    CycleState.ENDORSED: (CycleState.APPROVED, CycleState.CONSULTATION, CycleState.DRAFT),
    CycleState.APPROVED: (CycleState.CLOSED,),
    CycleState.CLOSED: (CycleState.APPROVED,),
}
"""Where each state leads; the last one takes back an end that was recorded in error."""


def next_states(actor: Viewer, record: TermsOfReference | WorkPlan) -> list[CycleState]:
    """The states to which ``actor`` may move ``record``, onwards first."""
    ahead = _NEXT[record.state]
    return [state for state in ahead if actor.is_secretariat or state not in FINAL]


def goes_back(before: str, after: str) -> bool:
    """Whether the step from one state to the other is one back."""
    return _ORDER.index(after) < _ORDER.index(before)


class CycleServices[R: TermsOfReference | WorkPlan](RecordServices[R]):
    """Writes of what goes through the cycle; a step back before the endorsement takes its decision off."""

    def update(self, *, actor: Viewer, record: R, version: int, values: Mapping[str, Any], reason: str = "") -> R:
        """Store ``values`` if the row is still at ``version``."""
        if values.get("state") in (CycleState.DRAFT, CycleState.CONSULTATION) and values["state"] != record.state:
            values = {"endorsed_by": None, **values}
        return super().update(actor=actor, record=record, version=version, values=values, reason=reason)


def cycle_check(actor: Viewer, row: TermsOfReference | WorkPlan) -> None:
    """Raise ValidationError where the step of ``row``, or a decision that it names, breaks the cycle."""
    stored = stored_of(row)
    if stored is None:
        _beginning_check(actor, row)
    elif stored.state != row.state:
        _step_check(stored.state, row)
    found = {"endorsed_by": _not_endorsing(row), "approved_by": _not_approving(row)}
    errors = {name: text for name, text in found.items() if text}
    if errors:
        raise ValidationError(errors)


def stored_of[R: TermsOfReference | WorkPlan](row: R) -> R | None:
    """``row`` as it is stored; None while it is new."""
    rows: Any = type(row)._base_manager
    found: R | None = rows.filter(pk=row.pk).first() if row.pk else None
    return found


def _beginning_check(actor: Viewer, row: TermsOfReference | WorkPlan) -> None:
    if row.state != CycleState.DRAFT and not actor.is_secretariat:
        raise ValidationError({"state": _("Enter it as a draft, then move it on step by step.")})


def _step_check(before: str, row: TermsOfReference | WorkPlan) -> None:
    if row.state not in _NEXT[before]:
        names = ", ".join(str(state.label) for state in _NEXT[before])
        text = _("From “%(before)s” the next step is one of: %(states)s.")
        raise ValidationError({"state": text % {"before": CycleState(before).label, "states": names}})
    under_way = current_operation()
    if goes_back(before, row.state) and not (under_way and under_way.reason.strip()):
        raise ValidationError({"state": _("Say why it goes back: a reason is needed for this step.")})


def _not_endorsing(row: TermsOfReference | WorkPlan) -> str:
    """What is wrong with the decision that endorsed; "" when nothing is."""
    decision = row.endorsed_by
    if decision is None:
        return ""
    if decision.group_id != row.group_id:
        return _("This is a decision of another group. Choose one of %(group)s.") % {"group": row.group}
    if row.state in (CycleState.DRAFT, CycleState.CONSULTATION):
        return _("It is not endorsed yet. Name the decision when you move it on to the endorsement.")
    return ""


def _not_approving(row: TermsOfReference | WorkPlan) -> str:
    """What is wrong with the decision that approved; "" when nothing is."""
    decision = row.approved_by
    if decision is None:
        return ""
    if decision.group.kind != GroupKind.COMMITTEE:
        return _("The Coordination Committee approves. Choose one of its decisions.")
    if decision.verb not in (DecisionVerb.APPROVES, DecisionVerb.ADOPTS):
        return _("This decision does not approve or adopt anything. Choose the one that does.")
    if row.state not in FINAL:
        return _("It is not approved yet. Name the decision when you record the approval.")
    return ""
