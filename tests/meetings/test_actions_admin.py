"""Staff give out action items and see what is late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compact.entities import services as entities
from tests.cast import SYSTEM, person_make
from tests.meetings.outcomes import action_make, agenda_item_make, decided, held
from workinggroups.meetings.models import ActionItem

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

ADDRESS = "/admin/workinggroups/actionitem"


@pytest.fixture
def staff(cast: Cast, signed_in: Callable[[str], Client]) -> Client:
    """The secretariat's browser."""
    return signed_in("secretariat")


def test_an_item_begins_with_what_the_decision_says(cast: Cast, staff: Client) -> None:
    decision = decided(cast, held(cast))
    initial = staff.get(f"{ADDRESS}/add/?decision={decision.pk}").context["adminform"].form.initial
    assert initial["title"] == "Work plan"
    assert (initial["group"], initial["meeting"]) == (decision.group_id, decision.meeting_id)
    assert str(initial["decision"]) == str(decision.pk)


def test_an_item_begins_with_what_the_agenda_says_and_what_the_address_adds(cast: Cast, staff: Client) -> None:
    item = agenda_item_make(held(cast))
    form = staff.get(f"{ADDRESS}/add/?agenda_item={item.pk}&title=Print+it").context["adminform"].form
    assert (form.initial["title"], form.initial["meeting"]) == ("Print it", item.meeting_id)


@pytest.mark.parametrize("key", ["nonsense", "0", "99999999999999999999999999"])
def test_an_address_that_names_nothing_gives_an_empty_form(staff: Client, key: str) -> None:
    answer = staff.get(f"{ADDRESS}/add/?decision={key}")
    assert "title" not in answer.context["adminform"].form.initial


def test_the_pages_of_agenda_items_and_decisions_lead_to_an_item_that_comes_from_them(
    cast: Cast, staff: Client
) -> None:
    meeting = held(cast)
    decision, item = decided(cast, meeting), agenda_item_make(meeting)
    for where, name, row in (("decision", "decision", decision), ("agendaitem", "agenda_item", item)):
        page = staff.get(f"/admin/workinggroups/{where}/{row.pk}/change/").content.decode()
        assert f"{ADDRESS}/add/?{name}={row.pk}" in page


def test_an_item_is_stored_from_its_form(cast: Cast, staff: Client) -> None:
    values = {
        "title": "Send the guide",
        "entity": cast.entities["UNODC"].pk,
        "group": cast.groups["border"].pk,
        "due": "2026-06",
        "status": "open",
        "visibility": "group",
    }
    answer = staff.post(f"{ADDRESS}/add/", values)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert ActionItem.objects.get().due == "2026-06"


def test_the_list_tells_what_is_late_and_who_is_responsible(cast: Cast, staff: Client) -> None:
    entity = cast.entities["UNODC"]
    person, alternate = person_make("ada", entity), person_make("ben", entity)
    late = action_make(cast, title="Late", due="2020", person=person, alternate=alternate)
    action_make(cast, title="In time", due="2190", person=person)
    action_make(cast, title="Nobody’s")
    entities.person_archive(actor=SYSTEM, record=person, version=1, reason="left")
    rows = {row.title: row for row in staff.get(f"{ADDRESS}/").context["cl"].result_list}
    assert {title: (row.responsible_today, row.overdue_today) for title, row in rows.items()} == {
        "Late": ("alternate", True),
        "In time": ("vacant", False),
        "Nobody’s": ("not_named", False),
    }
    page = staff.get(f"{ADDRESS}/?overdue=yes").content.decode()
    assert "Ben Example (alternate)" in page
    assert '<span class="badge-vacant">overdue</span>' in page
    assert [row.pk for row in staff.get(f"{ADDRESS}/?overdue=yes").context["cl"].result_list] == [late.pk]
    assert len(staff.get(f"{ADDRESS}/?overdue=no").context["cl"].result_list) == 2
