"""The read doors of the projects room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Q

from compact.entities.queries import LANGUAGES
from compact.kernel.places import Place
from compact.kernel.records import RecordQuerySet
from compact.kernel.visibility import Visibility, cleared_where
from compact.merging.kept import found_by_kept
from workinggroups.meetings.queries import entity_seen
from workinggroups.needs.queries import of_one_country

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compact.kernel.viewers import Viewer


def _links(name: str) -> Any:
    model: Any = apps.get_model("workinggroups", "Project")
    return getattr(model, name).through._base_manager


def in_countries(codes: Iterable[str], path: str = "id") -> Q:
    """The condition that the project whose id ``path`` names works in one of the countries, or in a region of it."""
    chosen = list(codes)
    around: Any = Place.regions.through
    wide = around._base_manager.filter(from_place_id__in=chosen).values("to_place_id")
    by_name = _links("countries").filter(place_id__in=chosen).values("project_id")
    by_region = _links("regions").filter(place_id__in=wide).values("project_id")
    return Q(**{f"{path}__in": by_name}) | Q(**{f"{path}__in": by_region})


def of_own_group(viewer: Viewer, prefix: str) -> Q:
    """The condition that a group of ``viewer`` leads the project reached through ``prefix``, or contributes to it."""
    groups = viewer.group_ids(alternates=True)
    contributed = _links("contributing_groups").filter(group_id__in=groups).values("project_id")
    return Q(**{f"{prefix}group_id__in": groups}) | Q(**{f"{prefix}id__in": contributed})


class ProjectQuerySet(RecordQuerySet):
    """Programmes, projects and activities."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared, or led by an entity that the viewer speaks for; and the lead entity may be seen.

        A Resident Coordinator's office sees what is cleared for all in its country, named or by its region.
        """
        if viewer.is_country_office:
            seen = Q(**{f"{prefix}visibility": Visibility.ALL}) & in_countries(viewer.countries, f"{prefix}id")
        else:
            seen = cleared_where(viewer, prefix, of_own_group(viewer, prefix))
            seen |= Q(**{f"{prefix}lead_id__in": viewer.entity_ids(alternates=True)})
        return seen & entity_seen(viewer, f"{prefix}lead__")

    def search(self, text: str) -> Self:
        """Projects whose reference, title or summary in any language, or institutions contain ``text``.

        Those that took in a record with such a reference or title are found as well.
        """
        found = Q(code__icontains=text) | Q(institutions__icontains=text) | Q(place_note__icontains=text)
        for language in LANGUAGES:
            found |= Q(**{f"title_{language}__icontains": text}) | Q(**{f"summary_{language}__icontains": text})
        return self.filter(found | found_by_kept(self.model, text))


class ProjectPartnerQuerySet(RecordQuerySet):
    """Partners of projects."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """The project and the entity may be seen."""
        project = ProjectQuerySet.visibility_rule(viewer, f"{prefix}project__")
        project &= Q(**{f"{prefix}project__archived_at__isnull": True})
        return project & entity_seen(viewer, f"{prefix}entity__")


class PlannedActivityQuerySet(RecordQuerySet):
    """Planned activities."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared, or of an entity that the viewer speaks for; and the entity may be seen."""
        seen = of_one_country(viewer, prefix) | Q(**{f"{prefix}entity_id__in": viewer.entity_ids(alternates=True)})
        return seen & entity_seen(viewer, f"{prefix}entity__")

    def search(self, text: str) -> Self:
        """Planned activities whose subject, institution or contact contain ``text``."""
        found = Q(title__icontains=text) | Q(institution__icontains=text) | Q(contact__icontains=text)
        return self.filter(found | found_by_kept(self.model, text))
