"""The merge itself, in the same steps for the preview, which is taken back, and for the deed, which stays."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from compact.kernel.errors import Refused, StaleVersion
from compact.merging.cells import cell
from compact.merging.choosing import choices_make, own_fields, values_take, visibility_take
from compact.merging.deeds import Deed
from compact.merging.models import ChangeKind
from compact.merging.moving import referring, rows_move
from compact.merging.registry import relations_to
from compact.merging.rows import Rows
from compact.merging.rules import room_above, rules_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer
    from compact.merging.choosing import Side


def carry_out(
    *,
    actor: Viewer,
    survivor: Any,
    retired: Any,
    choices: Mapping[str, Side | None],
    clearance: str = "",
    reason: str = "",
) -> Deed:
    """Merge ``retired`` into ``survivor`` inside the operation under way; the caller keeps it, or takes it back.

    What stands against it is in the deed's ``problems``. StaleVersion when one of the two is no longer at the version
    at hand; ValidationError for choices that do not exist, or two kinds of record.
    """
    deed = _deed(actor, survivor, retired, choices)
    deed.choices = choices_make(deed.survivor, deed.retired, choices)
    for text in _cannot(deed):
        deed.problem(text)
    if deed.problems:
        return deed
    _room_above_ask(deed)
    wrong = _wrong(deed, deed.survivor)
    own = {field.name: cell(deed.retired, field) for field in own_fields(type(deed.survivor))}
    _retire(deed, reason)
    # What somebody read of the retired record, whose address leads here now, must not fit the survivor.
    deed.survivor.version = max(deed.survivor.version, deed.retired_before.version + 1)
    values_take(deed)
    _own_take(deed, own)
    visibility_take(deed, clearance.strip())
    _sets_unite(deed)
    rules_for(type(deed.survivor)).settle(deed)
    if not _survivor_store(deed, wrong):
        return deed
    rows_move(deed)
    for rules in dict.fromkeys(rules_for(each) for each in _models(deed)):
        rules.finish(deed)
    for text in _wrong(deed, deed.survivor):
        if text not in wrong:
            deed.problem(text)
    deed.rows.close()
    return deed


def _deed(actor: Viewer, survivor: Any, retired: Any, choices: Mapping[str, Side | None]) -> Deed:
    """The two rows and all that refer to the retired one, locked in the order that all acts keep."""
    if type(survivor) is not type(retired):
        raise ValidationError(_("Two records of one kind are merged. Choose another one."))
    rows, model = Rows(), type(survivor)
    keys = referring(retired)
    keys[model] = keys.get(model, set()) | {survivor.pk, retired.pk}
    rows.lock(keys)
    for row in (survivor, retired):
        stored = rows.get(model, row.pk)
        if stored.version != row.version:
            raise StaleVersion(stored, dict(choices))
    kept, lost = rows.get(model, survivor.pk), rows.get(model, retired.pk)
    return Deed(actor, kept, lost, copy.copy(kept), copy.copy(lost), rows)


# --- What stands against it -------------------------------------------------------------------------------------------


def _room_above_ask(deed: Deed) -> None:
    """Note what the room above says against it (consents that are missing); all else is shown nevertheless."""
    try:
        room_above("before_merge", actor=deed.actor, survivor=deed.survivor, retired=deed.retired)
    except Refused as error:
        deed.problem(error.reason)
    except ValidationError as error:
        deed.problem(error)


def _cannot(deed: Deed) -> list[str]:
    """Why these two rows cannot be merged at all."""
    if deed.survivor.pk == deed.retired.pk:
        return [_("This is one and the same record. Choose another one.")]
    found = []
    for row in (deed.survivor, deed.retired):
        if row.merged_into_id is not None:
            text = _("“%(record)s” was merged into “%(survivor)s” already. Choose that one.")
            found.append(text % {"record": row, "survivor": row.merged_into})
        elif row.is_archived:
            found.append(_("“%(record)s” is archived. Restore it first, or choose another one.") % {"record": row})
    return found or rules_for(type(deed.survivor)).problems(deed.actor, deed.survivor, deed.retired)


def _wrong(deed: Deed, row: Any) -> list[str]:
    """What its fields, its rules and the rules of its room say against ``row``."""
    found: list[str] = []
    for check in (copy.copy(row).full_clean, lambda: rules_for(type(row)).check(deed.actor, row)):
        try:
            check()
        except ValidationError as error:
            found += error.messages
    return found


# --- The two rows -----------------------------------------------------------------------------------------------------


def _retire(deed: Deed, reason: str) -> None:
    """Archive the retired row with the reason and lead it to the survivor; it gives up what no two rows may share."""
    row = deed.retired
    text = _("Merged into “%(survivor)s”.") % {"survivor": deed.survivor}
    deed.archive(row, f"{text} {reason}".strip())
    deed.put(row, "merged_into", deed.survivor.pk, ChangeKind.REFERENCE)
    for field in own_fields(type(row)):
        if cell(row, field) is not None and cell(deed.survivor, field) is None:
            deed.put(row, field.name, None, ChangeKind.REFERENCE)
    deed.rows.store(row)


def _own_take(deed: Deed, own: Mapping[str, Any]) -> None:
    for name, value in own.items():
        if value is not None and cell(deed.survivor, deed.survivor._meta.get_field(name)) is None:
            deed.put(deed.survivor, name, value, ChangeKind.REFERENCE)


def _sets_unite(deed: Deed) -> None:
    for field in deed.survivor._meta.many_to_many:
        deed.join(deed.survivor, field.name, deed.retired.many(field.name))


def _survivor_store(deed: Deed, wrong: list[str]) -> bool:
    """Store the survivor; False, with the reasons noted, when the database refuses it."""
    try:
        deed.rows.store(deed.survivor)
    except IntegrityError:
        for text in _wrong(deed, deed.survivor) or [_("The chosen values contradict each other. Choose others.")]:
            if text not in wrong:
                deed.problem(text)
        return False
    return True


def _models(deed: Deed) -> list[Any]:
    """The kinds of record that a merge can touch, each once."""
    return list(dict.fromkeys([type(deed.survivor), *(each.model for each in relations_to(type(deed.survivor)))]))
