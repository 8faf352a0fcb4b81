"""The pages of planned activities: plan one after having seen the others, change it, make a project of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compact.kernel.viewers import Door
from tests.cast import SYSTEM
from tests.projects.planned_ground import INTERIOR, alternate_of_focal_point, plan, text_of, theme, token_in
from workinggroups.projects.models import PlannedActivity, Project
from workinggroups.projects.services.planned import planned_become_project, planned_cancel

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

    SignedIn = Callable[[str], Client]

LIST, NEW, CONTACTS = "/planned-activities/", "/planned-activities/new/", "/planned-activities/contacts/"


def sent(cast: Cast, **others: str) -> dict[str, str]:
    """What UNODC's focal point fills in."""
    least = {"entity": str(cast.entities["UNODC"].pk), "country": "KEN", "month": "2090-11", "contact": "Me"}
    return {**least, "institution": "Interior Ministry", "visibility": "all", **others}


# --- Planning -------------------------------------------------------------------------------------------------------


def test_with_nobody_near_the_first_save_stores(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in("focal_point").post(NEW, sent(cast))
    row = PlannedActivity.objects.get()
    assert (answer.status_code, answer.url) == (302, f"{LIST}{row.uid}/")
    assert (row.entity.code, row.originator, row.visibility) == ("UNODC", cast.entities["UNODC"], "all")
    assert row.history.latest().operation.door == Door.PORTAL


def test_the_first_save_shows_the_others_stores_nothing_and_keeps_what_was_typed(
    cast: Cast, signed_in: SignedIn
) -> None:
    plan(cast, month="2090-11", institution=INTERIOR, contact="Jane, +254 20", contact_email="jane@example.org")
    client = signed_in("focal_point")
    page = text_of(client.post(NEW, sent(cast, title="A course typed")))
    assert PlannedActivity.objects.count() == 1
    for shown in ("INTERPOL", "Jane, +254 20", "jane@example.org", "same institution", "A course typed"):
        assert shown in page
    answer = client.post(NEW, sent(cast, title="A course typed", others_seen=token_in(page)))
    assert answer.status_code == 302
    assert PlannedActivity.objects.get(title="A course typed").institution == "Interior Ministry"


def test_after_another_month_was_typed_the_list_comes_again(cast: Cast, signed_in: SignedIn) -> None:
    plan(cast, month="2090-11")
    client = signed_in("focal_point")
    token = token_in(text_of(client.post(NEW, sent(cast))))
    page = text_of(client.post(NEW, sent(cast, month="2090-12", others_seen=token)))
    assert "INTERPOL" in page
    assert token_in(page) not in ("", token)
    assert PlannedActivity.objects.count() == 1


def test_what_is_wrong_is_named_and_shows_nobody(cast: Cast, signed_in: SignedIn) -> None:
    plan(cast, month="2090-11")
    page = text_of(signed_in("focal_point").post(NEW, sent(cast, month="2090", contact="")))
    assert "There is a problem" in page
    assert "INTERPOL" not in page


def test_a_new_activity_names_its_writer_as_contact(cast: Cast, signed_in: SignedIn) -> None:
    page = text_of(signed_in("focal_point").get(NEW))
    assert 'value="focal-point@example.org"' in page
    assert text_of(signed_in("secretariat").get(NEW)).count("@example.org") == 0, "who enters for others is no contact"


def test_the_form_offers_ones_own_entity_and_states_by_name(cast: Cast, signed_in: SignedIn) -> None:
    page = text_of(signed_in("focal_point").get(NEW))
    options = re.findall(r"<option[^>]*>([^<]*)</option>", page.split('id="id_entity"')[1].split("</select>")[0])
    assert options == ["UNODC"]
    assert '<option value="KEN">Kenya</option>' in page


def test_a_hidden_theme_is_not_offered_but_stays_where_it_is(cast: Cast, signed_in: SignedIn) -> None:
    hidden, client = theme("hidden", visibility="secretariat"), signed_in("focal_point")
    assert "Theme hidden" not in text_of(client.get(NEW))
    assert "Select a valid choice" in text_of(client.post(NEW, sent(cast, theme=str(hidden.pk))))
    row = plan(cast, "UNODC", month="2090-11", theme=hidden)
    edit = f"{LIST}{row.uid}/edit/"
    assert "Theme hidden" not in text_of(client.get(edit))
    assert client.post(edit, sent(cast, version="1", state="planned", theme="")).status_code == 302
    row.refresh_from_db()
    assert (row.theme, row.contact) == (hidden, "Me")
    seen = str(theme().pk)
    client.post(edit, sent(cast, version="2", state="planned", theme=seen))
    row.refresh_from_db()
    assert str(row.theme_id) == seen


def test_another_entitys_activity_is_not_changed_here(cast: Cast, signed_in: SignedIn) -> None:
    row, client = plan(cast), signed_in("focal_point")
    answer = client.post(f"{LIST}{row.uid}/edit/", sent(cast, version="1"))
    assert answer.status_code == 403
    assert "own entity" in text_of(answer)
    assert signed_in("reader").get(NEW).status_code == 403


def test_an_alternate_plans_too(cast: Cast, signed_in: SignedIn) -> None:
    alternate_of_focal_point(cast)
    assert signed_in("reader").post(NEW, sent(cast)).status_code == 302


def test_a_change_that_moves_nothing_is_stored_at_once(cast: Cast, signed_in: SignedIn) -> None:
    plan(cast, month="2090-11")
    row = plan(cast, "UNODC", month="2090-11", institution="Interior Ministry")
    change = sent(cast, version="1", state="confirmed", contact="Somebody else")
    assert signed_in("focal_point").post(f"{LIST}{row.uid}/edit/", change).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.contact) == ("confirmed", "Somebody else")


def test_a_stale_form_stores_nothing(cast: Cast, signed_in: SignedIn) -> None:
    row = plan(cast, "UNODC", month="2090-11")
    planned_cancel(actor=SYSTEM, planned=row, version=1)
    page = text_of(signed_in("focal_point").post(f"{LIST}{row.uid}/edit/", sent(cast, version="1", state="planned")))
    assert "Somebody else changed this record" in page
    assert PlannedActivity.objects.get().state == "cancelled"


# --- The list and one activity --------------------------------------------------------------------------------------


def test_the_list_has_ones_own_first_and_leaves_out_what_is_over(cast: Cast, signed_in: SignedIn) -> None:
    plan(cast, title="Theirs", month="2090-01")
    plan(cast, "UNODC", title="Ours", month="2090-02")
    plan(cast, title="Past", month="2020-01")
    plan(cast, title="Given up", month="2090-01", state="cancelled")
    client = signed_in("focal_point")
    page = text_of(client.get(LIST))
    assert page.index("Ours") < page.index("Theirs")
    assert "Past" not in page.split("</form>")[-1]
    assert "Given up" not in page
    assert "Given up" in text_of(client.get(LIST, {"all": "1"}))


def test_the_list_is_of_one_state_on_demand_and_says_why_one_may_not_plan(cast: Cast, signed_in: SignedIn) -> None:
    plan(cast, title="In Kenya", month="2090-01")
    plan(cast, title="In Spain", month="2090-01", country="ESP")
    client = signed_in("reader")
    page = text_of(client.get(LIST, {"country": "ESP"}))
    assert "In Spain" in page
    assert "In Kenya" not in page
    assert "focal point" in page
    assert "In Kenya" in text_of(client.get(LIST, {"country": "no such State"}))


def test_what_is_hidden_has_no_page_no_line_and_no_state_in_the_list(cast: Cast, signed_in: SignedIn) -> None:
    row = plan(cast, title="Secret course", month="2090-01", country="ESP", visibility="secretariat")
    for persona in ("focal_point", "chair", "country_office", "reader"):
        client = signed_in(persona)
        page = text_of(client.get(LIST, {"all": "1"}))
        assert "Secret course" not in page
        assert "Spain" not in page
        for path in ("", "edit/"):
            assert client.get(f"{LIST}{row.uid}/{path}").status_code == 404
        for path in ("cancel/", "become/"):
            assert client.post(f"{LIST}{row.uid}/{path}").status_code == 404
        assert "Secret course" not in text_of(client.get(CONTACTS, {"activity": str(row.uid)}))


def test_a_page_names_neither_a_hidden_theme_nor_a_hidden_project(cast: Cast, signed_in: SignedIn) -> None:
    row = plan(cast, theme=theme(visibility="secretariat"), title="Course")
    project = planned_become_project(actor=SYSTEM, planned=row, version=1)
    Project.objects.filter(pk=project.pk).update(visibility="secretariat", title_en="Hidden title")
    page = text_of(signed_in("reader").get(f"{LIST}{row.uid}/"))
    assert "Course" in page
    assert "Theme border" not in page
    assert "Hidden title" not in page
    assert "Hidden title" in text_of(signed_in("secretariat").get(f"{LIST}{row.uid}/"))


def test_the_page_of_an_activity_shows_the_others(cast: Cast, signed_in: SignedIn) -> None:
    row = plan(cast, "UNODC", title="Ours")
    plan(cast, title="Theirs", contact="Jane")
    page = text_of(signed_in("focal_point").get(f"{LIST}{row.uid}/"))
    assert "Theirs" in page
    assert "Jane" in page


def test_an_activity_becomes_a_project_with_one_button(cast: Cast, signed_in: SignedIn) -> None:
    row, client = plan(cast, "UNODC", title="Course"), signed_in("focal_point")
    answer = client.post(f"{LIST}{row.uid}/become/", {"version": "1"}, follow=True)
    row.refresh_from_db()
    assert row.project.title == "Course"
    assert "became the project" in text_of(answer)
    again = client.post(f"{LIST}{row.uid}/become/", {"version": "2"}, follow=True)
    assert "became a project already" in text_of(again)
    assert Project.objects.count() == 1


def test_an_activity_is_cancelled_with_one_button_unless_it_changed(cast: Cast, signed_in: SignedIn) -> None:
    row, client = plan(cast, "UNODC"), signed_in("focal_point")
    for wrong in ("7", "x", ""):
        client.post(f"{LIST}{row.uid}/cancel/", {"version": wrong})
        row.refresh_from_db()
        assert row.state == "planned"
    client.post(f"{LIST}{row.uid}/cancel/", {"version": "1"})
    row.refresh_from_db()
    assert row.state == "cancelled"


def test_buttons_of_others_are_refused_with_the_reason(cast: Cast, signed_in: SignedIn) -> None:
    row, client = plan(cast), signed_in("focal_point")
    for path in ("cancel/", "become/"):
        answer = client.post(f"{LIST}{row.uid}/{path}", {"version": "1"})
        assert answer.status_code == 403
        assert "own entity" in text_of(answer)
