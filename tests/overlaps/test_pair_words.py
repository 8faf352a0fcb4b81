"""What the pages of pairs and merges say: in the order of the columns, once, and nothing about what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.kernel.admin.merged import merge_address
from compact.matching.evidence import Code
from tests.merging.ground import merge
from tests.overlaps.case_ground import work_make
from tests.overlaps.index_ground import TITLE, pair, scan_do
from tests.overlaps.pair_ground import admin_page, one_lead, open_pair, two_leads
from tests.projects.planned_ground import text_of
from workinggroups.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

BASIS = "What the amount is"


@pytest.fixture
def staff(signed_in: Callable[[str], Client], cast: Cast) -> Client:
    """Somebody of the secretariat."""
    return signed_in("secretariat")


@pytest.mark.usefixtures("nothing_held")
@pytest.mark.parametrize("is_first_lower", [True, False])
def test_evidence_tells_the_two_in_the_order_of_the_columns(cast: Cast, is_first_lower: bool) -> None:
    # The matching goes by identifiers, the columns by when the two were first compared.
    uids = ["00000000-0000-4000-8000-000000000000", "ffffffff-ffff-4fff-8fff-ffffffffffff"]
    works = [work_make(cast, TITLE, code) for code in ("UNODC", "INTERPOL")]
    for work, uid in zip(works, uids if is_first_lower else reversed(uids), strict=True):
        Project.objects.filter(pk=work.pk).update(uid=uid)
        work.refresh_from_db()
    scan_do()
    found: Any = pair(*works)
    (entities,) = (each["values"] for each in found.evidence if each["code"] == Code.ENTITIES_DIFFERENT)
    assert entities["only_a"] == [found.a.record.lead.code]
    assert entities["only_b"] == [found.b.record.lead.code]


def test_a_pair_of_entities_is_not_called_work(staff: Client, cast: Cast) -> None:
    entities = open_pair(cast.entities["WCO"], cast.entities["CTED"], verdict="related", strength="related")
    for address in (admin_page(entities), "/admin/workinggroups/candidate/"):
        page = text_of(staff.get(address))
        assert "Probably two entities" in page
        assert "Related work" not in page


def test_a_page_of_a_pair_or_merge_stands_once_in_its_breadcrumbs(staff: Client, cast: Cast) -> None:
    _crumbs_once(staff, admin_page(one_lead(cast)))
    done = merge(work_make(cast, "One", "UNODC"), work_make(cast, "Two", "UNODC"))
    _crumbs_once(staff, f"/admin/compact/merge/{done.pk}/change/")


def _crumbs_once(client: Client, address: str) -> None:
    answer = client.get(address)
    crumbs = answer.content.decode().split('<ol class="breadcrumbs">')[1].split("</ol>")[0]
    assert crumbs.count("<li") == 3, "home, the list, this page"


def test_what_an_amount_is_is_not_told_where_there_is_none(staff: Client, cast: Cast) -> None:
    found = two_leads(cast)
    one, other = found.a.record, found.b.record
    for address in (admin_page(found), merge_address(one, other)):
        assert BASIS not in text_of(staff.get(address))
        assert "–; Budget" not in text_of(staff.get(address))
    Project.objects.filter(pk=one.pk).update(budget=1_000_00, budget_currency="USD")
    assert BASIS in text_of(staff.get(admin_page(found)))
