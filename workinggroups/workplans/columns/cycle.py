"""The columns that terms of reference and work plans share."""

from __future__ import annotations

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from compact.kernel.columns import Column, ColumnType
from compact.kernel.standard_columns import reference
from workinggroups.workplans.due import IN_FORCE


def decision(name: str, label: Any) -> tuple[Column, ...]:
    """The decision behind the field ``name``: its id, its number and what it is about, where it may be seen."""
    return (
        *reference(name, label, through=name),
        Column(f"{name}_number", format_lazy("{} ({})", label, _("number")), f"{name}__number", through=name),
        Column(
            f"{name}_subject",
            format_lazy("{} ({})", label, _("subject")),
            f"{name}__subject",
            translated=True,
            through=name,
        ),
        Column(
            f"{name}_decided_on",
            format_lazy("{} ({})", label, _("date")),
            f"{name}__decided_on",
            ColumnType.DATE,
            through=name,
        ),
    )


DECISIONS = (
    *decision("endorsed_by", _("endorsed by")),
    *decision("approved_by", _("approved by")),
)
CURRENT = Column("current", _("approved and not closed"), type=ColumnType.BOOLEAN, compute=lambda viewer: IN_FORCE)
