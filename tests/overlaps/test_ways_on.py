"""No page leaves its reader without the next step: a pair that is known is linked, a case leads to what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.cast import SYSTEM
from tests.overlaps.case_ground import case_make
from tests.overlaps.pair_ground import decided, one_lead
from workinggroups.overlaps import scanning
from workinggroups.overlaps.models import Scan, ScanState

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast
    from workinggroups.overlaps.models import Candidate

pytestmark = pytest.mark.django_db
ADD = "admin:workinggroups_candidate_add"


def _reported(client: Client, pair: Candidate) -> str:
    sent = {"a": str(pair.b.record.uid), "b": str(pair.a.record.uid), "reason": "They look alike"}
    return client.post(reverse(ADD), sent).content.decode()


def test_a_pair_that_is_known_is_linked_when_it_is_reported(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair = one_lead(cast)
    address = reverse("admin:workinggroups_candidate_change", args=[pair.pk])
    page = _reported(signed_in("secretariat"), pair)
    assert "This pair is on record already" in page
    assert f'href="{address}"' in page, "the pair had to be searched for in the list"


def test_so_is_one_that_was_decided_to_be_different(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair = decided(one_lead(cast), "different")
    page = _reported(signed_in("secretariat"), pair)
    assert "It was decided that these two are different." in page
    assert reverse("admin:workinggroups_candidate_change", args=[pair.pk]) in page


def test_a_case_leads_to_the_decision_that_opened_it(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    case = case_make(cast)
    client = signed_in("focal_point")
    address = reverse("overlap", args=[case.candidate.uid])
    assert address in client.get(reverse("overlap-case", args=[case.uid])).content.decode()
    assert client.get(address).status_code == 200


def test_a_scan_that_was_told_to_stop_is_not_told_again(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    scan = scanning.scan_start(actor=SYSTEM)
    Scan.objects.update(state=ScanState.RUNNING, heard_at=scan.asked_at)
    page = reverse("admin:workinggroups_scan_change", args=[scan.pk])
    stop = reverse("admin:workinggroups_scan_stop", args=[scan.pk])
    client = signed_in("secretariat")
    assert stop in client.get(page).content.decode()
    scan.refresh_from_db()
    scanning.scan_stop(actor=SYSTEM, scan=scan, version=scan.version)
    assert stop not in client.get(page).content.decode()
    Scan.objects.update(heard_at=None)
    shown = client.get(page).content.decode()
    assert stop in shown, "its worker is dead, so it is stopped by hand"
    assert reverse("admin:workinggroups_scan_resume", args=[scan.pk]) in shown
