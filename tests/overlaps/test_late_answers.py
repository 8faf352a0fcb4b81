"""An answer that comes after the pair was decided otherwise is not recorded, and whoever sent it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.overlaps.pair_ground import decided, decided_same
from workinggroups.overlaps.models import Consent

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("decision", ["overlapping", "different"])
@pytest.mark.parametrize("persona", ["focal_point", "secretariat"])
def test_a_late_answer_is_told_to_be_late(
    cast: Cast, signed_in: Callable[[str], Client], persona: str, decision: str
) -> None:
    pair = decided_same(cast)
    sent = {"decision": "consent", "consent-agrees": "yes", "consent-version": str(pair.version)}
    decided(pair, decision)
    address = reverse("overlap", args=[pair.uid])
    if persona == "secretariat":
        address = reverse("admin:workinggroups_candidate_change", args=[pair.pk])
    page = signed_in(persona).post(address, sent).content.decode()
    assert "Nobody is asked about this pair now." in page, "the answer was lost without a word"
    assert not Consent.objects.filter(agrees=True).exists()
