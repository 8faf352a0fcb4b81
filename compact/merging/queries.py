"""The read door of the log of merges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from compact.kernel.records import RecordQuerySet

if TYPE_CHECKING:
    from uuid import UUID

    from compact.kernel.viewers import Viewer


class MergeQuerySet(RecordQuerySet):
    """Merges: the secretariat's, for they name records that others may not see."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Nobody but the secretariat."""
        return Q(**{f"{prefix}pk__in": []})

    def search(self, text: str) -> Self:
        """Merges of which a record then bore ``text`` in its name, or whose reason contains it."""
        named = Q(survivor_label__icontains=text) | Q(retired_label__icontains=text)
        return self.filter(named | Q(operation__reason__icontains=text))

    def of(self, uid: UUID) -> Self:
        """Merges of the record ``uid``, whether it survived or was retired."""
        return self.filter(Q(survivor_uid=uid) | Q(retired_uid=uid))
