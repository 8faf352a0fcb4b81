"""Every write to objections: made before the deadline by those entitled, withdrawn while the procedure runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from compact.entities.models import Person
from compact.kernel.operations import operation
from compact.kernel.writes import RecordServices, record_lock, record_save
from compact.kernel.zones import moment_in
from workinggroups.meetings.models import Objection, SilenceProcedure
from workinggroups.meetings.policies import silence as policies
from workinggroups.meetings.services.silence import fixed_require, now_to_the_second

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer

FIXED = ("procedure", "entity", "person", "made_at", "withdrawn_at")


class ObjectionServices(RecordServices[Objection]):
    """Records an objection now, in the name of whoever makes it; only its wording changes afterwards."""

    def _store(self, actor: Viewer, row: Objection, values: Mapping[str, Any]) -> None:
        if row.pk is None:
            values = _making(actor, values)
        else:
            fixed_require(actor, row, values, FIXED, _why_fixed)
        super()._store(actor, row, values)


def _why_fixed(name: str) -> str:
    if name == "withdrawn_at":
        return _("An objection is withdrawn by a step of its own.")
    return _("This is fixed once the objection is made. Withdraw it and make another one.")


def _making(actor: Viewer, values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` of a new objection: a representative makes it now and in person, the secretariat as received."""
    result, errors = dict(values), {}
    made_at, person = values.get("made_at"), values.get("person")
    if values.get("withdrawn_at") is not None:
        errors["withdrawn_at"] = _("Record the objection first, then that it was withdrawn.")
    if made_at is not None and not actor.is_secretariat:
        errors["made_at"] = _("Your objection is made now. Leave this empty.")
    if person is not None and not actor.is_secretariat and person.pk != actor.person_id:
        errors["person"] = _("You object in your own name. Leave this empty.")
    if errors:
        raise ValidationError(errors)
    result["made_at"] = made_at.replace(microsecond=0) if made_at else now_to_the_second()
    if not actor.is_secretariat and actor.person_id is not None:
        result["person"] = Person.objects.get(pk=actor.person_id)
    return result


def _guard(actor: Viewer, row: Objection) -> None:
    """One at a time with the closing: what is made in time counts, what comes later is refused."""
    procedure = _procedure_lock(row)
    policies.still_running(procedure).require()
    if row.pk is None:
        _entry_check(row, procedure)
    else:
        _wording_check(actor, row)


def _procedure_lock(row: Objection) -> SilenceProcedure:
    return SilenceProcedure.objects.select_for_update(of=("self",)).get(pk=row.procedure_id)


def _entry_check(row: Objection, procedure: SilenceProcedure) -> None:
    errors: dict[str, str] = {}
    moment = row.made_at
    if moment > timezone.now():
        errors["made_at"] = _("This is in the future. Give the moment at which the objection was received.")
    elif moment > procedure.deadline:
        raise ValidationError(policies.deadline_over(procedure))
    elif moment < procedure.opened_at:
        text = _("The procedure was opened later: %(moment)s.")
        errors["made_at"] = text % {"moment": moment_in(procedure.opened_at, procedure.zone)}
    if row.entity_id not in {entity.pk for entity in procedure.many("addressees")}:
        errors["entity"] = _("%(entity)s is not an addressee of this procedure.") % {"entity": row.entity}
    elif row.entity_id not in policies.entitled(procedure, moment.date()):
        errors["entity"] = policies.not_entitled(procedure, row.entity)
    if errors:
        raise ValidationError(errors)


def _wording_check(actor: Viewer, row: Objection) -> None:
    """The words of an entity are changed by itself; the secretariat changes what it wrote down from a letter."""
    stored = Objection.objects.get(pk=row.pk)
    if stored.text != row.text and row.entity_id not in actor.entity_ids() and policies.made_by_entity(stored):
        raise ValidationError({"text": _("These are the entity’s own words. Its representative can change them.")})


objections = ObjectionServices(Objection, policies.objection_write, _guard, archive_policy=policies.objection_archive)
objection_create, objection_update = objections.create, objections.update
objection_archive, objection_restore = objections.archive, objections.restore


def objection_withdraw(*, actor: Viewer, objection: Objection, version: int, reason: str = "") -> Objection:
    """Take back an objection while its procedure runs; who does so for an entity not their own says how it told them.

    StaleVersion, Refused, or ValidationError on ``reason``.
    """
    policies.objection_write(actor, objection).require()
    with operation(actor=actor, reason=reason):
        row = record_lock(objection, version=version, submitted={})
        policies.still_running(_procedure_lock(row)).require()
        policies.objection_write(actor, row).require()
        if row.is_archived:
            raise ValidationError(_("This record is archived. Restore it before you change it."))
        if row.entity_id not in actor.entity_ids() and not reason.strip():
            text = _("Say how the entity withdrew it, for example “letter of 3 May 2026”.")
            raise ValidationError({"reason": text})
        row.withdrawn_at = now_to_the_second()
        row.version += 1
        record_save(row)
    return row
