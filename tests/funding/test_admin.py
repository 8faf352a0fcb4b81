"""Money in the administration: posted, shown as it was posted, reversed and confirmed by steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from funding.funds.models import Allocation, FundingPartner, Pledge
from funding.funds.services.reversing import entry_reverse
from tests.cast import SYSTEM
from tests.funding.ground import (
    allocation_make,
    contribution_make,
    deposit_make,
    fund_make,
    partner_make,
    pledge_make,
    project_make,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("secretariat")


def page(client: Client, name: str, row: Any) -> str:
    """The text of the admin page ``name`` of ``row``."""
    return client.get(where(name, row)).content.decode()


def where(name: str, row: Any) -> str:
    """The address of the admin page ``name`` of ``row``."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk])


def test_a_pledge_is_posted_with_an_amount_as_people_write_it(staff: Client) -> None:
    data = {"nature": "pledge", "partner": partner_make().pk, "amount": "2,100,000.50", "currency": "USD"}
    answer = staff.post("/admin/funding/pledge/add/", {**data, "visibility": "secretariat", "change_reason": "Letter"})
    assert answer.status_code == 302, answer.context["errors"]
    assert str(Pledge.objects.get().money) == "USD 2,100,000.50"


def test_what_is_wrong_stands_at_its_field(staff: Client) -> None:
    data = {"nature": "pledge", "partner": partner_make().pk, "amount": "500", "visibility": "secretariat"}
    answer = staff.post("/admin/funding/pledge/add/", data)
    assert answer.context["adminform"].form.errors == {"amount": ["Choose the currency of this amount."]}


def test_what_was_posted_is_for_reading_and_the_source_is_not(staff: Client) -> None:
    pledge = pledge_make(partner_make(), "500", value_date="2019-04")
    form = staff.get(where("change", pledge)).context["adminform"].form
    assert set(form.fields) == {
        *("source", "evidence", "note", "visibility", "originator", "clearance", "version", "change_reason")
    }
    text = page(staff, "change", pledge)
    assert "April 2019" in text
    assert "USD\u00a0500" in text
    assert "Archive…" not in text
    data = {"source": "Letter", "visibility": "all", "version": 1, "amount": "600"}
    assert staff.post(where("change", pledge), data).status_code == 302
    pledge.refresh_from_db()
    assert (pledge.source, pledge.amount) == ("Letter", 50000)


def test_an_entry_is_reversed_by_a_step_that_asks_why(staff: Client) -> None:
    pledge = pledge_make(partner_make())
    assert "Reverse…" in page(staff, "change", pledge)
    answer = staff.post(where("reverse", pledge), {"version": 1, "reason": ""})
    assert answer.context["form"].errors == {"reason": ["Say why."]}
    answer = staff.post(where("reverse", pledge), {"version": 1, "reason": "Entered twice"}, follow=True)
    assert "The entry is reversed: USD -500 is posted." in answer.content.decode()
    text, reversal = page(staff, "change", pledge), Pledge.objects.get(reverses=pledge)
    assert "Reverse…" not in text
    assert where("change", reversal) in text
    assert "Reverse…" not in page(staff, "change", reversal)
    assert where("change", pledge) in page(staff, "change", reversal)


def test_who_may_see_a_reversal_is_for_reading(staff: Client) -> None:
    reversal = entry_reverse(actor=SYSTEM, entry=pledge_make(partner_make()), version=1, reason="Entered twice")
    form = staff.get(where("change", reversal)).context["adminform"].form
    assert set(form.fields) == {"source", "evidence", "note", "version", "change_reason"}


def test_a_step_on_what_somebody_changed_meanwhile_asks_again(staff: Client) -> None:
    pledge = pledge_make(partner_make())
    entry_reverse(actor=SYSTEM, entry=pledge, version=1, reason="Entered twice")
    answer = staff.post(where("reverse", pledge), {"version": 1, "reason": "Entered twice"})
    assert answer.status_code == 200
    assert answer.context["since"]
    assert Pledge.objects.count() == 2


def test_an_announcement_is_confirmed_by_a_step(staff: Client, cast: Cast) -> None:
    fund, project = fund_make(), project_make(cast.entities["UNODC"])
    announced = allocation_make(project, "400", fund=fund, recipient=project.lead)
    assert "Confirm…" in page(staff, "change", announced)
    data = {"version": 1, "fund": fund.pk, "recipient": project.lead.pk, "project": project.pk}
    data |= {"amount": "400", "currency": "USD"}
    refused = staff.post(where("confirm", announced), data)
    assert refused.context["form"].errors == {"amount": ["For this project the fund has USD 0."]}
    deposit_make(partner_make(), fund, "500")
    assert staff.post(where("confirm", announced), data).status_code == 302
    confirmed = Allocation.objects.get(follows=announced)
    assert confirmed.state == "confirmed"
    text = page(staff, "change", announced)
    assert "Confirm…" not in text
    assert where("change", confirmed) in text


def test_lists_say_what_is_reversed_a_statement_or_only_announced(staff: Client) -> None:
    entry_reverse(actor=SYSTEM, entry=pledge_make(partner_make()), version=1, reason="Entered twice")
    pledge_make(None, "386100000", nature="total")
    allocation_make(None, None)
    text = staff.get("/admin/funding/pledge/").content.decode()
    for words in (">reversed<", ">reversal<", ">Statement: total of several partners<", "USD\u00a0-500"):
        assert words in text
    assert len(staff.get("/admin/funding/pledge/?standing=yes").context["cl"].result_list) == 1
    assert len(staff.get("/admin/funding/pledge/?standing=no").context["cl"].result_list) == 2
    text = staff.get("/admin/funding/allocation/").content.decode()
    assert ">Announced<" in text
    assert "not\u00a0known" in text


def test_a_list_is_searched_by_what_its_entries_refer_to(staff: Client) -> None:
    pledge_make(partner_make("DEU"), fund=fund_make("ct"))
    for text, count in (("Allemagne", 1), ("fund ct", 1), ("nothing", 0)):
        found = staff.get("/admin/funding/pledge/", {"q": text}).context["cl"].result_list
        assert len(found) == count, text


def test_a_funds_page_shows_its_totals_apart_and_the_way_to_their_entries(staff: Client) -> None:
    fund, partner = fund_make(), partner_make()
    pledge_make(partner, "500", fund=fund)
    pledge_make(None, "9000", fund=fund, nature="total")
    contribution_make(partner, "5", fund=fund, currency="EUR")
    contribution_make(partner, None, fund=fund)
    text = page(staff, "change", fund)
    assert f'<a href="/admin/funding/pledge/?fund__id__exact={fund.pk}&amp;nature=pledge">Pledged</a>: USD 500<' in text
    assert ">Signed for</a>: EUR 5; 1 of unknown amount<" in text
    assert ">Allocated</a>: –<" in text
    way = f"/admin/funding/pledge/?fund__id__exact={fund.pk}&nature=pledge"
    assert len(staff.get(way).context["cl"].result_list) == 1
    assert ">Pledged</a>: USD 500<" in page(staff, "change", partner)
    assert "Allocated" not in page(staff, "change", partner)


def test_a_partner_is_entered_by_its_states_name(staff: Client) -> None:
    assert "Kenya" in staff.get("/admin/funding/fundingpartner/add/").content.decode()
    data = {"kind": "state", "code": "KEN", "country": "KEN", "visibility": "all"}
    assert staff.post("/admin/funding/fundingpartner/add/", data).status_code == 302
    assert str(FundingPartner.objects.get()) == "Kenya"


def test_a_projects_page_shows_its_money(staff: Client, cast: Cast) -> None:
    project = project_make(cast.entities["UNODC"])
    pledge = pledge_make(partner_make(), "500", project=project)
    tables = staff.get(where("change", project)).context["tables"]
    money = {table.name: [line.cells for line in table.lines] for table in tables}
    assert money.keys() >= {"pledge", "contribution", "deposit", "allocation"}
    assert money["pledge"] == [("Qatar", "Pledge of one partner", "USD 500", "–", "–")]
    assert where("change", pledge) in page(staff, "change", project)


@pytest.mark.parametrize("persona", ["chair", "focal_point", "reader"])
def test_no_step_opens_for_those_who_are_not_staff(persona: str, signed_in: Callable[[str], Client]) -> None:
    pledge, announced, client = pledge_make(partner_make()), allocation_make(), signed_in(persona)
    for name, row in (("reverse", pledge), ("change", pledge), ("confirm", announced)):
        assert client.get(where(name, row)).status_code in (302, 403, 404)
