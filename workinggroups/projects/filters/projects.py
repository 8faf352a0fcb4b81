"""What lists of projects and of their partners can be filtered by."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.agreements.models import Instrument
from compact.entities.models import Entity
from compact.kernel.api.filters import (
    CountryFilter,
    DayFilter,
    ManyFilter,
    ReferenceFilter,
    SearchFilter,
    SourcedFilterSet,
    TruthFilter,
)
from compact.kernel.dates import on_or_after, on_or_before
from compact.kernel.viewers import viewer_of
from compact.merging.found import CodeFilter, OfCodeFilter, found_by_code
from workinggroups.groups.models import Group
from workinggroups.meetings.models import ActionItem, Decision
from workinggroups.needs.models import AssistanceRequest, Recommendation, Theme
from workinggroups.projects.filters.around import (
    EntityFilter,
    GroupFilter,
    RegionFilter,
    SetCodeFilter,
    named_in,
    of_entities,
    of_groups,
)
from workinggroups.projects.joint import Joint, joint_is_shown
from workinggroups.projects.models import DeclaredStatus, PartnerRole, Phase, Project, ProjectKind
from workinggroups.projects.phases import out_of_step, phase_is
from workinggroups.projects.queries import in_countries

if TYPE_CHECKING:
    import datetime

_DATED = ~Q(start="", end="")


class _OutOfStepFilter(TruthFilter):
    """Projects whose declared status and dates disagree today, or do not."""

    def filter(self, qs: Any, value: str) -> Any:
        """The projects of ``qs`` that do, or do not."""
        self.condition = out_of_step(viewer_of(self.parent.request).today)
        return super().filter(qs, value)


class ProjectFilters(SourcedFilterSet):
    """Projects by place in the tree, who, where, what for, how they stand, days and words."""

    code = CodeFilter(label=_("Reference, exactly"))
    kind = ManyFilter(choices=ProjectKind, label=_("Kind; may be repeated"))
    parent = ReferenceFilter(Project, field_name="parent", label=_("What it is part of: its id"))
    lead = ReferenceFilter(Entity, label=_("The lead entity: its id"))
    lead_code = OfCodeFilter(Entity, "lead", label=_("The code of the lead entity"))
    entity = EntityFilter(label=_("An entity that leads or is a partner: its id"))
    entity_code = library.CharFilter(
        method="filter_entity_code", label=_("The code of an entity that leads or is a partner")
    )
    group = GroupFilter(label=_("A group that leads or contributes: its id"))
    group_code = library.CharFilter(
        method="filter_group_code", label=_("The code of a group that leads or contributes")
    )
    country = CountryFilter(
        in_countries, label=_("A State by its ISO 3166 alpha-3 code, e.g. KEN: named, or in a region that is named")
    )
    country_named = CountryFilter(
        named_in, label=_("A State by its ISO 3166 alpha-3 code, e.g. KEN, only where it is named")
    )
    region = RegionFilter(label=_("A region by its M49 code, e.g. 143: it, a region in it or a State in it is named"))
    theme = ReferenceFilter(Theme, field_name="themes")
    theme_code = SetCodeFilter(Theme, "themes", label=_("The theme’s code"))
    pillar_code = SetCodeFilter(Instrument, "pillars", label=_("The code of a pillar of the Strategy"))
    instrument_code = SetCodeFilter(
        Instrument, "instruments", label=_("The symbol or code of a resolution or legal instrument")
    )
    request = ReferenceFilter(AssistanceRequest, field_name="requests")
    recommendation = ReferenceFilter(Recommendation, field_name="recommendations")
    decision = ReferenceFilter(Decision, field_name="decisions")
    action_item = ReferenceFilter(ActionItem, field_name="action_items")
    status = ManyFilter(choices=DeclaredStatus, label=_("Declared status; may be repeated"))
    phase = ManyFilter(method="filter_phase", choices=Phase, label=_("Phase by date, today; may be repeated"))
    out_of_step = _OutOfStepFilter(Q(), label=_("Declared status and dates disagree today, or do not"))
    joint = library.ChoiceFilter(choices=Joint, method="filter_joint", label=_("How far it is a joint project"))
    running_on = DayFilter(method="filter_running_on", label=_("Projects that can be under way on this day"))
    after = DayFilter(method="filter_after", label=_("Projects that can be under way on this day or later"))
    before = DayFilter(method="filter_before", label=_("Projects that can be under way on this day or earlier"))
    search = SearchFilter(method="filter_search", label=_("Text to look for, in any language"))

    def filter_entity_code(self, queryset: Any, name: str, value: str) -> Any:
        """Projects of the entity, if the viewer may see it."""
        viewer = viewer_of(self.request)
        return queryset.filter(of_entities(viewer, found_by_code(Entity.objects.visible_to(viewer), value)))

    def filter_group_code(self, queryset: Any, name: str, value: str) -> Any:
        """Projects of the group, if the viewer may see it."""
        return queryset.filter(of_groups(Group.objects.visible_to(viewer_of(self.request)).filter(code=value)))

    def filter_phase(self, queryset: Any, name: str, value: list[str]) -> Any:
        """Projects that are today in one of the phases."""
        today = viewer_of(self.request).today
        return queryset.filter(reduce(or_, (phase_is(phase, today) for phase in value))) if value else queryset

    def filter_joint(self, queryset: Any, name: str, value: str) -> Any:
        """Projects that are joint, declared as such, or not."""
        shown = Q(joint_is_shown(viewer_of(self.request)))
        return queryset.filter(shown if value == Joint.SHOWN else ~shown & Q(declared_joint=value == Joint.DECLARED))

    def filter_running_on(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Projects with a date that neither begin surely after the day nor end surely before it."""
        return self.filter_after(self.filter_before(queryset, name, value), name, value)

    def filter_after(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Projects with a date that do not end surely before the day."""
        return queryset.filter(_DATED, on_or_after("end", value) | Q(end=""))

    def filter_before(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Projects with a date that do not begin surely after the day."""
        return queryset.filter(_DATED, on_or_before("start", value))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Projects whose reference, title, summary, institutions or place contain the text."""
        return queryset.search(value)


class ProjectPartnerFilters(SourcedFilterSet):
    """Partners by project, entity and role."""

    project = ReferenceFilter(Project)
    project_code = OfCodeFilter(Project, "project", label=_("The reference of the project, exactly"))
    entity = ReferenceFilter(Entity)
    entity_code = OfCodeFilter(Entity, "entity", label=_("The entity’s code"))
    role = ManyFilter(choices=PartnerRole, label=_("Role; may be repeated"))
    share_known = TruthFilter(Q(share__isnull=False), label=_("Partners whose share is on record, or all others"))
