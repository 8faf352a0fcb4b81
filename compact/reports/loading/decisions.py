"""other_decisions.csv: what the Committee decided, and what stands approved by it in the groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from compact.kernel.visibility import Visibility
from compact.reports.loading.entities import sourced
from compact.reports.loading.terms import COMMITTEE
from workinggroups.groups.models import Group
from workinggroups.meetings.models import Decision, DecisionVerb, Meeting, SubjectKind
from workinggroups.meetings.services.decisions import decision_create
from workinggroups.workplans.models import CycleState, TermsOfReference, WorkPlan
from workinggroups.workplans.services.plans import work_plan_create
from workinggroups.workplans.services.terms import terms_create

if TYPE_CHECKING:
    from compact.reports.loading.sheets import Row, Sheet
    from compact.reports.loading.stock import Stock

COLUMNS = (
    "group_code",
    "date",
    "verb",
    "subject_kind",
    "subject_en",
    "subject_fr",
    "instrument_symbol",
    "approved_for",
    "source_url",
    "note",
    "evidence",
)
KEY = ("group_code", "date", "verb", "subject_en")
FIRST_PLAN = {"title_en": "First work plan", "title_fr": "Premier plan de travail"}
_FOR_GROUPS = (SubjectKind.TERMS_OF_REFERENCE, SubjectKind.WORK_PLAN)


def load(sheet: Sheet, stock: Stock) -> None:
    """Store each decision under its meeting, and what it approved for the groups of ``approved_for``.

    A meeting without a number gives its decision none either; a day without a meeting leaves it without one.
    """
    for row in sheet.rows:
        approved = [stock.group(row, "approved_for", code) for code in row.texts("approved_for")]
        if approved and row.text("subject_kind") not in _FOR_GROUPS:
            row.problem("approved_for", _("Only terms of reference and work plans are approved for groups."))
        decision = _decision(row, stock)
        if decision is not None:
            for group in filter(None, approved):
                _approve(row, stock, decision, group)


def _decision(row: Row, stock: Stock) -> Decision | None:
    group = stock.group(row, "group_code", row.text("group_code") or COMMITTEE)
    values = {
        "group": group,
        "decided_on": row.date("date"),
        "verb": row.choice("verb", DecisionVerb),
        "subject_kind": row.choice("subject_kind", SubjectKind),
        "subject_en": row.text("subject_en", required=True),
        "subject_fr": row.text("subject_fr"),
        "instrument": stock.instrument(row, "instrument_symbol"),
        "visibility": Visibility.ALL,
        **sourced(row),
    }
    if not row.sound or group is None:
        return None
    return stock.keep(
        Decision,
        lambda values: decision_create(actor=stock.actor, values=values),
        row,
        key={"group_id": group.pk, **{name: values[name] for name in ("decided_on", "verb", "subject_en")}},
        values={**values, "meeting": _meeting(stock, group, row.text("date"))},
        columns={
            "group": "group_code",
            "decided_on": "date",
            "meeting": "date",
            "instrument": "instrument_symbol",
            "source": "source_url",
        },
    )


def _meeting(stock: Stock, group: Group, day: str) -> Meeting | None:
    """The meeting of ``group`` on ``day``; None when none is known."""
    if not day or (group.pk, day) in stock.meetings:
        return stock.meetings.get((group.pk, day))
    found: Meeting | None = Meeting.objects.live().filter(groups=group, start=day).first()
    return found


def _approve(row: Row, stock: Stock, decision: Decision, group: Group) -> None:
    """Store the first terms of reference or the first work plan of ``group``; its text is not known."""
    values: dict[str, Any] = {
        "group": group,
        "state": CycleState.APPROVED,
        "approved_by": decision,
        "visibility": Visibility.ALL,
        **sourced(row),
    }
    columns = {"group": "approved_for", "approved_by": "approved_for", "source": "source_url"}
    if row.text("subject_kind") == SubjectKind.TERMS_OF_REFERENCE:
        stock.keep(
            TermsOfReference,
            lambda values: terms_create(actor=stock.actor, values=values),
            row,
            key={"group_id": group.pk, "number": 1},
            values={**values, "number": 1},
            columns=columns,
            rival=lambda: TermsOfReference.objects.live().filter(group=group, state=CycleState.APPROVED).first(),
        )
        return
    stock.keep(
        WorkPlan,
        lambda values: work_plan_create(actor=stock.actor, values=values),
        row,
        key={"group_id": group.pk, "title_en": FIRST_PLAN["title_en"]},
        values={**values, **FIRST_PLAN},
        columns=columns,
        rival=lambda: WorkPlan.objects.live().filter(group=group, approved_by=decision).first(),
    )
