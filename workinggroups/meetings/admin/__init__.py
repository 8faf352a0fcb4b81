"""The meetings room for staff: one module for each concept."""

from workinggroups.meetings.admin import actions, decisions, meetings, minutes, objections, silence  # noqa: F401  # they register their pages
