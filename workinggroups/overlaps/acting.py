"""What somebody does on the page of a pair: both pages, the secretariat's and the portal's, act through these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from compact.kernel.admin.forms import errors_show, version_renew
from compact.kernel.errors import Refused, StaleVersion
from workinggroups.meetings.queries import entity_seen
from workinggroups.overlaps import policies
from workinggroups.overlaps.decided import consents_of
from workinggroups.overlaps.families import different_between
from workinggroups.overlaps.forms_pairs import ConsentForm, DecideForm
from workinggroups.overlaps.models import Candidate, CandidateState, ComparedKind, Consent, Decided, PairDecision
from workinggroups.overlaps.services.consents import consent_give
from workinggroups.overlaps.services.pairs import decide

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest

    from compact.kernel.viewers import Viewer

CONSENT = "consent"
"""The value of the button that sends an entity's answer."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision that can be taken: its value, what its button says, and what it leads to."""

    value: str
    label: str
    leads_to: str


@dataclass(frozen=True, slots=True)
class Doing:
    """What a viewer can do on the page of a pair; ``why_not`` says why nothing can be decided."""

    choices: tuple[Choice, ...]
    why_not: str
    decide_form: DecideForm
    consent_form: ConsentForm | None


def doing_of(request: HttpRequest, viewer: Viewer, pair: Candidate) -> Doing:
    """The decisions and forms that fit ``viewer`` and the pair as it stands; bound to what was sent."""
    sent, initial = request.POST if request.method == "POST" else None, {"version": pair.version}
    answering = sent is not None and sent.get("decision") == CONSENT
    choices, why_not = _choices(viewer, pair)
    own = [each for each in consents_of(pair) if policies.consent_give(viewer, each.entity)]
    asked = own if pair.state == CandidateState.SAME else []
    return Doing(
        choices=choices,
        why_not=why_not,
        decide_form=DecideForm(sent if sent is not None and not answering else None, initial=initial),
        consent_form=ConsentForm(sent if answering else None, initial=initial, consents=asked, prefix="consent")
        if asked
        else None,
    )


def _choices(viewer: Viewer, pair: Candidate) -> tuple[tuple[Choice, ...], str]:
    if pair.state in (CandidateState.MERGED, CandidateState.CASE) or _is_archived(pair):
        return (), _stands(pair)
    offered = _offered(pair)
    answers = {decision: policies.pair_decide(viewer, pair, decision) for decision in offered}
    found = tuple(Choice(str(each), *_words(each, pair.kind)) for each, answer in answers.items() if answer)
    return found, "" if found else next(answer.reason for answer in answers.values())


def _is_archived(pair: Candidate) -> bool:
    return any(subject.record.is_archived for subject in (pair.a, pair.b))


def _stands(pair: Candidate) -> str:
    if pair.state == CandidateState.MERGED:
        return _("The two are one record now.")
    if pair.state == CandidateState.CASE:
        return _("A case was opened on the two. It is settled there.")
    return _("One of the two is in the archive. Restore it before you decide on the pair.")


def _offered(pair: Candidate) -> list[Decided]:
    offered = [Decided.SAME_WORK, Decided.OVERLAPPING, Decided.DIFFERENT]
    if pair.kind != ComparedKind.WORK:
        offered.remove(Decided.OVERLAPPING)
    if pair.state == CandidateState.DIFFERENT or different_between(pair.a.record, pair.b.record):
        offered = [Decided.ASK_AGAIN, *offered[:-1]]
    if pair.state == CandidateState.SAME and not any(each.agrees is False for each in consents_of(pair)):
        offered.remove(Decided.SAME_WORK)
    return offered


def _words(decision: Decided, kind: str) -> tuple[str, str]:
    one_record = _("They are to become one record. You see all that changes before anything is merged.")
    if kind == ComparedKind.WORK:
        one_record = _("They are to become one record. Where two entities lead, both are asked first.")
    return {
        Decided.SAME_WORK: (_("The same"), one_record),
        Decided.OVERLAPPING: (
            _("Overlapping"),
            _("Both are real and stay. A case is opened, and the entities agree how to go on."),
        ),
        Decided.DIFFERENT: (
            _("Different"),
            _("They are never shown as alike again, in any list and through later merges."),
        ),
        Decided.ASK_AGAIN: (
            _("Ask again"),
            _("They come back into the queue. Possible once something that is compared was edited."),
        ),
    }[decision]


def act(request: HttpRequest, viewer: Viewer, pair: Candidate, doing: Doing) -> str:
    """Do what was sent and answer what to tell; "" where it could not be done, which the form then says."""
    if request.POST.get("decision") == CONSENT:
        form = doing.consent_form
        if form is None:
            messages.error(request, _("Nobody is asked about this pair now. Look at what was decided."))
            return ""
        return _acted(form, lambda: _consent(viewer, pair, form))
    decide_form = doing.decide_form
    if not decide_form.decision():
        decide_form.add_error(None, _("Choose what you decide."))
        return ""
    return _acted(decide_form, lambda: _decide(viewer, pair, decide_form))


def _decide(viewer: Viewer, pair: Candidate, form: DecideForm) -> str:
    data = form.cleaned_data
    stored = decide(
        actor=viewer, candidate=pair, version=data["version"] or 0, decision=form.decision(), reason=data["reason"]
    )
    return _("Decided: %(state)s.") % {"state": stored.get_state_display()}


def _consent(viewer: Viewer, pair: Candidate, form: ConsentForm) -> str:
    values = form.values()
    consent_give(actor=viewer, candidate=pair, **values)
    return _("The answer of %(entity)s is recorded.") % {"entity": values["entity"]}


def _acted(form: forms.Form, do: Callable[[], str]) -> str:
    if not form.is_valid():
        return ""
    try:
        return do()
    except StaleVersion as stale:
        version_renew(form, stale.current)
        text = _("Somebody else acted on this pair meanwhile. Look at what was decided, then press again.")
        form.add_error(None, text)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
    except ValidationError as error:
        errors_show(form, error)
    return ""


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision with the answers that it asked for."""

    decision: PairDecision
    consents: tuple[Consent, ...]


def decisions_of(viewer: Viewer, pair: Candidate) -> list[DecisionLine]:
    """All that was decided on a pair, the latest first, with the answers of entities that ``viewer`` sees."""
    rows: Any = PairDecision.objects
    found = rows.filter(candidate=pair).select_related("operation").order_by("-pk")
    consents: Any = Consent.objects.select_related("entity")
    if not viewer.is_secretariat:
        consents = consents.filter(entity_seen(viewer, "entity__"))
    found = found.prefetch_related(Prefetch("consents", queryset=consents))
    return [DecisionLine(each, tuple(each.consents.all())) for each in found]
