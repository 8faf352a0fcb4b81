"""The screen of a project: mistakes are marked where they are, and two people at once are told of each other."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.cast import SYSTEM
from tests.projects.screens import NEW, again, mistakes, partner_made, project_made, typed, where
from workinggroups.projects.models import Project
from workinggroups.projects.services.partners import partners
from workinggroups.projects.services.projects import projects

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


# --- What goes wrong --------------------------------------------------------------------------------------------------


def test_a_mistake_in_a_row_is_marked_there_and_nothing_typed_is_lost(cast: Cast, staff: Client) -> None:
    rows = ({"entity": "WCO", "role": "joint"}, {"entity": "UNODC", "contribution": "The long name of a contribution"})
    answer = staff.post(NEW, typed(cast, *rows, countries=["KEN"], summary_en="A summary of mine"))
    page = answer.content.decode()
    assert mistakes(answer)["rows"] == {1: {"role": ["This entity leads the project. Choose “Lead entity”."]}}
    for text in ("A summary of mine", "The long name of a contribution", 'value="KEN" id="id_countries_'):
        assert text in page
    assert "Kenya</strong>" in page, "what is ticked is told above the boxes"
    assert not Project.objects.exists()


def test_mistakes_of_several_rows_are_told_at_once(cast: Cast, staff: Client) -> None:
    rows = ({"entity": "UNODC"}, {"entity": "WCO"}, {"entity": "WCO"})
    assert set(mistakes(staff.post(NEW, typed(cast, *rows)))["rows"]) == {0, 2}


def test_a_row_with_a_contribution_and_no_entity_is_marked(cast: Cast, staff: Client) -> None:
    answer = staff.post(NEW, typed(cast, {"contribution": "Two trainers"}))
    assert set(mistakes(answer)["rows"][0]) == {"entity"}
    assert "Correct what is marked among the partners." in answer.content.decode()


def test_an_amount_that_may_mean_two_is_refused(cast: Cast, staff: Client) -> None:
    assert set(mistakes(staff.post(NEW, typed(cast, budget="1,2,3", budget_currency="USD")))) == {"budget"}


def test_a_share_without_its_currency_is_refused_in_its_row(cast: Cast, staff: Client) -> None:
    answer = staff.post(NEW, typed(cast, {"entity": "WCO", "share": "5"}))
    assert set(mistakes(answer)["rows"][0]) == {"share"}


def test_wider_sharing_without_clearance_is_refused_in_words(cast: Cast, staff: Client) -> None:
    answer = staff.post(NEW, typed(cast, visibility="all", originator=cast.entities["WCO"].pk))
    assert "has not cleared wider sharing" in answer.content.decode()
    assert not Project.objects.exists()


def test_a_row_of_another_project_cannot_be_written_from_here(cast: Cast, staff: Client) -> None:
    project, other = project_made(cast), project_made(cast, "Another")
    row = partner_made(other, cast, "WCO")
    sent = again(project, cast, {"record": row.pk, "version": 1, "entity": "WCO", "role": "supporting"})
    assert "not on record any more" in staff.post(where(project), sent).content.decode()
    row.refresh_from_db()
    assert row.role == "joint"


# --- Two people at once -----------------------------------------------------------------------------------------------


def test_two_versions_of_a_project_stand_side_by_side(cast: Cast, staff: Client) -> None:
    project = project_made(cast, budget=Decimal(100), budget_currency="USD")
    sent = again(project, cast, budget="300", budget_currency="USD", title_en="My title")
    projects.update(actor=SYSTEM, record=project, version=1, values={"budget": Decimal(200), "title_en": "Theirs"})
    answer = staff.post(where(project), sent)
    form = answer.context["adminform"].form
    differing = {each.label: (each.stored, each.typed) for each in form.conflict.fields if each.differs}
    assert differing == {"budget": ("USD 200", "USD 300"), "title (English)": ("Theirs", "My title")}
    again_sent = sent | {"version": form["version"].value()}
    assert staff.post(where(project), again_sent).status_code == 302
    assert Project.objects.get().title_en == "My title"


def test_a_partner_added_meanwhile_is_told(cast: Cast, staff: Client) -> None:
    project = project_made(cast)
    sent = again(project, cast, title_en="My title")
    assert staff.post(where(project), again(project, cast, {"entity": "WCO", "role": "joint"})).status_code == 302
    page = staff.post(where(project), sent).content.decode()
    assert "Added meanwhile: WCO · Joint entity" in page
    assert Project.objects.get().title_en != "My title"


def test_a_row_changed_meanwhile_is_told_and_can_be_replaced(cast: Cast, staff: Client) -> None:
    project = project_made(cast)
    row = partner_made(project, cast, "WCO")
    sent = again(project, cast) | {"partners-0-contribution": "Mine"}
    partners.update(actor=SYSTEM, record=row, version=1, values={"contribution": "Theirs"})
    answer = staff.post(where(project), sent)
    assert "it says now: “WCO · Joint entity · Theirs”" in answer.content.decode()
    renewed = answer.context["adminform"].form.partners[0]["version"].value()
    assert staff.post(where(project), sent | {"partners-0-version": renewed}).status_code == 302
    assert project.partners.get().contribution == "Mine"
