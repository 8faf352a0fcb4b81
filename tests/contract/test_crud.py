"""Every resource can be listed, read, created, changed, archived and restored, and is never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.api import RESOURCES
from compact.kernel.operations import Operation
from tests.contract.chosen import any_resource, every_resource
from tests.contract.client import address, change, etag_of, move
from tests.contract.samples import NOBODY, SAMPLES, made, payload

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast


@every_resource("create")
def test_what_is_created_is_read_back_the_same(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    sent = payload(name, cast)
    created = client.post(address(name), sent)
    assert created.status_code == 201
    answer = client.get(created["Location"])
    assert answer.json() == created.json()
    assert answer["ETag"] == created["ETag"]
    assert {field: answer.json()[field] for field in sent} == sent
    assert answer.json()["version"] == 1


@every_resource()
def test_a_list_holds_the_record_as_its_detail_shows_it(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    row = made(name, cast)
    listed = client.get(address(name), {"page_size": 200}).json()
    assert client.get(address(name, row)).json() in listed["results"]
    assert listed["count"] == len(listed["results"])


@every_resource("change")
def test_a_patch_changes_what_it_names_and_nothing_else(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    row = made(name, cast)
    before = client.get(address(name, row)).json()
    after = change(client, name, row, SAMPLES[name].change)
    assert after.status_code == 200
    expected = {**before, **SAMPLES[name].change, "version": 2}
    assert {key for key, value in after.json().items() if value != expected[key]} <= _computed(name)


def _computed(name: str) -> set[str]:
    """Columns that follow from others: what nobody can write, and translations in the reader's language."""
    serializer: Any = RESOURCES[name].serializer_class
    fields = serializer().fields
    return {
        column.name
        for column in RESOURCES[name].columns
        if column.translated or (column.compute and fields[column.name].read_only)
    }


@any_resource("change", "put")
def test_put_takes_a_record_back_as_it_was_read(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    row = made(name, cast)
    read = client.get(address(name, row))
    answer = client.put(address(name, row), {**read.json(), **SAMPLES[name].change}, headers={"if_match": read["ETag"]})
    assert answer.status_code == 200, answer.json()
    assert answer.json()["version"] == 2


@any_resource("put")
def test_storing_what_is_stored_already_changes_nothing(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    row = made(name, cast)
    read = client.get(address(name, row))
    answer = client.put(address(name, row), read.json(), headers={"if_match": read["ETag"]})
    assert answer.json() == read.json()
    assert answer["ETag"] == read["ETag"]


@every_resource("archive", "restore")
def test_an_archived_record_is_seen_by_the_secretariat_alone_and_comes_back(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    client, reader = api("secretariat"), api(SAMPLES[name].reader)
    row = made(name, cast, **SAMPLES[name].visible)
    archived = move(client, name, row, "archive")
    assert archived.status_code == 200
    assert archived.json()["archive_reason"] == "Entered twice"
    assert archived.json()["archived_at"] is not None
    assert reader.get(address(name, row)).status_code == 404
    ids = {each["id"] for each in client.get(address(name), {"archived": "true"}).json()["results"]}
    assert ids == {str(row.uid)}
    restored = move(client, name, row, "restore")
    assert restored.status_code == 200
    assert restored.json()["archived_at"] is None
    assert restored.json()["version"] == 3
    assert reader.get(address(name, row)).status_code == 200


@any_resource("archive")
def test_archiving_needs_a_reason(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    row = made(name, cast)
    answer = move(client, name, row, "archive", reason="")
    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/reason"]


@any_resource("archive", "restore", "change")
def test_a_record_is_archived_or_restored_once(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    row = made(name, cast)
    assert move(client, name, row, "restore").status_code == 400
    assert move(client, name, row, "archive").status_code == 200
    assert move(client, name, row, "archive").status_code == 400
    assert change(client, name, row, SAMPLES[name].change).status_code == 400


@any_resource()
def test_what_is_not_there_is_not_found(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    answer = api("secretariat").get(address(name, action=NOBODY))
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@any_resource()
def test_nothing_is_deleted(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("superuser")
    row = made(name, cast)
    for where in (address(name), address(name, row)):
        answer = client.delete(where)
        assert answer.status_code == 405
        assert answer["Content-Type"] == "application/problem+json"
    assert RESOURCES[name].model._default_manager.filter(pk=row.pk).exists()


@every_resource("create", "wrong")
def test_what_the_service_refuses_is_told_field_by_field(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    made(name, cast, 0)
    answer = api("secretariat").post(address(name), payload(name, cast, 1) | dict(SAMPLES[name].wrong))
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert all(each["detail"] for each in answer.json()["errors"])


@any_resource("create", "change")
def test_a_field_that_does_not_exist_is_named(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    row = made(name, cast)
    for answer in (
        client.post(address(name), payload(name, cast, 1) | {"colour": "red"}),
        change(client, name, row, {"colour": "red"}),
    ):
        assert answer.status_code == 400
        assert [each["pointer"] for each in answer.json()["errors"]] == ["/colour"]


@any_resource("change")
@pytest.mark.parametrize("field", ["id", "url", "version", "archived_at", "archive_reason"])
def test_a_field_for_reading_cannot_be_written(
    name: str, field: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    client = api("superuser")
    row = made(name, cast)
    answer = change(client, name, row, {field: client.get(address(name, row)).json()[field]})
    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == [f"/{field}"]


@any_resource("create", "change", "archive", "restore")
def test_each_write_leaves_a_history_row_with_its_operation(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    client = api("secretariat")
    reason = {"change_reason": "UTF-8''Lettre%20du%203%C2%A0mai"}
    created = client.post(address(name), payload(name, cast), headers=reason)
    row = RESOURCES[name].model._default_manager.get(uid=created.json()["id"])
    change(client, name, row, SAMPLES[name].change, change_reason="Lettre du 3 mai")
    move(client, name, row, "archive", "Saisi deux fois")
    move(client, name, row, "restore", "Erreur")
    written = list(row.history.order_by("history_id").select_related("operation"))
    assert [each.operation.reason for each in written] == [
        "Lettre du 3 mai",
        "Lettre du 3 mai",
        "Saisi deux fois",
        "Erreur",
    ]
    assert {each.operation.actor_id for each in written} == {cast.users["secretariat"].pk}
    assert {each.operation.door for each in written} == {"api"}
    assert [each.version for each in written] == [1, 2, 3, 4]
    assert len({each.operation_id for each in written}) == 4


@any_resource("change", "archive")
def test_a_refused_write_leaves_no_operation(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    row = made(name, cast)
    before = Operation.objects.count()
    assert change(client, name, row, {"colour": "red"}).status_code == 400
    assert move(client, name, row, "archive", reason=" ").status_code == 400
    stale = etag_of(client, name, row).replace('"1-', '"7-')
    assert change(client, name, row, SAMPLES[name].change, if_match=stale).status_code == 412
    assert Operation.objects.count() == before
