"""Whether a project is joint (domain: common results, and a share or named contribution of at least two entities)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, TextField, Value, When
from django.utils.translation import gettext_lazy, pgettext_lazy

from workinggroups.meetings.queries import entity_seen
from workinggroups.projects.models import ProjectPartner
from workinggroups.projects.models.partners import JOINT_ROLES

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from workinggroups.projects.models import Project


class Joint(models.TextChoices):
    """How far a project is a joint one; derived, never typed."""

    SHOWN = "shown", gettext_lazy("Joint: shares or contributions are on record")
    DECLARED = "declared", gettext_lazy("Declared as joint, shares not on record")
    NO = "no", pgettext_lazy("joint project", "No")


def contributing(viewer: Viewer) -> models.QuerySet[ProjectPartner]:
    """Partners that bring money or a named contribution as the lead or a joint entity, as far as ``viewer`` sees them.

    For projects that the viewer sees: the project's own rule is not asked again.
    """
    brings = Q(share__gt=0) | ~Q(contribution="")
    rows = ProjectPartner.objects.live().filter(brings, role__in=JOINT_ROLES)
    return rows if viewer.is_secretariat else rows.filter(entity_seen(viewer, "entity__"))


def joint_is_shown(viewer: Viewer, path: str = "pk") -> Exists:
    """The condition that two entities bring something to the project whose id ``path`` names."""
    return Exists(contributing(viewer).filter(project=OuterRef(path)).order_by()[1:2])


def joint_case(viewer: Viewer, path: str = "pk", prefix: str = "") -> Case:
    """The :class:`Joint` of the project whose id ``path`` names and whose fields stand behind ``prefix``."""
    return Case(
        When(joint_is_shown(viewer, path), then=Value(Joint.SHOWN.value)),
        When(Q(**{f"{prefix}declared_joint": True}), then=Value(Joint.DECLARED.value)),
        default=Value(Joint.NO.value),
        output_field=TextField(),
    )


def joint_of(viewer: Viewer, project: Project) -> Joint:
    """The :class:`Joint` of one ``project`` that ``viewer`` sees."""
    if contributing(viewer).filter(project=project.pk).count() > 1:
        return Joint.SHOWN
    return Joint.DECLARED if project.declared_joint else Joint.NO
