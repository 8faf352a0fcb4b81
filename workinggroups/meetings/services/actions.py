"""Every write to action items: given out by those who run the group, reported on by the entity in charge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.kernel.dates import earliest
from compact.kernel.visibility import Visibility
from compact.kernel.writes import RecordServices
from workinggroups.groups.models import GroupKind
from workinggroups.meetings.models import ActionItem, ActionStatus, AgendaItem, Decision
from workinggroups.meetings.policies import actions as policies
from workinggroups.meetings.policies.leading import drafts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer
    from workinggroups.groups.models import Group

REPORTED = ("status", "progress", "done_on")
"""What the entity in charge says of its own items."""
_BOOKKEEPING = ("id", "uid", "version", "archived_at", "archive_reason")


class ActionServices(RecordServices[ActionItem]):
    """Settles the day on which an item is done with, and takes the meeting from what the item comes from."""

    def _store(self, actor: Viewer, row: ActionItem, values: Mapping[str, Any]) -> None:
        result = dict(values)
        origin = result.get("decision") or result.get("agenda_item")
        if origin is not None and row.pk is None and result.get("meeting") is None:
            result["meeting"] = origin.meeting
        status = result.get("status", row.status)
        if status == ActionStatus.DONE and not result.get("done_on", row.done_on):
            result["done_on"] = actor.today.isoformat()
        elif status != ActionStatus.DONE == row.status and result.get("done_on", row.done_on) == row.done_on:
            result["done_on"] = ""
        super()._store(actor, row, result)


def _guard(actor: Viewer, item: ActionItem) -> None:
    stored = ActionItem.objects.filter(pk=item.pk).first() if item.pk else None
    if stored is not None and not (drafts(actor, [stored.group]) and drafts(actor, [item.group])):
        _report_check(item, stored)
    _origin_check(item)
    if item.done_on and item.status != ActionStatus.DONE:
        raise ValidationError({"done_on": _("Only what is done has this day. Leave it empty, or choose “Done”.")})
    if item.done_on and earliest(item.done_on) > actor.today:
        raise ValidationError({"done_on": _("This day is in the future. Give the day on which it was done.")})
    was, told = (stored.status, stored.progress) if stored else ("", "")
    if item.status == ActionStatus.DROPPED != was and item.progress in ("", told):
        raise ValidationError({"progress": _("Say why this is dropped.")})


def _origin_check(item: ActionItem) -> None:
    """A group's item comes from where it was, or from the Committee, which may give and take items anywhere."""
    origins = {"meeting": item.meeting.many("groups") if item.meeting else []}
    if item.decision is not None and item.meeting is None:
        origins["decision"] = [item.decision.group]
    for name, groups in origins.items():
        involved = [item.group, *groups]
        if groups and item.group not in groups and all(each.kind != GroupKind.COMMITTEE for each in involved):
            text = _("“%(group)s” was not part of this. Choose its own, or leave this empty.")
            raise ValidationError({name: text % {"group": item.group}})


def _report_check(item: ActionItem, stored: ActionItem) -> None:
    """The entity in charge reports; what was agreed stays as it is."""
    text = _("Your entity updates status, latest update and done on. Ask the chair or the secretariat for this.")
    kept = [field for field in ActionItem._meta.concrete_fields if field.name not in (*REPORTED, *_BOOKKEEPING)]
    errors = {field.name: text for field in kept if getattr(item, field.attname) != getattr(stored, field.attname)}
    if errors:
        raise ValidationError(errors)


actions = ActionServices(ActionItem, policies.action_write, _guard, policies.action_archive)
action_item_create, action_item_update = actions.create, actions.update
action_item_archive, action_item_restore = actions.archive, actions.restore


def action_item_from(
    *, actor: Viewer, origin: AgendaItem | Decision, values: Mapping[str, Any], reason: str = ""
) -> ActionItem:
    """Store an action item that comes from an agenda item or a decision; see :func:`action_item_values`.

    ``values`` need ``entity`` and may set any other field, ``title`` among them. When several groups met, an
    item of their agenda needs ``group``: ValidationError asks for it.
    """
    return actions.create(actor=actor, values={**action_item_values(actor, origin), **values}, reason=reason)


def action_item_values(actor: Viewer, origin: AgendaItem | Decision) -> dict[str, Any]:
    """What an action item takes over from ``origin``: meeting, group, title, and no wider visibility."""
    if isinstance(origin, Decision):
        values: dict[str, Any] = {
            "meeting": origin.meeting,
            "agenda_item": origin.agenda_item,
            "decision": origin,
            "group": origin.group,
            "title": origin.subject,
        }
        narrow = origin.visibility == Visibility.SECRETARIAT
    else:
        values = {
            "meeting": origin.meeting,
            "agenda_item": origin,
            "group": _group_among(actor, origin.meeting.many("groups")),
            "title": origin.title,
        }
        narrow = origin.meeting.visibility == Visibility.SECRETARIAT
    return values | ({"visibility": Visibility.SECRETARIAT} if narrow else {})


def _group_among(actor: Viewer, groups: list[Group]) -> Group | None:
    """The group that met, or the only one of several that ``actor`` works for; None when it has to be asked."""
    own = groups if len(groups) == 1 or actor.is_secretariat else [each for each in groups if drafts(actor, [each])]
    return own[0] if len(own) == 1 else None
