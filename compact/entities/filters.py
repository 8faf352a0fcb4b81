"""What lists of the entities room can be filtered by."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.entities.models import (
    Affiliation,
    Alias,
    AliasKind,
    Entity,
    EntityKind,
    Participation,
    ParticipationStatus,
    Person,
)
from compact.kernel.api.filters import AsOfFilter, ManyFilter, ReferenceFilter, SearchFilter, SourcedFilterSet
from compact.kernel.viewers import viewer_of
from compact.merging.found import CodeFilter, OfCodeFilter, found_by_code

_SEARCH = _("Text to look for, in any language")


class EntityFilters(SourcedFilterSet):
    """Entities by kind, code, words, and part in the Compact."""

    code = CodeFilter(label=_("The entity’s code"))
    kind = ManyFilter(choices=EntityKind, label=_("Kind; may be repeated"))
    participation = library.ChoiceFilter(
        choices=ParticipationStatus, method="filter_participation", label=_("Takes part in the Compact today as")
    )
    search = SearchFilter(method="filter_search", label=_SEARCH)

    def filter_participation(self, queryset: Any, name: str, value: str) -> Any:
        """Entities whose participation of that status holds today, certainly or possibly."""
        viewer = viewer_of(self.request)
        today = Participation.objects.visible_to(viewer).live().as_of(viewer.today)
        return queryset.filter(Exists(today.filter(entity=OuterRef("pk"), status=value)))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Entities whose code, names, acronyms or aliases contain the text."""
        return queryset.search(value)


class AliasFilters(SourcedFilterSet):
    """Aliases by entity, kind, language and text."""

    entity = ReferenceFilter(Entity)
    entity_code = OfCodeFilter(Entity, "entity", label=_("The entity’s code"))
    kind = ManyFilter(choices=AliasKind, label=_("Kind; may be repeated"))
    language = library.ChoiceFilter(choices=Alias._meta.get_field("language").choices, label=_("Language"))
    search = SearchFilter(field_name="text", lookup_expr="icontains", label=_("Part of the alias"))


class ParticipationFilters(SourcedFilterSet):
    """Participations by entity, status and day."""

    entity = ReferenceFilter(Entity)
    entity_code = OfCodeFilter(Entity, "entity", label=_("The entity’s code"))
    status = ManyFilter(choices=ParticipationStatus, label=_("As what; may be repeated"))
    as_of = AsOfFilter()


class PersonFilters(SourcedFilterSet):
    """People by name, and by the entity that they are affiliated to."""

    search = SearchFilter(method="filter_search", label=_("Words of the name or e-mail address"))
    entity_code = library.CharFilter(
        method="filter_entity", label=_("The code of an entity that the person is, or may be, affiliated to today")
    )

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """People whose names or e-mail address contain every word."""
        return queryset.search(value)

    def filter_entity(self, queryset: Any, name: str, value: str) -> Any:
        """People whose affiliation to the entity holds today, certainly or possibly."""
        viewer = viewer_of(self.request)
        today = Affiliation.objects.visible_to(viewer).live().as_of(viewer.today)
        entities = found_by_code(Entity.objects.visible_to(viewer), value).values("pk")
        return queryset.filter(Exists(today.filter(person=OuterRef("pk"), entity__in=entities)))


class AffiliationFilters(SourcedFilterSet):
    """Affiliations by person, entity, country and day."""

    person = ReferenceFilter(Person)
    entity = ReferenceFilter(Entity)
    entity_code = OfCodeFilter(Entity, "entity", label=_("The entity’s code"))
    country = library.CharFilter(label=_("ISO 3166 alpha-3 code of a Resident Coordinator’s country"))
    as_of = AsOfFilter()
