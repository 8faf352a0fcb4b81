"""What is being entered is compared as it will be once it is stored."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.cast import SYSTEM
from tests.overlaps.index_ground import comparable
from tests.overlaps.typing_ground import FINDER
from tests.projects.planned_ground import plan, theme
from tests.projects.screens import partner_made, places, project_made
from workinggroups.overlaps.comparing.process import forget_all
from workinggroups.overlaps.typing.records import NEW, typed_record
from workinggroups.projects.models import Project
from workinggroups.projects.similar import planned_typed, project_typed, similar_work

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _rich(cast: Cast) -> Project:
    programme = project_made(cast, "Borders", kind="programme")
    return project_made(
        cast,
        "Training of border guards",
        title_fr="Formation de garde-frontières",
        summary_en="For officers.",
        parent=programme,
        group=cast.groups["border"],
        contributing_groups=[cast.groups["pcve"]],
        countries=places("KEN"),
        regions=places("202"),
        start="2026-05",
        end="2027",
        budget=Decimal("1250000.50"),
        budget_currency="USD",
        themes=[theme("border-security", name_fr="Frontières")],
    )


def test_a_project_on_record_reads_as_the_matching_reads_it(cast: Cast) -> None:
    row = _rich(cast)
    partner_made(row, cast, "WCO")
    found = typed_record(project_typed(row, {}, [cast.entities["WCO"]]))
    assert found == comparable(Project.objects.get(pk=row.pk))


def _hidden() -> dict[str, Any]:
    return {"theme": theme("covert", visibility="secretariat"), "institution": "Police"}


def test_a_planned_activity_on_record_reads_as_the_matching_reads_it(cast: Cast) -> None:
    for values in (
        {"title": "Workshop"},
        {"theme": theme(name_fr="Frontières")},
        {"institution": "Ministry"},
        _hidden(),
    ):
        row = plan(cast, **values)
        assert typed_record(planned_typed(row, {})) == comparable(row)


def test_what_is_typed_replaces_what_is_on_record(cast: Cast) -> None:
    row = _rich(cast)
    values = {"title_en": "Another", "title_fr": "", "countries": places("UGA"), "budget": None, "end": ""}
    found = typed_record(project_typed(row, values))
    assert found is not None
    assert (found.key, found.titles, found.countries) == (str(row.uid), ("Another",), frozenset({"UGA", "202"}))
    assert (found.amount, found.currency, found.end) == (None, "", None)


def test_what_is_new_has_no_identifier_yet(cast: Cast) -> None:
    found = typed_record(project_typed(None, {"title_en": "Another"}))
    assert found is not None
    assert found.key == NEW


def test_an_activity_of_which_only_the_state_is_known_is_not_compared_by_words(cast: Cast) -> None:
    assert typed_record(planned_typed(None, {"country": "KEN", "month": "2026-11"})) is None


def test_the_matching_itself_finds_the_same_work(cast: Cast, settings: SettingsWrapper) -> None:
    settings.SIMILAR_WORK = FINDER
    forget_all()
    values = {"countries": places("KEN"), "start": "2026-05", "end": "2027-04"}
    title = "Training of border guards in advance passenger information"
    first = project_made(cast, title, **values)
    project_made(cast, "Mental health of victims of terrorism", "WCO")
    typed = project_typed(None, {"title_en": title, "lead": cast.entities["UNODC"], **values})
    found = similar_work(SYSTEM, typed)
    forget_all()
    assert [each.uid for each in found] == [first.uid]
    assert found[0].is_same
    assert found[0].speaks_for
