"""The read doors of the overlaps room: a pair is seen by whoever is concerned and may see both of its records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from compact.entities.queries import LANGUAGES, EntityQuerySet, PersonQuerySet
from compact.kernel.records import RecordQuerySet
from workinggroups.projects.queries import PlannedActivityQuerySet, ProjectQuerySet, of_own_group

if TYPE_CHECKING:
    from typing import Self

    from compact.kernel.viewers import Viewer

_RULES = {
    "project": ProjectQuerySet,
    "planned": PlannedActivityQuerySet,
    "entity": EntityQuerySet,
    "person": PersonQuerySet,
}
_WORK = ("project", "planned")


def subject_seen(viewer: Viewer, prefix: str) -> Q:
    """The condition that the record of the subject reached through ``prefix`` may be seen by ``viewer``."""
    found = Q()
    for name, rows in _RULES.items():
        here = f"{prefix}{name}__"
        seen = rows.visibility_rule(viewer, here) & Q(**{f"{here}archived_at__isnull": True})
        found |= Q(**{f"{prefix}{name}__isnull": False}) & seen
    return found


def work_seen(viewer: Viewer, prefix: str) -> Q:
    """The same of work. Once merged, it is seen by whoever sees the survivor too, so that what was said can be read."""
    found = Q()
    for name in _WORK:
        here, rule = f"{prefix}{name}__", _RULES[name].visibility_rule
        survives = f"{here}merged_into__"
        merged = rule(viewer, survives) & Q(**{f"{here}merged_into__isnull": False, f"{survives}archived_at": None})
        in_use = Q(**{f"{here}archived_at__isnull": True}) | merged
        found |= Q(**{f"{prefix}{name}__isnull": False}) & rule(viewer, here) & in_use
    return found


def subject_concerns(viewer: Viewer, prefix: str) -> Q:
    """The condition that ``viewer`` speaks for the entity that leads the work, or belongs to a group that does it."""
    own = viewer.entity_ids(alternates=True)
    led = Q(**{f"{prefix}project__lead_id__in": own}) | Q(**{f"{prefix}planned__entity_id__in": own})
    return led | Q(**{f"{prefix}project__isnull": False}) & of_own_group(viewer, f"{prefix}project__")


def pair_seen(viewer: Viewer, prefix: str) -> Q:
    """The condition that ``viewer``, who is not of the secretariat, may know of the pair reached through ``prefix``.

    Both records may be seen, and one of them concerns the viewer. Pairs of entities and people are the secretariat's.
    """
    both = work_seen(viewer, f"{prefix}a__") & work_seen(viewer, f"{prefix}b__")
    return both & (subject_concerns(viewer, f"{prefix}a__") | subject_concerns(viewer, f"{prefix}b__"))


class SubjectQuerySet(models.QuerySet[models.Model]):
    """Records as the matching sees them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those whose record ``viewer`` may see."""
        return self if viewer.is_secretariat else self.filter(subject_seen(viewer, ""))


class CandidateQuerySet(RecordQuerySet):
    """Pairs that look alike."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Both records may be seen, and one concerns the viewer."""
        return pair_seen(viewer, prefix)

    def last_decided(self, *decided: str) -> Self:
        """The pairs whose last decision, of all that were taken on them, is one of ``decided``."""
        decisions: Any = self.model._meta.get_field("decisions").related_model
        last = decisions._base_manager.filter(candidate=OuterRef("pk")).order_by("-pk").values("decided")[:1]
        return self.alias(last_decided=Subquery(last)).filter(last_decided__in=decided)


class PairDecisionQuerySet(RecordQuerySet):
    """Decisions on pairs, and consents to them."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Whoever may know of the pair."""
        return pair_seen(viewer, f"{prefix}candidate__")


class ConsentQuerySet(RecordQuerySet):
    """Consents to merges."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Whoever may know of the pair."""
        return pair_seen(viewer, f"{prefix}decision__candidate__")


class CaseQuerySet(RecordQuerySet):
    """Overlap cases."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Whoever may know of the pair, while it is in use."""
        return pair_seen(viewer, f"{prefix}candidate__") & Q(**{f"{prefix}candidate__archived_at__isnull": True})

    def search(self, text: str) -> Self:
        """Cases whose works are called by the text in any language, or in whose outcome it stands."""
        found = Q(outcome_text__icontains=text)
        for side in ("candidate__a__", "candidate__b__"):
            found |= Q(**{f"{side}project__code__icontains": text}) | Q(**{f"{side}planned__title__icontains": text})
            for language in LANGUAGES:
                found |= Q(**{f"{side}project__title_{language}__icontains": text})
        return self.filter(found)


class PositionQuerySet(RecordQuerySet):
    """Positions in cases."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """The case may be seen."""
        case = CaseQuerySet.visibility_rule(viewer, f"{prefix}case__")
        return case & Q(**{f"{prefix}case__archived_at__isnull": True})


class ScanQuerySet(RecordQuerySet):
    """Scans: the secretariat's."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Nobody but the secretariat: the counts tell of records that others may not see."""
        return Q(**{f"{prefix}pk__in": []})
