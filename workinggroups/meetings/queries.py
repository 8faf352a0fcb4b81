"""The read doors of the meetings room."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from compact.entities.queries import LANGUAGES, EntityQuerySet
from compact.kernel.dates import surely_on_or_before
from compact.kernel.periods import possibly_on
from compact.kernel.records import RecordQuerySet
from compact.kernel.visibility import cleared_to, cleared_where
from workinggroups.groups.queries import group_seen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compact.kernel.viewers import Viewer

CLOSED = ("done", "dropped")
"""The statuses of action items with which nothing is left to do, as the database names them."""
LEADERS = ("chair", "co_chair", "vice_chair")
"""The roles whose holders run a group; a query names them as the database does."""


def meetings_of(group_ids: Iterable[int], path: str) -> Q:
    """The condition that the meeting whose id ``path`` names is one of a group among ``group_ids``."""
    links: Any = apps.get_model("workinggroups", "Meeting").groups.through
    return Q(**{f"{path}__in": links.objects.filter(group_id__in=group_ids).values("meeting_id")})


def _meetings_of_seen_groups(viewer: Viewer, path: str) -> Q:
    groups = apps.get_model("workinggroups", "Group")._default_manager.all()
    links: Any = apps.get_model("workinggroups", "Meeting").groups.through
    seen = links.objects.filter(group__in=groups.visible_to(viewer).live())  # type: ignore[attr-defined]  # every record's
    return Q(**{f"{path}__in": seen.values("meeting_id")})


def entity_seen(viewer: Viewer, prefix: str) -> Q:
    """The condition that the entity reached through ``prefix`` may be seen and is in use."""
    return EntityQuerySet.visibility_rule(viewer, prefix) & Q(**{f"{prefix}archived_at__isnull": True})


class MeetingQuerySet(RecordQuerySet):
    """Meetings."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared for all, or for the groups that meet; and one of those groups may be seen."""
        own = meetings_of(viewer.group_ids(alternates=True), f"{prefix}id")
        return cleared_where(viewer, prefix, own) & _meetings_of_seen_groups(viewer, f"{prefix}id")

    def search(self, text: str) -> Self:
        """Meetings whose title in any language, subject or place contain ``text``, or whose day begins with it."""
        found = Q(summary__icontains=text) | Q(place__icontains=text) | Q(start__startswith=text)
        for language in LANGUAGES:
            found |= Q(**{f"title_{language}__icontains": text})
        return self.filter(found)


def _meeting_seen(viewer: Viewer, prefix: str) -> Q:
    seen = MeetingQuerySet.visibility_rule(viewer, f"{prefix}meeting__")
    return seen & Q(**{f"{prefix}meeting__archived_at__isnull": True})


class AgendaItemQuerySet(RecordQuerySet):
    """Agenda items."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """The meeting's own rule."""
        return _meeting_seen(viewer, prefix)


class AttendanceQuerySet(RecordQuerySet):
    """Attendances."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """The meeting's own rule."""
        return _meeting_seen(viewer, prefix)


class MinutesQuerySet(RecordQuerySet):
    """Revisions of minutes."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared, and the meeting may be seen; a draft only by those who run the groups or wrote it."""
        meeting = f"{prefix}meeting_id"
        cleared = cleared_where(viewer, prefix, meetings_of(viewer.group_ids(alternates=True), meeting))
        out = ~Q(**{f"{prefix}state": "draft"})
        out |= meetings_of(viewer.group_ids(*LEADERS, alternates=True), meeting)
        out |= Q(**{f"{prefix}originator_id__in": viewer.entity_ids(alternates=True)})
        return cleared & out & _meeting_seen(viewer, prefix)


def latest_seen(viewer: Viewer) -> Q:
    """Revisions in use after which the viewer sees none: a draft hidden from them does not show in this."""
    minutes: Any = apps.get_model("workinggroups", "Minutes")._default_manager.all()
    later = minutes.visible_to(viewer).live().filter(meeting=OuterRef("meeting_id"), number__gt=OuterRef("number"))
    return Q(~Exists(later), archived_at__isnull=True)


class DecisionQuerySet(RecordQuerySet):
    """Decisions."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared, and the group that decided may be seen."""
        return cleared_to(viewer, prefix, "group_id") & group_seen(viewer, f"{prefix}group__")

    def search(self, text: str) -> Self:
        """Decisions whose number, subject in any language or wording contain ``text``, or whose day begins with it."""
        found = Q(number__icontains=text) | Q(text__icontains=text) | Q(decided_on__startswith=text)
        for language in LANGUAGES:
            found |= Q(**{f"subject_{language}__icontains": text})
        return self.filter(found)


class ActionItemQuerySet(RecordQuerySet):
    """Action items."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared, or the entity in charge is the viewer's own; and the group and the entity may be seen."""
        own = Q(**{f"{prefix}entity_id__in": viewer.entity_ids(alternates=True)})
        seen = group_seen(viewer, f"{prefix}group__") & entity_seen(viewer, f"{prefix}entity__")
        return (cleared_to(viewer, prefix, "group_id") | own) & seen

    def search(self, text: str) -> Self:
        """Action items whose title, detail or latest update contain ``text``."""
        return self.filter(Q(title__icontains=text) | Q(detail__icontains=text) | Q(progress__icontains=text))

    def standing_on(self, day: datetime.date) -> Self:
        """Each item with ``responsible`` and ``overdue`` as they stand on ``day``."""
        overdue = Case(When(overdue_on(day), then=Value(True)), default=Value(False))
        return self.annotate(responsible=responsible_on(day), overdue=overdue)


def overdue_on(day: datetime.date) -> Q:
    """Action items not closed that were surely due before ``day``; one due this month is not late before it ends."""
    return surely_on_or_before("due", day - datetime.timedelta(days=1)) & ~Q(status__in=CLOSED)


def in_office(day: datetime.date, name: str) -> Q:
    """Action items whose person in the field ``name`` still works for the entity in charge on ``day``, as known."""
    posts: Any = apps.get_model("compact", "Affiliation")._default_manager.all()
    own = posts.live().filter(possibly_on(day), person=OuterRef(f"{name}_id"), entity=OuterRef("entity_id"))
    return Q(**{f"{name}__isnull": False, f"{name}__archived_at__isnull": True}) & Q(Exists(own))


def responsible_on(day: datetime.date) -> Case:
    """Who follows an action item on ``day``: when the person leaves, the alternate (domain rule 2); else nobody."""
    return Case(
        When(in_office(day, "person"), then=Value("person")),
        When(in_office(day, "alternate"), then=Value("alternate")),
        When(person__isnull=True, alternate__isnull=True, then=Value("not_named")),
        default=Value("vacant"),
    )


def addressed(viewer: Viewer, path: str) -> Q:
    """The condition that the silence procedure whose id ``path`` names is addressed to the viewer's entity."""
    links: Any = apps.get_model("workinggroups", "SilenceProcedure").addressees.through
    own = links.objects.filter(entity_id__in=viewer.entity_ids(alternates=True))
    return Q(**{f"{path}__in": own.values("silenceprocedure_id")})


class SilenceProcedureQuerySet(RecordQuerySet):
    """Silence procedures."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared, or addressed to the viewer's own entity; and the group may be seen."""
        seen = cleared_to(viewer, prefix, "group_id") | addressed(viewer, f"{prefix}id")
        return seen & group_seen(viewer, f"{prefix}group__")

    def search(self, text: str) -> Self:
        """Silence procedures whose subject in any language or text contain ``text``."""
        found = Q(text__icontains=text)
        for language in LANGUAGES:
            found |= Q(**{f"subject_{language}__icontains": text})
        return self.filter(found)


class ObjectionQuerySet(RecordQuerySet):
    """Objections."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """The procedure and the entity may be seen."""
        procedure = SilenceProcedureQuerySet.visibility_rule(viewer, f"{prefix}procedure__")
        procedure &= Q(**{f"{prefix}procedure__archived_at__isnull": True})
        return procedure & entity_seen(viewer, f"{prefix}entity__")
