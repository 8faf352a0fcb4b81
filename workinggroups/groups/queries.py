"""The read doors of the groups room."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from compact.entities.queries import LANGUAGES, EntityQuerySet, PersonQuerySet
from compact.kernel.dates import on_or_before, surely_on_or_before
from compact.kernel.periods import Certainty, certainly_on, possibly_on
from compact.kernel.records import RecordQuerySet
from compact.kernel.visibility import cleared_to

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


class GroupQuerySet(RecordQuerySet):
    """The Committee, working groups, sub-groups, advisory bodies and predecessors."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared for all or for the group itself, which its chairs and members see."""
        return cleared_to(viewer, prefix, "id")

    def search(self, text: str) -> Self:
        """Groups whose code or name in any language contains ``text``."""
        found = Q(code__icontains=text)
        for language in LANGUAGES:
            found |= Q(**{f"name_{language}__icontains": text})
        return self.filter(found)

    def as_of(self, day: datetime.date) -> Self:
        """Groups that existed on ``day``, certainly or possibly; ``certainty`` says which."""
        return self.filter(self.existing_on(day, "pk")).annotate(
            certainty=Case(
                When(self.surely_existing_on(day, "pk"), then=Value(Certainty.CERTAIN)),
                default=Value(Certainty.POSSIBLE),
            )
        )

    def _events(self, group: str, kind: str, when: Q) -> Exists:
        events: Any = self.model._meta.get_field("events").related_model
        return Exists(events.objects.live().filter(when, group_id=OuterRef(group), kind=kind))

    def existing_on(self, day: datetime.date, group: str) -> Q:
        """The condition that the group whose id ``group`` names can have existed on ``day``."""
        not_yet = self._events(group, "established", ~on_or_before("on", day))
        gone = self._events(group, "concluded", surely_on_or_before("on", day - datetime.timedelta(days=1)))
        return Q(~not_yet) & Q(~gone)

    def surely_existing_on(self, day: datetime.date, group: str) -> Q:
        """The condition that the group existed on ``day`` beyond doubt."""
        begun = self._events(group, "established", surely_on_or_before("on", day))
        perhaps_gone = self._events(group, "concluded", on_or_before("on", day - datetime.timedelta(days=1)))
        return Q(begun) & Q(~perhaps_gone)


class EventQuerySet(RecordQuerySet):
    """Lifecycle events of groups."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """The group's own rule."""
        return group_seen(viewer, f"{prefix}group__")


class TermQuerySet(RecordQuerySet):
    """Terms of office."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared, and both the group and the entity may be seen."""
        entity = EntityQuerySet.visibility_rule(viewer, f"{prefix}entity__")
        return (
            cleared_to(viewer, prefix, "group_id")
            & group_seen(viewer, f"{prefix}group__")
            & entity
            & Q(**{f"{prefix}entity__archived_at__isnull": True})
        )

    def as_of(self, day: datetime.date) -> Self:
        """Terms held on ``day`` in groups that existed then; ``certainty`` says how sure that is."""
        groups: Any = self.model._meta.get_field("group").related_model.objects.all()
        certain = certainly_on(day) & groups.surely_existing_on(day, "group_id")
        return self.filter(possibly_on(day), groups.existing_on(day, "group_id")).annotate(
            certainty=Case(When(certain, then=Value(Certainty.CERTAIN)), default=Value(Certainty.POSSIBLE))
        )


class NominationQuerySet(RecordQuerySet):
    """Nominations of people to terms."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared, and both the term and the person may be seen; one's own always."""
        term = TermQuerySet.visibility_rule(viewer, f"{prefix}term__")
        term &= Q(**{f"{prefix}term__archived_at__isnull": True})
        person = PersonQuerySet.visibility_rule(viewer, f"{prefix}person__")
        person &= Q(**{f"{prefix}person__archived_at__isnull": True})
        own = Q(**{f"{prefix}person_id": viewer.person_id}) if viewer.person_id else Q(pk__in=[])
        return term & person & (cleared_to(viewer, prefix, "term__group_id") | own)

    def as_of(self, day: datetime.date) -> Self:
        """Nominations in force on ``day``; ``certainty`` speaks of the nomination's own dates."""
        return self.filter(possibly_on(day), possibly_on(day, "term__")).annotate(
            certainty=Case(When(certainly_on(day), then=Value(Certainty.CERTAIN)), default=Value(Certainty.POSSIBLE))
        )


def group_seen(viewer: Viewer, prefix: str) -> Q:
    """The condition that the group reached through ``prefix`` may be seen and is in use."""
    return GroupQuerySet.visibility_rule(viewer, prefix) & Q(**{f"{prefix}archived_at__isnull": True})
