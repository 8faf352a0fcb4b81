"""Acts on many projects at once: cleared for sharing, given a lead group; all or none, each by the rules of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.operations import operation
from compact.kernel.visibility import VISIBILITY_WIDTH, Visibility
from compact.kernel.writes import ManyErrors
from workinggroups.projects.services.projects import project_update

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from compact.kernel.viewers import Viewer
    from workinggroups.groups.models import Group
    from workinggroups.projects.models import Project

    type Chosen = Sequence[tuple[Project, int]]
    """Projects, each with the version that the actor has seen."""
    type ValuesOf = Callable[[Project], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Effect:
    """What an act does to one ``project``: ``after`` is the row as stored; None when nothing changes or it cannot be.

    ``problem`` says why it cannot be; "" otherwise. In a preview ``after`` was stored and taken back.
    """

    project: Project
    after: Project | None = None
    problem: str = ""


class _TakenBack(Exception):
    """Ends a preview: nothing of it stays."""


def projects_clear(
    *, actor: Viewer, projects: Chosen, visibility: str, clearance: str, reason: str = "", preview: bool = False
) -> list[Effect]:
    """Open ``projects`` to those whom ``visibility`` names, with the originators' ``clearance``; one operation.

    A project that is open as far or further stays as it is. ManyErrors, by position from 0, when one cannot be opened:
    then none is. With ``preview`` nothing is stored and the problems stand in the effects.
    """
    if not VISIBILITY_WIDTH.get(visibility):
        raise ValidationError({"visibility": _("Choose the group or all entities.")})

    def values(project: Project) -> dict[str, Any]:
        if VISIBILITY_WIDTH[project.visibility] >= VISIBILITY_WIDTH[visibility]:
            return {}
        return {"visibility": visibility, "clearance": clearance}

    return _each(actor, projects, values, reason, preview)


def projects_set_group(
    *,
    actor: Viewer,
    projects: Chosen,
    group: Group | None,
    clearance: str = "",
    reason: str = "",
    preview: bool = False,
) -> list[Effect]:
    """Make ``group`` the lead group of ``projects``, or none; it is then no contributing group any more.

    What is open to its groups is opened wider by that, for which the originators' ``clearance`` is needed. Errors and
    ``preview`` as in :func:`projects_clear`.
    """

    def values(project: Project) -> dict[str, Any]:
        contributing = project.many("contributing_groups")
        rest = [each for each in contributing if each != group]
        moved = {"contributing_groups": rest} if len(rest) < len(contributing) else {}
        opened = clearance and project.visibility == Visibility.GROUP and group not in (None, project.group)
        return {"group": group, **moved, **({"clearance": clearance} if opened else {})}

    return _each(actor, projects, values, reason, preview)


def _each(actor: Viewer, projects: Chosen, values: ValuesOf, reason: str, preview: bool) -> list[Effect]:
    """Update each project with its ``values`` in one operation, and tell what that does; in a preview, take it back."""
    effects: list[Effect] = []
    wrong: dict[str, list[ValidationError]] = {}
    try:
        with operation(actor=actor, reason=reason), transaction.atomic():
            for position, (project, version) in enumerate(projects):
                effect, error = _one(actor, project, version, values(project))
                effects.append(effect)
                if error:
                    wrong[str(position)] = [error]
            if wrong and not preview:
                raise ManyErrors(wrong)
            if preview:
                raise _TakenBack
    except _TakenBack:
        pass
    return effects


def _one(
    actor: Viewer, project: Project, version: int, values: Mapping[str, Any]
) -> tuple[Effect, ValidationError | None]:
    """What the update does to one project, and the error when it cannot be."""
    try:
        with transaction.atomic():
            after = project_update(actor=actor, record=project, version=version, values=values)
    except (ValidationError, Refused, StaleVersion) as error:
        told = error if isinstance(error, ValidationError) else ValidationError(str(error))
        return Effect(project, problem=" ".join(told.messages)), told
    return Effect(project, after if after.version != version else None), None
