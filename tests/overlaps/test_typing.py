"""What is alike is shown before a project or planned activity is stored; its writer goes on, opens one, or stops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

from compact.kernel.viewers import Door
from tests.cast import SYSTEM
from tests.overlaps.typing_ground import FINDER, same_title, seen_in
from tests.projects.planned_ground import plan, text_of
from tests.projects.screens import NEW, again, partner_made, places, project_made, typed, where
from workinggroups.overlaps.typing import work
from workinggroups.projects.models import PlannedActivity, Project
from workinggroups.projects.services.planned import planned_become_project
from workinggroups.projects.services.projects import projects
from workinggroups.projects.similar import project_typed, similar_work

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from tests.cast import Cast

    SignedIn = Callable[[str], Client]

pytestmark = pytest.mark.django_db

TITLE = "Training of border guards"
PORTAL = "/planned-activities/new/"


@pytest.fixture(autouse=True)
def _finding(settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SIMILAR_WORK = FINDER
    monkeypatch.setattr(work, "similar", same_title)


@pytest.fixture
def staff(signed_in: SignedIn) -> Client:
    return signed_in("secretariat")


@pytest.fixture
def focal_point(signed_in: SignedIn) -> Client:
    return signed_in("focal_point")


def planned(cast: Cast, **others: Any) -> dict[str, Any]:
    """What UNODC's focal point fills in."""
    least = {"entity": cast.entities["UNODC"].pk, "country": "KEN", "month": "2090-11", "contact": "Me"}
    return {**least, "title": TITLE, "visibility": "all", **others}


# --- A project on the staff's site ------------------------------------------------------------------------------------


def test_nothing_is_stored_before_the_staff_have_seen_what_is_alike(cast: Cast, staff: Client) -> None:
    first = project_made(cast, TITLE, "INTERPOL", countries=places("UGA"), start="2026-05", summary_en="For officers.")
    page = text_of(staff.post(NEW, typed(cast, title_en=TITLE)))
    assert list(Project.objects.all()) == [first]
    for shown in ("Is this on record already?", "INTERPOL", "May 2026", "Uganda", "For officers.", "Likely the same"):
        assert shown in page
    assert "Both are called “Training of border guards”." in page
    assert "They are for different places." in page
    assert where(first) in page, "it can be opened"


def test_what_was_shown_can_be_passed_over(cast: Cast, staff: Client) -> None:
    project_made(cast, TITLE, "INTERPOL")
    seen = seen_in(text_of(staff.post(NEW, typed(cast))))
    assert staff.post(NEW, typed(cast, similar_seen=seen)).status_code == 302
    assert Project.objects.count() == 2


def test_what_nobody_has_like_it_is_stored_at_once(cast: Cast, staff: Client) -> None:
    project_made(cast, "Another subject", "INTERPOL")
    assert staff.post(NEW, typed(cast)).status_code == 302


def test_overlapping_work_is_shown_and_merely_related_work_is_not(cast: Cast, staff: Client) -> None:
    project_made(cast, "Next phase", "INTERPOL")
    page = text_of(staff.post(NEW, typed(cast, title_en="Next phase")))
    assert "Overlapping work" in page
    assert "Likely the same" not in page, "how sure the matching is says something of the same work only"
    project_made(cast, "Far away", "INTERPOL")
    told = typed(cast, title_en="Far away", countries=["KEN"], start="2027")
    assert staff.post(NEW, told).status_code == 302


def test_what_tells_no_place_or_time_is_asked_about_by_its_words(cast: Cast, staff: Client) -> None:
    project_made(cast, "Far away", "INTERPOL")
    for told in ({"countries": ["KEN"]}, {"start": "2027"}, {}):
        page = text_of(staff.post(NEW, typed(cast, title_en="Far away", **told)))
        assert "Is this on record already?" in page
        assert "Related work" in page


@pytest.mark.parametrize("changed", [{"title_en": "Next phase"}, {"start": "2026-06"}, {"countries": ["KEN"]}])
def test_another_title_date_or_place_shows_it_again(cast: Cast, staff: Client, changed: dict[str, Any]) -> None:
    project_made(cast, TITLE, "INTERPOL")
    project_made(cast, "Next phase", "INTERPOL")
    seen = seen_in(text_of(staff.post(NEW, typed(cast))))
    assert staff.post(NEW, typed(cast, similar_seen=seen, **changed)).status_code == 200
    assert Project.objects.count() == 2


def test_a_word_more_in_the_summary_shows_nothing_again(cast: Cast, staff: Client) -> None:
    project_made(cast, TITLE, "INTERPOL")
    seen = seen_in(text_of(staff.post(NEW, typed(cast))))
    assert staff.post(NEW, typed(cast, similar_seen=seen, summary_en="For officers.")).status_code == 302


def test_what_came_up_meanwhile_is_shown(cast: Cast, staff: Client) -> None:
    project_made(cast, TITLE, "INTERPOL")
    seen = seen_in(text_of(staff.post(NEW, typed(cast))))
    project_made(cast, TITLE, "WCO")
    assert "WCO" in text_of(staff.post(NEW, typed(cast, similar_seen=seen)))
    assert Project.objects.count() == 2


@pytest.mark.parametrize("seen", ["", "no token", "WzEsMl0:1tq:abc"])
def test_what_says_nothing_of_having_been_shown_stores_nothing(cast: Cast, staff: Client, seen: str) -> None:
    project_made(cast, TITLE, "INTERPOL")
    assert staff.post(NEW, typed(cast, similar_seen=seen)).status_code == 200
    assert Project.objects.count() == 1


def test_what_somebody_else_was_shown_does_not_count(cast: Cast, signed_in: SignedIn) -> None:
    project_made(cast, TITLE, "INTERPOL")
    seen = seen_in(text_of(signed_in("superuser").post(NEW, typed(cast))))
    assert signed_in("secretariat").post(NEW, typed(cast, similar_seen=seen)).status_code == 200


def test_a_mistake_is_told_before_what_is_alike(cast: Cast, staff: Client) -> None:
    project_made(cast, TITLE, "INTERPOL")
    page = text_of(staff.post(NEW, typed(cast, start="2026-05", end="2025-01")))
    assert "The end is before the start." in page
    assert "Is this on record already?" not in page


def test_the_title_in_another_language_is_compared_too(cast: Cast, staff: Client) -> None:
    project_made(cast, TITLE, "INTERPOL")
    sent = typed(cast, title_en="Formation", title_es=TITLE)
    assert "Is this on record already?" in text_of(staff.post(NEW, sent))


def test_a_change_of_the_title_is_compared_and_one_of_the_summary_is_not(cast: Cast, staff: Client) -> None:
    project_made(cast, TITLE, "INTERPOL")
    own = project_made(cast, "A first title")
    assert staff.post(where(own), again(own, cast, title_en=TITLE)).status_code == 200
    own.refresh_from_db()
    assert own.title == "A first title"
    projects.update(actor=SYSTEM, record=own, version=own.version, values={"title_en": TITLE})
    assert staff.post(where(own), again(own, cast, summary_en="For officers.")).status_code == 302


def test_what_is_shown_on_a_change_can_be_passed_over(cast: Cast, staff: Client) -> None:
    project_made(cast, TITLE, "INTERPOL")
    own = project_made(cast, "A first title")
    seen = seen_in(text_of(staff.post(where(own), again(own, cast, title_en=TITLE))))
    assert staff.post(where(own), again(own, cast, title_en=TITLE, similar_seen=seen)).status_code == 302
    own.refresh_from_db()
    assert own.title == TITLE


def test_its_programme_its_parts_and_its_plan_are_no_others(cast: Cast, staff: Client) -> None:
    programme = project_made(cast, TITLE, kind="programme")
    own = project_made(cast, "A first title", parent=programme)
    project_made(cast, TITLE, kind="activity", parent=own)
    assert staff.post(where(own), again(own, cast, title_en=TITLE, parent=programme.pk)).status_code == 302


def test_the_plan_that_it_came_from_is_no_other(cast: Cast, staff: Client) -> None:
    row = plan(cast, "UNODC", title=TITLE)
    made = planned_become_project(actor=SYSTEM, planned=row, version=row.version)
    sent = again(made, cast, kind="activity", title_en=TITLE, start="2026-12", end="2026-12")
    assert staff.post(where(made), sent).status_code == 302


def test_it_is_told_in_french(cast: Cast, staff: Client) -> None:
    project_made(cast, TITLE, "INTERPOL", countries=places("UGA"))
    staff.cookies["django_language"] = "fr"
    page = text_of(staff.post(NEW, typed(cast)))
    assert "Ouganda" in page


# --- A planned activity -----------------------------------------------------------------------------------------------


def test_an_activity_that_is_alike_elsewhere_is_shown_on_the_portal(cast: Cast, focal_point: Client) -> None:
    other = plan(cast, "INTERPOL", title=TITLE, country="UGA", month="2091-05", contact="Jane, +254 20")
    page = text_of(focal_point.post(PORTAL, planned(cast)))
    assert list(PlannedActivity.objects.all()) == [other]
    for shown in ("Is this on record already?", "INTERPOL", "Uganda", "May 2091", "Jane, +254 20"):
        assert shown in page
    assert "Others plan for the same State" not in page
    assert f"/planned-activities/{other.uid}/" in page
    seen = seen_in(page, "others_seen")
    assert focal_point.post(PORTAL, planned(cast, others_seen=seen)).status_code == 302


def test_an_activity_near_it_says_there_why_it_is_alike(cast: Cast, focal_point: Client) -> None:
    plan(cast, "INTERPOL", title=TITLE, month="2090-11")
    page = text_of(focal_point.post(PORTAL, planned(cast)))
    assert "Others plan for the same State" in page
    assert page.count("Both are called “Training of border guards”.") == 1
    assert "Alike, elsewhere or at another time" not in page


def test_a_project_that_is_alike_is_shown_with_whom_to_call(cast: Cast, focal_point: Client) -> None:
    project_made(cast, TITLE, "INTERPOL", visibility="all")
    page = text_of(focal_point.post(PORTAL, planned(cast)))
    assert "Call the focal point of INTERPOL." in page
    assert "/admin/" not in page


def test_what_is_hidden_from_the_writer_is_not_shown(cast: Cast, focal_point: Client) -> None:
    project_made(cast, TITLE, "INTERPOL", visibility="secretariat")
    assert focal_point.post(PORTAL, planned(cast)).status_code == 302


def test_another_title_is_compared_though_state_and_month_stay(cast: Cast, focal_point: Client) -> None:
    project_made(cast, TITLE, "INTERPOL", visibility="all")
    own = plan(cast, "UNODC", title="A first title", month="2090-11", contact="Me")
    page = text_of(focal_point.post(f"/planned-activities/{own.uid}/edit/", planned(cast, version=1, state="planned")))
    assert "Is this on record already?" in page
    own.refresh_from_db()
    assert own.title == "A first title"


def test_a_cancelled_activity_is_compared_with_nothing(cast: Cast, focal_point: Client) -> None:
    project_made(cast, TITLE, "INTERPOL", visibility="all")
    own = plan(cast, "UNODC", title="A first title", month="2090-11", contact="Me")
    sent = planned(cast, version=1, state="cancelled")
    assert focal_point.post(f"/planned-activities/{own.uid}/edit/", sent).status_code == 302


def test_the_staffs_page_shows_it_as_well(cast: Cast, staff: Client) -> None:
    plan(cast, "INTERPOL", title=TITLE, country="UGA", month="2091-05")
    sent = planned(cast, evidence="record", state="planned")
    page = text_of(staff.post("/admin/workinggroups/plannedactivity/add/", sent))
    assert "Is this on record already?" in page
    assert "/admin/workinggroups/plannedactivity/" in page
    assert PlannedActivity.objects.count() == 1


# --- Words and switches -----------------------------------------------------------------------------------------------


def test_partners_are_compared_too(cast: Cast) -> None:
    own = project_made(cast, TITLE)
    partner_made(own, cast, "WCO")
    found = project_typed(own, {}, [cast.entities["WCO"]])
    assert {entity.code for entity in found.entities} == {"UNODC", "WCO"}


def test_without_a_matching_nothing_is_looked_for(cast: Cast, settings: SettingsWrapper) -> None:
    project_made(cast, TITLE, "INTERPOL")
    found = project_typed(None, {"title_en": TITLE})
    assert similar_work(SYSTEM, found)
    settings.SIMILAR_WORK = ""
    assert similar_work(SYSTEM, found) == ()


def test_what_has_no_title_yet_is_compared_with_nothing(cast: Cast) -> None:
    assert similar_work(SYSTEM, project_typed(None, {"summary_en": TITLE})) == ()


def test_the_reasons_are_told_in_the_readers_language(cast: Cast) -> None:
    project_made(cast, TITLE, "INTERPOL", countries=places("UGA"))
    with translation.override("fr"):
        (found,) = similar_work(cast.viewer("secretariat", Door.ADMIN), project_typed(None, {"title_en": TITLE}))
    assert found.where == "Ouganda"
    assert found.kind == "Projet"
