"""The preview of a merge tells in words what it does: of rows that clash no more than what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.merging.ground import plan
from tests.overlaps.case_ground import work_make
from tests.overlaps.index_ground import planned_make
from tests.overlaps.pair_ground import admin_page, open_pair

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_row_that_goes_into_the_archive_comes_without_advice_to_end_it(cast: Cast) -> None:
    one, two = cast.entities["UNDP"], cast.entities["WCO"]
    told = [clash.text for each in plan(one, two).relations for clash in each.clashes]
    assert "The survivor has the same; this row is archived." in told
    assert not any("End that participation first." in text for text in told)


def test_states_are_named_in_the_plan_as_on_the_portal(cast: Cast) -> None:
    made = plan(planned_make(cast), planned_make(cast, country="UGA"))
    state = next(each for each in made.fields if each.name == "country")
    assert (state.survivor, state.retired) == ("Kenya", "Uganda")


def test_so_they_are_on_the_page_of_the_pair(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("secretariat")
    for other in (planned_make(cast, "Seminar"), work_make(cast, "Course", "UNODC")):
        page = client.get(admin_page(open_pair(planned_make(cast), other))).content.decode()
        assert "Kenya" in page
        assert "KEN" not in page
