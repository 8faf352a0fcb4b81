"""Every write to calls for inputs and to what entities answer."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from compact.kernel.operations import operation
from compact.kernel.policies import no
from compact.kernel.writes import RecordServices
from workinggroups.workplans.models import CallForInputs, CallState, Input, InputState
from workinggroups.workplans.policies import calls as policies

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compact.kernel.viewers import Viewer

_FIXED = ("group_id", "text", "questions")
_A_MOMENT = datetime.timedelta(minutes=1)


def _call_guard(actor: Viewer, call: CallForInputs) -> None:
    """What was sent stays as it was: only a later deadline and further addressees."""
    stored = CallForInputs.objects.filter(pk=call.pk).first() if call.pk else None
    if stored is None or stored.state == CallState.DRAFT:
        return
    if any(getattr(stored, name) != getattr(call, name) for name in _FIXED):
        raise ValidationError(_("This call has been sent, so its text and questions stay. Make a new call instead."))
    if call.deadline < stored.deadline:
        raise ValidationError({"deadline": _("The deadline of a call that was sent can only be put off.")})
    kept = {entity.pk for entity in call.many("addressees")}
    if not kept.issuperset(stored.addressees.values_list("pk", flat=True)):
        raise ValidationError(
            {"addressees": _("An addressee of a call that was sent stays. Archive its input instead.")}
        )


class CallServices(RecordServices[CallForInputs]):
    """The writes of calls; entities added to a call that was sent get their place in it."""

    def update(
        self,
        *,
        actor: Viewer,
        record: CallForInputs,
        version: int,
        values: Mapping[str, Any],
        reason: str = "",
    ) -> CallForInputs:
        """Store ``values``, and a place for each new addressee, as one operation."""
        with operation(actor=actor, reason=reason):
            call = super().update(actor=actor, record=record, version=version, values=values, reason=reason)
            if call.state == CallState.SENT:
                _places_make(actor, call)
        return call


calls = CallServices(CallForInputs, policies.call_write, _call_guard, archive_policy=policies.call_run)
call_create, call_update = calls.create, calls.update
call_archive, call_restore = calls.archive, calls.restore


def call_send(*, actor: Viewer, call: CallForInputs, version: int, reason: str = "") -> CallForInputs:
    """Send ``call`` to its addressees: each gets its place; the mails are the notices' business, after commit."""
    policies.call_run(actor, call).require()
    if call.state != CallState.DRAFT:
        raise ValidationError(_("This call has been sent already."))
    if call.deadline <= timezone.now():
        raise ValidationError({"deadline": _("The deadline has passed. Set a later one, then send the call.")})
    values = {"state": CallState.SENT, "sent_at": timezone.now()}
    return calls.update(actor=actor, record=call, version=version, values=values, reason=reason)


def call_close(*, actor: Viewer, call: CallForInputs, version: int, reason: str = "") -> CallForInputs:
    """Take no further answers; what is missing stays missing, and the secretariat can still record it."""
    policies.call_run(actor, call).require()
    if call.state != CallState.SENT:
        raise ValidationError(_("Only a call that was sent and not closed yet can be closed."))
    values = {"state": CallState.CLOSED}
    return calls.update(actor=actor, record=call, version=version, values=values, reason=reason)


def _places_make(actor: Viewer, call: CallForInputs) -> None:
    there = set(call.inputs.values_list("entity_id", flat=True))
    for entity in call.addressees.order_by("code"):
        if entity.pk not in there:
            inputs.create(actor=actor, values={"call": call, "entity": entity, "source": call.source})


def _input_guard(actor: Viewer, row: Input) -> None:
    row.call = CallForInputs.objects.select_for_update(of=("self",)).get(pk=row.call_id)
    policies.input_write(actor, row).require()  # once more: somebody may just have closed the call
    stored = Input.objects.filter(pk=row.pk).first() if row.pk else None
    if stored is None:
        _new_place_check(row)
    elif (stored.call_id, stored.entity_id) != (row.call_id, row.entity_id):
        raise ValidationError(_("An input stays with its call and entity. Record another one."))
    if row.state != InputState.AWAITED:
        _answer_time_check(actor, stored, row)
    known = (None, actor.person_id, stored.person_id if stored else None)
    if row.person_id not in known and not policies.call_run(actor, row.call):
        raise ValidationError({"person": _("You answer in your own name. Leave this empty.")})


def _new_place_check(row: Input) -> None:
    if row.call.state == CallState.DRAFT:
        raise ValidationError({"call": _("This call has not been sent yet. Send it, then record the answers.")})
    if not row.call.addressees.filter(pk=row.entity_id).exists():
        raise ValidationError({"entity": _("This entity is not an addressee. Add it to the call first.")})


def _answer_time_check(actor: Viewer, stored: Input | None, row: Input) -> None:
    """Only who runs the call says that an answer came earlier, by letter or mail; nobody says that it will come."""
    now, at = timezone.now(), row.answered_at
    if at is None or (stored is not None and stored.answered_at == at):
        return
    if at > now + _A_MOMENT:
        raise ValidationError({"answered_at": _("An answer cannot come in the future. Correct the time.")})
    if at < now - _A_MOMENT and not policies.call_run(actor, row.call):
        no(_("Only the secretariat and those who run the group record when an answer came.")).require()


inputs = RecordServices(Input, policies.input_write, _input_guard, archive_policy=policies.input_archive)
input_create, input_update = inputs.create, inputs.update
input_archive, input_restore = inputs.archive, inputs.restore


def input_answer(*, actor: Viewer, record: Input, version: int, answers: Sequence[str], reason: str = "") -> Input:
    """Answer for an entity, or answer anew until the call is closed; the time of the first answer stays."""
    values = {"state": InputState.ANSWERED, "answers": list(answers), "person_id": actor.person_id}
    return input_update(actor=actor, record=record, version=version, values=values, reason=reason)


def input_nil(*, actor: Viewer, record: Input, version: int, reason: str = "") -> Input:
    """Say that the entity has nothing to contribute."""
    values: dict[str, Any] = {"state": InputState.NIL, "answers": [], "person_id": actor.person_id}
    return input_update(actor=actor, record=record, version=version, values=values, reason=reason)
