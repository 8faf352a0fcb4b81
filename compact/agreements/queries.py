"""The read doors of the agreements room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from compact.entities.queries import LANGUAGES
from compact.kernel.records import RecordQuerySet
from compact.kernel.visibility import cleared_to

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def _title_has(text: str) -> Q:
    found = Q()
    for language in LANGUAGES:
        found |= Q(**{f"title_{language}__icontains": text})
    return found


class InstrumentQuerySet(RecordQuerySet):
    """Resolutions, conventions, pillars, priorities."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared for all, or coming from an entity that the viewer speaks for."""
        return cleared_to(viewer, prefix)

    def search(self, text: str) -> Self:
        """Instruments whose symbol or title in any language contains ``text``."""
        return self.filter(_title_has(text) | Q(code__icontains=text))


class AgreementQuerySet(RecordQuerySet):
    """Agreements."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared for all, or coming from an entity that the viewer speaks for."""
        return cleared_to(viewer, prefix)

    def search(self, text: str) -> Self:
        """Agreements whose title in any language, place or other parties contain ``text``."""
        return self.filter(_title_has(text) | Q(place__icontains=text) | Q(other_parties__icontains=text))


class SignatureQuerySet(RecordQuerySet):
    """Signatures."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """The agreement's own rule."""
        agreement = AgreementQuerySet.visibility_rule(viewer, f"{prefix}agreement__")
        return agreement & Q(**{f"{prefix}agreement__archived_at__isnull": True})
