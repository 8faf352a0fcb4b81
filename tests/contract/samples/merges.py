"""A sample of merges, which come from plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.cast import PERSONAS
from tests.contract.samples.base import Sample
from tests.contract.samples.rights import KEEPERS, Rights
from tests.merging.ground import merge
from tests.projects.ground import project_make

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cast import Cast
    from tests.contract.samples.base import Payload

_PLANNED = "a merge is made by a plan that is signed"
_LOGGED = "the log of merges is not edited; a merge is undone"


def _merge(cast: Cast, number: int) -> Payload:
    return {"token": f"no plan {number}", "reason": "One is a copy of the other"}


def _make(cast: Cast, number: int, values: Mapping[str, Any]) -> Any:
    one, two = (project_make(cast, f"{title} {number}", visibility="all") for title in ("Passenger data", "PNR"))
    return merge(one, two)


SAMPLES: Mapping[str, Sample] = {
    "merges": Sample(
        _merge,
        {},
        {},
        ("model", "workinggroups.group"),
        make=_make,
        reader="secretariat",
        texts=(),
        exemptions={
            "wrong": _PLANNED,
            "create": _PLANNED,
            "bulk": _PLANNED,
            "put": _LOGGED,
            "change": _LOGGED,
            "archive": _LOGGED,
            "restore": _LOGGED,
            "hidden  archived": "nobody but the secretariat sees merges at all",
        },
    )
}
RIGHTS: Mapping[str, Rights] = {
    "merges": Rights({}, restore=frozenset(), unseen=frozenset(PERSONAS) - KEEPERS),
}
