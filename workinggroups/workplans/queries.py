"""The read doors of the work plans room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Q

from compact.entities.queries import LANGUAGES
from compact.kernel.records import RecordQuerySet
from compact.kernel.visibility import cleared_to
from workinggroups.groups.queries import group_seen
from workinggroups.meetings.queries import LEADERS, entity_seen

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def _of_group(viewer: Viewer, prefix: str) -> Q:
    return cleared_to(viewer, prefix, "group_id") & group_seen(viewer, f"{prefix}group__")


def _title_has(text: str, prefix: str = "") -> Q:
    found = Q()
    for language in LANGUAGES:
        found |= Q(**{f"{prefix}title_{language}__icontains": text})
    return found


class TermsOfReferenceQuerySet(RecordQuerySet):
    """Terms of reference."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared, and the group may be seen."""
        return _of_group(viewer, prefix)

    def search(self, text: str) -> Self:
        """Terms of reference whose text, or whose group's code, contains ``text``."""
        return self.filter(Q(text__icontains=text) | Q(group__code__icontains=text))


class WorkPlanQuerySet(RecordQuerySet):
    """Work plans."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared, and the group may be seen."""
        return _of_group(viewer, prefix)

    def search(self, text: str) -> Self:
        """Work plans whose title in any language, or whose group's code, contains ``text``."""
        return self.filter(_title_has(text) | Q(group__code__icontains=text))


class OutputQuerySet(RecordQuerySet):
    """Outputs of work plans."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """The plan and the lead entity may be seen."""
        plan = WorkPlanQuerySet.visibility_rule(viewer, f"{prefix}work_plan__")
        plan &= Q(**{f"{prefix}work_plan__archived_at__isnull": True})
        return plan & entity_seen(viewer, f"{prefix}lead__")

    def search(self, text: str) -> Self:
        """Outputs whose title in any language or detail contain ``text``."""
        return self.filter(_title_has(text) | Q(detail__icontains=text))


class OutputReportQuerySet(RecordQuerySet):
    """Reports on outputs."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """The output's own rule."""
        output = OutputQuerySet.visibility_rule(viewer, f"{prefix}output__")
        return output & Q(**{f"{prefix}output__archived_at__isnull": True})

    def search(self, text: str) -> Self:
        """Reports whose paragraph, reason for the delay or output's title in any language contain ``text``."""
        found = Q(paragraph__icontains=text) | Q(delay_reason__icontains=text)
        return self.filter(found | _title_has(text, "output__"))


class CallForInputsQuerySet(RecordQuerySet):
    """Calls for inputs."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared, or sent to the viewer's own entity; and the group may be seen."""
        links: Any = apps.get_model("workinggroups", "CallForInputs").addressees.through
        own = links.objects.filter(entity_id__in=viewer.entity_ids(alternates=True))
        asked = Q(**{f"{prefix}id__in": own.values("callforinputs_id")}) & ~Q(**{f"{prefix}state": "draft"})
        return (cleared_to(viewer, prefix, "group_id") | asked) & group_seen(viewer, f"{prefix}group__")

    def search(self, text: str) -> Self:
        """Calls whose title in any language or text contain ``text``."""
        return self.filter(_title_has(text) | Q(text__icontains=text))


class InputQuerySet(RecordQuerySet):
    """What entities answered."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """The entity's own people, and those who run the group that asks; the call and the entity may be seen."""
        own = Q(**{f"{prefix}entity_id__in": viewer.entity_ids(alternates=True)})
        own |= Q(**{f"{prefix}call__group_id__in": viewer.group_ids(*LEADERS, alternates=True)})
        call = CallForInputsQuerySet.visibility_rule(viewer, f"{prefix}call__")
        call &= Q(**{f"{prefix}call__archived_at__isnull": True})
        return own & call & entity_seen(viewer, f"{prefix}entity__")
