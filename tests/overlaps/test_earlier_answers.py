"""Whoever may change an entity's answer to a merge sees above the form what it answered, when, and by whose hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.overlaps.pair_ground import admin_page, decided_same, focal_point, portal_page
from tests.projects.planned_ground import text_of
from workinggroups.overlaps.services.consents import consent_give

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_earlier_answer_stands_above_the_form(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair, interpol = decided_same(cast), focal_point(cast, "INTERPOL")
    client = signed_in("representative-interpol")
    assert "has answered already" not in text_of(client.get(portal_page(pair)))
    entity = cast.entities["INTERPOL"]
    consent_give(actor=interpol, candidate=pair, version=pair.version, entity=entity, agrees=False, text="Other people")
    answer = text_of(client.get(portal_page(pair))).split("The answer of your entity")[1]
    earlier = answer.split("has answered already")[1].split("<fieldset")[0]
    assert "does not agree" in earlier
    assert "Other people" in earlier
    assert "UTC" in earlier
    assert "entered by representative-interpol" in earlier
    staff = text_of(signed_in("secretariat").get(admin_page(pair))).split("Record what a lead entity answers")[1]
    assert staff.count("has answered already") == 1, "UNODC has not"
    assert "Other people" in staff
