"""Generated partners of projects, and their shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compact.reports.generating.words import CONTRIBUTIONS
from workinggroups.projects.models import ProjectPartner
from workinggroups.projects.models.partners import PartnerRole

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from compact.reports.generating.ground import Ground
    from compact.reports.generating.making import Maker
    from workinggroups.projects.models import Project

_ROLES = (PartnerRole.IMPLEMENTING, PartnerRole.SUPPORTING, PartnerRole.NOT_KNOWN)
_MOST = 6


def partners_of(
    maker: Maker, chance: random.Random, ground: Ground, projects: Sequence[Project], first: int
) -> list[ProjectPartner]:
    """None to four partners of each project; a joint one has two at least that bring something."""
    made: list[ProjectPartner] = []
    for n, project in enumerate(projects, first):
        for place, values in enumerate(_partners(chance, ground, project), 1):
            made.append(maker.row(ProjectPartner, n * _MOST + place, project=project, **values))
    return made


def _partners(chance: random.Random, ground: Ground, project: Project) -> Iterator[dict[str, Any]]:
    joint = project.declared_joint
    count = max(chance.choices((0, 1, 2, 3, 4), (20, 30, 25, 15, 10))[0], int(joint))
    others = [
        each
        for each in chance.sample(ground.entities, min(count + 1, len(ground.entities)))
        if each.pk != project.lead_id
    ]
    if joint:
        yield {"entity": project.lead, "role": PartnerRole.LEAD, **_brings(chance, project, sure=True)}
    for place, entity in enumerate(others[:count]):
        if joint and place == 0:
            yield {"entity": entity, "role": PartnerRole.JOINT, **_brings(chance, project, sure=True)}
        else:
            yield {"entity": entity, "role": chance.choice(_ROLES), **_brings(chance, project, sure=False)}


def _brings(chance: random.Random, project: Project, *, sure: bool) -> dict[str, Any]:
    """A fifth of the budget at most, or something other than money, or (unless it is sure to be) nothing."""
    if not sure and chance.random() < 0.6:
        return {}
    if project.budget and chance.random() < 0.6:
        return {"share": project.budget // chance.randint(5, 12), "currency": project.budget_currency}
    return {"contribution": chance.choice(CONTRIBUTIONS)}
