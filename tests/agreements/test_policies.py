"""The agreements room is the secretariat's to keep; everybody reads what is cleared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.agreements import services
from compact.agreements.models import Agreement, Instrument, Signature
from compact.agreements.policies import agreement_write
from compact.kernel.errors import Refused
from tests.agreements.test_models import agreement_make, instrument_make
from tests.cast import PERSONAS, SYSTEM

if TYPE_CHECKING:
    from tests.cast import Cast

KEEPERS = {"superuser", "secretariat"}


@pytest.mark.parametrize("persona", PERSONAS)
def test_only_the_secretariat_writes_and_the_others_are_told_whom_to_write_to(cast: Cast, persona: str) -> None:
    answer = agreement_write(cast.viewer(persona))
    assert bool(answer) is (persona in KEEPERS)
    if not answer:
        assert answer.reason.endswith("Write to the secretariat with the correction.")


def test_not_even_a_party_changes_its_signature(cast: Cast) -> None:
    values = {"agreement": agreement_make(), "entity": cast.entities["WCO"]}
    signature = services.signature_create(actor=SYSTEM, values=values)
    with pytest.raises(Refused):
        services.signature_update(actor=cast.viewer("chair"), record=signature, version=1, values={"title": "Chief"})


@pytest.mark.parametrize("persona", PERSONAS)
def test_everybody_reads_what_is_open_to_all(cast: Cast, persona: str) -> None:
    agreement, viewer = agreement_make(), cast.viewer(persona)
    services.signature_create(actor=SYSTEM, values={"agreement": agreement, "party": "Ministry"})
    instrument_make("A/RES/60/288")
    models: tuple[Any, ...] = (Agreement, Signature, Instrument)
    assert [model.objects.visible_to(viewer).count() for model in models] == [1, 1, 1]


def test_a_signature_is_seen_by_whoever_sees_its_agreement(cast: Cast) -> None:
    agreement = agreement_make(visibility="secretariat", originator=cast.entities["WCO"])
    services.signature_create(actor=SYSTEM, values={"agreement": agreement, "party": "Ministry"})
    seen = {persona for persona in PERSONAS if Signature.objects.visible_to(cast.viewer(persona)).exists()}
    assert seen == KEEPERS | {"chair", "alternate"}
