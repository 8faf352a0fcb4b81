"""The end of a work plan: what is unfinished goes on in the next one (domain rule 4: carry-over or closure)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from modeltranslation.utils import get_translation_fields

from compact.kernel.operations import operation
from compact.kernel.visibility import VISIBILITY_WIDTH
from workinggroups.workplans.models import ENDED_OUTPUTS, CycleState, Output, OutputStatus, WorkPlan
from workinggroups.workplans.services.plans import output_create, output_status_set, work_plan_update

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compact.kernel.viewers import Viewer

_COPIED = ("number", "detail", "lead", "due", "priority", "source", "evidence", "note")


def work_plan_close(
    *,
    actor: Viewer,
    plan: WorkPlan,
    version: int,
    carry_to: WorkPlan | None = None,
    outputs: Iterable[Output] | None = None,
    reason: str = "",
) -> WorkPlan:
    """Close ``plan`` and, as the same operation, carry unfinished outputs over into ``carry_to``.

    ``outputs`` names those to carry; None means all that are unfinished. Each is copied with a link to the
    one it comes from, which gets the status *carried over*; the others stay as they are. Without ``carry_to``
    nothing is carried. ValidationError when the target is closed, archived or of another group, or an output is
    not an unfinished one of this plan; Refused for all but the secretariat; StaleVersion.
    """
    named = None if outputs is None else list(outputs)
    if plan.state == CycleState.CLOSED and plan.version == version:
        raise ValidationError(_("This work plan is closed already."))
    with operation(actor=actor, reason=reason):
        values = {"state": CycleState.CLOSED}
        closed = work_plan_update(actor=actor, record=plan, version=version, values=values, reason=reason)
        if carry_to is None:
            if named:
                raise ValidationError({"carry_to": _("Name the work plan that takes these outputs over.")})
            return closed
        target = _target(closed, carry_to)
        for output in _unfinished(closed, named):
            _carry(actor, output, target)
    return closed


def unfinished(plan: WorkPlan) -> list[Output]:
    """The outputs of ``plan`` that can be carried over, in its order."""
    rows = Output.objects.live().filter(work_plan=plan).exclude(status__in=ENDED_OUTPUTS)
    return list(rows.select_related("work_plan", "lead", "priority").order_by("number", "pk"))


def _target(plan: WorkPlan, carry_to: WorkPlan) -> WorkPlan:
    """The plan that takes over, locked."""
    target = WorkPlan.objects.select_for_update(of=("self",)).get(pk=carry_to.pk)
    problem = ""
    if target.pk == plan.pk:
        problem = _("A plan does not carry its outputs over into itself. Choose the next one.")
    elif target.group_id != plan.group_id:
        problem = _("This work plan is of another group. Choose one of the same group.")
    elif target.is_archived or target.state == CycleState.CLOSED:
        problem = _("This work plan is closed or archived. Choose one that still runs, or make the next one first.")
    elif VISIBILITY_WIDTH[target.visibility] > VISIBILITY_WIDTH[plan.visibility]:
        problem = _("This work plan is shown to more people than the one that ends. Clear that one for them first.")
    if problem:
        raise ValidationError({"carry_to": problem})
    return target


def _unfinished(plan: WorkPlan, named: list[Output] | None) -> list[Output]:
    """What is carried over: the outputs ``named``, or all that are unfinished."""
    found = unfinished(plan)
    if named is None:
        return found
    keys = {output.pk for output in found}
    wrong = [str(output) for output in named if output.pk not in keys]
    if wrong:
        text = _("Only unfinished outputs of this plan are carried over, which these are not: %(outputs)s.")
        raise ValidationError({"outputs": text % {"outputs": "; ".join(wrong)}})
    wanted = {output.pk for output in named}
    return [output for output in found if output.pk in wanted]


def _carry(actor: Viewer, output: Output, target: WorkPlan) -> None:
    """Copy ``output`` into ``target``; a number that is taken there is left out."""
    titles = {name: getattr(output, name) for name in get_translation_fields("title")}
    values: dict[str, Any] = {name: getattr(output, name) for name in _COPIED}
    if Output.objects.live().filter(work_plan=target, number=output.number).exists():
        values["number"] = ""
    try:
        output_create(actor=actor, values={"work_plan": target, "carried_from": output, **values, **titles})
    except ValidationError as error:
        raise ValidationError({"outputs": [f"{output}: {text}" for text in error.messages]}) from error
    output_status_set(actor=actor, output=output, status=OutputStatus.CARRIED_OVER)
