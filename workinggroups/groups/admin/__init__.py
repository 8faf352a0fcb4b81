"""The groups room for staff."""

from workinggroups.groups.admin import groups, nominations, terms

__all__ = ["groups", "nominations", "terms"]
