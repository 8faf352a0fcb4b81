"""Two pieces of work side by side, field by field, in words of the active language: what the viewer may see of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from compact.entities.models import Entity
from compact.kernel.countries import country_name
from compact.kernel.dates import partial_date_display
from compact.kernel.places import place_name
from workinggroups.groups.models import Group
from workinggroups.meetings.queries import entity_seen
from workinggroups.needs.models import Theme
from workinggroups.projects.models import PlannedActivity, Project, ProjectPartner

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.functional import _StrPromise

    from compact.kernel.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Side:
    """One piece of work: its ``name``, its page where there is one that the viewer opens, and the ``facts``."""

    name: str
    address: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both; "" where it is not known, or hidden from the viewer."""

    name: str
    label: str | _StrPromise
    one: str
    other: str

    @property
    def differs(self) -> bool:
        """Whether both are known and do not say the same."""
        return bool(self.one and self.other) and self.one != self.other

    @property
    def is_same(self) -> bool:
        """Whether both are known and say the same."""
        return bool(self.one) and self.one == self.other


def side_of(viewer: Viewer, work: Any) -> Side:
    """A project or planned activity that ``viewer`` may see, in words; a few queries."""
    facts = _of_project(viewer, work) if isinstance(work, Project) else _of_planned(viewer, work)
    return Side(work_name(work), _address(viewer, work), facts)


def work_name(work: Any) -> str:
    """What a work is called before whoever sees it; the theme of a planned activity, which may be hidden, apart."""
    if isinstance(work, Project):
        return str(work)
    what = work.title or work.institution
    parts = (str(work.entity), country_name(work.country), what, partial_date_display(work.month))
    return " · ".join(part for part in parts if part)


def lines_of(one: Side, other: Side) -> list[Line]:
    """Both sides field by field; a field that neither has is left out."""
    found = [Line(name, label, one.facts.get(name, ""), other.facts.get(name, "")) for name, label in _labels().items()]
    return [line for line in found if line.one or line.other]


def _labels() -> dict[str, str]:
    return {
        "kind": _("What it is"),
        "code": _("Reference"),
        "title": _("Title"),
        "summary": _("Summary"),
        "lead": _("Lead entity"),
        "partners": _("Partners"),
        "group": _("Lead group"),
        "places": _("Where"),
        "institutions": _("Institutions"),
        "themes": _("Themes"),
        "when": pgettext("of a piece of work", "When"),
        "status": _("Declared status"),
        "budget": _("Budget"),
    }


def _address(viewer: Viewer, work: Any) -> str:
    if viewer.is_secretariat:
        return reverse(f"admin:workinggroups_{work._meta.model_name}_change", args=[work.pk])
    return reverse("planned-activity", args=[work.uid]) if isinstance(work, PlannedActivity) else ""


def _of_project(viewer: Viewer, project: Project) -> dict[str, str]:
    partners = ProjectPartner.objects.live().filter(project=project)
    if not viewer.is_secretariat:
        partners = partners.filter(entity_seen(viewer, "entity__"))
    entities = Entity.objects.filter(pk__in=partners.values("entity_id")).exclude(pk=project.lead_id)
    group = Group.objects.visible_to(viewer).live().filter(pk=project.group_id).first() if project.group_id else None
    return {
        "kind": project.get_kind_display(),
        "code": project.code,
        "title": project.title,
        "summary": project.summary,
        "lead": str(project.lead),
        "partners": _joined(entities.order_by("code")),
        "group": str(group or ""),
        "places": _places(project),
        "institutions": project.institutions,
        "themes": _joined(Theme.objects.visible_to(viewer).live().filter(projects=project).order_by("code")),
        "when": period_words(project.start, project.end),
        "status": project.get_status_display() if project.status else "",
        "budget": str(project.budget_money or ""),
    }


def _of_planned(viewer: Viewer, planned: PlannedActivity) -> dict[str, str]:
    themes = Theme.objects.visible_to(viewer).live().filter(pk=planned.theme_id) if planned.theme_id else ()
    return {
        "kind": _("Planned activity"),
        "title": planned.title,
        "lead": str(planned.entity),
        "places": country_name(planned.country),
        "institutions": planned.institution,
        "themes": _joined(themes),
        "when": partial_date_display(planned.month),
        "status": planned.get_state_display(),
    }


def period_words(start: str, end: str) -> str:
    """From when to when, as far as is known; "" where nothing is."""
    if start and end and start != end:
        return pgettext("a period", "%(start)s to %(end)s") % {
            "start": partial_date_display(start),
            "end": partial_date_display(end),
        }
    if start == end:
        return partial_date_display(start)
    if start:
        return _("from %(start)s, end not known") % {"start": partial_date_display(start)}
    return _("until %(end)s, start not known") % {"end": partial_date_display(end)}


def _places(project: Project) -> str:
    codes = [each.code for name in ("countries", "regions") for each in project.many(name)]
    names = sorted(place_name(code) for code in codes)
    return ", ".join([*names, *([_("worldwide")] if project.is_global else [])]) or project.place_note


def _joined(rows: Iterable[Any]) -> str:
    return ", ".join(str(each) for each in rows)
