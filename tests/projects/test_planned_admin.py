"""Staff plan activities for entities: the others first, then stored; and one becomes a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from compact.kernel.viewers import Door
from tests.cast import SYSTEM
from tests.projects.planned_ground import INTERIOR, plan, text_of, theme, token_in
from workinggroups.needs.services import theme_archive
from workinggroups.projects.models import PlannedActivity, Project
from workinggroups.projects.services.planned import planned_update

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

    SignedIn = Callable[[str], Client]

ADDRESS = "/admin/workinggroups/plannedactivity/"
ADD = f"{ADDRESS}add/"


def _sent(cast: Cast, **others: Any) -> dict[str, Any]:
    least = {"entity": cast.entities["UNODC"].pk, "country": "KEN", "month": "2090-11", "contact": "Desk"}
    return {**least, "institution": "Interior Ministry", "state": "planned", "visibility": "all", **others}


def test_with_nobody_near_it_is_stored_at_once(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in("secretariat").post(ADD, _sent(cast, change_reason="Mail of 3 May"))
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    operation = PlannedActivity.objects.get().history.latest().operation
    assert (operation.door, operation.reason) == (Door.ADMIN, "Mail of 3 May")


def test_the_first_save_shows_the_others_and_the_second_stores(cast: Cast, signed_in: SignedIn) -> None:
    plan(cast, month="2090-11", institution=INTERIOR, contact="Jane, +254 20")
    client = signed_in("secretariat")
    page = text_of(client.post(ADD, _sent(cast, title="A course typed")))
    for shown in ("Nothing is saved yet", "INTERPOL", "Jane, +254 20", "same institution", "A course typed"):
        assert shown in page
    assert "Please correct" not in page, "nothing is wrong with what was typed"
    assert PlannedActivity.objects.count() == 1
    answer = client.post(ADD, _sent(cast, title="A course typed", others_seen=token_in(page)))
    assert answer.status_code == 302
    assert PlannedActivity.objects.filter(title="A course typed").exists()


def test_mistakes_are_told_first(cast: Cast, signed_in: SignedIn) -> None:
    plan(cast, month="2090-11")
    client = signed_in("secretariat")
    for wrong in ({"month": "2090"}, {"country": "XXX"}, {"contact": ""}):
        page = text_of(client.post(ADD, _sent(cast, **wrong)))
        assert "Please correct" in page
        assert "Nothing is saved yet" not in page


def test_another_state_or_month_shows_the_others_again(cast: Cast, signed_in: SignedIn) -> None:
    row = plan(cast, "UNODC", month="2090-11", institution="Interior Ministry", contact="Desk")
    plan(cast, month="2090-11")
    plan(cast, "WCO", country="SOM", month="2090-11", title="In Somalia")
    client, page = signed_in("secretariat"), f"{ADDRESS}{row.pk}/change/"
    first = text_of(client.post(page, _sent(cast, version=1, month="2090-12")))
    assert "Nothing is saved yet" in first
    sent = _sent(cast, version=1, month="2090-12", country="SOM", others_seen=token_in(first))
    assert "In Somalia" in text_of(client.post(page, sent))
    row.refresh_from_db()
    assert (row.country, row.version) == ("KEN", 1)
    assert client.post(page, _sent(cast, version=1, contact="Another")).status_code == 302, "nothing was moved"


def test_both_versions_are_shown_when_somebody_else_was_faster(cast: Cast, signed_in: SignedIn) -> None:
    row = plan(cast, "UNODC", month="2090-11")
    planned_update(actor=SYSTEM, record=row, version=1, values={"contact": "Faster"})
    page = text_of(signed_in("secretariat").post(f"{ADDRESS}{row.pk}/change/", _sent(cast, version=1)))
    assert "Two versions of this record" in page
    assert "Faster" in page


def test_states_are_chosen_by_name_and_themes_among_those_in_use(cast: Cast, signed_in: SignedIn) -> None:
    used, gone = theme("used"), theme("gone")
    row = plan(cast, theme=gone)
    theme_archive(actor=SYSTEM, record=gone, version=1, reason="Too wide")
    client = signed_in("secretariat")
    new = text_of(client.get(ADD))
    assert '<option value="KEN">Kenya</option>' in new
    assert str(used) in new
    assert str(gone) not in new
    assert str(gone) in text_of(client.get(f"{ADDRESS}{row.pk}/change/")), "what is chosen stays so"


def test_the_record_shows_the_others_and_how_to_write_to_them(cast: Cast, signed_in: SignedIn) -> None:
    row = plan(cast, "UNODC", title="Ours")
    other = plan(cast, title="Theirs", contact_email="jane@example.org")
    page = text_of(signed_in("secretariat").get(f"{ADDRESS}{row.pk}/change/"))
    assert "Theirs" in page
    assert f"/planned-activities/contacts/?activity={other.uid}" in page


def test_an_activity_becomes_a_project_on_a_page_of_its_own(cast: Cast, signed_in: SignedIn) -> None:
    row, client = plan(cast, title="Course"), signed_in("secretariat")
    page = f"{ADDRESS}{row.pk}/become/"
    assert page in text_of(client.get(f"{ADDRESS}{row.pk}/change/"))
    assert client.get(page).status_code == 200
    client.post(page, {"version": "1", "reason": "Confirmed by mail"})
    project = Project.objects.get()
    assert (project.title, project.history.latest().operation.reason) == ("Course", "Confirmed by mail")
    after = text_of(client.get(f"{ADDRESS}{row.pk}/change/"))
    assert f"/admin/workinggroups/project/{project.pk}/change/" in after
    assert page not in after
    assert "became a project already" in text_of(client.post(page, {"version": "2"}))
    assert Project.objects.count() == 1


def test_a_cancelled_activity_offers_no_project(cast: Cast, signed_in: SignedIn) -> None:
    row = plan(cast, state="cancelled")
    assert "/become/" not in text_of(signed_in("secretariat").get(f"{ADDRESS}{row.pk}/change/"))


def _listed(client: Client, **query: str) -> list[str]:
    return [row.title for row in client.get(ADDRESS, query).context["cl"].result_list]


@pytest.fixture
def months(cast: Cast) -> None:
    """Activities in the past, this month, and far ahead."""
    plan(cast, title="Far", month="2090-01", country="ESP")
    plan(cast, title="Past", month="2020-01")
    plan(cast, "WCO", title="Now", month=f"{timezone.now().date():%Y-%m}", theme=theme())


@pytest.mark.usefixtures("months")
def test_the_list_begins_with_the_nearest_to_come(cast: Cast, signed_in: SignedIn) -> None:
    assert _listed(signed_in("secretariat")) == ["Now", "Far", "Past"]


@pytest.mark.usefixtures("months")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"when": "soon"}, ["Now"]),
        ({"when": "coming"}, ["Now", "Far"]),
        ({"when": "past"}, ["Past"]),
        ({"country": "ESP"}, ["Far"]),
        ({"state": "confirmed"}, []),
        ({"q": "far"}, ["Far"]),
    ],
)
def test_the_list_is_narrowed_by_time_state_and_words(
    cast: Cast, signed_in: SignedIn, query: dict[str, str], found: list[str]
) -> None:
    assert _listed(signed_in("secretariat"), **query) == found
