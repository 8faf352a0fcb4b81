"""The read doors of the funds room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q

from compact.entities.queries import LANGUAGES
from compact.kernel.countries import countries_named
from compact.kernel.records import RecordQuerySet
from compact.kernel.survivors import is_mergeable, leads_to
from compact.kernel.visibility import Visibility, cleared_to, cleared_where
from workinggroups.meetings.queries import entity_seen
from workinggroups.projects.models import Project
from workinggroups.projects.queries import of_own_group

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def _name_has(text: str, prefix: str = "") -> Q:
    found = Q(**{f"{prefix}code__icontains": text})
    for language in LANGUAGES:
        found |= Q(**{f"{prefix}name_{language}__icontains": text})
    return found


class FundQuerySet(RecordQuerySet):
    """Funds."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared for all, or coming from an entity that the viewer speaks for."""
        return cleared_to(viewer, prefix)

    def search(self, text: str) -> Self:
        """Funds whose code or name in any language contains ``text``."""
        return self.filter(_name_has(text))


class FundingPartnerQuerySet(RecordQuerySet):
    """Funding partners."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared for all, or coming from an entity that the viewer speaks for; an entity behind it may be seen."""
        none = Q(**{f"{prefix}entity__isnull": True})
        return cleared_to(viewer, prefix) & (none | entity_seen(viewer, f"{prefix}entity__"))

    def search(self, text: str) -> Self:
        """Partners whose code contains ``text``, or the name of the State, entity or partner in any language."""
        return self.filter(partner_found(text))


def partner_found(text: str, prefix: str = "") -> Q:
    """The condition that the code or a name of the partner reached through ``prefix`` contains ``text``."""
    found = _name_has(text, prefix) | Q(**{f"{prefix}country__in": countries_named(text)})
    entity = f"{prefix}entity__"
    found |= Q(**{f"{entity}code__icontains": text})
    for language in LANGUAGES:
        found |= Q(**{f"{entity}name_{language}__icontains": text})
        found |= Q(**{f"{entity}acronym_{language}__icontains": text})
    return found


class EntryQuerySet(RecordQuerySet):
    """Entries of money."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """Cleared, for the groups where its project has some; or coming to an entity that the viewer speaks for.

        A Resident Coordinator's office sees the money of the projects that it sees. What stayed with a merged
        project or recipient is seen as if it were of the survivor.
        """
        if viewer.is_country_office:
            seen = Project.objects.visible_to(viewer).live().order_by()
            return leads_to(f"{prefix}project", seen.values("pk")) & Q(**{f"{prefix}visibility": Visibility.ALL})
        own, merged = (of_own_group(viewer, f"{prefix}project__{way}") for way in ("", "merged_into__"))
        own &= Q(**{f"{prefix}project__merged_into__isnull": True})
        seen = cleared_where(viewer, prefix, own | merged)
        return seen | leads_to(f"{prefix}recipient", viewer.entity_ids(alternates=True))

    def search(self, text: str) -> Self:
        """Entries whose source or note contain ``text``; not by what they refer to, which may be hidden."""
        return self.filter(Q(source__icontains=text) | Q(note__icontains=text))

    def search_for(self, viewer: Viewer, text: str) -> Self:
        """The same, and those whose fund, recipient or project contain ``text`` where ``viewer`` may see them."""
        found = Q(pk__in=self.model._default_manager.all().search(text).order_by().values("pk"))
        for name in ("fund", "recipient", "project"):
            target: Any = self.model._meta.get_field(name).related_model
            seen = target._default_manager.visible_to(viewer).live().search(text).order_by().values("pk")
            found |= leads_to(name, seen) if is_mergeable(target) else Q(**{f"{name}__in": seen})
        return self.filter(found)

    def standing(self) -> Self:
        """Entries that count: neither reversals nor reversed."""
        return self.filter(reverses__isnull=True, reversed_by__isnull=True)


class OfPartnerQuerySet(EntryQuerySet):
    """Entries of a funding partner, which may be seen wherever the entry is."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """The entry's own rule, and the partner may be seen."""
        return EntryQuerySet.visibility_rule(viewer, prefix) & _partner_seen(viewer, prefix)

    def search(self, text: str) -> Self:
        """Entries whose source, note, earmark or partner contain ``text``."""
        found = Q(source__icontains=text) | Q(note__icontains=text) | Q(earmark__icontains=text)
        return self.filter(found | partner_found(text, "partner__"))


def _partner_seen(viewer: Viewer, prefix: str) -> Q:
    seen = FundingPartnerQuerySet.visibility_rule(viewer, f"{prefix}partner__")
    return seen & Q(**{f"{prefix}partner__archived_at__isnull": True})


class PledgeQuerySet(OfPartnerQuerySet):
    """Pledges and statements."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """The entry's own rule; the partner, where there is one, may be seen."""
        none = Q(**{f"{prefix}partner__isnull": True})
        return EntryQuerySet.visibility_rule(viewer, prefix) & (none | _partner_seen(viewer, prefix))


class ContributionQuerySet(OfPartnerQuerySet):
    """Signed contributions."""


class DepositQuerySet(OfPartnerQuerySet):
    """Deposits."""

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """The same, and the fund, which a deposit always has, may be seen."""
        fund = FundQuerySet.visibility_rule(viewer, f"{prefix}fund__") & Q(
            **{f"{prefix}fund__archived_at__isnull": True}
        )
        return OfPartnerQuerySet.visibility_rule(viewer, prefix) & fund


class AllocationQuerySet(EntryQuerySet):
    """Allocations."""
