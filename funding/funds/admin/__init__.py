"""The funds room for staff; and its tables on the pages of projects, which lie below it and know nothing of money."""

from django.utils.translation import gettext_lazy

from compact.kernel.admin.related import Neighbours
from funding.funds.admin import entries, funds  # noqa: F401  # they register their pages
from funding.funds.models import Allocation, Contribution, Deposit, Pledge
from workinggroups.projects.admin.projects import ProjectAdmin

_AMOUNT = ("money_display", gettext_lazy("amount"))

# A lower page takes tables from above: the room that has the rows adds them when its own pages are registered.
ProjectAdmin.neighbours = (  # type: ignore[assignment]  # as long as it gets
    *ProjectAdmin.neighbours,
    Neighbours(Pledge, "project", ("partner", "nature", _AMOUNT, "value_date", "fund")),
    Neighbours(Contribution, "project", ("partner", _AMOUNT, "value_date", "fund", "recipient")),
    Neighbours(Deposit, "project", ("partner", _AMOUNT, "value_date", "fund")),
    Neighbours(Allocation, "project", ("state", _AMOUNT, "value_date", "fund", "recipient")),
)
