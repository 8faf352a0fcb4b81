"""What holds between a project and the rows around it: the tree, the groups, the places, the shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.agreements.models import InstrumentKind
from compact.kernel.places import PlaceKind
from workinggroups.groups.models import GroupKind
from workinggroups.projects.models import PartnerRole, Project, ProjectKind
from workinggroups.projects.services.shares import shares_exceed

if TYPE_CHECKING:
    from collections.abc import Callable

    from compact.kernel.viewers import Viewer

_DEPTH = {ProjectKind.PROGRAMME: 0, ProjectKind.PROJECT: 1, ProjectKind.ACTIVITY: 2}


def project_check(actor: Viewer, project: Project) -> None:
    """Raise ValidationError, field by field, where ``project`` does not fit what stands around it."""
    errors: dict[str, str] = {}
    for check in (_parent_problem, _parts_problem, _groups_problem, _advisory_problem, _lead_problem):
        for name, text in check(project):
            errors.setdefault(name, text)
    for name, fits, text in _members():
        wrong = [each for each in _joining(project, name) if not fits(each)]
        if wrong:
            errors[name] = text % {"record": wrong[0]}
    if shares_exceed(actor, project):
        errors["budget"] = _("The shares of the partners come to more than this budget. Correct them first.")
    if errors:
        raise ValidationError(errors)


# --- The tree -------------------------------------------------------------------------------------------------------


def _parent_problem(project: Project) -> list[tuple[str, str]]:
    """A parent is of a wider kind, which also keeps the tree free of circles; its row is locked against a change."""
    if project.parent_id is None:
        return []
    parent = Project._base_manager.select_for_update(of=("self",)).get(pk=project.parent_id)
    if _DEPTH[ProjectKind(parent.kind)] < _DEPTH[ProjectKind(project.kind)]:
        return []
    return [("parent", _("A project is part of a programme, an activity of a project or programme. Choose another."))]


def _parts_problem(project: Project) -> list[tuple[str, str]]:
    """Parts stay of a narrower kind than what they are part of."""
    if not project.pk or project.kind == ProjectKind.PROGRAMME:
        return []
    too_wide = [kind for kind, depth in _DEPTH.items() if depth <= _DEPTH[ProjectKind(project.kind)]]
    if not Project.objects.live().filter(parent=project.pk, kind__in=too_wide).exists():
        return []
    return [("kind", _("Other records are part of this one and need a wider kind above them. Move them first."))]


# --- Groups, places, instruments --------------------------------------------------------------------------------------


def _groups_problem(project: Project) -> list[tuple[str, str]]:
    """A lead group works: an advisory body advises. It stands once, so that no report counts it twice."""
    if project.group is None:
        return []
    if project.group.kind == GroupKind.ADVISORY_BODY:
        return [("group", _("An advisory body leads no project. Name it as the advisory body of a programme."))]
    if project.group_id in {group.pk for group in project.many("contributing_groups")}:
        return [("contributing_groups", _("The lead group contributes anyway. Leave it out here."))]
    return []


def _advisory_problem(project: Project) -> list[tuple[str, str]]:
    if project.advisory_body is None or project.advisory_body.kind == GroupKind.ADVISORY_BODY:
        return []
    return [("advisory_body", _("Choose a group of the kind “Advisory body”."))]


def _members() -> list[tuple[str, Callable[[Any], bool], str]]:
    """The sets whose members are of one kind, or are not, with what is said of another."""
    pillar, country, region = InstrumentKind.PILLAR, PlaceKind.COUNTRY, PlaceKind.REGION
    return [
        ("pillars", lambda each: each.kind == pillar, _("“%(record)s” is no pillar of the Strategy.")),
        ("instruments", lambda each: each.kind != pillar, _("“%(record)s” is a pillar: name it among the pillars.")),
        ("countries", lambda each: each.kind == country, _("“%(record)s” is a region: name it among the regions.")),
        ("regions", lambda each: each.kind == region, _("“%(record)s” is a State: name it among the States.")),
    ]


def _joining(project: Project, name: str) -> list[Any]:
    """The rows that are about to join the set ``name``; those in it already may be hidden from the writer."""
    pending = project.many_pending.get(name, ())
    if not pending or project.pk is None:
        return list(pending)
    stored = set(getattr(project, name).values_list("pk", flat=True))
    return [each for each in pending if each.pk not in stored]


# --- Partners ---------------------------------------------------------------------------------------------------------


def _lead_problem(project: Project) -> list[tuple[str, str]]:
    """The row of the lead entity among the partners says so, and no other does."""
    if project.pk is None:
        return []
    rows = project.partners.live()
    other = rows.filter(role=PartnerRole.LEAD).exclude(entity=project.lead_id)
    if not (other.exists() or rows.filter(entity=project.lead_id).exclude(role=PartnerRole.LEAD).exists()):
        return []
    text = _("A partner of this project stands there in another role. Archive that row, then change the lead entity.")
    return [("lead", text)]
