"""While the texts of a scan are prepared, its page says so, and how far that is; “0 of 0” says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from tests.cast import SYSTEM
from tests.overlaps.index_ground import alike
from workinggroups.overlaps import scanning
from workinggroups.overlaps.comparing import scan as worker
from workinggroups.overlaps.models import Scan, ScanState

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("nothing_held")


def _shown(client: Client, scan: Scan, **values: Any) -> str:
    Scan.objects.filter(pk=scan.pk).update(**values)
    return str(client.get(reverse("admin:workinggroups_scan_change", args=[scan.pk])).content.decode())


def test_the_page_says_that_texts_are_prepared(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    scan, client = scanning.scan_start(actor=SYSTEM), signed_in("secretariat")
    assert "0 of 0" not in _shown(client, scan), "nothing has begun"
    begun = _shown(client, scan, state=ScanState.RUNNING)
    assert "texts are being prepared" in begun
    assert "0 of 0" not in begun
    assert "texts are being prepared: 256 of 2048" in _shown(client, scan, records=2048, prepared=256)
    compared = _shown(client, scan, prepared=2048, compared=512)
    assert "512 of 2048" in compared
    assert "prepared" not in compared.replace("records prepared", "")
    assert "0 of 0" in _shown(client, scan, state=ScanState.DONE, records=0, compared=0), "there was nothing"


def test_the_worker_tells_how_far_it_is(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    alike(cast)
    told: list[dict[str, Any]] = []
    kept = worker._Run.tell

    def tell(run: Any, **values: Any) -> None:
        told.append(values)
        kept(run, **values)

    monkeypatch.setattr(worker._Run, "tell", tell)
    scan = scanning.scan_start(actor=SYSTEM)
    worker.scan_run(scan.uid)
    assert told[:2] == [{"records": 2, "prepared": 0}, {"records": 2, "prepared": 2}]
    scan.refresh_from_db()
    assert (scan.records, scan.prepared, scan.compared) == (2, 2, 2)
