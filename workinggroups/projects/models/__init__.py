"""Programmes, projects and activities with their partners; and activities that are only planned."""

from workinggroups.projects.models.partners import PartnerRole, ProjectPartner
from workinggroups.projects.models.planned import PlannedActivity, PlannedState
from workinggroups.projects.models.projects import BudgetBasis, DeclaredStatus, Phase, Project, ProjectKind

__all__ = [
    "BudgetBasis",
    "DeclaredStatus",
    "PartnerRole",
    "Phase",
    "PlannedActivity",
    "PlannedState",
    "Project",
    "ProjectKind",
    "ProjectPartner",
]
