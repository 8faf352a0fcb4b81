"""What staff narrow the list of projects by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.agreements.models import Instrument, InstrumentKind
from compact.entities.models import Entity
from compact.kernel.countries import country_choices
from compact.kernel.viewers import viewer_of
from workinggroups.groups.models import Group
from workinggroups.needs.models import Theme
from workinggroups.projects.admin.choices import group_choices, named_choices
from workinggroups.projects.models import Phase, Project, ProjectPartner
from workinggroups.projects.phases import out_of_step, phase_is
from workinggroups.projects.queries import in_countries

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

_MOST_DIGITS = 18


class _Chosen(SimpleListFilter):
    """One of the rows or codes that projects have."""

    def condition(self, request: HttpRequest, value: str) -> Q:
        """What the projects shown fulfil."""
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those projects; none for a choice that is not offered."""
        value = self.value()
        if not value:
            return queryset
        if value not in {str(key) for key, _label in self.lookup_choices}:
            return queryset.none()
        return queryset.filter(self.condition(request, value))


def _linked(name: str) -> Any:
    model: Any = Project
    return getattr(model, name).through._base_manager


class GroupFilter(_Chosen):
    """Led by a group, or contributed to."""

    title = gettext_lazy("group")
    parameter_name = "group"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """The groups that lead or contribute, and none."""
        led = Project.objects.live().filter(group__isnull=False).values("group")
        contributed = _linked("contributing_groups").values("group")
        groups = Group.objects.visible_to(viewer_of(request)).filter(Q(pk__in=led) | Q(pk__in=contributed))
        return [*group_choices(groups), ("none", _("No lead group"))]

    def condition(self, request: HttpRequest, value: str) -> Q:
        """The group leads or contributes."""
        if value == "none":
            return Q(group=None)
        return Q(group=value) | Q(pk__in=_linked("contributing_groups").filter(group=value).values("project_id"))


class EntityFilter(_Chosen):
    """Led by an entity, or with it as a partner."""

    title = gettext_lazy("entity")
    parameter_name = "entity"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """The entities that take part in one."""
        viewer = viewer_of(request)
        led = Project.objects.live().values("lead")
        parts = ProjectPartner.objects.visible_to(viewer).live().values("entity")
        return named_choices(Entity.objects.visible_to(viewer).filter(Q(pk__in=led) | Q(pk__in=parts)))

    def condition(self, request: HttpRequest, value: str) -> Q:
        """The entity leads or is a partner."""
        rows = ProjectPartner.objects.visible_to(viewer_of(request)).live().filter(entity=value)
        return Q(lead=value) | Q(pk__in=rows.values("project"))


class CountryFilter(_Chosen):
    """In a country or area, named or by its region."""

    title = gettext_lazy("beneficiary State")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """The countries that projects name, and the choice made."""
        named = set(_linked("countries").values_list("place_id", flat=True).distinct())
        named.add(request.GET.get(self.parameter_name, ""))
        return [(code, name) for code, name in country_choices() if code in named]

    def condition(self, request: HttpRequest, value: str) -> Q:
        """The project names it, or a region that it is in."""
        return in_countries([value])


class PillarFilter(_Chosen):
    """On a pillar of the Strategy."""

    title = gettext_lazy("pillar")
    parameter_name = "pillar"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """The pillars."""
        pillars = Instrument.objects.visible_to(viewer_of(request)).live().filter(kind=InstrumentKind.PILLAR)
        return [(each.pk, str(each)) for each in pillars.order_by("code")]

    def condition(self, request: HttpRequest, value: str) -> Q:
        """The pillar is in the set."""
        return Q(pk__in=_linked("pillars").filter(instrument=value).values("project_id"))


class ThemeFilter(_Chosen):
    """On a theme."""

    title = gettext_lazy("theme")
    parameter_name = "theme"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """The themes."""
        return [(each.pk, str(each)) for each in Theme.objects.visible_to(viewer_of(request)).live()]

    def condition(self, request: HttpRequest, value: str) -> Q:
        """The theme is in the set."""
        return Q(pk__in=_linked("themes").filter(theme=value).values("project_id"))


class PhaseFilter(_Chosen):
    """In a phase by its dates, and whether the declared status fits them."""

    title = gettext_lazy("status against phase")
    parameter_name = "phase"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """The mismatch first, then the phases."""
        return [("out_of_step", _("Out of step")), *((phase.value, str(phase.label)) for phase in Phase)]

    def condition(self, request: HttpRequest, value: str) -> Q:
        """Today."""
        today = viewer_of(request).today
        return out_of_step(today) if value == "out_of_step" else phase_is(value, today)
