"""Values that the database writes: the same text on SQLite and PostgreSQL."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.db.models import Case, F, Q, TextField, Value, When
from django.db.models.functions import Concat
from django.utils import timezone, translation

from compact.entities.models import Entity
from compact.kernel.columns import Column, ColumnType, rows
from compact.kernel.sql import TimeText, UidText
from compact.kernel.standard_columns import SOURCED, translations
from tests.cast import SYSTEM, entity_make

pytestmark = pytest.mark.django_db

UIDS = [
    "00000000-0000-4000-8000-000000000000",
    "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
    "f" * 8 + "-ffff" * 3 + "-" + "f" * 12,
]
NAMES = {"en": "One", "fr": "Un", "es": "Uno", "ru": "Один", "ar": "واحد", "zh-hans": "一"}
FIELDS = {code: f"name_{code.replace('-', '_')}" for code in NAMES}


def _entity(code: str = "ONE", **stored: Any) -> Entity:
    entity = entity_make(code)
    Entity._base_manager.filter(pk=entity.pk).update(**stored or {"note": ""})
    return entity


def _read(expression: Any, **where: Any) -> Any:
    return Entity._base_manager.filter(**where).annotate(found=expression).values_list("found", flat=True).get()


@pytest.mark.parametrize("text", UIDS)
def test_an_identifier_is_its_usual_text(text: str) -> None:
    _entity(uid=uuid.UUID(text))
    assert _read(UidText(F("uid"))) == text


def test_no_identifier_is_nothing() -> None:
    _entity()
    assert _read(UidText(F("originator__uid"))) is None


def test_an_identifier_behind_a_reference_is_written_alike() -> None:
    origin = entity_make("ORIGIN")
    _entity(originator=origin)
    assert _read(UidText(F("originator__uid")), code="ONE") == str(origin.uid)


def test_an_identifier_that_is_chosen_by_values_is_written_alike() -> None:
    entity = _entity()
    chosen = Case(When(Q(code="ONE", kind="un_secretariat"), then=F("uid")), default=F("originator__uid"))
    assert _read(UidText(chosen)) == str(entity.uid)


def test_identifiers_are_joined_to_other_text() -> None:
    entity = _entity()
    joined = Concat(Value("https://x/"), UidText(F("uid")), Value("/"), output_field=TextField())
    assert _read(joined) == f"https://x/{entity.uid}/"


def test_text_of_identifiers_orders_as_it_reads() -> None:
    for number, text in enumerate(UIDS[::-1]):
        _entity(f"E{number}", uid=uuid.UUID(text))
    found = Entity._base_manager.annotate(text=UidText(F("uid"))).order_by("text").values_list("text", flat=True)
    assert list(found) == sorted(UIDS)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC), "2026-11-22T09:30:00Z"),
        (datetime.datetime(2026, 1, 2, 3, 4, 5, 999_999, tzinfo=datetime.UTC), "2026-01-02T03:04:05Z"),
        (
            datetime.datetime(2026, 1, 1, 0, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=3))),
            "2025-12-31T21:30:00Z",
        ),
        (datetime.datetime(1999, 12, 31, 23, 59, 59, tzinfo=datetime.UTC), "1999-12-31T23:59:59Z"),
    ],
)
def test_a_time_is_written_in_utc_to_the_second(moment: datetime.datetime, text: str) -> None:
    _entity(archived_at=moment)
    assert _read(TimeText(F("archived_at"))) == text


@pytest.mark.parametrize("zone", ["Africa/Nairobi", "America/New_York"])
def test_a_time_is_the_same_whatever_the_readers_zone(zone: str) -> None:
    _entity(archived_at=datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC))
    with timezone.override(zone):
        assert _read(TimeText(F("archived_at"))) == "2026-06-01T12:00:00Z"


def test_no_time_is_nothing() -> None:
    _entity()
    assert _read(TimeText(F("archived_at"))) is None


@pytest.mark.parametrize(
    ("evidence", "word"),
    [
        ("record", "false"),
        ("page", "false"),
        ("seed", "false"),
        ("", "false"),
        ("predecessor", "true"),
        ("general_knowledge", "true"),
        ("demonstration", "true"),
    ],
)
def test_truth_is_a_word(evidence: str, word: str) -> None:
    _entity(evidence=evidence)
    (column,) = (each for each in SOURCED if each.name == "unconfirmed")
    assert rows(Entity._base_manager.all(), [column], viewer=SYSTEM).get() == (word,)


def test_a_condition_on_nothing_is_false_not_nothing() -> None:
    _entity()
    column = Column("old", "", type=ColumnType.BOOLEAN, compute=lambda viewer: Q(archived_at__lt=timezone.now()))
    assert rows(Entity._base_manager.all(), [column], viewer=SYSTEM).get() == ("false",)


@pytest.mark.parametrize("language", NAMES)
def test_a_text_is_read_in_each_of_six_languages(language: str) -> None:
    _entity(**{FIELDS[code]: name for code, name in NAMES.items()})
    own = translations(Entity, "name")[0]
    with translation.override(language):
        assert rows(Entity.objects.all(), [own], viewer=SYSTEM).get() == (NAMES[language],)


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("missing", ["", None])
def test_where_a_language_lacks_it_the_english_is_read(language: str, missing: str | None) -> None:
    _entity(**{FIELDS[code]: missing for code in NAMES if code != "en"}, name_en="One")
    own = translations(Entity, "name")[0]
    with translation.override(language):
        assert rows(Entity.objects.all(), [own], viewer=SYSTEM).get() == ("One",)


@pytest.mark.parametrize("missing", ["", None])
def test_where_english_lacks_it_too_it_is_empty_not_nothing(missing: str | None) -> None:
    _entity(**{f"acronym_{field.removeprefix('name_')}": missing for field in FIELDS.values()})
    with translation.override("ru"):
        found = rows(Entity.objects.all(), translations(Entity, "acronym"), viewer=SYSTEM).get()
    assert found == ("",) * 7


def test_the_columns_of_languages_do_not_fall_back() -> None:
    _entity(name_en="One", name_fr="", name_es=None, name_ru="Один", name_ar="", name_zh_hans="")
    with translation.override("fr"):
        found = rows(Entity.objects.all(), translations(Entity, "name")[1:], viewer=SYSTEM).get()
    assert found == ("One", "", "", "Один", "", "")


def test_rows_are_ordered_by_the_text_that_is_read() -> None:
    _entity("A", name_en="Alpha", name_fr="Zed")
    _entity("B", name_en="Beta", name_fr="Abc")
    columns = [translations(Entity, "name")[0]]
    for language, names in (("en", ["Alpha", "Beta"]), ("fr", ["Abc", "Zed"])):
        with translation.override(language):
            assert [name for (name,) in rows(Entity.objects.all(), columns, viewer=SYSTEM, order=["name"])] == names
