"""Calls for inputs to chase, outputs without a report, terms of reference to review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compact.kernel.dates import latest, partial_date_display
from compact.kernel.zones import moment_in
from compact.reports.worklist.blocks import Block, Item
from workinggroups.workplans.due import ReportsDue, reports_due, terms_for_review
from workinggroups.workplans.models import CallForInputs, CallState, Input, InputState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compact.kernel.viewers import Viewer
    from workinggroups.workplans.models import TermsOfReference

NAMED = 10
"""How many entities a line names before it only counts."""


def calls_due(viewer: Viewer) -> list[Item]:
    """Calls that were sent and are not closed, the nearest deadline first, with who is missing; two queries."""
    sent = CallForInputs.objects.visible_to(viewer).live().filter(state=CallState.SENT)
    calls = list(sent.select_related("group").order_by("deadline", "pk"))
    places = Input.objects.visible_to(viewer).live().filter(call__in=[call.pk for call in calls])
    asked: dict[int, int] = {}
    missing: dict[int, list[str]] = {}
    rows = places.filter(entity__archived_at__isnull=True).order_by("entity__code")
    for call, state, code in rows.values_list("call_id", "state", "entity__code"):
        asked[call] = asked.get(call, 0) + 1
        if state == InputState.AWAITED:
            missing.setdefault(call, []).append(code)
    return [_call(call, asked.get(call.pk, 0), missing.get(call.pk, [])) for call in calls]


def _call(call: CallForInputs, asked: int, missing: Sequence[str]) -> Item:
    over = call.deadline < timezone.now()
    if missing:
        address = reverse("admin:workinggroups_input_changelist")
        act, act_address = _("See who is missing"), f"{address}?call__id__exact={call.pk}&state__exact=awaited"
    else:
        act, act_address = _("Close the call"), reverse("admin:workinggroups_callforinputs_close", args=[call.pk])
    deadline = moment_in(call.deadline, call.zone)
    words = {"group": call.group.code, "deadline": deadline, "answers": _missing(asked, missing)}
    return Item(
        call.title,
        reverse("call-for-inputs", args=[call.uid]),
        _("%(group)s, until %(deadline)s. %(answers)s") % words,
        warning=_("deadline over") if over else "",
        act=act,
        act_address=act_address,
    )


def _missing(asked: int, missing: Sequence[str]) -> str:
    """“9 of 12 have not answered: CTED, UNODC”, with the rest of a long list as a number."""
    if not missing:
        return _("All have answered.")
    names = ", ".join(missing[:NAMED])
    if len(missing) > NAMED:
        others = len(missing) - NAMED
        text = ngettext("%(names)s and %(number)d other", "%(names)s and %(number)d others", others)
        names = text % {"names": names, "number": others}
    text = ngettext(
        "%(number)d of %(asked)d has not answered: %(names)s",
        "%(number)d of %(asked)d have not answered: %(names)s",
        len(missing),
    )
    return text % {"number": len(missing), "asked": asked, "names": names}


def outputs_unreported(viewer: Viewer) -> list[Item]:
    """Outputs of running plans that lack the report of a date that is over; two queries."""
    return [_unreported(each) for each in reports_due(viewer, viewer.today)]


def _unreported(due: ReportsDue) -> Item:
    output = due.output
    days = ", ".join(partial_date_display(day.isoformat()) for day in due.days)
    words = {"lead": output.lead, "group": output.work_plan.group.code, "days": days}
    return Item(
        str(output),
        reverse("admin:workinggroups_output_change", args=[output.pk]),
        _("%(lead)s; %(group)s; no report for %(days)s") % words,
        act=_("Enter the report"),
        act_address=f"{reverse('admin:workinggroups_outputreport_add')}?output={output.pk}",
    )


def terms_to_review(viewer: Viewer) -> list[Item]:
    """Terms of reference due for review within 90 days, overdue ones first; one query."""
    return [_review(terms, viewer) for terms in terms_for_review(viewer, viewer.today)]


def _review(terms: TermsOfReference, viewer: Viewer) -> Item:
    return Item(
        str(terms),
        reverse("admin:workinggroups_termsofreference_change", args=[terms.pk]),
        _("review due %(date)s") % {"date": partial_date_display(terms.review_on)},
        warning=_("overdue") if latest(terms.review_on) < viewer.today else "",
        act=_("Start the next version"),
        act_address=reverse("admin:workinggroups_termsofreference_next", args=[terms.pk]),
    )


def blocks(viewer: Viewer) -> list[Block]:
    """Calls, reports, reviews."""
    return [
        Block(
            "calls",
            gettext_lazy("Calls for inputs under way"),
            gettext_lazy("calls for inputs"),
            calls_due(viewer),
            more_address=f"{reverse('admin:workinggroups_callforinputs_changelist')}?state__exact=sent",
            more_label=gettext_lazy("All calls under way"),
        ),
        Block(
            "unreported",
            gettext_lazy("Outputs without a report that is due"),
            gettext_lazy("reports on outputs"),
            outputs_unreported(viewer),
            more_address=reverse("admin:workinggroups_output_changelist"),
            more_label=gettext_lazy("All outputs"),
        ),
        Block(
            "review",
            gettext_lazy("Terms of reference to review within 90 days"),
            gettext_lazy("reviews of terms of reference"),
            terms_to_review(viewer),
            more_address=reverse("admin:workinggroups_termsofreference_changelist"),
            more_label=gettext_lazy("All terms of reference"),
        ),
    ]
