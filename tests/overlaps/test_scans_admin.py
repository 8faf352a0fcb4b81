"""Scans on the staff's pages: asked for, followed, stopped, taken up again; by the secretariat alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.cast import SYSTEM
from workinggroups.overlaps import scanning
from workinggroups.overlaps.models import Scan, ScanState

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

    SignedIn = Callable[[str], Client]

ADD = "admin:workinggroups_scan_add"


def page(name: str, scan: Scan) -> str:
    """The address of one of the scan's pages."""
    return reverse(f"admin:workinggroups_scan_{name}", args=[scan.pk])


def test_the_secretariat_asks_for_a_scan(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("secretariat")
    assert "Compare all records" in client.get(reverse(ADD)).content.decode()
    answer = client.post(reverse(ADD), {"kind": "entity"}, follow=True)
    scan = Scan.objects.get()
    assert (scan.kind, scan.state, scan.asked_by) == ("entity", ScanState.WAITING, cast.users["secretariat"])
    assert "The worker was asked." in answer.content.decode()


def test_a_second_one_is_refused_in_words(cast: Cast, signed_in: SignedIn) -> None:
    scanning.scan_start(actor=SYSTEM)
    answer = signed_in("secretariat").post(reverse(ADD), {"kind": "work"})
    assert "A scan of these is under way already." in answer.content.decode()


def test_the_page_tells_how_far_it_is_and_what_can_be_done(cast: Cast, signed_in: SignedIn) -> None:
    scan = scanning.scan_start(actor=SYSTEM)
    Scan.objects.update(compared=512, records=2048)
    client = signed_in("secretariat")
    listed = client.get(reverse("admin:workinggroups_scan_changelist")).content.decode()
    assert "512 of 2048" in listed
    shown = client.get(page("change", scan)).content.decode()
    assert "512 of 2048" in shown
    assert page("stop", scan) in shown
    assert page("resume", scan) not in shown


def test_it_is_stopped_and_taken_up_again(cast: Cast, signed_in: SignedIn) -> None:
    scan = scanning.scan_start(actor=SYSTEM)
    client = signed_in("secretariat")
    assert "Stop this scan" in client.get(page("stop", scan)).content.decode()
    client.post(page("stop", scan), {"version": scan.version})
    scan.refresh_from_db()
    assert scan.state == ScanState.STOPPED
    assert page("resume", scan) in client.get(page("change", scan)).content.decode()
    client.post(page("resume", scan), {"version": scan.version})
    scan.refresh_from_db()
    assert scan.state == ScanState.WAITING


def test_a_stale_version_changes_nothing(cast: Cast, signed_in: SignedIn) -> None:
    scan = scanning.scan_start(actor=SYSTEM)
    answer = signed_in("secretariat").post(page("stop", scan), {"version": scan.version + 1})
    assert "Somebody else changed this record" in answer.content.decode()
    scan.refresh_from_db()
    assert scan.state == ScanState.WAITING


@pytest.mark.parametrize("persona", ["chair", "focal_point", "reader"])
def test_others_learn_of_no_scan(persona: str, cast: Cast, signed_in: SignedIn) -> None:
    scan = scanning.scan_start(actor=SYSTEM)
    client = signed_in(persona)
    for address in (reverse(ADD), page("change", scan), page("stop", scan)):
        assert client.get(address).status_code in (302, 403, 404)
    assert not Scan.objects.visible_to(cast.viewer(persona)).exists()
