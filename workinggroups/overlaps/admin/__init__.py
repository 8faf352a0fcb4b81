"""The overlaps room for staff: one module for each concept."""

from workinggroups.overlaps.admin import cases, pair_decisions, pairs, scans  # noqa: F401  # they register their pages
