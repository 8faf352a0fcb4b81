"""Money that was posted for a record stays with it and counts as its survivor's: no total changes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from compact.merging.services import undo_look
from compact.reports.funding import Dimension
from funding.funds.models import Allocation
from funding.funds.services.entries import allocation_confirm, allocation_update
from funding.funds.services.reversing import entry_reverse
from funding.funds.totals import totals
from tests.cast import SYSTEM
from tests.funding.ground import allocation_make, confirmed_make, deposit_make, fund_make, partner_make
from tests.merging.ground import merge, undo
from tests.projects.ground import places, project_make

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from rest_framework.test import APIClient

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


class Ground:
    """Two projects, both paid from one fund; the second one's deposit is earmarked for it."""

    def __init__(self, cast: Cast) -> None:
        values = {"visibility": "all", "countries": places("KEN")}
        self.one = project_make(cast, "One", code="P-1", group=cast.groups["border"], **values)
        self.two = project_make(cast, "Two", "WCO", code="P-2", group=cast.groups["pcve"], **values)
        self.other = project_make(cast, "Another", code="P-3")
        self.fund, self.partner = fund_make(), partner_make()
        deposit_make(self.partner, self.fund, "1000")
        self.earmarked = deposit_make(self.partner, self.fund, "500", project=self.two)
        self.seen = [
            confirmed_make(self.fund, self.one, "300", visibility="all"),
            confirmed_make(self.fund, self.two, "200", visibility="all"),
        ]
        self.announced = allocation_make(
            self.two, "70", fund=self.fund, recipient=cast.entities["WCO"], visibility="all"
        )


@pytest.fixture
def ground(cast: Cast) -> Ground:
    return Ground(cast)


def _rows(client: APIClient, **query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get("/api/v1/reports/funding/", query).json()["rows"]
    return rows


def _sums(rows: list[dict[str, Any]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for row in rows:
        for name in ("pledged", "signed", "deposited", "announced", "allocated"):
            found[name] = found.get(name, Decimal(0)) + Decimal(row[name] or 0)
    return found


@pytest.mark.parametrize("by", list(Dimension))
def test_no_total_changes_by_a_merge(by: str, ground: Ground, cast: Cast, api: Callable[[str], APIClient]) -> None:
    personas = ("secretariat", "reader", "chair", "focal_point", "country_office")
    before = {each: _sums(_rows(api(each), by=by)) for each in personas}
    own = totals(cast.viewer("secretariat"))
    merged = merge(ground.one, ground.two)
    assert {each: _sums(_rows(api(each), by=by)) for each in personas} == before
    assert totals(cast.viewer("secretariat")) == own
    undo(merged)
    assert {each: _sums(_rows(api(each), by=by)) for each in personas} == before


def test_money_is_told_by_survivor(ground: Ground, api: Callable[[str], APIClient]) -> None:
    merge(ground.one, ground.two)
    rows = _rows(api("reader"), by="project")
    told = [(row["key"], row["key_name"], row["deposited"], row["announced"], row["allocated"]) for row in rows]
    assert told == [("P-1", "One", "500.00", "70.00", "500.00"), ("", "", "1000.00", None, None)]
    by_group = _rows(api("secretariat"), by="group")
    assert {row["key"]: row["allocated"] for row in by_group}["border"] == "500.00"
    assert "pcve" not in {row["key"] for row in by_group}
    of_group = _rows(api("secretariat"), group="border")
    assert [row["allocated"] for row in of_group] == ["500.00"]


def test_money_is_told_by_the_surviving_recipient(ground: Ground, cast: Cast, api: Callable[[str], APIClient]) -> None:
    entities = cast.entities
    allocation_make(ground.one, "11", fund=ground.fund, recipient=entities["DCO"], visibility="all")
    allocation_make(ground.one, "22", fund=ground.fund, recipient=entities["UNDP"], visibility="all")
    merge(entities["UNDP"], entities["DCO"])
    rows = {row["key"]: row["announced"] for row in _rows(api("reader"), by="recipient")}
    assert rows["UNDP"] == "33.00"
    assert "DCO" not in rows


def test_a_list_of_entries_names_and_finds_the_survivor(ground: Ground, api: Callable[[str], APIClient]) -> None:
    merge(ground.one, ground.two)
    client = api("reader")
    for query in (
        {"project": str(ground.one.uid)},
        {"project": str(ground.two.uid)},
        {"project_code": "P-1"},
        {"project_code": "P-2"},
        {"country": "KEN"},
        {"search": "One"},
        {"search": "Two"},
    ):
        rows = client.get("/api/v1/allocations/", query).json()["results"]
        assert len(rows) == 3, query
        assert {(row["project"], row["project_code"], row["project_name"]) for row in rows} == {
            (str(ground.one.uid), "P-1", "One")
        }


def test_the_brief_of_a_country_adds_up_the_survivors_money(ground: Ground, api: Callable[[str], APIClient]) -> None:
    def money() -> list[tuple[str, str, str]]:
        rows = api("secretariat").get("/api/v1/reports/country-brief/", {"country": "KEN"}).json()["rows"]
        return sorted((row["who"], row["state"], row["amount"]) for row in rows if row["section"] == "money")

    assert ("P-2", "allocated", "200.00") in money()
    merge(ground.one, ground.two)
    assert money() == [
        ("P-1", "allocated", "500.00"),
        ("P-1", "announced", "70.00"),
        ("P-1", "deposited", "500.00"),
    ]


def test_what_was_earmarked_for_the_retired_project_can_be_allocated_to_the_survivor(ground: Ground) -> None:
    with pytest.raises(ValidationError):
        confirmed_make(ground.fund, ground.one, "701")
    merge(ground.one, ground.two)
    with pytest.raises(ValidationError):
        confirmed_make(ground.fund, ground.one, "1001")
    confirmed_make(ground.fund, ground.one, "1000")


def test_an_earmarked_deposit_whose_money_the_survivor_has_is_not_reversed(ground: Ground) -> None:
    merge(ground.one, ground.two)
    confirmed_make(ground.fund, ground.one, "1000")
    ground.earmarked.refresh_from_db()
    with pytest.raises(ValidationError, match="This money is allocated"):
        entry_reverse(actor=SYSTEM, entry=ground.earmarked, version=ground.earmarked.version, reason="Given back")


def test_an_entry_of_the_retired_project_is_reversed_as_it_was_posted(ground: Ground, cast: Cast) -> None:
    merge(ground.one, ground.two)
    entry = ground.seen[1]
    reversal = entry_reverse(actor=SYSTEM, entry=entry, version=entry.version, reason="Wrong")
    assert reversal.project_id == ground.two.pk
    assert [str(each) for each in totals(cast.viewer("reader"))["allocated"].amounts] == ["USD 300"]


def test_an_announcement_for_the_retired_project_is_confirmed_for_the_survivor(ground: Ground) -> None:
    merge(ground.one, ground.two)
    entry = Allocation.objects.get(pk=ground.announced.pk)
    made = allocation_confirm(actor=SYSTEM, entry=entry, version=entry.version, values={})
    assert made.project_id == ground.one.pk


def test_an_entry_that_is_sent_back_as_it_was_read_is_no_change(
    ground: Ground, api: Callable[[str], APIClient]
) -> None:
    merge(ground.one, ground.two)
    client, address = api("secretariat"), f"/api/v1/allocations/{ground.seen[1].uid}/"
    read = client.get(address)
    answer = client.put(address, {**read.json(), "note": "Checked"}, headers={"if_match": read["ETag"]})
    assert (answer.status_code, answer.json()["project"]) == (200, str(ground.one.uid))
    entry = Allocation.objects.get(pk=ground.seen[1].pk)
    assert (entry.note, entry.project_id) == ("Checked", ground.two.pk)
    with pytest.raises(ValidationError):
        allocation_update(actor=SYSTEM, record=entry, version=entry.version, values={"project": ground.other})


def test_who_may_not_see_the_survivor_sees_no_money_by_its_name(
    ground: Ground, api: Callable[[str], APIClient]
) -> None:
    merge(ground.one, ground.two)
    type(ground.one).objects.filter(pk=ground.one.pk).update(visibility="secretariat")
    rows = api("reader").get("/api/v1/allocations/").json()["results"]
    assert {(row["project"], row["project_code"], row["project_name"]) for row in rows} == {(None, None, None)}
    assert api("country_office").get("/api/v1/allocations/").json()["results"] == []
    assert {row["key"] for row in _rows(api("reader"), by="project")} == {""}


def test_a_group_sees_the_money_that_is_cleared_for_it_with_the_survivor(
    ground: Ground, api: Callable[[str], APIClient]
) -> None:
    Allocation.objects.filter(pk=ground.seen[1].pk).update(visibility="group")
    assert _count(api("vice_chair")) == 2
    merge(ground.one, ground.two)
    assert _count(api("vice_chair")) == 3


def _count(client: APIClient) -> int:
    count: int = client.get("/api/v1/allocations/").json()["count"]
    return count


def test_the_portfolio_counts_the_survivor_once(ground: Ground, api: Callable[[str], APIClient]) -> None:
    def total() -> int:
        rows = api("secretariat").get("/api/v1/reports/portfolio/", {"by": "country"}).json()["rows"]
        return next(int(row["projects"]) for row in rows if row["row_kind"] == "total")

    before = total()
    merge(ground.one, ground.two)
    assert total() == before - 1


def test_the_survivors_page_shows_the_money_that_stayed(ground: Ground, signed_in: Callable[[str], Client]) -> None:
    merge(ground.one, ground.two)
    client = signed_in("secretariat")
    page = client.get(reverse("admin:workinggroups_project_change", args=[ground.one.pk])).content.decode()
    assert "USD 300" in page.replace("\xa0", " ")
    assert "USD 200" in page.replace("\xa0", " ")
    listed = client.get(reverse("admin:funding_allocation_changelist")).content.decode()
    assert "P-1 · One" in listed
    assert "P-2 · Two" not in listed
    entry = client.get(reverse("admin:funding_allocation_change", args=[ground.seen[1].pk])).content.decode()
    assert "P-1 · One (posted for “P-2 · Two”, which was merged into it)" in entry


def test_a_merge_is_not_undone_while_a_fund_would_then_have_allocated_more_than_it_has(ground: Ground) -> None:
    merged = merge(ground.one, ground.two)
    posted = confirmed_make(ground.fund, ground.one, "1000")
    text = (
        "Fund trust-fund would have allocated USD 300 more than it has: what is earmarked for one of the two was "
        "allocated to the other. Reverse an allocation first."
    )
    assert undo_look(actor=SYSTEM, merge=merged).problems == (text,)
    with pytest.raises(ValidationError, match="more than it has"):
        undo(merged)
    ground.two.refresh_from_db()
    assert ground.two.merged_into == ground.one
    entry_reverse(actor=SYSTEM, entry=posted, version=posted.version, reason="Too much")
    undo(merged)
    ground.two.refresh_from_db()
    assert ground.two.merged_into is None
