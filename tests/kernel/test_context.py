"""What every page is told of the site and its viewer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from compact.kernel.context import site

if TYPE_CHECKING:
    from tests.cast import Cast


def test_before_sign_in_there_is_no_viewer() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert site(request)["viewer"] is None


def test_a_request_that_no_user_was_put_on_has_no_viewer() -> None:
    assert site(RequestFactory().get("/"))["viewer"] is None


def test_the_viewer_is_the_signed_in_user(cast: Cast) -> None:
    request = RequestFactory().get("/")
    request.user = cast.users["chair"]
    viewer = site(request)["viewer"]
    assert viewer.user_id == cast.users["chair"].pk
    assert viewer.seats[0].group_id == cast.groups["border"].pk


def test_a_page_that_does_not_ask_for_the_viewer_costs_nothing(cast: Cast, django_assert_num_queries: Any) -> None:
    request = RequestFactory().get("/")
    request.user = cast.users["chair"]
    with django_assert_num_queries(0):
        site(request)


@pytest.mark.parametrize("demo", [True, False])
def test_pages_know_whether_this_is_a_demonstration(demo: bool, settings: Any) -> None:
    settings.DEMO = demo
    assert site(RequestFactory().get("/"))["demo"] is demo


def test_pages_know_the_languages_of_the_switch() -> None:
    assert site(RequestFactory().get("/"))["interface_languages"] == ("en", "fr")
