"""A sample of planned activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contract.samples.base import Sample, uid
from tests.contract.samples.rights import Rights, written_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cast import Cast
    from tests.contract.samples.base import Payload


def _planned(cast: Cast, number: int) -> Payload:
    return {
        "entity": uid(cast.entities["UNODC"]),
        "country": "KEN",
        "institution": "Ministry of the Interior",
        "month": f"2026-{1 + number % 12:02}",
        "contact": f"Desk {number}, +254 20 762 {number:04}",
        "contact_email": "desk@example.org",
        "title": f"Workshop {number}",
    }


SAMPLES: Mapping[str, Sample] = {
    "planned-activities": Sample(
        _planned,
        {"month": "2027-03-08"},
        {"month": "2027"},
        ("near_month", "2026"),
        ("entity",),
        texts=("title", "contact"),
    )
}
RIGHTS: Mapping[str, Rights] = {"planned-activities": written_by("focal_point")}
