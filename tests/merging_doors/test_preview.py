"""The second page of a merge says what would change, and has no heading above nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.entities.models import Person
from tests.cast import person_make
from tests.projects.ground import places, project_make

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.django_db
PREVIEW = "/admin/compact/merge/plan/preview/"


def _preview(client: Client, survivor: Any, retired: Any) -> str:
    named = {"model": survivor._meta.label_lower, "survivor": str(survivor.uid), "retired": str(retired.uid)}
    answer = client.get(PREVIEW, named)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def staff(signed_in: Callable[[str], Client], cast: Cast) -> Client:
    return signed_in("secretariat")


def test_sets_are_told_where_something_joins_them(staff: Client, cast: Cast) -> None:
    one = project_make(cast, "One", countries=places("KEN"))
    assert "Sets that are united" in _preview(staff, one, project_make(cast, "Two", countries=places("UGA")))


def test_where_no_set_grows_none_is_headed(staff: Client, cast: Cast) -> None:
    page = _preview(staff, project_make(cast, "One"), project_make(cast, "Two"))
    assert "Sets that are united" not in page, "a heading stood above an empty list"
    assert "Searches and imports still find the survivor by: Two" in page


def test_a_merge_that_cannot_be_done_has_no_empty_table(staff: Client, cast: Cast) -> None:
    one, other = (Person.objects.get(user=cast.users[name]) for name in ("chair", "focal_point"))
    page = _preview(staff, one, other)
    assert "Both have a user account." in page
    assert "0 changes" not in page, "a table without rows stood below the refusal"
    assert "Both have a user account." not in _preview(staff, one, person_make("No account", cast.entities["WCO"]))
