"""Who may call for inputs, and who may answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compact.kernel.policies import YES, Answer, no
from workinggroups.meetings.policies.leading import drafts, drafts_any, runs
from workinggroups.workplans.models import CallState

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from workinggroups.workplans.models import CallForInputs, Input


def call_write(viewer: Viewer, call: CallForInputs | None = None) -> Answer:
    """Drafts are prepared by those who run the group and their alternates; what is sent is no alternate's."""
    if call is None:
        return drafts_any(viewer)
    return drafts(viewer, [call.group]) if call.state == CallState.DRAFT else runs(viewer, [call.group])


def call_run(viewer: Viewer, call: CallForInputs | None = None) -> Answer:
    """Sending, closing and archiving a call is for the secretariat and those who run the group."""
    return drafts_any(viewer) if call is None else runs(viewer, [call.group])


def input_write(viewer: Viewer, record: Input | None = None) -> Answer:
    """An entity's own people answer for it; the secretariat and those who run the group record what came by mail."""
    if record is None:
        return YES if viewer.is_secretariat or viewer.entity_ids(alternates=True) else _for_entities()
    if runs(viewer, [record.call.group]):
        return YES
    if not record.pk:
        return runs(viewer, [record.call.group])
    if record.entity_id not in viewer.entity_ids(alternates=True):
        return _for_entities()
    if record.call.state != CallState.SENT:
        return no(_("This call is closed. Write to the secretariat if your entity has something to add."))
    return YES


def input_archive(viewer: Viewer, record: Input | None = None) -> Answer:
    """Taking an addressee out of a call is for the secretariat and those who run the group."""
    return input_write(viewer, None) if record is None else runs(viewer, [record.call.group])


def _for_entities() -> Answer:
    return no(
        _(
            "Only people whom the entity has nominated can answer for it. "
            "Ask its focal point, or send the answer to the secretariat."
        )
    )
