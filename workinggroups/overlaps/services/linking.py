"""What becomes of two that are the same work: of a planned activity and a project, the one became the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.kernel.writes import record_save
from workinggroups.overlaps.concerned import works_of
from workinggroups.overlaps.models import CandidateState
from workinggroups.projects.merging import part_told
from workinggroups.projects.models import PlannedActivity, Project

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from workinggroups.overlaps.models import Candidate


def is_mixed(candidate: Candidate) -> bool:
    """Whether one of the two is a planned activity and the other a project."""
    one, other = works_of(candidate)
    return isinstance(one, PlannedActivity) != isinstance(other, PlannedActivity)


def same_check(candidate: Candidate) -> None:
    """Raise ValidationError where the two cannot be one: a part and its whole, or a mixed pair not to be linked."""
    one, other = works_of(candidate)
    for part, whole in ((one, other), (other, one)):
        if isinstance(part, Project) and isinstance(whole, Project) and part.is_part_of(whole):
            raise ValidationError(part_told(part, whole))
    _link_check(candidate)


def _link_check(candidate: Candidate) -> None:
    """Raise ValidationError where a mixed pair cannot be linked: either is linked to another record already."""
    if not is_mixed(candidate):
        return
    planned, project = _sorted(candidate)
    if planned.project_id not in (None, project.pk):
        raise ValidationError(_("The planned activity became another project already. The two cannot be the same."))
    if PlannedActivity.objects.filter(project=project).exclude(pk=planned.pk).exists():
        text = _("The project was planned as another activity already. Merge the two planned activities first.")
        raise ValidationError(text)


def planned_link(actor: Viewer, candidate: Candidate) -> None:
    """Say that the planned activity of a mixed pair became the project, and that the pair is done; the caller saves it.

    Within the operation of whoever decided or agreed last.
    """
    if not is_mixed(candidate):
        return
    _link_check(candidate)
    planned, project = _sorted(candidate)
    row = PlannedActivity._base_manager.select_for_update(of=("self",)).get(pk=planned.pk)
    row.project = project
    row.version += 1
    record_save(row)
    candidate.state = CandidateState.MERGED


def _sorted(candidate: Candidate) -> tuple[PlannedActivity, Project]:
    one, other = works_of(candidate)
    return (one, other) if isinstance(one, PlannedActivity) else (other, one)
