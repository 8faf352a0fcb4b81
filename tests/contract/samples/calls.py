"""Samples of calls for inputs and of what entities answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.cast import SYSTEM
from tests.contract.samples.base import Sample, stored, uid
from tests.contract.samples.rights import WRITE, Rights, written_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cast import Cast
    from tests.contract.samples.base import Payload


def _call(cast: Cast, number: int) -> Payload:
    return {
        "group": uid(cast.groups["border"]),
        "title_en": f"Report {number}",
        "text": "What did your entity do this year?",
        "questions": ["What was done?", "What is planned?"],
        "addressees": [uid(cast.entities["UNODC"])],
        "deadline": "2090-03-08T21:00:00Z",
        "zone": "Africa/Nairobi",
        "reminder_days": "7;1",
    }


def _input(cast: Cast, number: int) -> Payload:
    """The place that UNODC has in a call already."""
    row = _input_made(cast, number, {})
    return {"call": uid(row.call), "entity": uid(row.entity)}


def _input_made(cast: Cast, number: int, values: Mapping[str, Any]) -> Any:
    from workinggroups.workplans.services import calls as services

    call = stored("calls-for-inputs", cast, _call(cast, number))
    services.call_send(actor=SYSTEM, call=call, version=1)
    row = call.inputs.get()
    type(row).objects.filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    return row


_PLACES = "a place is made for each addressee when the call is sent"

SAMPLES: Mapping[str, Sample] = {
    "calls-for-inputs": Sample(
        _call,
        {"reminder_days": "14;7;1"},
        {"zone": "Mars/Base"},
        ("state", "perhaps"),
        ("group",),
        visible={"visibility": "all"},
    ),
    "inputs": Sample(
        _input,
        {"note": "Sent by mail as well"},
        {"state": "answered", "answers": ["one text for two questions"]},
        ("late", "perhaps"),
        ("call", "entity", "call__group"),
        make=_input_made,
        reader="focal_point",
        exemptions={
            "create": _PLACES,
            "bulk": _PLACES,
            "hidden call secretariat": "what was sent to an entity is seen by its people, however narrow it is kept",
            "hidden entity secretariat": "an entity's own people see it, however narrow it is kept",
        },
    ),
}
_RUN = frozenset({"update", "archive"})
RIGHTS: Mapping[str, Rights] = {
    "calls-for-inputs": Rights(
        {
            **written_by("chair", "vice_chair").writes,
            "alternate": frozenset(WRITE) - {"archive"},
        }
    ),
    "inputs": Rights(
        {
            **dict.fromkeys(("superuser", "secretariat", "chair", "vice_chair"), _RUN),
            "focal_point": frozenset({"update"}),
        },
        unseen=frozenset({"chair_pcve", "country_office", "reader"}),
    ),
}
