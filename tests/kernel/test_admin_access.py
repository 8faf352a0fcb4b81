"""Who passes the door of the staff's pages, and what the others are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cast import PERSONAS, Cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

STAFF = ("superuser", "secretariat")


@pytest.mark.parametrize("persona", STAFF)
def test_the_secretariat_and_superusers_see_the_work_list(signed_in: Callable[[str], Client], persona: str) -> None:
    assert signed_in(persona).get("/admin/").status_code == 200


@pytest.mark.parametrize("persona", [persona for persona in PERSONAS if persona not in STAFF])
def test_others_are_told_why_they_may_not(signed_in: Callable[[str], Client], persona: str) -> None:
    response = signed_in(persona).get("/admin/")
    assert response.status_code == 403
    assert "staff of the secretariat" in response.content.decode()


def test_the_refusal_names_what_the_rights_stand_on(signed_in: Callable[[str], Client]) -> None:
    content = signed_in("chair").get("/admin/workinggroups/term/").content.decode()
    assert "Representative of WCO as Co-chair of Group border" in content


@pytest.mark.parametrize("path", ["/admin/", "/admin/compact/entity/", "/admin/autocomplete/"])
def test_a_stranger_is_sent_to_the_one_sign_in_page(client: Client, cast: Cast, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={path}")


def test_the_admins_own_sign_in_page_leads_to_the_one_sign_in_page(client: Client, cast: Cast) -> None:
    response = client.get("/admin/login/?next=/admin/compact/entity/")
    assert response["Location"] == "/accounts/login/?next=/admin/compact/entity/"


def test_the_sign_in_page_does_not_lead_to_other_sites(client: Client, cast: Cast) -> None:
    response = client.get("/admin/login/?next=https://elsewhere.example/")
    assert response["Location"] == "/accounts/login/?next=/admin/"


@pytest.mark.parametrize("page_name", ["logout", "password_change"])
def test_sign_out_and_passwords_are_the_portals(signed_in: Callable[[str], Client], page_name: str) -> None:
    assert signed_in("secretariat").get(f"/admin/{page_name}/")["Location"].startswith("/accounts/")


def test_a_term_that_ended_closes_the_door(signed_in: Callable[[str], Client], cast: Cast) -> None:
    from tests.cast import SYSTEM
    from workinggroups.groups.services import term_update

    term = cast.terms["secretariat"]
    term_update(actor=SYSTEM, record=term, version=term.version, values={"end": "2020"})
    assert signed_in("secretariat").get("/admin/").status_code == 403


@pytest.mark.parametrize("action", ["add/", "1/change/", ""])
def test_staff_who_are_no_superusers_do_not_see_accounts(signed_in: Callable[[str], Client], action: str) -> None:
    response = signed_in("secretariat").get(f"/admin/compact/user/{action}")
    assert response.status_code == 403
    assert "Only a superuser can manage user accounts" in response.content.decode()


def test_pages_that_packages_bring_are_not_there(signed_in: Callable[[str], Client]) -> None:
    assert signed_in("superuser").get("/admin/mfa/authenticator/").status_code == 404


def test_the_work_list_follows_the_language_switch(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("secretariat")
    client.post("/i18n/setlang/", {"language": "fr", "next": "/admin/"})
    assert '<html lang="fr"' in client.get("/admin/").content.decode()


def test_suggestions_leave_out_archived_rows(signed_in: Callable[[str], Client], cast: Cast) -> None:
    from compact.entities.services import entity_archive
    from tests.cast import SYSTEM, entity_make

    gone = entity_make("UNGONE")
    entity_archive(actor=SYSTEM, record=gone, version=1, reason="Entered twice")
    query = "app_label=workinggroups&model_name=term&field_name=entity&term=UN"
    found = signed_in("secretariat").get(f"/admin/autocomplete/?{query}").json()["results"]
    assert {each["text"] for each in found} == {"UNOCT", "UNODC", "UNDP"}
