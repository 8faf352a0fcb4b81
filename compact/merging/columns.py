"""The columns of the log of merges, for API, pages and exports."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compact.kernel.columns import Column, ColumnType
from compact.kernel.standard_columns import ARCHIVE, IDENTITY, plain
from compact.merging.models import Merge

MERGES = (
    *IDENTITY,
    Column("model", _("kind of record"), type=ColumnType.CODE),
    Column("survivor", _("survivor"), "survivor_uid", ColumnType.IDENTIFIER),
    *plain(Merge, "survivor_label"),
    Column("retired", _("retired record"), "retired_uid", ColumnType.IDENTIFIER),
    *plain(Merge, "retired_label"),
    Column("merged_at", _("merged at"), "operation__time", ColumnType.TIME),
    Column("merged_by", _("merged by"), "operation__actor_label"),
    Column("merge_reason", _("why"), "operation__reason"),
    Column("undone", _("undone"), type=ColumnType.BOOLEAN, compute=lambda viewer: Q(undone_by__isnull=False)),
    Column("undone_at", _("undone at"), "undone_by__time", ColumnType.TIME),
    Column("undone_by", _("undone by"), "undone_by__actor_label"),
    Column("undo_reason", _("why undone"), "undone_by__reason"),
    *ARCHIVE,
)
