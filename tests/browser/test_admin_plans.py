"""The staff pages of terms of reference and work plans: accessible, within the policy, on a telephone, by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.workplans.plan_ground import DATES, output_make, plan_make, report_make, terms_make
from workinggroups.workplans.models import WorkPlan

if TYPE_CHECKING:
    from tests.browser.conftest import Screen
    from tests.cast import Cast

pytestmark = pytest.mark.browser


@pytest.fixture
def paths(cast: Cast) -> list[str]:
    """A page of each kind."""
    terms_make(cast, "approved", text="Share.\n\nMeet twice a year.")
    newer = terms_make(cast, number=2, text="Share.\n\n- Meet\n  often.")
    plan = plan_make(cast, "approved", reporting_dates=DATES)
    plan_make(cast, title_en="Next work plan")
    output = output_make(cast, plan, due="2020")
    report = report_make(output_make(cast, plan, "2"))
    here = "/admin/workinggroups"
    return [
        f"{here}/termsofreference/",
        f"{here}/termsofreference/{newer.pk}/change/",
        f"{here}/termsofreference/{newer.pk}/compare/",
        f"{here}/termsofreference/{newer.pk}/move/",
        f"{here}/workplan/",
        f"{here}/workplan/{plan.pk}/change/",
        f"{here}/workplan/{plan.pk}/close/",
        f"{here}/output/",
        f"{here}/output/{output.pk}/change/",
        f"{here}/outputreport/",
        f"{here}/outputreport/{report.pk}/change/",
        f"{here}/outputreport/add/?output={output.pk}",
    ]


@pytest.mark.slow
def test_the_pages_are_accessible_obey_the_security_policy_and_fit_a_telephone(
    screen: Screen, cast: Cast, paths: list[str]
) -> None:
    screen.sign_in(cast, "secretariat", paths[0])
    problems, wide = {}, []
    for path in paths:
        screen.page.set_viewport_size({"width": 1280, "height": 900})
        screen.open(path)
        problems[path] = screen.accessibility_problems()
        screen.page.set_viewport_size({"width": 360, "height": 800})
        if screen.page.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(path)
    assert {path: found for path, found in problems.items() if found} == {}
    assert wide == []
    assert screen.complaints == []


def test_a_plan_is_closed_by_keyboard_and_what_was_unticked_stays(screen: Screen, cast: Cast, paths: list[str]) -> None:
    plan = WorkPlan.objects.get(title_en="Work plan")
    screen.sign_in(cast, "secretariat", f"/admin/workinggroups/workplan/{plan.pk}/close/")
    stays = plan.outputs.get(number="2")
    screen.focus_by_tab(f"input[name=outputs][value='{stays.pk}']")
    screen.page.keyboard.press("Space")
    screen.focus_by_tab("textarea[name=reason]")
    screen.page.keyboard.type("Decision of the fourth meeting")
    screen.focus_by_tab("input[type=submit].default")
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_url(f"**/workplan/{plan.pk}/change/")
    assert dict(plan.outputs.values_list("number", "status")) == {"1.1": "carried_over", "2": "on_track"}
    plan.refresh_from_db()
    assert plan.state == "closed"
