"""What is compared of each kind of record, and how it is kept."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from compact.entities import services as entity_services
from compact.matching.records import Record
from tests.cast import SYSTEM, entity_make, person_make
from tests.needs.ground import theme_make
from tests.overlaps.case_ground import work_make
from tests.overlaps.index_ground import TITLE, comparable, planned_make, work_edit
from tests.projects.ground import partner_make, places
from workinggroups.overlaps.comparing.records import Packed, digest_of, pack, unpack

if TYPE_CHECKING:
    from tests.cast import Cast


def test_a_project_is_compared_by_all_that_says_what_it_is(cast: Cast) -> None:
    programme = work_make(cast, "Programme", "UNODC", kind="programme")
    theme = theme_make("passenger-data")
    work = work_make(
        cast,
        TITLE,
        "UNODC",
        title_fr="Renseignements préalables",
        summary_en="Trains guards.",
        parent=programme,
        group=cast.groups["border"],
        themes=[theme],
        regions=places("202"),
        start="2026-03",
        end="2027",
        budget=Decimal(400000),
        budget_currency="USD",
    )
    partner_make(cast, work, "WCO")
    assert comparable(work) == Record(
        key=str(work.uid),
        titles=(TITLE, "Renseignements préalables"),
        summaries=("Trains guards.",),
        entities=frozenset({"UNODC", "WCO"}),
        countries=frozenset({"KEN", "202"}),
        start=datetime.date(2026, 3, 1),
        end=datetime.date(2027, 12, 31),
        start_precision="month",
        end_precision="year",
        amount=400000.0,
        currency="USD",
        themes=frozenset({"passenger-data", "border"}),
        family=str(programme.uid),
        kind="project",
        above=frozenset({str(programme.uid)}),
    )


def test_a_planned_activity_without_a_title_is_named_by_its_theme(cast: Cast) -> None:
    theme = theme_make("passenger-data", name_fr="Données passagers")
    planned = planned_make(cast, "", theme=theme, institution="Ministry of the Interior")
    record = comparable(planned)
    assert isinstance(record, Record)
    assert record.titles == (theme.name_en, "Données passagers")
    assert (record.start, record.end) == (datetime.date(2026, 11, 1), datetime.date(2026, 11, 30))
    assert record.kind == "planned activity"


def test_an_activity_that_is_cancelled_is_not_compared(cast: Cast) -> None:
    assert comparable(planned_make(cast, state="cancelled")) is None


def test_an_activity_that_became_a_project_is_compared_as_that_alone(cast: Cast) -> None:
    planned = planned_make(cast)
    type(planned)._base_manager.filter(pk=planned.pk).update(project=work_make(cast, TITLE, "WCO"))
    assert comparable(planned) is None


def test_an_archived_partner_is_none(cast: Cast) -> None:
    work = work_make(cast, TITLE, "UNODC")
    partner = partner_make(cast, work, "WCO")
    type(partner)._base_manager.filter(pk=partner.pk).update(archived_at=timezone.now())
    record = comparable(work)
    assert isinstance(record, Record)
    assert record.entities == {"UNODC"}


def test_an_entity_is_compared_by_all_its_names(cast: Cast) -> None:
    entity = entity_make("DECT", name_fr="Direction exécutive", acronym_fr="DECT")
    entity_services.alias_create(actor=SYSTEM, values={"entity": entity, "text": "Former office"})
    entity_services.alias_create(actor=SYSTEM, values={"entity": entity, "text": "CTED-X"})
    record: Any = comparable(entity)
    assert record.names == ("Office DECT", "Direction exécutive", "Former office")
    assert record.acronyms == ("DECT", "CTED-X")


def test_a_person_is_compared_with_the_entity_they_work_for(cast: Cast) -> None:
    record: Any = comparable(person_make("awa", cast.entities["WCO"]))
    assert (record.names, record.parent) == (("Awa Example",), "WCO")


@pytest.mark.parametrize("name", ["project", "planned", "entity", "person"])
def test_a_record_comes_back_from_its_row_as_it_was(cast: Cast, name: str) -> None:
    made: dict[str, Any] = {
        "project": lambda: work_make(
            cast, TITLE, "UNODC", budget=Decimal(5), budget_currency="EUR", summary_en="Words"
        ),
        "planned": lambda: planned_make(cast),
        "entity": lambda: cast.entities["WCO"],
        "person": lambda: cast.people["chair"],
    }
    record = comparable(made[name]())
    assert record is not None
    packed = Packed(record, "2026", b"\x00row")
    assert unpack(pack(packed)) == packed


def test_bytes_that_are_no_row_are_refused() -> None:
    for blob in (b"", b"\x00", b"\x00\x00\x00\x05[1,2]", b"rubbish that is long enough"):
        with pytest.raises(ValueError, match=r"."):
            unpack(blob)


def test_the_digest_moves_with_what_is_compared_alone(cast: Cast) -> None:
    work = work_make(cast, TITLE, "UNODC")

    def digest() -> str:
        record = comparable(work)
        assert record is not None
        return digest_of(record)

    before = digest()
    work_edit(work, note="Nothing that is compared")
    assert digest() == before
    work_edit(work, start="2025")
    year = digest()
    assert year != before
    work_edit(work, start="2025-01-01")
    assert digest() not in (before, year), "how far a date is known is told, so that rows have to be made anew"


def test_the_name_of_a_theme_that_not_all_see_is_in_no_words_that_are_compared(cast: Cast) -> None:
    theme = theme_make("covert", name_en="Covert visits", visibility="secretariat")
    found = comparable(planned_make(cast, "", theme=theme, institution="Ministry of Justice"))
    assert found is not None
    assert (found.titles, found.summaries, found.themes) == (
        ("Ministry of Justice",),
        ("Ministry of Justice",),
        frozenset({"covert"}),
    )
