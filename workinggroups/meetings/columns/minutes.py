"""The columns of minutes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from compact.kernel.columns import Column, ColumnType
from compact.kernel.standard_columns import ARCHIVE, CLEARED, IDENTITY, SOURCED, many, plain, reference
from workinggroups.meetings.columns.meetings import MEETING
from workinggroups.meetings.models import Minutes
from workinggroups.meetings.queries import latest_seen

MINUTES = (
    *IDENTITY,
    *MEETING,
    *many("groups", _("groups"), path="meeting__groups"),
    *plain(Minutes, "number"),
    *reference("follows", _("written on top of"), through="follows"),
    *plain(Minutes, "text", "state", "adopted_on"),
    Column("is_latest", _("latest revision"), type=ColumnType.BOOLEAN, compute=latest_seen),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)
