"""The report on overlaps on a telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.overlaps.case_ground import case_make
from tests.overlaps.pair_ground import one_lead

if TYPE_CHECKING:
    from tests.browser.conftest import Screen
    from tests.cast import Cast

pytestmark = pytest.mark.browser
RIGHT = "Math.max(...[...document.querySelectorAll('caption')].map(each => each.getBoundingClientRect().right))"


def test_what_a_table_is_called_is_read_without_scrolling_it(screen: Screen, cast: Cast) -> None:
    case_make(cast)
    one_lead(cast)
    type(cast.users["secretariat"]).objects.filter(pk=cast.users["secretariat"].pk).update(language="fr")
    screen.sign_in(cast, "secretariat", "/overlaps-report/")
    screen.page.set_viewport_size({"width": 360, "height": 740})
    screen.open("/overlaps-report/")
    assert screen.page.evaluate(RIGHT) <= 360
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert screen.accessibility_problems() == []
