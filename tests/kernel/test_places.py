"""Countries and regions are rows to point to; their names stay in the data file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import translation

from compact.kernel.api.references import MOST, PlacesField
from compact.kernel.countries import countries, regions
from compact.kernel.places import Place, in_places, place_name, places_keep, region_members
from tests.projects.ground import places, project_make
from workinggroups.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_every_country_and_region_is_there_after_migrate() -> None:
    assert set(Place.objects.filter(kind="country").values_list("code", flat=True)) == {x.iso3 for x in countries()}
    assert set(Place.objects.filter(kind="region").values_list("code", flat=True)) == {x.code for x in regions()}


def test_a_country_lies_in_its_regions_from_the_widest_to_the_narrowest() -> None:
    kenya, antarctica = places("KEN", "ATA")
    assert {each.code for each in kenya.regions.all()} == {"002", "202", "014"}
    assert not antarctica.regions.exists()


def test_places_are_kept_once_however_often_that_is_asked() -> None:
    links = Place.regions.through.objects
    before = (Place.objects.count(), links.count())
    Place.objects.get(code="KEN").regions.clear()
    Place.objects.filter(code="ATA").delete()
    places_keep(using=connection.alias)
    assert (Place.objects.count(), links.count()) == before


def test_a_place_is_named_in_the_reader_s_language() -> None:
    assert [str(each) for each in places("DEU", "143")] == ["Germany", "Central Asia"]
    with translation.override("fr"):
        assert [str(each) for each in places("DEU", "143")] == ["Allemagne", "Asie centrale"]
    assert place_name("KEN", "ru") == "Кения"
    with pytest.raises(KeyError):
        place_name("999")


def test_a_form_offers_one_kind_by_name() -> None:
    kinds = dict(Place.objects.values_list("code", "kind"))
    assert (kinds["KEN"], kinds["143"]) == ("country", "region")
    assert {code for code, kind in kinds.items() if kind == "country"} == {each.iso3 for each in countries()}


def test_a_region_holds_itself_the_regions_in_it_and_their_countries() -> None:
    assert set(region_members("143")) == {"143", "KAZ", "KGZ", "TJK", "TKM", "UZB"}
    africa = region_members("002")
    assert {"002", "202", "014", "015", "KEN", "EGY"} <= set(africa)
    assert "KAZ" not in africa
    assert len(africa) == len(set(africa))
    with pytest.raises(KeyError):
        region_members("999")


def test_rows_are_found_by_a_country_in_their_set_each_once(cast: Cast) -> None:
    project = project_make(cast, countries=places("KEN", "SOM"))
    found = in_places("id", Project.countries.through, "project_id", ["KEN", "SOM"])
    assert list(Project.objects.filter(found)) == [project]
    assert not Project.objects.filter(in_places("id", Project.countries.through, "project_id", ["TZA"])).exists()


# --- The API ----------------------------------------------------------------------------------------------------------


def test_the_api_takes_and_writes_sets_of_places_by_their_codes(cast: Cast, api: Callable[[str], APIClient]) -> None:
    lead = str(cast.entities["UNODC"].uid)
    body = {"title_en": "Project", "lead": lead, "countries": ["SOM", "KEN", "SOM"], "regions": ["143"]}
    answer = api("secretariat").post("/api/v1/projects/", body)
    assert (answer.json()["countries"], answer.json()["regions"]) == (["KEN", "SOM"], ["143"])


def test_a_code_of_no_place_is_refused_by_name() -> None:
    field = PlacesField()
    with pytest.raises(Exception, match="XYZ"):
        field.run_validation(["KEN", "XYZ"])
    with pytest.raises(Exception, match="no more than 500"):
        field.run_validation(["KEN"] * (MOST + 1))


def test_the_history_of_a_project_keeps_its_places(cast: Cast) -> None:
    project = project_make(cast, countries=places("KEN"))
    kept = Project.history.get(id=project.pk)
    assert [link.place_id for link in kept.countries.all()] == ["KEN"]
