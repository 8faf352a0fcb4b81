"""What a viewer may not see appears nowhere: lists, counts, details, files, searches, nested fields, errors."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest

from compact.api import RESOURCES
from compact.kernel.api.filters import ReferenceFilter
from compact.kernel.exports import Format
from tests.contract.chosen import REPRESENTATIVE, every_resource
from tests.contract.client import address, body, etag_of
from tests.contract.hiding import MARK, Way, around, everything, hidden, hide, is_text, marked, ways
from tests.contract.samples import NAMES, NOBODY, RIGHTS, SAMPLES, able, made, payload, payload_for
from tests.contract.samples.rights import KEEPERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast


def _is_quick(way: Way) -> bool:
    """Itself archived, of resources that stand for the others; all other ways are slow."""
    return way[1:] == ("", "archived") and way.name in REPRESENTATIVE


archived_itself = pytest.mark.parametrize(
    "way", [pytest.param(way, marks=() if _is_quick(way) else pytest.mark.slow, id=str(way)) for way in ways()]
)


def _found(reader: APIClient, way: Way, row: Any) -> list[str]:
    """Where ``reader`` finds ``row`` when it is hidden in this ``way``; it is not hidden any more afterwards."""
    with hidden(row, way):
        listed = reader.get(address(way.name), {"page_size": "200"})
        page, text = listed.json(), body(listed).decode()
        signs = {
            "its id": str(row.uid) in text,
            "its text": MARK in text,
            "the count": page["count"] != len(page["results"]),
            "its address": reader.get(address(way.name, row)).status_code != 404,
        }
    return [f"{way}: {sign}" for sign, seen in signs.items() if seen]


@every_resource()
def test_a_hidden_record_is_not_found_listed_or_counted(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    reader = api(SAMPLES[name].reader)
    row = made(name, cast, **marked(name), **SAMPLES[name].visible)
    seen = body(reader.get(address(name), {"page_size": "200"})).decode()
    assert str(row.uid) in seen, "the record is seen while nothing hides it"
    assert MARK in seen or not SAMPLES[name].texts
    assert [sign for way in ways(name) for sign in _found(reader, way, row)] == []
    assert reader.get(address(name, row)).status_code == 200, "the record is seen again"


@archived_itself
def test_a_hidden_record_is_in_no_file(way: Way, cast: Cast, api: Callable[[str], APIClient]) -> None:
    reader = api(SAMPLES[way.name].reader)
    row = made(way.name, cast, **marked(way.name), **SAMPLES[way.name].visible)
    needles = (str(row.uid), MARK)[: 2 if SAMPLES[way.name].texts else 1]
    seen = [f"{way.name}.{form}" for form in ("json", *Format.values) for _ in needles]
    assert everything(reader, needles, way.name, files=True) == seen, "the record is seen while nothing hides it"
    hide(row, way)
    assert everything(reader, needles, way.name, files=True) == []


@pytest.mark.slow
@every_resource()
def test_a_hidden_record_is_in_no_list_of_another_resource(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    """Hidden itself it is looked for in all lists, by way of another row in those that could show it."""
    reader, row = api(SAMPLES[name].reader), made(name, cast, **marked(name), **SAMPLES[name].visible)
    for way in ways(name):
        with hidden(row, way):
            assert everything(reader, (str(row.uid), MARK), *(around(name) if way.path else NAMES)) == [], str(way)
            assert api("secretariat").get(address(name, row)).status_code == 200, "the secretariat sees it all the same"


@pytest.mark.parametrize("name", [name for name in NAMES if SAMPLES[name].visible])
def test_a_record_is_not_seen_before_it_is_opened(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    reader, row = api(SAMPLES[name].reader), made(name, cast)
    assert reader.get(address(name, row)).status_code == 404
    assert str(row.uid) not in body(reader.get(address(name), {"page_size": "200"})).decode()


@archived_itself
def test_no_search_filter_or_order_brings_it_back(way: Way, cast: Cast, api: Callable[[str], APIClient]) -> None:
    name = way.name
    reader = api(SAMPLES[name].reader)
    sent = payload(name, cast)
    texts = sorted((value for value in sent.values() if is_text(value)), key=len)[-3:]
    row = made(name, cast, **SAMPLES[name].visible)
    hide(row, way)
    filters = RESOURCES[name].filterset_class.base_filters
    queries = [{"archived": "any"}, {"archived": "true"}, *({"ordering": each} for each in ("-id", "version"))]
    queries += [{"search": text} for text in texts if "search" in filters]
    queries += [{"code": sent["code"]}] if "code" in filters and "code" in sent else []
    queries += [{"as_of": "1950-06-01"}] if "as_of" in filters else []
    for query in queries:
        assert str(row.uid) not in body(reader.get(address(name), query)).decode(), query


@pytest.mark.parametrize("name", [name for name in NAMES if SAMPLES[name].parents])
def test_filtering_by_a_hidden_row_tells_what_filtering_by_none_tells(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    reader, row = api(SAMPLES[name].reader), made(name, cast, **SAMPLES[name].visible)
    filters = RESOURCES[name].filterset_class.base_filters.items()
    for way in (way for way in ways(name) if way.path):
        names = [each for each, by in filters if isinstance(by, ReferenceFilter) and by.field_name == way.path]
        assert names or "__" in way.path, f"{name} cannot be filtered by its {way.path}"
        for parameter in names:
            with hidden(row, way) as parent:
                answers = [reader.get(address(name), {parameter: each}) for each in (str(parent.uid), NOBODY)]
            assert answers[0].json() == answers[1].json(), str(way)


@pytest.mark.parametrize("name", [name for name in able("create") if SAMPLES[name].parents])
def test_a_write_that_names_a_hidden_row_is_told_that_there_is_none(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    """Whoever may write here and may not see all gets one and the same answer."""
    for parent in (each for each in SAMPLES[name].parents if "__" not in each):
        field: Any = RESOURCES[name].model._meta.get_field(parent)
        unseen = made(next(each for each in NAMES if RESOURCES[each].model is field.related_model), cast, 30)
        hide(unseen, Way(name, "", "archived"))
        for persona in sorted(set(RIGHTS[name].who("create")) - KEEPERS):
            sent, client = payload_for(name, cast, persona, 1), api(persona)
            values = ([each] if field.many_to_many else each for each in (str(unseen.uid), NOBODY))
            answers = [client.post(address(name), {**sent, parent: value}) for value in values]
            assert answers[0].status_code == answers[1].status_code == 400
            assert answers[0].json() == answers[1].json()


@every_resource()
def test_a_write_to_a_hidden_row_is_told_what_a_write_to_none_is_told(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    row = made(name, cast, **SAMPLES[name].visible)
    tag = etag_of(api("secretariat"), name, row)
    hide(row, Way(name, "", "archived"))
    client = api("chair_pcve")
    for action in ("", "archive", "restore"):
        send = client.patch if not action else client.post
        unseen = send(address(name, row, action), {}, headers={"if_match": tag})
        row.uid, kept = uuid.UUID(NOBODY), row.uid
        none = send(address(name, row, action), {}, headers={"if_match": tag})
        row.uid = kept
        assert unseen.status_code == none.status_code == 404
        assert {**unseen.json(), "instance": ""} == {**none.json(), "instance": ""}


def test_what_an_entity_or_group_hides_its_own_people_see(cast: Cast, api: Callable[[str], APIClient]) -> None:
    """The other side: hiding from all does not hide from those whom the record concerns."""
    hide(cast.entities["UNDP"], Way("entities", "", "secretariat"))
    assert api("chair_pcve").get(address("entities", cast.entities["UNDP"])).status_code == 200
    assert api("chair").get(address("entities", cast.entities["UNDP"])).status_code == 404
    type(cast.groups["border"])._base_manager.filter(pk=cast.groups["border"].pk).update(visibility="group")
    assert api("alternate").get(address("groups", cast.groups["border"])).status_code == 200
    assert api("chair_pcve").get(address("groups", cast.groups["border"])).status_code == 404
