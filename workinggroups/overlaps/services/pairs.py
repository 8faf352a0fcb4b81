"""Every write to pairs: reported by hand, decided with a reason; a decision is never changed, a later one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.kernel.errors import Refused
from compact.kernel.moving import survivor_of
from compact.kernel.operations import operation
from compact.kernel.writes import RecordServices, record_lock, record_save
from workinggroups.overlaps import policies
from workinggroups.overlaps.asking import consents_tell
from workinggroups.overlaps.comparing.records import digest_of, record_of
from workinggroups.overlaps.concerned import works_of
from workinggroups.overlaps.decided import consents_of, last_decision, open_cases
from workinggroups.overlaps.families import different_between, different_pairs, kind_of, subject_of
from workinggroups.overlaps.models import Candidate, CandidateState, ComparedKind, Decided, PairDecision
from workinggroups.overlaps.services.cases import case_open
from workinggroups.overlaps.services.consents import consents_ask
from workinggroups.overlaps.services.explaining import NOTHING_ALIKE, explanation
from workinggroups.overlaps.services.linking import planned_link, same_check

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer
    from workinggroups.overlaps.models import Subject

STATES = {
    Decided.SAME_WORK: CandidateState.SAME,
    Decided.OVERLAPPING: CandidateState.CASE,
    Decided.DIFFERENT: CandidateState.DIFFERENT,
    Decided.ASK_AGAIN: CandidateState.OPEN,
}
"""What becomes of a pair by each decision."""


# --- Reporting --------------------------------------------------------------------------------------------------------


class PairServices(RecordServices[Candidate]):
    """Pairs are reported, by the matching or by hand, then decided; nothing else is written to them."""

    def create(self, *, actor: Viewer, values: Mapping[str, Any], reason: str = "") -> Candidate:
        """Report the records ``a`` and ``b`` of ``values``; see :func:`pair_report`."""
        return pair_report(actor=actor, one=values["a"], other=values["b"], reason=values.get("reason") or reason)

    def update(
        self, *, actor: Viewer, record: Candidate, version: int, values: Mapping[str, Any], reason: str = ""
    ) -> Candidate:
        """Refuse: a pair is decided on."""
        policies.pair_keep(actor, record).require()
        return record


decisions = RecordServices(PairDecision, policies.pair_keep)
"""What every record has; decisions are taken by :func:`decide` alone."""
pairs = PairServices(Candidate, policies.pair_report, archive_policy=policies.pair_keep)


def pair_report(*, actor: Viewer, one: Any, other: Any, reason: str = "") -> Candidate:
    """Put two records that somebody finds alike into the queue, with what the matching says of them.

    A pair that had left the queue comes back. ValidationError when there is one already, when the two cannot be the
    same, or when it was decided that they are different; Refused.
    """
    policies.pair_report(actor).require()
    one, other = survivor_of(one), survivor_of(other)
    if kind_of(one) is None or kind_of(one) != kind_of(other):
        raise ValidationError({"b": _("Choose two of one kind: work with work, entities, or people.")})
    if one == other:
        raise ValidationError({"b": _("These are one record. Choose another one.")})
    reported = _new(one, other)
    policies.pair_report(actor, reported).require()
    told = explanation(reported.a, reported.b)
    with operation(actor=actor, reason=reason):
        row = pair_of(one, other)
        _reported_check(row, one, other)
        for name, value in told.items():
            setattr(row, name, value)
        row.state = CandidateState.OPEN
        row.version += 1 if row.pk else 0
        record_save(row)
    return row


def _reported_check(row: Candidate, one: Any, other: Any) -> None:
    for name, record in (("a", one), ("b", other)):
        if record.is_archived:
            raise ValidationError({name: _("This record is archived. Restore it first, or choose another one.")})
    if different_between(one, other):
        text = _("It was decided that these two are different. Only a superuser asks again, after a material edit.")
        raise ValidationError(text)
    if row.pk and row.state != CandidateState.GONE:
        text = _("This pair is on record already: %(state)s.")
        raise ValidationError(text % {"state": row.get_state_display()})


def pair_of(one: Any, other: Any) -> Candidate:
    """The pair of two records, locked; where there is none, a new one without evidence that is not stored yet."""
    made = _new(one, other)
    found = Candidate.objects.select_for_update(of=("self",)).filter(a=made.a, b=made.b).first()
    return found or made


def _new(one: Any, other: Any) -> Candidate:
    first, second = sorted((subject_of(one), subject_of(other)), key=lambda subject: subject.pk)
    return Candidate(kind=first.kind, a=first, b=second, **NOTHING_ALIKE)


# --- Deciding ---------------------------------------------------------------------------------------------------------


def decide(*, actor: Viewer, candidate: Candidate, version: int, decision: str, reason: str) -> Candidate:
    """Decide ``decision`` (one of ``Decided``) on a pair, with a reason that is kept.

    *The same* asks the lead entities where there are two; *overlapping* opens a case; *different* lasts, in either
    direction and through later merges; *ask again* takes that back. StaleVersion, Refused, or ValidationError.
    """
    if decision not in Decided.values:
        raise ValidationError({"decision": _("Choose what you decide.")})
    policies.pair_decide(actor, candidate, decision).require()
    with operation(actor=actor, reason=reason) as act:
        row = record_lock(candidate, version=version, submitted={"decision": decision, "reason": reason})
        policies.pair_decide(actor, row, decision).require()
        if not reason.strip():
            raise ValidationError({"reason": _("Say why; it is kept with the decision.")})
        _check(actor, row, Decided(decision))
        made = _decision_make(actor, row, decision, reason, act)
        row.state = STATES[Decided(decision)]
        _follow(actor, row, made)
        row.version += 1
        record_save(row)
    return row


def ask_again(*, actor: Viewer, candidate: Candidate, version: int, reason: str) -> Candidate:
    """Ask again about two records that were decided to be different: a superuser, once what is compared was edited."""
    return decide(actor=actor, candidate=candidate, version=version, decision=Decided.ASK_AGAIN, reason=reason)


def pair_keep_apart(*, actor: Viewer, one: Any, other: Any, reason: str) -> Candidate:
    """Write a lasting *different* on two records, whoever may decide otherwise: a merge of them was undone."""
    with operation(actor=actor, reason=reason) as act:
        row = pair_of(one, other)
        row.state = CandidateState.DIFFERENT
        row.version += 1 if row.pk else 0
        record_save(row)
        _decision_make(actor, row, Decided.DIFFERENT, reason, act)
    return row


def _decision_make(actor: Viewer, row: Candidate, decision: str, reason: str, act: Any) -> PairDecision:
    """Store the decision; one that they are not different is stored on all that said so of the two families."""
    if decision != Decided.DIFFERENT:
        for other in different_pairs(*works_of(row)).exclude(pk=row.pk):
            record_save(_decision(actor, other, Decided.ASK_AGAIN, reason, act))
    made = _decision(actor, row, decision, reason, act)
    record_save(made)
    return made


def _decision(actor: Viewer, row: Candidate, decision: str, reason: str, act: Any) -> PairDecision:
    return PairDecision(
        candidate=row,
        decided=decision,
        reason=reason.strip(),
        digest_a=_digest(row.a),
        digest_b=_digest(row.b),
        decided_by_id=actor.user_id,
        operation=act,
    )


def _digest(subject: Subject) -> str:
    """Of what is compared of the record now; "" when nothing is."""
    record = record_of(subject)
    return digest_of(record) if record is not None else ""


def _follow(actor: Viewer, row: Candidate, made: PairDecision) -> None:
    """What a decision leads to."""
    if made.decided == Decided.OVERLAPPING:
        case_open(actor=actor, candidate=row, reason=made.reason)
    elif made.decided == Decided.SAME_WORK:
        leads = policies.leads_of(row)
        if len(leads) > 1:
            consents_ask(actor, made, leads)
            consents_tell(made, actor.today)
        else:
            planned_link(actor, row)


# --- What stands in the way -------------------------------------------------------------------------------------------


def _check(actor: Viewer, row: Candidate, decision: Decided) -> None:
    if any(subject.record.is_archived for subject in (row.a, row.b)):
        raise ValidationError(_archived(row))
    if open_cases(Candidate.objects.filter(pk=row.pk)).exists():
        raise ValidationError(_("A case is open on this pair. Settle it first; then the pair can be decided anew."))
    if decision == Decided.ASK_AGAIN:
        _edited_check(row)
    elif different_between(*works_of(row)) and not actor.is_secretariat:
        raise Refused(_("The secretariat has decided that these two are different. Write to it if something changed."))
    if decision == Decided.OVERLAPPING and row.kind != ComparedKind.WORK:
        raise ValidationError({"decision": _("Entities and people do not overlap: they are the same, or different.")})
    if decision == Decided.SAME_WORK:
        same_check(row)
    _repeated_check(row, decision)


def _archived(row: Candidate) -> str:
    if row.state == CandidateState.MERGED:
        return _("These two were merged. Undo the merge instead.")
    return _("One of the two is in the archive. Restore it before you decide on the pair.")


def _repeated_check(row: Candidate, decision: Decided) -> None:
    """Refuse what stands already; the lead entities are asked anew where one refused, or another one leads now."""
    last = last_decision(row)
    if last is None or last.decided != decision or row.state != STATES[decision]:
        return
    if decision == Decided.SAME_WORK:
        asked = consents_of(row)
        leads = {lead.pk for lead in policies.leads_of(row)}
        if {each.entity_id for each in asked} != (leads if len(leads) > 1 else set()):
            return
        if any(each.agrees is False for each in asked):
            return
    if decision != Decided.OVERLAPPING:
        raise ValidationError({"decision": _("This was decided already. Look at when and why.")})


def _edited_check(row: Candidate) -> None:
    """Raise ValidationError unless something that is compared was edited since it was decided that they differ."""
    standing = list(different_pairs(*works_of(row)))
    if not standing:
        raise ValidationError(_("It does not stand that these two are different, so there is nothing to ask again."))
    for pair in standing:
        last = last_decision(pair)
        then = {last.digest_a, last.digest_b} if last is not None else set()
        now = {_digest(subject_of(subject.survivor)) for subject in (pair.a, pair.b)}
        if then == now:
            text = _("Neither of the two was edited since, in anything that is compared. Nobody asks again until then.")
            raise ValidationError(text)
