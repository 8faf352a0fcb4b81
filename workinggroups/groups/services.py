"""Every write to groups, their lifecycle, terms and nominations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from compact.kernel.operations import operation
from compact.kernel.writes import RecordServices, record_lock
from workinggroups.groups import policies
from workinggroups.groups.models import EventKind, Group, GroupEvent, Nomination, Role, Term

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer

groups = RecordServices(Group, policies.group_write)
group_create, group_update = groups.create, groups.update
group_archive, group_restore = groups.archive, groups.restore

events = RecordServices(GroupEvent, policies.group_write)


def group_event_record(
    *, actor: Viewer, group: Group, version: int, values: Mapping[str, Any], reason: str = ""
) -> GroupEvent:
    """Record a step in the life of ``group``: ``kind``, ``on`` (partial date), ``detail``, source.

    Steps follow each other: nothing after the conclusion, no resumption without suspension. The group's
    version grows, so that two officers cannot record two lives of it.
    """
    policies.group_write(actor, group).require()
    with operation(actor=actor, reason=reason):
        row = record_lock(group, version=version, submitted=values)
        _check_step(row, str(values.get("kind", "")))
        event = events.create(actor=actor, values={**values, "group": row})
        row.version += 1
        row.save()
    return event


def _check_step(group: Group, kind: str) -> None:
    past = list(group.events.live().values_list("kind", flat=True))
    suspended = past.count(EventKind.SUSPENDED) > past.count(EventKind.RESUMED)
    problem = ""
    if EventKind.CONCLUDED in past and kind != EventKind.ESTABLISHED:
        problem = _("The group is concluded. Archive that event first if it was recorded in error.")
    elif kind == EventKind.RESUMED and not suspended:
        problem = _("The group is not suspended, so it cannot resume.")
    elif kind == EventKind.SUSPENDED and suspended:
        problem = _("The group is suspended already.")
    if problem:
        raise ValidationError({"kind": problem})


def group_event_archive(*, actor: Viewer, record: GroupEvent, version: int, reason: str = "") -> GroupEvent:
    """Take back an event that was recorded in error, with a reason."""
    return events.archive(actor=actor, record=record, version=version, reason=reason)


def _term_guard(actor: Viewer, term: Term) -> None:
    """One entity, one role, one group: one term at a time; one chair, or several co-chairs."""
    Group.objects.select_for_update().get(pk=term.group_id)
    within = term.certainly_within()
    if within is None:
        return
    others = Term.objects.live().filter(group_id=term.group_id).exclude(pk=term.pk)
    for other in others.filter(entity_id=term.entity_id, role=term.role):
        if _meet(within, other):
            raise ValidationError(
                _(
                    "%(entity)s holds this role over those days already (%(period)s). "
                    "End that term first, or correct its dates."
                )
                % {"entity": term.entity, "period": other.period_display}
            )
    if term.role != Role.CHAIR:
        return
    for other in others.filter(role=Role.CHAIR).select_related("entity"):
        if _meet(within, other):
            raise ValidationError(
                _(
                    "%(entity)s is chair over those days (%(period)s). "
                    "Two entities that chair together are co-chairs; otherwise end that term first."
                )
                % {"entity": other.entity, "period": other.period_display}
            )


def _meet(within: tuple[Any, Any], other: Term) -> bool:
    theirs = other.certainly_within()
    return theirs is not None and within[0] <= theirs[1] and theirs[0] <= within[1]


terms = RecordServices(Term, policies.term_write, _term_guard)
term_create, term_update = terms.create, terms.update
term_archive, term_restore = terms.archive, terms.restore


def term_hand_over(
    *,
    actor: Viewer,
    term: Term,
    version: int,
    values: Mapping[str, Any],
    next_values: Mapping[str, Any],
    reason: str = "",
) -> tuple[Term, Term | None]:
    """End ``term`` with ``values`` and start the next one of its group with ``next_values``, as one operation.

    Without ``next_values`` the seat falls vacant. What is wrong with the next term is named with ``next_``
    before its fields, so that a form can tell the two apart.
    """
    with operation(actor=actor, reason=reason):
        ended = term_update(actor=actor, record=term, version=version, values=values)
        if not next_values:
            return ended, None
        try:
            started = term_create(actor=actor, values={"group": ended.group, "role": ended.role, **next_values})
        except ValidationError as error:
            raise ValidationError(_named_next(error)) from error
    return ended, started


def _named_next(error: ValidationError) -> dict[str, list[str]]:
    names = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    return {name if name == NON_FIELD_ERRORS else f"next_{name}": texts for name, texts in names.items()}


def _nomination_guard(actor: Viewer, nomination: Nomination) -> None:
    """One person once in a term at a time; one representative and one alternate at a time."""
    Term.objects.select_for_update().get(pk=nomination.term_id)
    within = nomination.certainly_within()
    others = Nomination.objects.live().filter(term_id=nomination.term_id).exclude(pk=nomination.pk)
    for other in others.select_related("person"):
        theirs = other.certainly_within()
        if not (within and theirs and within[0] <= theirs[1] and theirs[0] <= within[1]):
            continue
        if other.person_id == nomination.person_id:
            seen = Nomination.objects.visible_to(actor).filter(pk=other.pk).exists()
            when = other.period_display if seen else _("dates not shown to you")
            raise ValidationError(
                _(
                    "%(person)s is nominated in this term over those days already (%(period)s). "
                    "End that nomination first."
                )
                % {"person": other.person, "period": when}
            )


nominations = RecordServices(Nomination, policies.nomination_write, _nomination_guard)
nomination_create, nomination_update = nominations.create, nominations.update
nomination_archive, nomination_restore = nominations.archive, nominations.restore
