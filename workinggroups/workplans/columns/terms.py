"""The columns of terms of reference."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from compact.kernel.columns import Column, ColumnType
from compact.kernel.standard_columns import ARCHIVE, CLEARED, IDENTITY, SOURCED, plain
from workinggroups.groups.columns import GROUP
from workinggroups.workplans.columns.cycle import CURRENT, DECISIONS
from workinggroups.workplans.due import review_overdue
from workinggroups.workplans.models import TermsOfReference

TERMS_OF_REFERENCE = (
    *IDENTITY,
    *GROUP,
    *plain(TermsOfReference, "number", "state"),
    CURRENT,
    *plain(TermsOfReference, "text", "document", "silence_breakers"),
    *DECISIONS,
    *plain(TermsOfReference, "review_on"),
    Column(
        "overdue",
        _("review overdue"),
        type=ColumnType.BOOLEAN,
        compute=lambda viewer: review_overdue(viewer.today),
    ),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)
