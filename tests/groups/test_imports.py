"""Import of terms of office: by identifier, with groups and entities by their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from workinggroups.groups.models import Role, Term

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

URL = "/admin/workinggroups/term/import/"


@pytest.fixture
def staff(signed_in: Callable[[str], Client], cast: Cast) -> Client:
    return signed_in("secretariat")


def check(client: Client, table: str) -> Any:
    return client.post(URL, {"file": SimpleUploadedFile("terms.csv", table.encode()), "reason": "Letter"})


def test_a_row_without_identifier_is_a_new_term(staff: Client, cast: Cast) -> None:
    answer = check(staff, "group_code,entity_code,role,start\npcve,CTED,vice_chair,2024-05\n")
    staff.post(URL, {"confirmed": "yes", "plan": answer.context["plan"]})
    made = Term.objects.latest("pk")
    assert (made.group, made.entity, made.role, made.start) == (
        cast.groups["pcve"],
        cast.entities["CTED"],
        Role.VICE_CHAIR,
        "2024-05",
    )


def test_a_row_with_identifier_changes_that_term(staff: Client, cast: Cast) -> None:
    term = cast.terms["chair_pcve"]
    answer = check(staff, f"id,end\n{term.uid},2026-05\n")
    staff.post(URL, {"confirmed": "yes", "plan": answer.context["plan"]})
    term.refresh_from_db()
    assert (term.end, term.end_state) == ("2026-05", "dated")


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("pcve,CTED,chair,2024", "UNDP is chair over those days"),
        ("pcve,CTED,member,May", "is not a date"),
        ("nowhere,CTED,member,2024", "There is no group with the code “nowhere”."),
        ("committee,CTED,secretariat,2024", "only a superuser changes them"),
    ],
)
def test_the_rules_of_the_service_hold(staff: Client, row: str, text: str) -> None:
    answer = check(staff, f"group_code,entity_code,role,start\n{row}\n")
    assert text in answer.context["report"].problems[0].text


@pytest.mark.parametrize(
    ("identifier", "text"),
    [("nonsense", "is not an identifier"), ("00000000-0000-4000-8000-000000000000", "No record in use has this")],
)
def test_an_identifier_that_leads_nowhere_is_told(staff: Client, identifier: str, text: str) -> None:
    assert text in check(staff, f"id,end\n{identifier},2026\n").context["report"].problems[0].text


def test_others_do_not_import(signed_in: Callable[[str], Client], cast: Cast) -> None:
    assert signed_in("chair").get(URL).status_code == 403
