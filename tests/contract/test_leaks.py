"""What a viewer may not see appears nowhere: lists, counts, details, files, searches, nested fields, errors."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from compact.api import RESOURCES
from compact.kernel.visibility import Cleared
from tests.contract.client import address, body, etag_of
from tests.contract.personas import WRITERS
from tests.contract.resources import NAMES, NOBODY, SAMPLES, made, payload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rest_framework.test import APIClient

    from tests.cast import Cast

MARK = "zanzibarite"
"""A word that is in no other record."""


def _ways() -> Iterator[Any]:
    """Every resource with every way in which a record of it comes to be hidden."""
    for name in NAMES:
        for path in ("", *SAMPLES[name].parents):
            model: Any = RESOURCES[name].model
            for step in path.split("__") if path else []:
                model = model._meta.get_field(step).related_model
            yield pytest.param(name, path, "archived", id=f"{name}-{path or 'itself'}-archived")
            if issubclass(model, Cleared):
                yield pytest.param(name, path, "secretariat", id=f"{name}-{path or 'itself'}-secretariat")


def _hide(row: Any, path: str, how: str) -> Any:
    for step in path.split("__") if path else []:
        row = getattr(row, step)
    values = {"archived_at": timezone.now()} if how == "archived" else {"visibility": "secretariat"}
    type(row)._base_manager.filter(pk=row.pk).update(**values)
    return row


def _everything(client: APIClient, needles: tuple[str, ...], *names: str) -> list[str]:
    """Where in the API one of ``needles`` is found: in every list, or in the lists of ``names`` in every form.

    Files are made from the same columns as the lists, so those of one resource serve.
    """
    found = []
    for name in names or NAMES:
        for form in ("json", "csv", "xlsx") if names else ("json",):
            query = {"format": form} if form != "json" else {"page_size": "200"}
            content = body(client.get(address(name), query)).decode()
            found += [f"{name}.{form}" for needle in needles if needle in content]
    return found


@pytest.mark.parametrize(("name", "path", "how"), list(_ways()))
def test_a_hidden_record_is_nowhere(
    name: str, path: str, how: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    reader, keeper = api("reader"), api("secretariat")
    row = made(name, cast, source=f"https://example.org/{MARK}", note=MARK)
    needles = (str(row.uid), MARK)
    count = reader.get(address(name)).json()["count"]
    everywhere = [f"{name}.{form}" for form in ("json", "csv", "xlsx") for _ in needles]
    assert _everything(reader, needles, name) == everywhere, "the record is seen while nothing hides it"
    _hide(row, path, how)
    assert _everything(reader, needles) == []
    assert _everything(reader, needles, name) == []
    assert reader.get(address(name, row)).status_code == 404
    assert reader.get(address(name)).json()["count"] < count
    assert keeper.get(address(name, row)).status_code == 200


@pytest.mark.parametrize(("name", "path", "how"), list(_ways()))
def test_no_search_filter_or_order_brings_it_back(
    name: str, path: str, how: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    reader = api("reader")
    row = made(name, cast)
    _hide(row, path, how)
    filters = RESOURCES[name].filterset_class.base_filters
    texts = [str(value) for value in payload(name, cast).values() if isinstance(value, str)]
    queries = [{"archived": "any"}, {"archived": "true"}, *({"ordering": each} for each in ("-id", "note"))]
    queries += [{"search": text} for text in texts if "search" in filters]
    queries += [{"code": text} for text in texts if "code" in filters]
    queries += [{"as_of": "1950-06-01"}] if "as_of" in filters else []
    for query in queries:
        assert str(row.uid) not in body(reader.get(address(name), query)).decode(), query


@pytest.mark.parametrize(("name", "path", "how"), [each for each in _ways() if each.values[1]])  # type: ignore[attr-defined]  # a parameter set
def test_filtering_by_a_hidden_row_tells_what_filtering_by_none_tells(
    name: str, path: str, how: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    reader = api("reader")
    parent = _hide(made(name, cast), path, how)
    if path not in RESOURCES[name].filterset_class.base_filters:
        assert "__" in path, f"{name} cannot be filtered by its {path}"
        return
    hidden, none = (reader.get(address(name), {path: each}).json() for each in (str(parent.uid), NOBODY))
    assert hidden == none


@pytest.mark.parametrize(
    ("name", "column"),
    [(name, column.name) for name in NAMES for column in RESOURCES[name].columns if column.name == column.through],
)
@pytest.mark.parametrize("how", ["archived", "secretariat"])
def test_an_optional_reference_to_a_hidden_row_is_blank(
    name: str, column: str, how: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    reader, keeper = api("reader"), api("superuser")
    target_name, extra = {
        "originator": ("entities", {"code": "HIDDEN"}),
        "parent": ("groups", {"code": "hidden"}),
        "predecessor": ("groups", {"code": "hidden", "kind": "predecessor"}),
    }[column]
    target = made(target_name, cast, 7, **extra)
    row = made(name, cast, 1, **{column: str(target.uid), **_cleared(column)})
    needles = (str(target.uid), extra["code"])
    seen = reader.get(address(name, row)).json()
    assert (seen[column], seen[f"{column}_code"]) == needles
    _hide(target, "", how)
    seen = reader.get(address(name, row)).json()
    assert (seen[column], seen[f"{column}_code"]) == (None, None)
    assert _everything(reader, needles) + _everything(reader, needles, name) == []
    assert keeper.get(address(name, row)).json()[column] == str(target.uid)
    order = [each["id"] for each in reader.get(address(name), {"ordering": f"{column}_code,id"}).json()["results"]]
    blank = [each["id"] for each in reader.get(address(name), {"ordering": "id"}).json()["results"]]
    assert order == blank or column in ("parent", "predecessor")


def _cleared(column: str) -> dict[str, str]:
    return {"clearance": "E-mail of 3 May"} if column == "originator" else {}


@pytest.mark.parametrize("name", [name for name in NAMES if SAMPLES[name].parents])
def test_a_write_that_names_a_hidden_row_is_told_that_there_is_none(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    """Whoever may write here and may not see all gets one and the same answer."""
    for parent in (each for each in SAMPLES[name].parents if "__" not in each):
        model: Any = RESOURCES[name].model._meta.get_field(parent).related_model
        hidden = made(next(each for each in NAMES if RESOURCES[each].model is model), cast, 30)
        _hide(hidden, "", "archived")
        for persona in sorted(WRITERS[name] - {"superuser", "secretariat"}):
            sent, client = payload(name, cast), api(persona)
            answers = [client.post(address(name), {**sent, parent: each}) for each in (str(hidden.uid), NOBODY)]
            assert answers[0].status_code == answers[1].status_code == 400
            assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize("name", NAMES)
def test_a_write_to_a_hidden_row_is_told_what_a_write_to_none_is_told(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    row = made(name, cast)
    tag = etag_of(api("secretariat"), name, row)
    _hide(row, "", "archived")
    client = api("chair_pcve")
    for action in ("", "archive", "restore"):
        send = client.patch if not action else client.post
        hidden = send(address(name, row, action), {}, headers={"if_match": tag})
        row.uid, kept = uuid.UUID(NOBODY), row.uid
        none = send(address(name, row, action), {}, headers={"if_match": tag})
        row.uid = kept
        assert hidden.status_code == none.status_code == 404
        assert {**hidden.json(), "instance": ""} == {**none.json(), "instance": ""}


def test_what_an_entity_or_group_hides_its_own_people_see(cast: Cast, api: Callable[[str], APIClient]) -> None:
    """The other side: hiding from all does not hide from those whom the record concerns."""
    _hide(cast.entities["UNDP"], "", "secretariat")
    assert api("chair_pcve").get(address("entities", cast.entities["UNDP"])).status_code == 200
    assert api("chair").get(address("entities", cast.entities["UNDP"])).status_code == 404
    type(cast.groups["border"])._base_manager.filter(pk=cast.groups["border"].pk).update(visibility="group")
    assert api("alternate").get(address("groups", cast.groups["border"])).status_code == 200
    assert api("chair_pcve").get(address("groups", cast.groups["border"])).status_code == 404
