"""Every write to overlap cases: opened on a pair, proposed, accepted, referred, settled, followed up."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compact.kernel.errors import StaleVersion
from compact.kernel.operations import operation
from compact.kernel.sets import sets_assign
from compact.kernel.viewers import Viewer
from compact.kernel.writes import RecordServices, record_lock, record_save, record_validate
from workinggroups.meetings.services.actions import action_item_create
from workinggroups.overlaps import policies_cases as policies
from workinggroups.overlaps.concerned import lead_groups_of, leads_of
from workinggroups.overlaps.models import Case, CaseState, ComparedKind, Outcome, Position, PositionRole
from workinggroups.overlaps.notices import Event, case_tell
from workinggroups.overlaps.standing import agreement
from workinggroups.overlaps.working_days import working_days_after

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from compact.entities.models import Entity
    from workinggroups.groups.models import Group
    from workinggroups.meetings.models import ActionItem
    from workinggroups.overlaps.models import Candidate

WORKING_DAYS = 10
"""So long the entities have to agree (domain rule 7)."""

cases = RecordServices(Case, policies.case_write)
positions = RecordServices(Position, policies.position_write)


def case_open(*, actor: Viewer, candidate: Candidate, reason: str) -> Case:
    """Open a case on a pair of works that overlap, and tell the entities and chairs concerned by mail.

    The pair itself is left as it is: whoever decides on it says there that it has a case. Refused, or
    ValidationError when the pair is none of works, or has an open case.
    """
    if candidate.kind != ComparedKind.WORK:
        raise ValidationError(_("Only projects and planned activities overlap. Choose another decision."))
    policies.case_open(actor, candidate).require()
    with operation(actor=actor, reason=reason):
        due_on = working_days_after(actor.today, WORKING_DAYS)
        case = Case(candidate=candidate, opened_on=actor.today, due_on=due_on)
        sets_assign(actor, case, {"groups": lead_groups_of(candidate)})
        record_validate(case)
        record_save(case)
        _tell(case, Event.OPENED)
    return case


def case_propose(
    *,
    actor: Viewer,
    case: Case,
    version: int,
    outcome: str,
    text: str = "",
    group: Group | None = None,
    reason: str = "",
) -> Case:
    """Propose an outcome for a group that facilitates; of several the ``group`` has to be named.

    The secretariat says in ``reason`` how a chair told it. StaleVersion, Refused or ValidationError.
    """
    with operation(actor=actor, reason=reason):
        row = _locked(actor, case, version, {"outcome": outcome, "text": text}, policies.case_propose)
        chosen = _one(policies.proposing(actor, row).parties, group, "group")
        _told_how(actor, reason)
        if not text.strip():
            raise ValidationError({"text": _("Say who does what until when.")})
        _position_make(actor, row, Position(role=PositionRole.GROUP, group=chosen, outcome=outcome, text=text))
        _stored(row)
        _tell(row, Event.PROPOSED)
    return row


def case_accept(
    *,
    actor: Viewer,
    case: Case,
    version: int,
    outcome: str,
    text: str = "",
    entity: Entity | None = None,
    reason: str = "",
) -> Case:
    """Accept an outcome for an entity concerned; when all accept the same one, the case is settled with it.

    Without ``text`` the words of the latest position on this outcome are accepted. The secretariat says in
    ``reason`` how the entity told it. StaleVersion, Refused or ValidationError.
    """
    with operation(actor=actor, reason=reason):
        row = _locked(actor, case, version, {"outcome": outcome, "text": text}, policies.case_accept)
        chosen = _one(policies.accepting(actor, row).parties, entity, "entity")
        _told_how(actor, reason)
        words = text.strip() or _words_so_far(row, outcome)
        if not words and outcome == Outcome.ONE_WITHDRAWS:
            raise ValidationError({"text": _("Say which one withdraws.")})
        _position_make(actor, row, Position(role=PositionRole.ENTITY, entity=chosen, outcome=outcome, text=words))
        agreed = agreement(leads_of(row.candidate), row.positions.live())
        if agreed:
            _settle(actor, row, outcome, "\n\n".join(dict.fromkeys(each.text for each in agreed if each.text)))
        _stored(row)
        _tell(row, Event.SETTLED if agreed else Event.ACCEPTED)
    return row


def case_settle(*, actor: Viewer, case: Case, version: int, outcome: str, text: str, reason: str = "") -> Case:
    """Let the secretariat decide what was not agreed; before the time is over, ``reason`` says who asked it to.

    StaleVersion, Refused or ValidationError.
    """
    with operation(actor=actor, reason=reason):
        row = _locked(actor, case, version, {"outcome": outcome, "text": text}, policies.case_settle)
        errors = {}
        if not text.strip():
            errors["text"] = _("Say what is decided, and why.")
        if row.state == CaseState.OPEN and not reason.strip():
            errors["reason"] = _("The entities still have time to agree. Say who asked the secretariat to decide.")
        if errors:
            raise ValidationError(errors)
        _position_make(actor, row, Position(role=PositionRole.SECRETARIAT, outcome=outcome, text=text))
        _settle(actor, row, outcome, text)
        _stored(row)
        _tell(row, Event.SETTLED)
    return row


def case_follow_up(
    *, actor: Viewer, case: Case, version: int, values: Mapping[str, Any], reason: str = ""
) -> ActionItem:
    """Give out an action item that follows from the case; ``values`` are those of an action item.

    Its group is the one that facilitates; of several it has to be named. StaleVersion, Refused or ValidationError.
    """
    with operation(actor=actor, reason=reason):
        row = _locked(actor, case, version, values, policies.case_follow_up)
        mine = tuple(group for group in row.many("groups") if policies.case_follow_up(actor, row, group))
        group = values.get("group") or (mine[0] if len(mine) == 1 else None)
        item = action_item_create(actor=actor, values={**values, "group": group})
        sets_assign(actor, row, {"action_items": [*row.many("action_items"), item]})
        _stored(row)
    return item


def cases_refer(today: datetime.date) -> int:
    """Hand over to the secretariat what was to be agreed before ``today`` and was not; how many cases were."""
    actor = Viewer.system("tick")
    late = Case.objects.live().filter(state=CaseState.OPEN, due_on__lt=today).order_by("pk")
    return sum(_refer(actor, case, today) for case in late)


def _refer(actor: Viewer, case: Case, today: datetime.date) -> bool:
    """Hand over one case; False when it moved at the same moment."""
    try:
        with operation(actor=actor, reason=_("Not agreed in ten working days.")):
            row = record_lock(case, version=case.version, submitted={})
            row.state, row.referred_on = CaseState.SECRETARIAT, today
            _stored(row)
            _tell(row, Event.REFERRED)
    except StaleVersion:
        return False
    return True


# --- What the steps share ---------------------------------------------------------------------------------------------


def _locked(actor: Viewer, case: Case, version: int, submitted: Mapping[str, Any], policy: Any) -> Case:
    policy(actor, case).require()
    row = record_lock(case, version=version, submitted=submitted)
    policy(actor, row).require()
    return row


def _stored(row: Case) -> None:
    row.version += 1
    record_save(row)


def _one(parties: tuple[Any, ...], named: Any, field: str) -> Any:
    """The party that acts: the one named, or the only one there is."""
    if named is None and len(parties) == 1:
        return parties[0]
    if named is None:
        raise ValidationError({field: _("Choose for whom you say this.")})
    if named not in parties:
        raise ValidationError({field: _("This is not concerned, or not yours to speak for. Choose another one.")})
    return named


def _told_how(actor: Viewer, reason: str) -> None:
    """What the secretariat records for others says how they told it."""
    if actor.is_secretariat and not reason.strip():
        raise ValidationError({"reason": _("Say how they told you, for example “letter of 3 May 2026”.")})


def _position_make(actor: Viewer, row: Case, position: Position) -> None:
    position.case, position.made_by_id = row, actor.user_id
    position.text = position.text.strip()
    record_validate(position)
    record_save(position)


def _words_so_far(row: Case, outcome: str) -> str:
    """The words of the latest position on ``outcome``; "" where nobody has any."""
    said = row.positions.live().filter(outcome=outcome).exclude(text="").order_by("-made_at", "-pk")
    return said.values_list("text", flat=True).first() or ""


def _settle(actor: Viewer, row: Case, outcome: str, text: str) -> None:
    row.state, row.outcome, row.outcome_text = CaseState.SETTLED, outcome, text
    row.settled_on = actor.today


def _tell(row: Case, event: Event) -> None:
    """Write to those concerned once this is stored; a mail that cannot go out undoes nothing."""
    transaction.on_commit(partial(case_tell, row.pk, event, timezone.now().date()), robust=True)
