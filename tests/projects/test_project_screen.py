"""A project, its partners, places and groups on one screen: one save stores all, or nothing and says why."""

from __future__ import annotations

import html
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compact.kernel.admin.unsent import OWNER_FIELD, owner_sign
from compact.kernel.operations import Operation
from tests.cast import PASSWORD, SYSTEM
from tests.projects.screens import NEW, again, mistakes, partner_made, places, project_made, typed, where
from workinggroups.projects.models import Project, ProjectPartner
from workinggroups.projects.services.projects import projects

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _partners(project: Project) -> list[tuple[str, str]]:
    return [(row.entity.code, row.role) for row in project.partners.live().order_by("entity__code")]


# --- What is stored ---------------------------------------------------------------------------------------------------


def test_one_save_stores_the_project_its_partners_and_its_places_as_one_act(cast: Cast, staff: Client) -> None:
    rows = (
        {"entity": "WCO", "role": "joint", "share": "250,000", "currency": "USD"},
        {"entity": "INTERPOL", "role": "supporting", "contribution": "Two trainers"},
    )
    sent = typed(
        cast,
        *rows,
        countries=["KEN", "UGA", "TZA"],
        regions=["202"],
        group=cast.groups["border"].pk,
        contributing_groups=[cast.groups["pcve"].pk],
        budget="1 000 000",
        budget_currency="USD",
        source="Letter of 3 May 2026",
        evidence="record",
    )
    answer = staff.post(NEW, sent)
    assert answer.status_code == 302, mistakes(answer)
    project = Project.objects.get()
    assert {place.code for place in project.countries.all()} == {"KEN", "UGA", "TZA"}
    assert _partners(project) == [("INTERPOL", "supporting"), ("WCO", "joint")]
    assert (str(project.budget_money), project.version) == ("USD 1,000,000", 1)
    share = project.partners.get(entity__code="WCO")
    assert (str(share.share_money), share.source, share.evidence) == ("USD 250,000", "Letter of 3 May 2026", "record")
    operations = {row.history.get().operation_id for row in (project, *project.partners.all())}
    assert operations == {Operation.objects.latest("number").pk}


def test_saving_what_is_stored_leaves_no_trace(cast: Cast, staff: Client) -> None:
    project = project_made(
        cast, countries=places("KEN"), start="2026-05", budget=Decimal("10.50"), budget_currency="USD"
    )
    partner_made(project, cast, "WCO", share=Decimal(5), currency="USD")
    answer = staff.post(where(project), again(project, cast, budget="10.50", budget_currency="USD"))
    assert answer.status_code == 302, mistakes(answer)
    project.refresh_from_db()
    rows = (project, project.partners.get())
    assert [(row.version, row.history.count()) for row in rows] == [(1, 1), (1, 1)]


def test_a_partner_taken_off_is_archived_with_the_reason_of_the_save(cast: Cast, staff: Client) -> None:
    project = project_made(cast)
    row = partner_made(project, cast, "WCO")
    sent = again(project, cast) | {"partners-0-dropped": "on", "change_reason": "It withdrew on 3 May"}
    assert staff.post(where(project), sent).status_code == 302
    row.refresh_from_db()
    assert (row.is_archived, row.archive_reason) == (True, "It withdrew on 3 May")
    project.refresh_from_db()
    assert project.version == 2, "who opened the page before is told of it"


def test_a_partner_is_not_taken_off_without_a_reason(cast: Cast, staff: Client) -> None:
    project = project_made(cast)
    partner_made(project, cast, "WCO")
    answer = staff.post(where(project), again(project, cast) | {"partners-0-dropped": "on"})
    assert mistakes(answer) == {"change_reason": ["Say why a partner is taken off."]}
    assert _partners(project) == [("WCO", "joint")]


def test_the_lead_entity_is_changed_in_the_save_that_takes_off_its_row(cast: Cast, staff: Client) -> None:
    project = project_made(cast)
    partner_made(project, cast, "UNODC", role="lead")
    sent = again(project, cast, {"entity": "WCO", "role": "lead"}, lead=cast.entities["WCO"].pk)
    sent |= {"partners-0-dropped": "on", "change_reason": "Handed over"}
    answer = staff.post(where(project), sent)
    assert answer.status_code == 302, mistakes(answer)
    assert _partners(project) == [("WCO", "lead")]


@pytest.mark.parametrize(("budget", "share"), [("50", "40"), ("200", "150")])
def test_budget_and_shares_rise_and_fall_in_one_save(cast: Cast, staff: Client, budget: str, share: str) -> None:
    project = project_made(cast, budget=Decimal(100), budget_currency="EUR")
    partner_made(project, cast, "WCO", share=Decimal(80), currency="EUR")
    sent = again(project, cast, budget=budget, budget_currency="EUR") | {"partners-0-share": share}
    answer = staff.post(where(project), sent)
    assert answer.status_code == 302, mistakes(answer)
    assert str(project.partners.get().share_money) == f"EUR {share}"


def test_documents_are_typed_one_on_each_line(cast: Cast, staff: Client) -> None:
    sent = typed(cast, documents="https://example.org/a \r\n\r\n https://example.org/b")
    assert staff.post(NEW, sent).status_code == 302
    project = Project.objects.get()
    assert project.documents == ["https://example.org/a", "https://example.org/b"]
    assert "https://example.org/a\nhttps://example.org/b</textarea>" in staff.get(where(project)).content.decode()


@pytest.mark.parametrize(
    ("text", "stored"),
    [("2,100,000", "2100000"), ("2 100 000,50", "2100000.50"), ("2100000.5", "2100000.50"), ("0", "0")],
)
def test_an_amount_is_taken_as_papers_write_it(cast: Cast, staff: Client, text: str, stored: str) -> None:
    assert staff.post(NEW, typed(cast, budget=text, budget_currency="USD")).status_code == 302
    money = Project.objects.get().budget_money
    assert money is not None
    assert money.amount == Decimal(stored)


# --- The page ---------------------------------------------------------------------------------------------------------


def test_more_rows_are_given_without_saving_or_marking_anything(cast: Cast, staff: Client) -> None:
    sent = typed(cast, {"entity": "WCO"}, title_en="", summary_en="Half a summary", more="1")
    answer = staff.post(NEW, sent)
    page = answer.content.decode()
    assert not Project.objects.exists()
    assert ("errornote" in page, "errorlist" in page) == (False, False)
    assert "Half a summary" in page
    assert "Partner 5" in page
    added = [row for row in answer.context["adminform"].form.partners if not row["entity"].value()]
    assert {row["role"].value() for row in added} == {"not_known"}, "no row looks changed by itself"


def test_countries_stand_by_region_in_the_language_of_the_reader(cast: Cast, staff: Client) -> None:
    project = project_made(cast, countries=places("CIV", "KEN"))
    staff.cookies["django_language"] = "fr"
    page = html.unescape(staff.get(where(project)).content.decode())
    assert "Côte d’Ivoire, Kenya</strong>" in page.replace("'", "’")
    assert page.index("Afrique orientale") < page.index("Kenya</span>") < page.index("Asie centrale")


def test_the_phase_and_what_contradicts_it_are_in_sight(cast: Cast, staff: Client) -> None:
    project = project_made(cast, start="2019", end="2020", status="ongoing")
    page = staff.get(where(project)).content.decode()
    assert "The declared status is “Ongoing”; by the dates the phase today is “Over”." in page
    projects.update(actor=SYSTEM, record=project, version=1, values={"status": "closed"})
    assert "The declared status is" not in staff.get(where(project)).content.decode()


def test_an_archived_project_is_shown_in_words(cast: Cast, staff: Client) -> None:
    values = {
        "budget": Decimal(100),
        "budget_currency": "USD",
        "countries": places("KEN"),
        "documents": ["https://e.org"],
    }
    project = project_made(cast, **values)
    partner_made(project, cast, "WCO", share=Decimal(40), currency="USD")
    projects.archive(actor=SYSTEM, record=project, version=1, reason="Entered twice")
    page = staff.get(where(project)).content.decode()
    for text in ("USD 100", "Kenya", '<a href="https://e.org">', "USD 40", "Entered twice"):
        assert text in page
    assert "partners-0-entity" not in page


def test_the_parts_of_a_programme_stand_below_it(cast: Cast, staff: Client) -> None:
    programme = project_made(cast, "Programme", kind="programme")
    part = project_made(cast, "Part", parent=programme, budget=Decimal(7), budget_currency="EUR")
    page = staff.get(where(programme)).content.decode()
    assert (where(part) in page, "EUR 7" in page) == (True, True)
    assert f"parent={programme.pk}" in page, "another is added with the parent filled in"


def test_a_longer_screen_costs_no_more_queries(cast: Cast, staff: Client) -> None:
    project = project_made(cast, countries=places("KEN"))
    counts = []
    for codes in (("WCO",), ("INTERPOL", "UNDP", "CTED")):
        for code in codes:
            partner_made(project, cast, code)
        staff.get(where(project))
        with CaptureQueriesContext(connection) as captured:
            staff.get(where(project))
        counts.append(len(captured))
    assert counts[1] == counts[0]


def test_what_was_typed_before_the_session_ended_is_shown_again(cast: Cast, staff: Client, client: Client) -> None:
    sent = typed(cast, {"entity": "WCO", "contribution": "Two trainers"}, title_en="Half done", countries=["KEN"])
    sent[OWNER_FIELD] = owner_sign(cast.users["secretariat"].pk)
    client.logout()
    client.post(NEW, sent)
    client.post("/accounts/login/", {"login": "secretariat@example.org", "password": PASSWORD})
    page = client.get(NEW).content.decode()
    for text in ("Half done", "Two trainers", "Kenya</strong>"):
        assert text in page
    assert not ProjectPartner.objects.exists()
