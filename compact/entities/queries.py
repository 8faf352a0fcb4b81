"""The read doors of the entities room."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from compact.kernel.periods import held_on
from compact.kernel.records import RecordQuerySet
from compact.kernel.visibility import cleared_to
from compact.merging.kept import found_by_kept

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh_hans")


class EntityQuerySet(RecordQuerySet):
    """Entities."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared for all, or coming from an entity that the viewer speaks for."""
        return cleared_to(viewer, prefix) | Q(**{f"{prefix}id__in": viewer.entity_ids()})

    def search(self, text: str) -> Self:
        """Entities whose code, acronym, name in any language, or alias contains ``text``, own or of one taken in."""
        found = Q(code__icontains=text)
        for language in LANGUAGES:
            found |= Q(**{f"name_{language}__icontains": text}) | Q(**{f"acronym_{language}__icontains": text})
        by_alias = self.model._base_manager.filter(
            aliases__archived_at__isnull=True, aliases__text__icontains=text
        ).values("pk")
        return self.filter(found | Q(pk__in=by_alias) | found_by_kept(self.model, text))


class OfEntityQuerySet(RecordQuerySet):
    """Rows that are seen by whoever sees their entity."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """The entity's own rule."""
        return _entity_seen(viewer, prefix)


class AliasQuerySet(OfEntityQuerySet):
    """Aliases."""


class ParticipationQuerySet(OfEntityQuerySet):
    """Participations in the Compact."""

    def as_of(self, day: datetime.date) -> Self:
        """Participations on ``day``; ``certainty`` says how sure each is."""
        return held_on(self, day)


class PersonQuerySet(RecordQuerySet):
    """People."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared for all, from an entity that the viewer speaks for, or the viewer in person."""
        seen = cleared_to(viewer, prefix)
        return seen | Q(**{f"{prefix}id": viewer.person_id}) if viewer.person_id else seen

    def search(self, text: str) -> Self:
        """People whose names, in either order, or e-mail contain every word of ``text``, those merged into them too."""
        found = Q()
        for word in text.split():
            named = Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(email__icontains=word)
            found &= named | found_by_kept(self.model, word)
        return self.filter(found)


class AffiliationQuerySet(RecordQuerySet):
    """Affiliations."""

    def as_of(self, day: datetime.date) -> Self:
        """Affiliations on ``day``; ``certainty`` says how sure each is."""
        return held_on(self, day)

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Seen by whoever sees both the person and the entity."""
        person = PersonQuerySet.visibility_rule(viewer, f"{prefix}person__")
        return _entity_seen(viewer, prefix) & person & Q(**{f"{prefix}person__archived_at__isnull": True})


def _entity_seen(viewer: Viewer, prefix: str) -> Q:
    seen = EntityQuerySet.visibility_rule(viewer, f"{prefix}entity__")
    return seen & Q(**{f"{prefix}entity__archived_at__isnull": True})
