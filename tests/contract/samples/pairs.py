"""A sample of pairs that look alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contract.samples.base import Sample, uid
from tests.contract.samples.rights import Rights
from tests.projects.ground import BY_MAIL, project_make

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cast import Cast
    from tests.contract.samples.base import Payload

_STAYS = "a pair stays on record with what was decided on it"
_OWN = "its own people see it, however narrow it is kept"


def _pair(cast: Cast, number: int) -> Payload:
    """A project of the border group that UNODC leads, and one of INTERPOL."""
    seen = {"visibility": "all", "clearance": BY_MAIL}
    one = project_make(cast, f"Passenger data {number}", "UNODC", group=cast.groups["border"], **seen)
    return {"a": uid(one), "b": uid(project_make(cast, f"Airline data {number}", "INTERPOL", **seen))}


SAMPLES: Mapping[str, Sample] = {
    "overlaps": Sample(
        _pair,
        {},
        {},
        ("state", "perhaps"),
        ("a__project", "b__project", "a__project__lead", "b__project__lead"),
        reader="focal_point",
        texts=(),
        exemptions={
            "wrong": "it names two records and nothing else",
            "put": _STAYS,
            "change": _STAYS,
            "archive": _STAYS,
            "restore": _STAYS,
            "hidden a__project secretariat": _OWN,
            "hidden a__project__lead secretariat": _OWN,
        },
    )
}
RIGHTS: Mapping[str, Rights] = {
    "overlaps": Rights(
        dict.fromkeys(
            ("superuser", "secretariat", "chair", "vice_chair", "alternate", "focal_point"),
            frozenset({"create", "bulk"}),
        ),
        restore=frozenset(),
        unseen=frozenset({"chair_pcve", "country_office", "reader"}),
    )
}
