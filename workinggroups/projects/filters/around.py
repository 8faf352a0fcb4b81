"""Filters by what stands around a project: entities, groups, places and sets; what is hidden does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django_filters import rest_framework as library

from compact.entities.models import Entity
from compact.kernel.api.filters import ReferenceFilter
from compact.kernel.countries import regions
from compact.kernel.places import in_places, region_members
from compact.kernel.survivors import keys_of
from compact.kernel.viewers import viewer_of
from workinggroups.groups.models import Group
from workinggroups.projects.models import Project, ProjectPartner

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from compact.kernel.records import Record
    from compact.kernel.viewers import Viewer

_OWNER = "project_id"


def _links(name: str) -> Any:
    return getattr(Project, name).through


def of_entities(viewer: Viewer, entities: QuerySet[Any]) -> Q:
    """Projects that one of ``entities`` leads, or of which it is a partner as far as ``viewer`` sees."""
    rows = ProjectPartner.objects.visible_to(viewer).live().filter(entity__in=entities.values("pk"))
    return Q(lead__in=entities.values("pk")) | Q(pk__in=rows.values(_OWNER))


def of_groups(groups: QuerySet[Any]) -> Q:
    """Projects that one of ``groups`` leads or contributes to."""
    found = _links("contributing_groups")._base_manager.filter(group__in=groups.values("pk"))
    return Q(group__in=groups.values("pk")) | Q(pk__in=found.values(_OWNER))


def named_in(codes: list[str]) -> Q:
    """Projects that name one of the countries."""
    return in_places("id", _links("countries"), _OWNER, codes)


class EntityFilter(ReferenceFilter):
    """Projects of an entity, by the entity's ``id``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Entity, field_name="lead", **kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        """The projects of ``qs`` that the entity leads, or of which it is a partner."""
        if not value:
            return qs
        keys = keys_of(self.row_of(value))
        return qs.filter(of_entities(viewer_of(self.parent.request), Entity.objects.filter(pk__in=keys)))


class GroupFilter(ReferenceFilter):
    """Projects of a group, by the group's ``id``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Group, field_name="group", **kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        """The projects of ``qs`` that the group leads or contributes to."""
        if not value:
            return qs
        self.row_of(value)  # one that the viewer may not see is an error
        return qs.filter(of_groups(Group.objects.filter(uid=value)))


class RegionFilter(library.ChoiceFilter):
    """Projects in a region: it, a narrower one or a State in it is named."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=sorted((each.code, each.name("en")) for each in regions()), **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        """The projects of ``qs`` in the region ``value``."""
        if not value:
            return qs
        members = region_members(value)
        return qs.filter(named_in(members) | in_places("id", _links("regions"), _OWNER, members))


class SetCodeFilter(library.CharFilter):
    """Rows with a member of the code in a set; one that the viewer may not see is in none."""

    def __init__(self, model: type[Record], name: str, **kwargs: Any) -> None:
        self.member, self.set_name = model, name
        super().__init__(**kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        """The rows of ``qs`` whose set has a member with the code ``value``."""
        if not value:
            return qs
        everything: Any = self.member._default_manager.all()
        seen = everything.visible_to(viewer_of(self.parent.request)).filter(code=value)
        links = _links(self.set_name)._base_manager.filter(**{f"{self.member._meta.model_name}__in": seen.values("pk")})
        return qs.filter(pk__in=links.values(_OWNER))
