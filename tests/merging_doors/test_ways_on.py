"""What stands against a merge has a way on: to the pair of the two, or to where it is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from tests.overlaps.case_ground import work_make
from tests.overlaps.pair_ground import admin_page, decided, open_pair

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast
    from workinggroups.projects.models import Project

pytestmark = pytest.mark.django_db
STEPS = ("/admin/compact/merge/plan/", "/admin/compact/merge/plan/preview/")


@pytest.fixture(autouse=True)
def _rules(settings: Any) -> None:
    """As the site has it."""
    settings.MERGE_RULES = "workinggroups.overlaps.merging"


@pytest.fixture
def staff(signed_in: Callable[[str], Client], cast: Cast) -> Client:
    return signed_in("secretariat")


@pytest.fixture
def works(cast: Cast) -> tuple[Project, Project]:
    """Led by two entities, which both have to agree."""
    return work_make(cast, "Passenger data", "UNODC"), work_make(cast, "Airline data", "INTERPOL")


def _page(client: Client, step: str, survivor: Any, retired: Any) -> str:
    named = {"model": survivor._meta.label_lower, "survivor": str(survivor.uid), "retired": str(retired.uid)}
    return str(client.get(step, named).content.decode())


@pytest.mark.parametrize("step", STEPS)
def test_the_pair_to_decide_on_is_linked(staff: Client, works: tuple[Project, Project], step: str) -> None:
    pair = open_pair(*works)
    page = _page(staff, step, *works)
    assert "both are then asked" in page
    assert f'href="{admin_page(pair)}"' in page
    decided(pair, "different")
    assert f'href="{admin_page(pair)}"' in _page(staff, step, *works)


def test_where_there_is_no_pair_it_is_reported(staff: Client, works: tuple[Project, Project]) -> None:
    page = _page(staff, STEPS[0], *works)
    address = f"{reverse('admin:workinggroups_candidate_add')}?a={works[0].uid}&amp;b={works[1].uid}"
    assert f'href="{address}"' in page
    form = staff.get(address.replace("&amp;", "&")).content.decode()
    assert all(f'value="{work.uid}"' in form for work in works)


def test_a_merge_that_nothing_stands_against_has_none(cast: Cast, staff: Client) -> None:
    one, other = work_make(cast, "One", "UNODC"), work_make(cast, "Two", "UNODC")
    open_pair(one, other)
    assert "/workinggroups/candidate/" not in _page(staff, STEPS[0], one, other).split('id="content-main"')[1]
