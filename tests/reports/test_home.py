"""The first page: who you are, what you may do and why, where to go."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from compact.reports.home import rights_of
from tests.cast import PERSONAS, Cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]

NOMINATING = {"superuser", "secretariat", "chair", "vice_chair", "chair_pcve", "focal_point"}


@pytest.mark.parametrize("persona", PERSONAS)
def test_rights_follow_the_persona_and_every_no_says_why(cast: Cast, persona: str) -> None:
    rights = {right.what: right.answer for right in rights_of(cast.viewer(persona))}
    staff = persona in ("superuser", "secretariat")
    assert rights["Nominate a person"].allowed is (persona in NOMINATING)
    assert rights["Enter and change terms of office"].allowed is staff
    assert rights["Enter and change entities"].allowed is staff
    assert rights["Manage user accounts"].allowed is (persona == "superuser")
    assert all(answer.allowed or answer.reason for answer in rights.values())


@pytest.mark.parametrize(
    ("persona", "sentence"),
    [
        ("superuser", "Superuser: you manage user accounts"),
        ("secretariat", "Representative of UNOCT as Secretariat of Group committee"),
        ("chair", "Representative of WCO as Co-chair of Group border"),
        ("alternate", "Alternate for WCO as Co-chair of Group border"),
        ("focal_point", "Representative of UNODC as Focal point of Group committee"),
        ("country_office", "Works in the Resident Coordinator’s office in Kenya"),
        ("reader", "Reader: no term of office"),
    ],
)
def test_the_page_says_who_you_are(cast: Cast, signed_in: SignedIn, persona: str, sentence: str) -> None:
    assert sentence in signed_in(persona).get("/").content.decode()


@pytest.mark.parametrize("persona", ["secretariat", "reader"])
def test_only_the_secretariat_is_sent_to_the_work_list(cast: Cast, signed_in: SignedIn, persona: str) -> None:
    page = signed_in(persona).get("/").content.decode()
    assert ('href="/admin/"' in page) is (persona == "secretariat")


def test_every_link_of_the_page_leads_somewhere(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("reader")
    page = client.get("/").content.decode()
    links = {link for link in re.findall(r'href="(/[^"]*)"', page) if not link.startswith("/static/")}
    assert len(links) > 8
    for link in links:
        response = client.get(link)
        assert response.status_code == 200, link
        assert list(response), link  # reading to the end closes a file, and no database connection


def test_the_page_costs_the_same_number_of_queries_for_any_number_of_seats(
    cast: Cast, signed_in: SignedIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = signed_in("chair")
    with django_assert_max_num_queries(14):
        assert client.get("/").status_code == 200


def test_what_has_no_page_of_its_own_says_that_the_api_is_the_way(
    cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    page = signed_in("chair").get("/").content.decode()
    assert "Record decisions of your groups (through the API)" in page
    assert "Answer calls for inputs for your entity (through the API)" not in page
    assert "(through the API)" not in signed_in("secretariat").get("/").content.decode()
