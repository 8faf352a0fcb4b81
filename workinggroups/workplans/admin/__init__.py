"""The work plans room for staff."""

from workinggroups.workplans.admin import calls, plans, reports, terms  # noqa: F401  # they register their pages
