"""Who looks or acts: what a viewer's seats add up to, and through which door they came."""

from __future__ import annotations

import dataclasses
import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.test import RequestFactory
from django.utils import timezone

from compact.kernel.viewers import Door, Seat, Viewer, door_of, viewer_of

if TYPE_CHECKING:
    from tests.cast import Cast

TODAY = datetime.date(2026, 11, 22)
SEATS = (
    Seat(role="chair", why="", group_id=1, entity_id=10),
    Seat(role="vice_chair", why="", group_id=2, entity_id=10),
    Seat(role="chair", why="", group_id=3, entity_id=11, alternate=True),
    Seat(role="country_office", why="", country="KEN"),
)
VIEWER = Viewer(7, "Amina", Door.API, TODAY, seats=SEATS)


@pytest.mark.parametrize(
    ("roles", "alternates", "groups", "entities"),
    [
        ((), False, {1, 2}, {10}),
        ((), True, {1, 2, 3}, {10, 11}),
        (("chair",), False, {1}, {10}),
        (("chair",), True, {1, 3}, {10, 11}),
        (("chair", "vice_chair"), False, {1, 2}, {10}),
        (("vice_chair",), True, {2}, {10}),
        (("country_office",), True, set(), set()),
        (("secretariat",), True, set(), set()),
    ],
)
def test_groups_and_entities_follow_roles_and_leave_alternates_out_unless_asked(
    roles: tuple[str, ...], alternates: bool, groups: set[int], entities: set[int]
) -> None:
    assert VIEWER.group_ids(*roles, alternates=alternates) == groups
    assert VIEWER.entity_ids(*roles, alternates=alternates) == entities


def test_countries_are_those_of_offices() -> None:
    assert VIEWER.countries == {"KEN"}


def test_without_seats_there_is_nothing() -> None:
    nobody = Viewer(7, "Amina", Door.API, TODAY)
    assert (nobody.group_ids(), nobody.entity_ids(), nobody.countries) == (frozenset(), frozenset(), frozenset())
    assert (nobody.is_superuser, nobody.is_secretariat, nobody.person_id) == (False, False, None)


def test_a_viewer_is_not_changed_on_the_way() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        VIEWER.is_superuser = True  # type: ignore[misc]  # that is the point


@pytest.mark.parametrize(
    ("path", "door"),
    [
        ("/admin/", Door.ADMIN),
        ("/admin/compact/entity/", Door.ADMIN),
        ("/api/", Door.API),
        ("/api/v1/terms/", Door.API),
        ("/", Door.PORTAL),
        ("/accounts/profile/", Door.PORTAL),
        ("/admin", Door.PORTAL),
        ("/administration/", Door.PORTAL),
        ("/apiary/", Door.PORTAL),
        ("/accounts/admin/", Door.PORTAL),
    ],
)
def test_the_door_is_told_from_the_path(path: str, door: Door) -> None:
    assert door_of(RequestFactory().get(path)) is door


def test_a_command_has_the_rights_of_the_secretariat_and_no_user() -> None:
    system = Viewer.system("load_compact")
    assert (system.user_id, system.label, system.door) == (None, "load_compact", Door.COMMAND)
    assert (system.is_superuser, system.is_secretariat) == (True, True)
    assert system.today == timezone.now().date()


def test_a_command_may_name_its_door() -> None:
    assert Viewer.system("load_compact", Door.IMPORT).door is Door.IMPORT


def test_somebody_on_their_own_account_has_no_right_beside() -> None:
    oneself = Viewer.oneself(7, "Amina")
    assert (oneself.user_id, oneself.label, oneself.door) == (7, "Amina", Door.PORTAL)
    assert (oneself.is_superuser, oneself.is_secretariat, oneself.seats) == (False, False, ())


def _request(cast: Cast, persona: str, path: str = "/api/v1/") -> Any:
    request = RequestFactory().get(path)
    request.user = cast.users[persona]
    return request


def test_a_viewer_is_resolved_once_in_a_request(cast: Cast, django_assert_num_queries: Any) -> None:
    request = _request(cast, "chair")
    first = viewer_of(request)
    with django_assert_num_queries(0):
        assert viewer_of(request) is first


def test_another_user_on_the_same_request_is_resolved_anew(cast: Cast) -> None:
    request = _request(cast, "chair")
    viewer_of(request)
    request.user = cast.users["reader"]
    assert viewer_of(request).user_id == cast.users["reader"].pk


def test_the_viewer_carries_the_door_of_the_request(cast: Cast) -> None:
    assert viewer_of(_request(cast, "chair", "/admin/")).door is Door.ADMIN


def test_the_next_request_sees_what_changed(cast: Cast) -> None:
    assert viewer_of(_request(cast, "chair")).group_ids() == {cast.groups["border"].pk}
    type(cast.terms["chair"])._base_manager.update(archived_at=timezone.now())
    assert viewer_of(_request(cast, "chair")).group_ids() == set()
