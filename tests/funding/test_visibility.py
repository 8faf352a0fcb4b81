"""Who sees money: cleared for all, for the groups of its project, or coming to one's own entity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.kernel.places import Place
from funding.funds.models import Allocation, FundingPartner, Pledge
from funding.funds.services.funds import partner_create
from funding.funds.services.reversing import entry_reverse
from tests.cast import PERSONAS, SYSTEM, entity_make
from tests.funding.ground import allocation_make, deposit_make, fund_make, partner_make, pledge_make, project_make

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

pytestmark = pytest.mark.django_db

KEEPERS = {"superuser", "secretariat"}


def seen_by(cast: Cast, row: Any) -> set[str]:
    """The personas who see ``row``."""
    return {each for each in PERSONAS if type(row).objects.visible_to(cast.viewer(each)).filter(pk=row.pk).exists()}


def test_money_for_the_group_is_seen_by_the_lead_group_and_the_contributing_ones(cast: Cast) -> None:
    led = project_make(cast.entities["UNODC"], "Led", group=cast.groups["border"])
    helped = project_make(cast.entities["UNODC"], "Helped", contributing_groups=[cast.groups["border"]])
    elsewhere = project_make(cast.entities["UNODC"], "Elsewhere", group=cast.groups["pcve"])
    border = KEEPERS | {"chair", "vice_chair", "alternate"}
    assert seen_by(cast, allocation_make(led, visibility="group")) == border
    assert seen_by(cast, allocation_make(helped, visibility="group")) == border
    assert seen_by(cast, allocation_make(elsewhere, visibility="group")) == KEEPERS | {"chair_pcve"}
    assert seen_by(cast, allocation_make(None, visibility="group")) == KEEPERS


def test_money_that_comes_to_an_entity_is_seen_by_those_who_speak_for_it(cast: Cast) -> None:
    coming = allocation_make(None, recipient=cast.entities["UNODC"], visibility="secretariat")
    assert seen_by(cast, coming) == KEEPERS | {"focal_point"}


def test_a_country_office_sees_the_money_of_its_countrys_projects_alone(cast: Cast) -> None:
    kenya = project_make(cast.entities["UNODC"], "Kenya", countries=[Place.objects.get(code="KEN")])
    ghana = project_make(cast.entities["UNODC"], "Ghana", countries=[Place.objects.get(code="GHA")])
    hidden = project_make(
        cast.entities["UNODC"], "Hidden", countries=[Place.objects.get(code="KEN")], visibility="secretariat"
    )
    everybody = set(PERSONAS)
    assert seen_by(cast, allocation_make(kenya)) == everybody
    for project in (ghana, hidden, None):
        assert seen_by(cast, allocation_make(project)) == everybody - {"country_office"}
    assert "country_office" not in seen_by(cast, allocation_make(kenya, visibility="secretariat"))


def test_a_partner_that_is_hidden_hides_its_money_and_a_statement_has_none_to_hide_it(cast: Cast) -> None:
    hidden = partner_make(visibility="secretariat")
    assert seen_by(cast, pledge_make(hidden)) == KEEPERS
    assert seen_by(cast, pledge_make(None, nature="total")) == set(PERSONAS) - {"country_office"}
    assert seen_by(cast, deposit_make(partner_make("SAU"), fund_make(visibility="secretariat"))) == KEEPERS


def test_a_partner_that_is_a_hidden_entity_is_hidden_with_it(cast: Cast) -> None:
    entity = entity_make("SECRET", visibility="secretariat")
    partner = partner_create(actor=SYSTEM, values={"code": "S", "kind": "entity", "entity": entity})
    assert seen_by(cast, partner) == KEEPERS
    assert seen_by(cast, pledge_make(partner)) == KEEPERS


def _read(client: APIClient, name: str, row: Any, **query: str) -> Any:
    return client.get(f"/api/v1/{name}/{row.uid}/", query).json()


def test_money_for_the_group_does_not_show_a_project_that_the_group_may_not_see(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    project = project_make(
        cast.entities["UNODC"], "Unseen", group=cast.groups["border"], visibility="secretariat", code="P900"
    )
    allocation = allocation_make(project, visibility="group")
    shown = _read(api("chair"), "allocations", allocation)
    names = ("amount", "project", "project_code", "project_name")
    assert [shown[name] for name in names] == ["500.00", None, None, None]
    for query in ({"search": "P900"}, {"search": "Unseen"}, {"project_code": "P900"}):
        assert api("chair").get("/api/v1/allocations/", query).json()["count"] == 0, query
        assert api("secretariat").get("/api/v1/allocations/", query).json()["count"] == 1, query


def test_a_hidden_recipient_or_fund_is_not_found_by_searching(cast: Cast, api: Callable[[str], APIClient]) -> None:
    entity = entity_make("SECRET", visibility="secretariat")
    allocation_make(None, recipient=entity, fund=fund_make("covert", visibility="secretariat"))
    for query in ({"search": "secret"}, {"search": "covert"}, {"recipient_code": "SECRET"}, {"fund_code": "covert"}):
        assert api("reader").get("/api/v1/allocations/", query).json()["count"] == 0, query
        assert api("secretariat").get("/api/v1/allocations/", query).json()["count"] == 1, query


def test_a_reversal_that_somebody_hid_behind_the_services_backs_does_not_show(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    pledge = pledge_make(partner_make())
    reversal = entry_reverse(actor=SYSTEM, entry=pledge, version=1, reason="Entered twice")
    assert _read(api("reader"), "pledges", pledge)["reversed"] is True
    Pledge.objects.filter(pk=reversal.pk).update(visibility="secretariat")
    assert _read(api("reader"), "pledges", pledge)["reversed"] is False
    assert api("reader").get("/api/v1/pledges/", {"reversed": "true"}).json()["count"] == 0
    assert _read(api("secretariat"), "pledges", pledge)["reversed"] is True


def test_a_confirmation_that_is_hidden_does_not_show(cast: Cast, api: Callable[[str], APIClient]) -> None:
    announced = allocation_make()
    fund, project = fund_make(), project_make(cast.entities["UNODC"])
    deposit_make(partner_make(), fund)
    confirmed = allocation_make(project, fund=fund, recipient=project.lead, state="confirmed", follows=announced)
    assert _read(api("reader"), "allocations", announced)["confirmed"] is True
    Allocation.objects.filter(pk=confirmed.pk).update(visibility="secretariat")
    assert _read(api("reader"), "allocations", announced)["confirmed"] is False
    assert _read(api("secretariat"), "allocations", announced)["confirmed"] is True
    entry_reverse(actor=SYSTEM, entry=confirmed, version=1, reason="Wrong amount")
    assert _read(api("secretariat"), "allocations", announced)["confirmed"] is False


@pytest.mark.parametrize("text", ["Germany", "ALLEMAGNE", "Alemania", "Германия", "ألمانيا", "德国", "deu"])
def test_a_state_is_found_by_its_name_in_each_of_the_six_languages(text: str) -> None:
    partner = partner_make("DEU")
    partner_make("KEN")
    assert list(FundingPartner.objects.all().search(text)) == [partner]
    pledge = pledge_make(partner)
    assert list(Pledge.objects.all().search(text)) == [pledge]


def test_a_name_is_found_without_its_accents() -> None:
    assert list(FundingPartner.objects.all().search("egypte")) == []
    partner = partner_make("EGY")
    assert list(FundingPartner.objects.all().search("egypte")) == [partner]


def test_an_entity_and_another_partner_are_found_by_their_names() -> None:
    entity = partner_create(actor=SYSTEM, values={"code": "E1", "kind": "entity", "entity": entity_make("UNICRI")})
    other = partner_create(actor=SYSTEM, values={"code": "X1", "kind": "other", "name_en": "European Union"})
    assert list(FundingPartner.objects.all().search("unicri")) == [entity]
    assert list(FundingPartner.objects.all().search("european")) == [other]
