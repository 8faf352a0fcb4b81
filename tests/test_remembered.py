"""A remembered viewer is forgotten by every write that their rights could hang on, so that no test is misled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction

from workinggroups.groups.models import Nomination

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("remembered_viewers")


def _writes(client: APIClient, cast: Cast) -> int:
    """What somebody is answered who may only nominate while they speak for their entity."""
    return client.post("/api/v1/nominations/", {"term": str(cast.terms["chair"].uid)}).status_code


def test_a_right_that_ends_between_two_requests_is_gone(cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("chair")
    assert _writes(client, cast) == 400
    Nomination.objects.filter(person=cast.people["chair"]).update(status="proposed")
    assert _writes(client, cast) == 403


def test_a_right_that_a_rollback_gives_back_is_there(cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("chair")
    with transaction.atomic():
        Nomination.objects.filter(person=cast.people["chair"]).update(status="proposed")
        assert _writes(client, cast) == 403
        transaction.set_rollback(True)
    assert _writes(client, cast) == 400


def test_only_the_first_request_asks_for_nominations(cast: Cast, api: Callable[[str], APIClient]) -> None:
    client, asked = api("chair"), []

    def watch(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append('FROM "workinggroups_nomination"' in sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        for expected in (True, False):
            asked.clear()
            _writes(client, cast)
            assert any(asked) == expected
