"""The pages of merging and the queue of pairs on a telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.kernel.admin.merged import merge_address
from tests.overlaps.pair_ground import one_lead

if TYPE_CHECKING:
    from tests.browser.conftest import Screen
    from tests.cast import Cast

pytestmark = pytest.mark.browser

QUEUE = "/admin/workinggroups/candidate/"


def _fits(screen: Screen) -> bool:
    return bool(screen.page.evaluate("document.documentElement.scrollWidth") <= 360)


def _box(screen: Screen, selector: str) -> Any:
    box = screen.page.locator(selector).first.bounding_box()
    assert box is not None, selector
    return box


@pytest.mark.slow
def test_both_sides_of_every_choice_are_seen_on_a_telephone(screen: Screen, cast: Cast) -> None:
    pair = one_lead(cast)
    plan = merge_address(pair.a.record, pair.b.record)
    screen.sign_in(cast, "secretariat", QUEUE)
    screen.page.set_viewport_size({"width": 360, "height": 740})
    screen.open(plan)
    assert _fits(screen), "the line for the clearance was wider than the screen"
    box = _box(screen, "label[for=title_en-retired]")
    assert box["x"] + box["width"] <= 360, "the value of the retired record was out of sight"
    assert screen.accessibility_problems() == []
    screen.page.click("form[action*=preview] input[type=submit]")
    screen.page.wait_for_url("**/preview/**")
    assert _fits(screen)
    assert _box(screen, "form[action*=confirm] input[type=submit]")["width"] > 250
    screen.open(plan.replace(f"&retired={pair.b.record.uid}", "").replace(f"&retired={pair.a.record.uid}", ""))
    assert _fits(screen), "the line for the search was wider than the screen"
    assert screen.accessibility_problems() == []
    assert screen.complaints == []


@pytest.mark.slow
def test_the_names_of_a_pair_can_be_read_in_the_queue_on_a_telephone(screen: Screen, cast: Cast) -> None:
    one_lead(cast)
    screen.sign_in(cast, "secretariat", QUEUE)
    screen.page.set_viewport_size({"width": 360, "height": 740})
    screen.open(QUEUE)
    assert _box(screen, "th.field-pair")["width"] >= 160, "two titles stood in a column of one word"
    assert _fits(screen)
