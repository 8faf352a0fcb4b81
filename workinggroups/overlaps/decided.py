"""What stands on a pair: its last decision, who agreed to it, and whether the two may be merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from compact.kernel.policies import YES, Answer, no
from workinggroups.groups.models import Role
from workinggroups.overlaps.families import different_pairs, pairs_between
from workinggroups.overlaps.models import CandidateState, Case, CaseState, Consent, Decided, PairDecision
from workinggroups.overlaps.policies import leads_between

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from compact.entities.models import Entity
    from compact.kernel.viewers import Viewer
    from workinggroups.overlaps.models import Candidate

NEEDED = 50
"""How many pairs people must have decided before a probability is shown as a figure."""


def probability_is_shown() -> bool:
    """Whether people have decided enough pairs for a figure to mean something."""
    decisions: Any = PairDecision.objects
    return len(decisions.order_by().values("candidate").distinct()[:NEEDED]) >= NEEDED


def last_decision(candidate: Candidate) -> PairDecision | None:
    """What was decided last on the pair itself; None: nothing yet."""
    decisions: Any = PairDecision.objects
    found: PairDecision | None = decisions.filter(candidate=candidate).order_by("-pk").first()
    return found


def report_of(candidate: Candidate) -> Any:
    """The operation in which somebody reported the pair, with its reason; None where the matching found it first."""
    rows: Any = candidate.history  # type: ignore[attr-defined]  # every record's
    first = rows.filter(history_type="+", operation__actor__isnull=False).select_related("operation").first()
    return first.operation if first is not None else None


def consents_of(candidate: Candidate) -> list[Consent]:
    """The answers of the lead entities to the decision that stands, those that are awaited too."""
    decision = last_decision(candidate)
    rows: Any = Consent.objects
    return list(rows.filter(decision=decision).select_related("entity", "answered_by")) if decision is not None else []


def waiting_consents(viewer: Viewer) -> QuerySet[Any]:
    """The answers awaited of entities whose focal point ``viewer`` is, or stands in for, the oldest first."""
    own = viewer.entity_ids(Role.FOCAL_POINT, alternates=True)
    rows: Any = Consent.objects.visible_to(viewer).live().filter(agrees__isnull=True, entity__in=own)
    standing = PairDecision.objects.filter(candidate=OuterRef("decision__candidate")).order_by("-pk").values("pk")[:1]
    asked: QuerySet[Any] = rows.filter(decision__candidate__state=CandidateState.SAME, decision=Subquery(standing))
    return asked.select_related("decision__candidate", "entity").order_by("pk")


def open_cases(pairs: QuerySet[Candidate]) -> QuerySet[Any]:
    """The cases on ``pairs`` that are not settled."""
    cases: Any = Case.objects
    found: QuerySet[Any] = cases.live().filter(candidate__in=pairs.values("pk")).exclude(state=CaseState.SETTLED)
    return found


def merge_allowed(one: Any, other: Any) -> Answer:
    """Whether the two records may become one now, as far as decisions, cases and consents go (domain rule 7)."""
    if open_cases(pairs_between(one, other)).exists():
        return no(_("A case is open on these two. Settle it first, then decide that they are the same."))
    different = different_pairs(one, other).order_by("pk").first()
    if different is not None:
        return _kept_apart(different)
    leads = leads_between(one, other)
    return _agreed(one, other, leads) if len(leads) > 1 else YES


def _kept_apart(pair: Candidate) -> Answer:
    decision = last_decision(pair)
    text = _("It was decided that “%(one)s” and “%(other)s” are different: %(reason)s Decide on the pair anew first.")
    reason = decision.reason if decision is not None else ""
    return no(text % {"one": pair.a, "other": pair.b, "reason": _sentence(reason)})


def _agreed(one: Any, other: Any, leads: tuple[Entity, ...]) -> Answer:
    """Yes when each lead entity has agreed to a decision that stands between the two."""
    standing: Any = pairs_between(one, other)
    same = standing.last_decided(Decided.SAME_WORK).values("pk")
    rows: Any = Consent.objects
    found = list(rows.filter(decision__candidate__in=same, decision__decided=Decided.SAME_WORK).order_by("pk"))
    answers = {consent.entity_id: consent for consent in found}
    names = " · ".join(str(lead) for lead in leads)
    if not found:
        text = _("Two entities lead these: %(names)s. Decide on the pair that they are the same; both are then asked.")
        return no(text % {"names": names})
    for lead in leads:
        consent = answers.get(lead.pk)
        if consent is None:
            text = _("%(entity)s leads one of them now and was not asked. Decide again that they are the same.")
            return no(text % {"entity": lead})
        if consent.agrees is False:
            return _refused(consent, lead)
    awaited = [lead for lead in leads if answers[lead.pk].agrees is None]
    return no(_awaited(awaited)) if awaited else YES


def _refused(consent: Consent, lead: Entity) -> Answer:
    if not consent.text.strip():
        text = _("%(entity)s does not agree. Talk to it, or decide that they overlap or are different.")
        return no(text % {"entity": lead})
    text = _("%(entity)s does not agree: %(text)s Talk to it, or decide that they overlap or are different.")
    return no(text % {"entity": lead, "text": _sentence(consent.text)})


def _awaited(leads: list[Entity]) -> str:
    text = ngettext(
        "%(entities)s has not answered yet. Both lead entities have to agree.",
        "%(entities)s have not answered yet. Both lead entities have to agree.",
        len(leads),
    )
    return text % {"entities": get_text_list([str(lead) for lead in leads], pgettext("list", "and"))}


def _sentence(text: str) -> str:
    """``text`` in quotation marks, with a full stop where it ends in none."""
    stripped = text.strip()
    quoted = _("“%(text)s”") % {"text": stripped}
    return quoted if stripped.endswith((".", "!", "?", "…")) else f"{quoted}."
