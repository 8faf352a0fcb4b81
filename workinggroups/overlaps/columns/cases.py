"""The columns of overlap cases and of the positions taken in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from compact.kernel.columns import Column, ColumnType
from compact.kernel.standard_columns import ARCHIVE, IDENTITY, many, plain, reference
from workinggroups.overlaps.columns.works import work_columns
from workinggroups.overlaps.models import Case, Position

CASES = (
    *IDENTITY,
    *reference("candidate", _("pair")),
    *work_columns("a", _("one piece of work"), "candidate__a"),
    *work_columns("b", _("the other"), "candidate__b"),
    *many("groups", _("groups that facilitate")),
    *plain(Case, "state", "opened_on", "due_on", "referred_on", "outcome", "outcome_text", "settled_on"),
    Column("action_items", _("follow-up"), "action_items__uid", ColumnType.LIST, many="action_items", by="due"),
    *ARCHIVE,
)
POSITIONS = (
    *IDENTITY,
    *reference("case", _("case")),
    *plain(Position, "role"),
    *reference("entity", _("entity"), "code", "name", through="entity"),
    *reference("group", _("group"), "code", "name", through="group"),
    *plain(Position, "outcome", "text", "made_at"),
    *ARCHIVE,
)
