"""Overlap cases that the secretariat is to settle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.reports.worklist.blocks import Block, Item
from workinggroups.overlaps.standing import case_name, cases_referred

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def cases_to_settle(viewer: Viewer) -> list[Item]:
    """Cases that were not agreed in time, the oldest first; one query."""
    return [
        Item(
            case_name(case),
            reverse("overlap-case", args=[case.uid]),
            _("with the secretariat since %(day)s")
            % {"day": formats.date_format(case.referred_on or case.due_on, "DATE_FORMAT")},
            act=_("Settle it"),
            act_address=reverse("overlap-case-settle", args=[case.uid]),
        )
        for case in cases_referred(viewer)
    ]


def blocks(viewer: Viewer) -> list[Block]:
    """The cases to settle."""
    return [
        Block(
            "cases",
            gettext_lazy("Overlap cases to settle"),
            gettext_lazy("overlap cases to settle"),
            cases_to_settle(viewer),
            more_address=f"{reverse('admin:workinggroups_case_changelist')}?state__exact=secretariat",
            more_label=gettext_lazy("All overlap cases with the secretariat"),
        )
    ]
