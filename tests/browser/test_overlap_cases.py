"""The pages of overlap cases: by keyboard, accessible, on a telephone, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.languages import EACH_LANGUAGE
from tests.overlaps.case_ground import case_make, days_over
from workinggroups.overlaps.models import Position
from workinggroups.overlaps.services import cases as services

if TYPE_CHECKING:
    from tests.browser.conftest import Screen
    from tests.cast import Cast
    from workinggroups.overlaps.models import Case

pytestmark = pytest.mark.browser


@pytest.fixture
def case(cast: Cast) -> Case:
    made = case_make(cast)
    return services.case_propose(
        actor=cast.viewer("chair"), case=made, version=1, outcome="sequence", text="UNODC in March, INTERPOL in May"
    )


def test_a_focal_point_accepts_a_proposal_by_keyboard(screen: Screen, cast: Cast, case: Case) -> None:
    screen.sign_in(cast, "focal_point", f"/overlap-cases/{case.uid}/")
    assert screen.page.is_checked("input[name=outcome][value=sequence]"), "the proposal is chosen already"
    screen.focus_by_tab("main form button[type=submit]")
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")
    assert "The outcome is accepted." in screen.page.inner_text("main")
    assert Position.objects.get(role="entity").text == "UNODC in March, INTERPOL in May"
    assert screen.complaints == []


@pytest.mark.slow
@EACH_LANGUAGE
@pytest.mark.parametrize("persona", ["chair", "focal_point", "secretariat"])
def test_the_pages_are_accessible_and_fit_a_telephone(
    screen: Screen, cast: Cast, case: Case, persona: str, language: str
) -> None:
    services.cases_refer(days_over(case))
    type(cast.users[persona]).objects.filter(pk=cast.users[persona].pk).update(language=language)
    screen.sign_in(cast, persona, f"/overlap-cases/{case.uid}/")
    for path in (f"/overlap-cases/{case.uid}/", "/overlap-cases/?country=KEN", "/overlaps-report/"):
        screen.page.set_viewport_size({"width": 1280, "height": 900})
        screen.open(path)
        assert screen.accessibility_problems() == [], path
        screen.page.set_viewport_size({"width": 360, "height": 800})
        assert screen.page.evaluate("document.documentElement.scrollWidth") <= 360, path
    assert screen.complaints == []


def test_the_staffs_pages_are_accessible(screen: Screen, cast: Cast, case: Case) -> None:
    pages = ("", f"{case.pk}/change/")
    screen.sign_in(cast, "secretariat", "/admin/workinggroups/case/")
    for page in pages:
        screen.open(f"/admin/workinggroups/case/{page}")
        assert screen.accessibility_problems() == [], page
    screen.open(f"/overlap-cases/{case.uid}/settle/")
    assert screen.accessibility_problems() == []
    assert screen.complaints == []
