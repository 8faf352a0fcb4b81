"""The needs room on staff pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.needs.ground import project_make, recommendation_make, request_make, theme_make
from workinggroups.needs.models import AssistanceRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

LISTS = ("theme", "assistancerequest", "recommendation")


@pytest.fixture
def staff(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("secretariat")


def _fill(cast: Cast, start: int, count: int) -> None:
    for number in range(start, start + count):
        theme = theme_make(f"theme-{number}")
        request_make(theme=theme, handled_by=cast.entities["WCO"], originator=cast.entities["UNODC"])
        recommendation_make(theme=theme, originator=cast.entities["CTED"])


def _listed(staff: Client, name: str, **query: Any) -> list[Any]:
    return list(staff.get(f"/admin/workinggroups/{name}/", query).context["cl"].result_list)


@pytest.mark.parametrize("name", LISTS)
def test_ten_rows_of_a_list_cost_what_two_cost(staff: Client, cast: Cast, name: str) -> None:
    _fill(cast, 0, 2)
    staff.get(f"/admin/workinggroups/{name}/")
    with CaptureQueriesContext(connection) as few:
        staff.get(f"/admin/workinggroups/{name}/")
    _fill(cast, 2, 8)
    with CaptureQueriesContext(connection) as many:
        staff.get(f"/admin/workinggroups/{name}/")
    assert len(many) == len(few)


@pytest.mark.parametrize("name", LISTS)
def test_the_page_of_a_record_opens(staff: Client, cast: Cast, name: str) -> None:
    _fill(cast, 0, 1)
    pk = _listed(staff, name)[0].pk
    assert staff.get(f"/admin/workinggroups/{name}/{pk}/change/").status_code == 200
    assert staff.get(f"/admin/workinggroups/{name}/add/").status_code == 200


def test_a_request_is_entered_with_the_state_chosen_by_name(staff: Client, cast: Cast) -> None:
    page = staff.get("/admin/workinggroups/assistancerequest/add/").content.decode()
    assert '<option value="KEN">Kenya</option>' in page
    sent = {"title": "Training", "country": "KEN", "reply": "pending", "visibility": "secretariat"}
    answer = staff.post("/admin/workinggroups/assistancerequest/add/", sent)
    assert answer.status_code == 302, answer.context["errors"]
    assert AssistanceRequest.objects.get().country == "KEN"


def test_the_states_to_filter_by_are_those_that_the_rows_name(staff: Client, cast: Cast) -> None:
    request_make(title="Kenya")
    request_make(title="Uganda", country="UGA")
    page = staff.get("/admin/workinggroups/assistancerequest/").content.decode()
    assert "?country=KEN" in page
    assert "?country=FRA" not in page
    assert [row.title for row in _listed(staff, "assistancerequest", country="UGA")] == ["Uganda"]


def test_needs_that_no_work_cites_are_listed(staff: Client, cast: Cast) -> None:
    first, second = recommendation_make(title="First"), recommendation_make(title="Second")
    project_make(cast.entities["WCO"], recommendations=[first])
    assert _listed(staff, "recommendation", answered="no") == [second]
    assert _listed(staff, "recommendation", answered="yes") == [first]
    page = staff.get("/admin/workinggroups/recommendation/").content.decode()
    assert page.count("by nothing") == 1


def test_requests_are_filtered_by_theme_and_reply(staff: Client, cast: Cast) -> None:
    theme = theme_make()
    first, second = request_make(theme=theme), request_make(reply="declined")
    assert _listed(staff, "assistancerequest", theme__id__exact=theme.pk) == [first]
    assert _listed(staff, "assistancerequest", reply__exact="declined") == [second]
