"""What merging means for money: it stays as it was posted, and no fund allocates more when a merge is taken back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from compact.kernel.money import Money
from compact.kernel.survivors import leads_to
from compact.merging.rules import MergeRules
from funding.funds.models import Allocation, AllocationState, Fund
from funding.funds.services.balances import balance_locked
from workinggroups.projects.models import Project


class EntryRules(MergeRules):
    """Two projects that are one share the deposits earmarked for either; two again, each has its own."""

    def undo_problems(self, survivor: Any, retired: Any) -> list[str]:
        """A fund that would have allocated more than it has, for one used what was earmarked for the other."""
        if not isinstance(survivor, Project):
            return []
        own = Allocation.objects.filter(leads_to("project", [survivor.pk, retired.pk]), state=AllocationState.CONFIRMED)
        drawn = own.order_by("fund", "currency").values_list("fund", "currency").distinct()
        text = _(
            "%(fund)s would have allocated %(money)s more than it has: what is earmarked for one of the two was "
            "allocated to the other. Reverse an allocation first."
        )
        found = []
        for fund, currency in drawn:
            left = balance_locked(fund, currency).left
            if left < 0:
                name = Fund._base_manager.get(pk=fund)
                found.append(text % {"fund": name, "money": Money.of_minor(-left, currency)})
        return found
