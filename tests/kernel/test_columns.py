"""Columns select what is written, in one query, in the reader's language, and mask what the reader may not see."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db.models import Q
from django.utils import translation

from compact.entities import services as entity_services
from compact.entities.columns import ENTITIES
from compact.entities.models import Entity
from compact.kernel.api.reading import representations
from compact.kernel.columns import Column, ColumnType, rows
from compact.kernel.objects import objects
from compact.kernel.standard_columns import plain, reference, translations
from tests.cast import SYSTEM, entity_make
from workinggroups.groups.models import Group, Term

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _value(entity: Entity, column: Column, viewer: Any = SYSTEM, address: str = "") -> Any:
    queryset = Entity.objects.filter(pk=entity.pk)
    return rows(queryset, [column], viewer=viewer, address=address).get()[0]


def test_an_identifier_is_written_with_hyphens() -> None:
    entity = entity_make("ONE")
    assert _value(entity, Column("id", "", "uid", ColumnType.IDENTIFIER)) == str(entity.uid)


def test_an_address_stands_before_the_identifier() -> None:
    entity = entity_make("ONE")
    column = Column("url", "", "uid", ColumnType.ADDRESS)
    assert _value(entity, column, address="https://example.org/") == f"https://example.org/{entity.uid}/"


def test_a_time_is_written_in_utc_to_the_second() -> None:
    entity = entity_make("ONE")
    moment = datetime.datetime(2026, 3, 1, 23, 30, 15, 987654, tzinfo=datetime.timezone(datetime.timedelta(hours=-5)))
    Entity.objects.filter(pk=entity.pk).update(archived_at=moment)
    column = Column("archived_at", "", type=ColumnType.TIME)
    assert _value(entity, column) == "2026-03-02T04:30:15Z"
    Entity.objects.filter(pk=entity.pk).update(archived_at=None)
    assert _value(entity, column) is None


def test_truth_is_written_as_a_word_and_represented_as_truth() -> None:
    entity = entity_make("ONE")
    column = Column("is_one", "", type=ColumnType.BOOLEAN, compute=lambda viewer: Q(code="ONE"))
    assert _value(entity, column) == "true"
    assert list(objects([column], [["true"], ["false"]])) == [{"is_one": True}, {"is_one": False}]


def test_a_translated_text_falls_back_to_english() -> None:
    entity = entity_make("ONE", name_fr="Bureau un", name_en="Office one")
    (own, *languages) = translations(Entity, "name")
    assert [column.name for column in languages] == [
        "name_en",
        "name_fr",
        "name_es",
        "name_ru",
        "name_ar",
        "name_zh_hans",
    ]
    for code, name in (("en", "Office one"), ("fr", "Bureau un"), ("ru", "Office one"), ("zh-hans", "Office one")):
        with translation.override(code):
            assert _value(entity, own) == name
    with translation.override("fr"):
        assert [_value(entity, column) for column in languages] == ["Office one", "Bureau un", "", "", "", ""]


def test_a_row_costs_one_query_however_many_columns(django_assert_num_queries: Any) -> None:
    for number in range(5):
        entity_make(f"E{number}")
    with django_assert_num_queries(1):
        assert len(representations(Entity.objects.all(), ENTITIES, SYSTEM, "")) == 5


def test_what_an_optional_reference_leads_to_is_masked(cast: Cast) -> None:
    hidden = entity_make("HIDDEN", visibility="secretariat")
    entity_services.entity_update(
        actor=SYSTEM, record=cast.entities["WCO"], version=1, values={"originator": hidden, "clearance": "E-mail"}
    )
    columns = [column for column in ENTITIES if column.through]
    assert [column.name for column in columns] == ["originator", "originator_code"]
    for column in columns:
        assert _value(cast.entities["WCO"], column, cast.viewer("secretariat"))
        assert _value(cast.entities["WCO"], column, cast.viewer("reader")) is None


def test_an_annotation_that_is_not_there_is_nothing(cast: Cast) -> None:
    column = Column("certainty", "", type=ColumnType.CODE, annotation=True)
    terms = Term.objects.filter(pk=cast.terms["chair"].pk)
    assert rows(terms, [column], viewer=SYSTEM).get() == (None,)
    assert rows(terms.as_of(datetime.date(2020, 1, 1)), [column], viewer=SYSTEM).get() == ("certain",)


def test_the_order_is_total_and_can_be_turned_round() -> None:
    entities = [entity_make(code, kind="non_un") for code in ("B", "A", "C")]
    columns = [Column("code", ""), Column("kind", "")]
    by_kind = rows(Entity.objects.all(), columns, viewer=SYSTEM, order=["-kind"])
    assert [code for code, _ in by_kind] == [entity.code for entity in entities]
    by_code = rows(Entity.objects.all(), columns, viewer=SYSTEM, order=["-code"])
    assert [code for code, _ in by_code] == ["C", "B", "A"]
    own = rows(Entity.objects.all(), columns, viewer=SYSTEM)
    assert [code for code, _ in own] == ["A", "B", "C"]
    assert own.query.order_by[-1] == "pk"


def test_short_ways_to_write_columns_take_names_labels_and_types_from_the_model() -> None:
    kind, start = (*plain(Group, "kind"), *plain(Term, "start"))
    assert (kind.name, str(kind.label), kind.type) == ("kind", "kind", ColumnType.CODE)
    assert start.type == ColumnType.DATE
    names = [(column.name, column.source()) for column in reference("parent", "parent", "code", "name")]
    assert names == [("parent", "parent__uid"), ("parent_code", "parent__code"), ("parent_name", "parent__name")]
