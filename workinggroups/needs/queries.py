"""The read doors of the needs room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q

from compact.entities.queries import LANGUAGES
from compact.kernel.records import RecordQuerySet
from compact.kernel.visibility import Visibility, cleared_to

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def of_one_country(viewer: Viewer, prefix: str) -> Q:
    """Cleared as :func:`cleared_to` says; a Resident Coordinator's office sees what is cleared in its country."""
    if viewer.is_country_office:
        return Q(**{f"{prefix}visibility": Visibility.ALL, f"{prefix}country__in": viewer.countries})
    return cleared_to(viewer, prefix)


def answered(model: type[Any], viewer: Viewer) -> Q:
    """The condition that work in use which ``viewer`` may see cites the need of ``model``.

    Whatever has a set of these needs cites them; the rooms above say what that is.
    """
    found = Q(pk__in=[])
    for relation in model._meta.related_objects:
        if relation.many_to_many:
            work: Any = relation.related_model._default_manager.all()
            name = relation.field.name
            cited = work.visible_to(viewer).live().filter(**{f"{name}__isnull": False})
            found |= Q(pk__in=cited.order_by().values(name))
    return found


class ThemeQuerySet(RecordQuerySet):
    """Themes."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared for all, or coming from an entity that the viewer speaks for."""
        return cleared_to(viewer, prefix)

    def search(self, text: str) -> Self:
        """Themes whose code or name in any language contains ``text``."""
        found = Q(code__icontains=text)
        for language in LANGUAGES:
            found |= Q(**{f"name_{language}__icontains": text})
        return self.filter(found)


class NeedQuerySet(RecordQuerySet):
    """Requests and recommendations."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared; for a country office, in its country."""
        return of_one_country(viewer, prefix)

    def search(self, text: str) -> Self:
        """Needs whose reference, subject, institution or detail contain ``text``."""
        found = Q(code__icontains=text) | Q(title__icontains=text)
        return self.filter(found | Q(institution__icontains=text) | Q(detail__icontains=text))


class AssistanceRequestQuerySet(NeedQuerySet):
    """Assistance requests."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared, or handled by an entity that the viewer speaks for."""
        handled = Q(**{f"{prefix}handled_by_id__in": viewer.entity_ids(alternates=True)})
        return of_one_country(viewer, prefix) | handled


class RecommendationQuerySet(NeedQuerySet):
    """Recommendations."""
