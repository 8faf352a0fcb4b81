"""Samples of agreements, their signatures and the instruments of reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compact.agreements.models import Agreement
from compact.agreements.services import agreement_create
from tests.cast import SYSTEM
from tests.contract.samples.base import Sample, uid
from tests.contract.samples.rights import Rights, written_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cast import Cast
    from tests.contract.samples.base import Payload


def _agreement(cast: Cast, number: int) -> Payload:
    return {"title_en": f"Memorandum {number}", "signed_on": "2019-05-08", "place": "Geneva"}


def _signature(cast: Cast, number: int) -> Payload:
    """The signature of a party outside; the agreement is the same for all."""
    title = "Agreement of the samples"
    agreement = Agreement.objects.filter(title_en=title).first()
    agreement = agreement or agreement_create(actor=SYSTEM, values={"title_en": title})
    return {"agreement": uid(agreement), "party": f"Ministry {number}", "title": "Minister"}


def _instrument(cast: Cast, number: int) -> Payload:
    return {"code": f"S/RES/{9000 + number}", "kind": "sc_resolution", "title_en": f"Resolution {number}"}


SAMPLES: Mapping[str, Sample] = {
    "agreements": Sample(
        _agreement,
        {"witnesses": "The President of the Assembly"},
        {"signed_on": "2019-13"},
        ("signed_after", "2019-05"),
    ),
    "signatures": Sample(
        _signature, {"title": "Deputy Minister"}, {"party": ""}, ("entity", "nonsense"), ("agreement",)
    ),
    "instruments": Sample(_instrument, {"adopted_on": "2019"}, {"adopted_on": "8 May"}, ("kind", "treaty")),
}
RIGHTS: Mapping[str, Rights] = {"agreements": written_by(), "signatures": written_by(), "instruments": written_by()}
