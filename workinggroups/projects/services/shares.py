"""The shares of a project's partners never come to more than its budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum

from workinggroups.projects.models import ProjectPartner

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from workinggroups.projects.models import Project


def shares_exceed(actor: Viewer, project: Project, partner: ProjectPartner | None = None) -> bool:
    """Whether the shares in the budget's currency, with that of ``partner`` as it would be stored, exceed the budget.

    ``project`` is locked by the caller. Shares hidden from ``actor`` do not count: a refusal would tell of them. Shares
    in another currency cannot be compared without a rate, and an unknown budget not at all.
    """
    if project.budget is None or project.pk is None:
        return False
    rows = ProjectPartner.objects.visible_to(actor).live().filter(project=project.pk, currency=project.budget_currency)
    if partner is not None:
        rows = rows.exclude(pk=partner.pk)
    total = rows.aggregate(total=Sum("share"))["total"] or 0
    if partner is not None and partner.currency == project.budget_currency:
        total += partner.share or 0
    return bool(total > project.budget)
