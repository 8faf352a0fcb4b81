"""What others plan for the same State at about the same time: who is shown, in which order, and who never is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.entities.services import entity_archive
from tests.cast import SYSTEM, entity_make
from tests.projects.planned_ground import INTERIOR, activity, names, near, plan, theme
from workinggroups.needs.services import theme_archive
from workinggroups.projects.institutions import same_institution
from workinggroups.projects.near import Reason, Wanted, seen_all, seen_sign
from workinggroups.projects.services.planned import planned_archive, planned_become_project, planned_cancel

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from tests.cast import Cast


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministry of the Interior", "Interior Ministry"),
        ("Ministry of the Interior", "Min. of Interior"),
        ("MINISTRY OF THE INTERIOR", "Ministère de l’Intérieur"),
        ("Interior – Border Police", "Ministry of the Interior"),
        ("Ministère des affaires étrangères", "Ministry of Foreign Affairs"),
        ("National Office", "Office, National"),
    ],
)
def test_names_that_share_their_significant_words_are_of_one_institution(one: str, other: str) -> None:
    assert same_institution(one, other)
    assert same_institution(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministry of the Interior", "Ministry of Justice"),
        ("Ministry", "Ministry of Justice"),
        ("", "Ministry of Justice"),
        ("", ""),
        ("–", "…"),
        ("Border Police", "Police Academy"),
    ],
)
def test_names_that_do_not_are_of_two(one: str, other: str) -> None:
    assert not same_institution(one, other)
    assert not same_institution(other, one)


def test_the_same_institution_comes_first_then_the_same_theme_then_the_rest(cast: Cast) -> None:
    border = theme()
    plan(cast, "WCO", month="2026-10")
    plan(cast, "CTED", theme=border)
    plan(cast, "INTERPOL", institution="Interior Ministry")
    plan(cast, "UNDP", institution=INTERIOR, theme=border)
    others = near(cast.viewer("reader"), institution=INTERIOR, theme=border)
    assert names(others) == ["UNDP", "INTERPOL", "CTED", "WCO"]
    assert [other.reasons for other in others.planned] == [
        (Reason.INSTITUTION, Reason.THEME),
        (Reason.INSTITUTION,),
        (Reason.THEME,),
        (Reason.STATE,),
    ]


def test_each_says_who_when_what_and_whom_to_call(cast: Cast) -> None:
    plan(cast, institution=INTERIOR, theme=theme(), title="Workshop", contact="Jane, +254 20", contact_email="j@x.org")
    (other,) = near(cast.viewer("reader")).planned
    assert (other.entity, other.title, other.when) == ("INTERPOL", "Workshop", "November 2026")
    assert (other.institution, other.theme, other.why) == (INTERIOR, "Theme border", ("same State",))
    assert (other.contact, other.contact_email) == ("Jane, +254 20", "j@x.org")


@pytest.mark.parametrize(
    ("asked", "stored", "found"),
    [
        ("2026-11", "2027-02", True),  # it begins 63 days after the end of November
        ("2026-11", "2027-02-28", True),
        ("2026-11", "2027-03", False),
        ("2026-11", "2026-08-03", True),
        ("2026-11", "2026-08-02", False),
        ("2026-11", "2026-08", True),
        ("2026-11-30", "2026-08", False),
        ("2026-11-29", "2026-08", True),
        ("2026", "2026-11", False),
        ("nonsense", "2026-11", False),
        ("", "2026-11", False),
        ("2026-13", "2026-11", False),
    ],
)
def test_months_are_compared_by_the_days_that_they_can_mean(cast: Cast, asked: str, stored: str, found: bool) -> None:
    plan(cast, month=stored)
    assert bool(near(cast.viewer("reader"), month=asked)) is found


def test_another_state_is_no_neighbour(cast: Cast) -> None:
    plan(cast, country="SOM")
    activity(cast, country="SOM")
    assert not near(cast.viewer("secretariat"))


def test_the_activity_itself_cancelled_and_archived_ones_are_left_out(cast: Cast) -> None:
    own, cancelled, archived = plan(cast), plan(cast, "WCO"), plan(cast, "CTED")
    planned_cancel(actor=SYSTEM, planned=cancelled, version=1)
    planned_archive(actor=SYSTEM, record=archived, version=1, reason="Entered twice")
    assert names(near(cast.viewer("secretariat"), leave_out=own)) == []


@pytest.mark.parametrize("persona", ["focal_point", "chair", "country_office", "reader"])
def test_what_is_hidden_is_neither_shown_nor_counted(cast: Cast, persona: str) -> None:
    plan(cast, visibility="secretariat")
    activity(cast, "UNDP", visibility="secretariat")
    assert not near(cast.viewer(persona))
    assert near(cast.viewer("secretariat"))


def test_a_hidden_theme_is_neither_named_nor_a_reason(cast: Cast) -> None:
    hidden, archived = theme("hidden", visibility="secretariat"), theme("archived")
    plan(cast, theme=hidden)
    plan(cast, "WCO", theme=archived)
    theme_archive(actor=SYSTEM, record=archived, version=1, reason="Too wide")
    for wanted in (hidden, archived):
        others = near(cast.viewer("reader"), theme=wanted)
        assert [(other.theme, other.reasons) for other in others.planned] == [("", (Reason.STATE,))] * 2


def test_what_an_archived_entity_planned_is_not_shown(cast: Cast) -> None:
    entity = cast.entities["GONE"] = entity_make("GONE")
    plan(cast, "GONE")
    entity_archive(actor=SYSTEM, record=entity, version=1, reason="Entered twice")
    assert not near(cast.viewer("reader"))
    assert not near(cast.viewer("secretariat"))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, True),
        ({"kind": "project"}, False),
        ({"status": "cancelled"}, False),
        ({"start": "2020", "end": "2026-08-03"}, True),
        ({"start": "2020", "end": "2026-08-02"}, False),
        ({"start": "2020", "end": "2030"}, True),
        ({"start": "2020", "end": ""}, False),  # an activity is short: without an end it is over
        ({"start": "", "end": "2026-12"}, True),
        ({"start": "", "end": "2030"}, False),
        ({"start": "", "end": ""}, False),
        ({"start": "2027-03"}, False),
    ],
)
def test_activities_of_projects_in_the_state_at_the_time_are_a_second_list(
    cast: Cast, changes: dict[str, Any], found: bool
) -> None:
    activity(cast, **changes)
    others = near(cast.viewer("reader"))
    assert [other.entity for other in others.projects] == ["WCO"] * found
    assert others.planned == ()


def test_a_project_of_the_same_institution_or_theme_comes_first(cast: Cast) -> None:
    border = theme()
    activity(cast, "CTED")
    activity(cast, "UNDP", themes=[border])
    activity(cast, "WCO", institutions="Ports Authority; Min. of Interior", end="2026-12")
    others = near(cast.viewer("reader"), institution=INTERIOR, theme=border)
    assert [other.entity for other in others.projects] == ["WCO", "UNDP", "CTED"]
    assert (others.projects[0].when, others.projects[1].theme) == ("November 2026 – December 2026", "Theme border")


def test_a_plan_and_the_project_that_it_became_are_shown_once(cast: Cast) -> None:
    planned = plan(cast)
    planned_become_project(actor=SYSTEM, planned=planned, version=1)
    others = near(cast.viewer("reader"))
    assert (names(others), others.projects) == (["INTERPOL"], ())
    planned.refresh_from_db()
    assert not near(cast.viewer("reader"), leave_out=planned), "nor is one's own project somebody else's"


def test_the_number_of_queries_does_not_grow_with_what_is_found(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        plan(cast, theme=theme(f"t{number}"))
        activity(cast, themes=[theme(f"p{number}")])
    viewer = cast.viewer("reader")
    with django_assert_max_num_queries(4):
        assert len(near(viewer).keys) == 6


def test_a_token_covers_what_was_shown_to_one_user_for_one_question(cast: Cast) -> None:
    viewer, wanted = cast.viewer("focal_point"), Wanted("KEN", "2026-11", INTERIOR, None)
    first = plan(cast)
    shown = near(viewer)
    token = seen_sign(viewer, wanted, shown)
    assert seen_all(token, viewer, wanted, shown)
    assert not seen_all(token, cast.viewer("chair"), wanted, shown)
    assert not seen_all(token, viewer, Wanted("KEN", "2026-12", INTERIOR, None), shown)
    assert not seen_all(token, viewer, Wanted("SOM", "2026-11", INTERIOR, None), shown)
    assert not seen_all(token, viewer, Wanted("KEN", "2026-11", "", None), shown)
    assert not seen_all(token, viewer, Wanted("KEN", "2026-11", INTERIOR, 1), shown)
    for forged in ("", "nonsense", token[:-1]):
        assert not seen_all(forged, viewer, wanted, shown)
    plan(cast, "WCO")
    assert not seen_all(token, viewer, wanted, near(viewer)), "a new one has not been shown"
    assert seen_all(token, viewer, wanted, near(viewer, leave_out=first)) is False
