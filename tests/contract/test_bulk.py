"""A bulk request stores all its records as one operation, or none and tells what is wrong with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compact.api import RESOURCES
from compact.kernel.api.resources import BULK_MOST
from tests.contract.chosen import any_resource, every_resource
from tests.contract.client import address
from tests.contract.samples import NOBODY, SAMPLES, payload

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast


def _count(name: str) -> int:
    return RESOURCES[name].model._default_manager.count()


@any_resource("bulk")
def test_all_records_are_stored_as_one_operation(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    sent = [payload(name, cast, number) for number in range(3)]
    answer = api("secretariat").post(address(name, action="bulk"), sent, headers={"change_reason": "The old list"})
    assert answer.status_code == 201, answer.json()
    assert [{field: got[field] for field in each} for each, got in zip(sent, answer.json(), strict=True)] == sent
    rows = RESOURCES[name].model._default_manager.filter(uid__in=[each["id"] for each in answer.json()])
    operations = {row.history.get().operation for row in rows}
    assert len(operations) == 1
    assert operations.pop().reason == "The old list"


@any_resource("bulk")
def test_one_bad_record_stops_all_and_is_named_by_its_place(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    before = _count(name)
    sent = [payload(name, cast, 0), payload(name, cast, 1) | {"colour": "red"}, payload(name, cast, 2)]
    answer = api("secretariat").post(address(name, action="bulk"), sent)
    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/1/colour"]
    assert _count(name) == before


@every_resource("bulk", "wrong")
def test_every_record_that_the_service_refuses_is_named(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    before = _count(name)
    wrong = dict(SAMPLES[name].wrong)
    sent = [payload(name, cast, 0), *(payload(name, cast, number) | wrong for number in (1, 2))]
    answer = api("secretariat").post(address(name, action="bulk"), sent)
    assert answer.status_code == 400
    assert {each["pointer"].split("/")[1] for each in answer.json()["errors"]} == {"1", "2"}
    assert _count(name) == before


@pytest.mark.parametrize("sent", [[], {}, "text", None, [[]], [1]])
@any_resource("bulk")
def test_what_is_no_list_of_records_is_refused(
    name: str, sent: object, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    answer = api("secretariat").post(address(name, action="bulk"), sent)
    assert answer.status_code == 400
    assert answer.json()["errors"]


@any_resource("bulk")
def test_there_is_a_most(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    answer = api("secretariat").post(address(name, action="bulk"), [{}] * (BULK_MOST + 1))
    assert answer.status_code == 400
    assert str(BULK_MOST) in answer.json()["detail"].replace(",", "")


@any_resource("bulk")
def test_a_reference_to_nothing_is_named_by_place_and_field(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    parents = [parent for parent in SAMPLES[name].parents if "__" not in parent]
    for parent in parents:
        is_set = RESOURCES[name].model._meta.get_field(parent).many_to_many
        sent = [payload(name, cast, 0), payload(name, cast, 1) | {parent: [NOBODY] if is_set else NOBODY}]
        answer = api("secretariat").post(address(name, action="bulk"), sent)
        assert answer.status_code == 400
        assert [each["pointer"] for each in answer.json()["errors"]] == [f"/1/{parent}/0" if is_set else f"/1/{parent}"]
