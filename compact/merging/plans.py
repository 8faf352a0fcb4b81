"""What a merge would do, in words, before anybody confirms it; and the signed plan that the confirmation carries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.operations import operation
from compact.merging.carrying import carry_out
from compact.merging.choosing import Side
from compact.merging.keeping import values_lost
from compact.merging.policies import merge_write
from compact.merging.registry import mergeable_by_label
from compact.merging.telling import (
    ClashNote,
    FieldChoice,
    Plan,
    PlannedChange,
    RelationCount,
    SetUnion,
    Staying,
    told,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.moving import Mergeable
    from compact.kernel.viewers import Viewer

__all__ = [
    "ClashNote",
    "FieldChoice",
    "Opened",
    "Plan",
    "PlannedChange",
    "RelationCount",
    "SetUnion",
    "Side",
    "Staying",
    "plan_make",
    "plan_open",
    "plan_sign",
]

_SALT, _SECONDS = "compact.merging.plans", 24 * 3600


class Opened(NamedTuple):
    """What a signed plan holds; the rows as they are now, at the versions that were signed."""

    survivor: Any
    retired: Any
    choices: dict[str, Side]
    clearance: str
    digest: str


def plan_make(
    *,
    actor: Viewer,
    survivor: Mergeable,
    retired: Mergeable,
    choices: Mapping[str, Side | None],
    clearance: str = "",
) -> Plan:
    """What merging ``retired`` into ``survivor`` would do: the merge itself, carried out and taken back.

    ``choices`` names the side whose value is taken, by field; None and a missing name take the default: the
    survivor's value unless it is empty, the narrower visibility. ``clearance`` says how the originators agreed where
    more people see the survivor than saw both records. Refused for others than the secretariat; ValidationError, under
    ``choices``, for a field or side that does not exist; StaleVersion when one of the two was changed since it was
    read. What stands against the merge is in ``problems``.
    """
    merge_write(actor).require()
    with transaction.atomic():
        with operation(actor=actor):
            deed = carry_out(actor=actor, survivor=survivor, retired=retired, choices=choices, clearance=clearance)
            plan = told(deed, clearance, [value for _field, value in values_lost(deed)])
        transaction.set_rollback(True)
    return plan


def plan_sign(plan: Plan, actor: Viewer) -> str:
    """A token for the confirmation, good for a day and for ``actor`` alone."""
    held = {
        "model": plan.model,
        "rows": [[str(row.uid), row.version] for row in (plan.survivor, plan.retired)],
        "choices": dict(plan.choices),
        "clearance": plan.clearance,
        "digest": plan.digest,
        "actor": actor.user_id,
    }
    return signing.dumps(held, salt=_SALT, compress=True)


def plan_open(token: str, actor: Viewer) -> Opened:
    """What ``token`` holds. StaleVersion (``current`` is the row, ``submitted`` the choices) when a row changed.

    ValidationError, under ``token``, when it is none of ours or too old; Refused when somebody else made it.
    """
    merge_write(actor).require()
    held = _held(token)
    if held["actor"] != actor.user_id:
        raise Refused(_("Somebody else planned this merge. Plan it yourself, so that you have seen what it changes."))
    rows = [_row(held, uid, version) for uid, version in held["rows"]]
    return Opened(rows[0], rows[1], held["choices"], held["clearance"], held["digest"])


def _held(token: str) -> Any:
    try:
        return signing.loads(token, salt=_SALT, max_age=_SECONDS)
    except signing.SignatureExpired:
        text = _("This plan is more than a day old. Plan the merge again.")
    except signing.BadSignature:
        text = _("This is no plan that was made here. Plan the merge again.")
    raise ValidationError({"token": text})


def _row(held: Mapping[str, Any], uid: str, version: int) -> Any:
    model: Any = mergeable_by_label(held["model"])
    row = model._base_manager.get(uid=uid)
    if row.version != version:
        raise StaleVersion(row, dict(held["choices"]))
    return row
