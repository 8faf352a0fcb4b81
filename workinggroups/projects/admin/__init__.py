"""The projects room for staff."""

from workinggroups.projects.admin import partners, planned, projects  # noqa: F401  # they register their pages
