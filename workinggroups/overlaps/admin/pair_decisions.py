"""Decisions on pairs, and the answers of lead entities: for reading; both are given on the page of their pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from compact.kernel.admin.display import moment
from compact.kernel.admin.filters import ArchiveFilter
from compact.kernel.admin.records import RecordAdmin
from workinggroups.overlaps.admin.pairs import RELATIONS, pair_name
from workinggroups.overlaps.models import Consent, PairDecision
from workinggroups.overlaps.services.consents import consents
from workinggroups.overlaps.services.pairs import decisions

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from workinggroups.overlaps.models import Candidate


def _link(pair: Candidate) -> SafeString:
    address = reverse("admin:workinggroups_candidate_change", args=[pair.pk])
    return format_html('<a href="{}">{}</a>', address, pair_name(pair))


@admin.register(PairDecision)
class PairDecisionAdmin(RecordAdmin):
    """The register of decisions, the latest first."""

    services = decisions
    list_display = ("decided", "pair", "reason", "who", "when")
    list_filter = (ArchiveFilter, "decided")
    search_fields = ("reason",)
    search_help_text = gettext_lazy("Why")
    ordering = ("-pk",)
    related = ("operation", *(f"candidate__{path}" for path in RELATIONS))
    readonly_fields = ("pair_link", "who", "when")
    fieldsets = ((None, {"fields": ["pair_link", "decided", "reason", "who", "when"]}),)

    @admin.display(description=gettext_lazy("pair"))
    def pair(self, decision: Any) -> str:
        """Both names."""
        return pair_name(decision.candidate)

    @admin.display(description=gettext_lazy("pair"))
    def pair_link(self, decision: Any) -> SafeString:
        """Both names, with the page."""
        return _link(decision.candidate)

    @admin.display(description=gettext_lazy("decided by"))
    def who(self, decision: Any) -> str:
        """Whoever decided."""
        return str(decision.operation.actor_label)

    @admin.display(description=gettext_lazy("decided at"), ordering="decided_at")
    def when(self, decision: Any) -> str:
        """With the zone."""
        return moment(decision.decided_at)


@admin.register(Consent)
class ConsentAdmin(RecordAdmin):
    """What lead entities answered."""

    services = consents
    list_display = ("entity", "pair", "agrees", "text")
    list_filter = (ArchiveFilter, "agrees")
    search_fields = ("text",)
    search_help_text = gettext_lazy("What was answered")
    ordering = ("-pk",)
    related = ("entity", *(f"decision__candidate__{path}" for path in RELATIONS))
    readonly_fields = ("pair_link", "when")
    fieldsets = ((None, {"fields": ["pair_link", "entity", "agrees", "text", "when"]}),)

    @admin.display(description=gettext_lazy("pair"))
    def pair(self, consent: Any) -> str:
        """Both names."""
        return pair_name(consent.decision.candidate)

    @admin.display(description=gettext_lazy("pair"))
    def pair_link(self, consent: Any) -> SafeString:
        """Both names, with the page."""
        return _link(consent.decision.candidate)

    @admin.display(description=gettext_lazy("answered at"))
    def when(self, consent: Any) -> str:
        """With the zone; a dash while no answer was given."""
        return moment(consent.answered_at) if consent.answered_at else "–"
