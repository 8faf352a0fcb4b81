"""The columns of planned activities, for API, pages and exports."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from compact.entities.columns import ENTITY
from compact.kernel.columns import Column, ColumnType
from compact.kernel.standard_columns import ARCHIVE, CLEARED, IDENTITY, SOURCED, SURVIVOR, many, plain, reference
from workinggroups.needs.columns import THEME
from workinggroups.projects.models import PlannedActivity

PLANNED_ACTIVITIES = (
    *IDENTITY,
    *ENTITY,
    Column("country", _("State"), type=ColumnType.CODE),
    *plain(PlannedActivity, "institution"),
    *THEME,
    *plain(PlannedActivity, "month", "contact", "contact_email", "title", "state"),
    *many("requests", _("assistance requests answered")),
    *many("recommendations", _("recommendations answered")),
    *reference("project", _("became the project"), "code", "title", through="project"),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
    SURVIVOR,
)
