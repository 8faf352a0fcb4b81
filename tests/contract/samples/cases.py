"""Samples of overlap cases, and of the positions taken in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.cast import SYSTEM
from tests.contract.samples.base import NOBODY, Sample
from tests.contract.samples.rights import Rights
from tests.overlaps.case_ground import pair_make, work_make

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cast import Cast
    from tests.contract.samples.base import Payload

_STEPS = "a case is opened by a decision on a pair and moves by steps"
_KEPT = "what was said in a case is taken by its steps and stays"
_OWN = "its own people see it, however narrow it is kept"


def _case(cast: Cast, number: int) -> Payload:
    return {"candidate": NOBODY}


def _case_made(cast: Cast, number: int, values: Mapping[str, Any]) -> Any:
    """On a project of the border group that UNODC leads, and one of INTERPOL."""
    from workinggroups.overlaps.services.cases import case_open

    one = work_make(cast, f"Passenger data {number}", "UNODC", group=cast.groups["border"])
    pair = pair_make(one, work_make(cast, f"Airline data {number}", "INTERPOL"))
    case = case_open(actor=SYSTEM, candidate=pair, reason="Same airport")
    type(case).objects.filter(pk=case.pk).update(**values)
    case.refresh_from_db()
    return case


def _position(cast: Cast, number: int) -> Payload:
    return {"case": NOBODY, "outcome": "sequence", "text": f"UNODC first, {number}"}


def _position_made(cast: Cast, number: int, values: Mapping[str, Any]) -> Any:
    """What UNODC accepts."""
    from workinggroups.overlaps.models import Position
    from workinggroups.overlaps.services.cases import case_accept

    case = _case_made(cast, number, {})
    accepted = {"outcome": "sequence", "text": f"UNODC first, {number}", "entity": cast.entities["UNODC"]}
    case_accept(actor=SYSTEM, case=case, version=1, reason="By letter", **accepted)
    Position.objects.filter(case=case).update(**values)
    return Position.objects.get(case=case)


def _exempt(why: str, *ways: str) -> dict[str, str]:
    behaviours = ("wrong", "create", "bulk", "put", "change", "archive", "restore")
    return dict.fromkeys(behaviours, why) | dict.fromkeys((f"hidden {way} secretariat" for way in ways), _OWN)


def _works(path: str) -> tuple[str, ...]:
    sides = (f"{path}__a__project", f"{path}__b__project")
    return (path, *sides, *(f"{side}__lead" for side in sides))


SAMPLES: Mapping[str, Sample] = {
    "overlap-cases": Sample(
        _case,
        {},
        {},
        ("state", "perhaps"),
        _works("candidate"),
        make=_case_made,
        reader="focal_point",
        texts=("outcome_text",),
        exemptions=_exempt(_STEPS, "candidate__a__project", "candidate__a__project__lead"),
    ),
    "case-positions": Sample(
        _position,
        {},
        {},
        ("outcome", "perhaps"),
        ("case", "entity", *_works("case__candidate")),
        make=_position_made,
        reader="focal_point",
        texts=("text",),
        exemptions=_exempt(_KEPT, "entity", "case__candidate__a__project", "case__candidate__a__project__lead"),
    ),
}
_NOBODY_WRITES = Rights({}, restore=frozenset(), unseen=frozenset({"chair_pcve", "country_office", "reader"}))
RIGHTS: Mapping[str, Rights] = dict.fromkeys(SAMPLES, _NOBODY_WRITES)
