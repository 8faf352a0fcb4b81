"""What merging asks of this room: whether two records may become one, and what becomes of the pairs that name them.

``compact.merging`` finds these functions by the setting ``MERGE_RULES`` and calls them within its own operation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from compact.kernel.errors import Refused
from compact.kernel.writes import record_save
from workinggroups.overlaps.concerned import works_of
from workinggroups.overlaps.decided import merge_allowed, open_cases
from workinggroups.overlaps.families import different_between, is_compared, pairs_between, subject_of
from workinggroups.overlaps.models import Candidate, CandidateState
from workinggroups.overlaps.services.pairs import pair_keep_apart

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer
    from compact.merging.models import Merge

_WAITING = (CandidateState.OPEN, CandidateState.SAME)
"""Pairs of which something is still expected."""


def before_merge(actor: Viewer, survivor: Any, retired: Any) -> None:
    """Raise Refused unless the lead entities agree, nothing says that the two are different, and no case is open."""
    if not is_compared(survivor):
        return
    answer = merge_allowed(survivor, retired)
    if not answer:
        raise Refused(answer.reason)
    case = open_cases(_pairs_of(retired)).select_related("candidate").first()
    if case is not None:
        text = _("A case is open on “%(case)s”. Settle it before you merge one of the two into another record.")
        raise Refused(text % {"case": case})


def ways_on(actor: Viewer, survivor: Any, retired: Any) -> list[tuple[str, str]]:
    """Where that is settled which this room has against a merge: the pair, or the page that reports it; else nothing.

    For the secretariat, which alone merges: the addresses are those of its pages.
    """
    if not is_compared(survivor) or merge_allowed(survivor, retired):
        return []
    pairs: Any = pairs_between(survivor, retired)
    rows = pairs.visible_to(actor).live()
    pair = rows.filter(state__in=(*_WAITING, CandidateState.CASE, CandidateState.DIFFERENT)).order_by("-pk").first()
    if pair is not None:
        return [(reverse("admin:workinggroups_candidate_change", args=[pair.pk]), _("To the pair of the two"))]
    query = urlencode({"a": survivor.uid, "b": retired.uid})
    return [(f"{reverse('admin:workinggroups_candidate_add')}?{query}", _("Report the two as a pair"))]


def after_merge(actor: Viewer, merge: Merge, survivor: Any, retired: Any) -> None:
    """Close what was expected of the retired record's pairs; those of the survivor are found anew by the next scan."""
    if not is_compared(survivor):
        return
    merged = set(pairs_between(survivor, retired).values_list("pk", flat=True))
    for pair in _locked(_pairs_of(retired)):
        if pair.pk in merged:
            _move(pair, CandidateState.MERGED)
        elif pair.state in _WAITING:
            _move(pair, CandidateState.GONE)
    for pair in _locked(_pairs_of(survivor)):
        if pair.pk not in merged and pair.state in _WAITING and different_between(*works_of(pair)):
            _move(pair, CandidateState.DIFFERENT)


def after_undo(actor: Viewer, merge: Merge, survivor: Any, retired: Any) -> None:
    """Give each pair back the state that it had before the merge, then keep the two apart for good."""
    if not is_compared(survivor):
        return
    for pair in _locked(_pairs_of(retired) | _pairs_of(survivor)):
        before = _before(pair, merge)
        if before and before != pair.state:
            _move(pair, before)
    reason = _("Their merge was undone: %(reason)s") % {"reason": _undone_why(merge)}
    pair_keep_apart(actor=actor, one=survivor, other=retired, reason=reason)


def _undone_why(merge: Merge) -> str:
    return (merge.undone_by.reason if merge.undone_by else "") or _("no reason was given.")


def _pairs_of(record: Any) -> QuerySet[Candidate]:
    """The pairs that name exactly this record."""
    subject = subject_of(record)
    found: QuerySet[Candidate] = Candidate.objects.filter(Q(a=subject) | Q(b=subject))
    return found


def _locked(pairs: QuerySet[Candidate]) -> list[Candidate]:
    """The pairs, locked in the order of their keys."""
    keys = list(pairs.values_list("pk", flat=True))
    return list(Candidate.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def _move(pair: Candidate, state: str) -> None:
    pair.state = state
    pair.version += 1
    record_save(pair)


def _before(pair: Candidate, merge: Merge) -> str:
    """The state of a pair before the merge, by its history; "" where the merge did not move it, or others did since."""
    rows: Any = pair.history  # type: ignore[attr-defined]  # every record's
    moved = rows.filter(operation=merge.operation).order_by("history_id")
    first, last = moved.first(), moved.last()
    if first is None or last.state != pair.state:
        return ""
    earlier = rows.filter(history_id__lt=first.history_id).order_by("-history_id").first()
    return earlier.state if earlier is not None else ""
