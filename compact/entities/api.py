"""The resources of the entities room."""

from __future__ import annotations

from compact.entities import columns, filters, services
from compact.entities.models import Affiliation, Alias, Entity, Participation, Person
from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import RecordSerializer


class EntitySerializer(RecordSerializer):
    """An office or organization of the Compact, or one that works with it."""

    class Meta(RecordSerializer.Meta):
        model = Entity
        columns = columns.ENTITIES


class AliasSerializer(RecordSerializer):
    """A further name of an entity."""

    class Meta(RecordSerializer.Meta):
        model = Alias
        columns = columns.ALIASES


class ParticipationSerializer(RecordSerializer):
    """An entity's part in the Compact over a period."""

    class Meta(RecordSerializer.Meta):
        model = Participation
        columns = columns.PARTICIPATIONS


class PersonSerializer(RecordSerializer):
    """Somebody who serves in the Compact's bodies."""

    class Meta(RecordSerializer.Meta):
        model = Person
        columns = columns.PEOPLE


class AffiliationSerializer(RecordSerializer):
    """A person's post in an entity over a period."""

    class Meta(RecordSerializer.Meta):
        model = Affiliation
        columns = columns.AFFILIATIONS


class EntityViewSet(ResourceViewSet):
    """Entities of the Compact and those that work with it."""

    model = Entity
    services = services.entities
    columns = columns.ENTITIES
    serializer_class = EntitySerializer
    filterset_class = filters.EntityFilters


class AliasViewSet(ResourceViewSet):
    """Further names under which entities are found: former, other, misspelt."""

    model = Alias
    services = services.aliases
    columns = columns.ALIASES
    serializer_class = AliasSerializer
    filterset_class = filters.AliasFilters


class ParticipationViewSet(ResourceViewSet):
    """Since when, until when and as what entities take part in the Compact."""

    model = Participation
    services = services.participations
    columns = columns.PARTICIPATIONS
    serializer_class = ParticipationSerializer
    filterset_class = filters.ParticipationFilters


class PersonViewSet(ResourceViewSet):
    """People, whether or not they have a login; logins are not linked through the API."""

    model = Person
    services = services.people
    columns = columns.PEOPLE
    serializer_class = PersonSerializer
    filterset_class = filters.PersonFilters


class AffiliationViewSet(ResourceViewSet):
    """Posts of people in entities."""

    model = Affiliation
    services = services.affiliations
    columns = columns.AFFILIATIONS
    serializer_class = AffiliationSerializer
    filterset_class = filters.AffiliationFilters
