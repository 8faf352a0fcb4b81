"""Pairs that look alike and are to be decided, and those decided to be the same that are to be merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.reports.worklist.blocks import Block, Item
from workinggroups.overlaps.admin.pairs import RELATIONS, pair_name
from workinggroups.overlaps.models import Candidate, CandidateState, PairDecision, VerdictChoice
from workinggroups.overlaps.words import looks_words

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer

_LIST = "admin:workinggroups_candidate_changelist"


def _pairs(viewer: Viewer, state: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = Candidate.objects.visible_to(viewer).live().filter(state=state)
    return rows.defer("evidence").select_related(*RELATIONS).order_by("-probability", "pk")


def to_decide(viewer: Viewer) -> list[Item]:
    """The pairs that may be the same or overlap and that nobody has decided, the strongest first; one query."""
    rows = _pairs(viewer, CandidateState.OPEN).filter(verdict__in=(VerdictChoice.SAME_WORK, VerdictChoice.OVERLAP))
    return [_item(pair, looks_words(pair.verdict, pair.strength, pair.kind)) for pair in rows]


def to_merge(viewer: Viewer) -> list[Item]:
    """The pairs that were decided to be the same, with who has still to agree, or does not; three queries."""
    decisions: Any = PairDecision.objects.order_by("-pk").prefetch_related("consents__entity")
    rows = _pairs(viewer, CandidateState.SAME).prefetch_related(Prefetch("decisions", queryset=decisions))
    return [_to_merge(pair) for pair in rows]


def _to_merge(pair: Any) -> Item:
    last = next(iter(pair.decisions.all()), None)
    consents = list(last.consents.all()) if last is not None else []
    refusing = ", ".join(str(each.entity) for each in consents if each.agrees is False)
    awaited = ", ".join(str(each.entity) for each in consents if each.agrees is None)
    if refusing:
        return _item(pair, warning=_("%(entities)s: does not agree") % {"entities": refusing}, act=_("Decide"))
    if awaited:
        return _item(pair, _("%(entities)s: to answer") % {"entities": awaited})
    return _item(pair, act=_("Merge them"))


def _item(pair: Any, detail: str = "", warning: str = "", act: str = "") -> Item:
    address = reverse("admin:workinggroups_candidate_change", args=[pair.pk])
    return Item(pair_name(pair), address, detail, warning, act, address if act else "")


def blocks(viewer: Viewer) -> list[Block]:
    """What is to be merged, then what is to be decided."""
    return [
        Block(
            "merge",
            gettext_lazy("The same twice: to be merged"),
            gettext_lazy("records to merge"),
            to_merge(viewer),
            more_address=f"{reverse(_LIST)}?state=same",
            more_label=gettext_lazy("All that are to be merged"),
        ),
        Block(
            "alike",
            gettext_lazy("Pairs that look alike, to be decided"),
            gettext_lazy("pairs to decide"),
            to_decide(viewer),
            more_address=reverse(_LIST),
            more_label=gettext_lazy("All pairs that look alike"),
        ),
    ]
