"""Countries and regions as rows, so that records can point to sets of them; their names stay in the data file.

The codes of ``compact/data/countries.csv`` and ``regions.csv`` are put in place after every ``migrate``. A
place is no domain record: nobody writes, hides or archives one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from compact.kernel.countries import countries, country_name, region, regions

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


class PlaceKind(models.TextChoices):
    """What a place is."""

    COUNTRY = "country", gettext_lazy("Country or area")
    REGION = "region", gettext_lazy("Region")


class PlaceQuerySet(models.QuerySet[Any]):
    """Places, which everybody sees; the query set answers as that of a record does."""

    def visible_to(self, viewer: Viewer) -> Self:
        """All of them."""
        return self.all()

    def live(self) -> Self:
        """All of them."""
        return self.all()

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """No condition."""
        return Q()


class Place(models.Model):
    """A country or area by its ISO 3166 alpha-3 code, or a region by its code of M49."""

    code = models.CharField(gettext_lazy("code"), max_length=3, primary_key=True)
    kind = models.CharField(gettext_lazy("kind"), max_length=8, choices=PlaceKind)
    regions = models.ManyToManyField(
        "self",
        verbose_name=gettext_lazy("regions"),
        symmetrical=False,
        related_name="countries",
        help_text=gettext_lazy("The regions of M49 that a country is in, the widest and the narrowest."),
    )

    objects = PlaceQuerySet.as_manager()
    archived_at: None = None

    class Meta:
        verbose_name = gettext_lazy("place")
        verbose_name_plural = gettext_lazy("places")
        ordering = ["code"]

    def __str__(self) -> str:
        return place_name(self.code)


def place_name(code: str, language: str | None = None) -> str:
    """The name of the country or region ``code`` in ``language`` or the active one; KeyError for an unknown code."""
    return region(code).name(language) if code.isdecimal() else country_name(code, language)


def region_members(code: str) -> list[str]:
    """The codes of the region ``code`` itself, of the regions in it and of their countries; KeyError when unknown."""
    inside = [region(code).code]
    for outer in inside:
        inside += [each.code for each in regions() if each.parent_code == outer]
    return inside + [each.iso3 for each in countries() if code in each.region_codes]


def places_keep(**kwargs: Any) -> None:
    """Store the places that the data files name and the table lacks; run after every ``migrate``."""
    using = kwargs.get("using", "default")
    if Place._meta.db_table not in _tables(using):
        return
    places = Place._base_manager.using(using)
    new = [Place(code=each.code, kind=PlaceKind.REGION) for each in regions()]
    new += [Place(code=each.iso3, kind=PlaceKind.COUNTRY) for each in countries()]
    places.bulk_create(new, ignore_conflicts=True)
    links: Any = Place.regions.through
    links._base_manager.using(using).bulk_create(
        [links(from_place_id=each.iso3, to_place_id=code) for each in countries() for code in each.region_codes],
        ignore_conflicts=True,
    )


def _tables(using: str) -> list[str]:
    from django.db import connections

    return connections[using].introspection.table_names()


def in_places(path: str, links: Any, owner: str, country_codes: Any) -> Q:
    """The condition that the row whose id ``path`` names has one of the countries in its set.

    ``links`` is the table behind the set (``Model.countries.through``), ``owner`` the name of its column that
    leads to the row (``project_id``).
    """
    return Q(**{f"{path}__in": links._base_manager.filter(place_id__in=country_codes).values(owner)})
