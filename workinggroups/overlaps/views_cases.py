"""The pages of overlap cases: the list, and one case with both works side by side and the forms that fit the viewer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from compact.kernel.admin.forms import errors_show, version_renew
from compact.kernel.admin.unsent import unsent_fill, unsent_keep
from compact.kernel.api.problems import ParameterError
from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.viewers import viewer_of
from workinggroups.groups.models import Group
from workinggroups.meetings.models import ActionItem
from workinggroups.overlaps.case_list import CaseChoice, choice_given
from workinggroups.overlaps.case_steps import SLUGS, Step, steps_of, steps_shown, taken_step
from workinggroups.overlaps.concerned import WORK_RELATIONS, leads_of, works_of
from workinggroups.overlaps.filters.cases import CaseFilters
from workinggroups.overlaps.models import Candidate, CandidateState, Case, CaseState, ComparedKind, Position
from workinggroups.overlaps.notices import blind_entities
from workinggroups.overlaps.sides import lines_of, side_of, work_name
from workinggroups.overlaps.standing import cases_seen, days_left, latest_of, pair_name, positions_of
from workinggroups.overlaps.telling import reasons

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from compact.entities.models import Entity
    from compact.kernel.viewers import Viewer

PAGE, PAIRS = 50, 20
"""How many cases a page shows, and how many pairs beside them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A case of the list, in words; ``days`` are the working days left, negative when it is late."""

    case: Case
    one: str
    other: str
    entities: str
    days: int

    @property
    def is_open(self) -> bool:
        """Whether the entities still have to agree."""
        return self.case.state == CaseState.OPEN

    @property
    def days_late(self) -> int:
        """By how many working days it is late; 0 when it is not."""
        return max(-self.days, 0)


@login_required
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases that the viewer sees and that fit, those not settled first; a parameter that is wrong is named."""
    viewer = viewer_of(request)
    given = choice_given(request.GET)
    filters = CaseFilters(given, queryset=cases_seen(viewer), request=request)
    problems: dict[str, Any] = {}
    found: Any = Case.objects.none()
    try:
        if filters.is_valid():
            found = filters.qs.order_by(F("settled_on").desc(nulls_first=True), "due_on", "pk")
        else:
            problems = dict(filters.errors)
    except ParameterError as error:
        problems = {each["parameter"]: [each["detail"]] for each in error.errors}
    pairs = [] if problems or not filters.has_cell else pairs_waiting(viewer, filters)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [_row(viewer, case) for case in page.object_list],
        "page_obj": page,
        "pairs": pairs,
        "form": CaseChoice(viewer, given),
        "problems": problems,
    }
    return render(request, "overlaps/case_list.html", context, status=400 if problems else 200)


def _row(viewer: Viewer, case: Case) -> Row:
    one, other = map(work_name, works_of(case.candidate))
    entities = ", ".join(str(lead) for lead in leads_of(case.candidate))
    return Row(case, one, other, entities, days_left(case, viewer.today))


def pairs_waiting(viewer: Viewer, filters: CaseFilters) -> list[tuple[UUID, str]]:
    """The first pairs in the cell of ``filters`` on which nobody has decided: the identifier and name of each."""
    waiting = Candidate.objects.visible_to(viewer).live().filter(state=CandidateState.OPEN, kind=ComparedKind.WORK)
    rows = waiting.filter(filters.of_cell("a", "b")).select_related(*WORK_RELATIONS)
    return [(pair.uid, pair_name(pair)) for pair in rows[:PAIRS]]


@require_http_methods(["GET", "HEAD", "POST"])
def case_page(request: HttpRequest, uid: UUID, slug: str = "") -> HttpResponse:
    """One case for whoever sees it; with ``slug`` the page of one step, which also takes its form."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            unsent_keep(request)
        return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
    viewer = viewer_of(request)
    case: Case | None = cases_seen(viewer).prefetch_related("groups").filter(uid=uid).first()
    if case is None or slug not in ("", *SLUGS):
        raise Http404
    said = positions_of([case])[case.pk]
    is_sent = request.method == "POST" and bool(slug)
    steps = steps_of(viewer, case, said, request.POST if is_sent else None, slug)
    if is_sent and _taken(request, viewer, case, taken_step(steps, slug)):
        return HttpResponseRedirect(reverse("overlap-case", args=[case.uid]))
    return _page(request, viewer, case, said, steps, slug)


def _page(
    request: HttpRequest, viewer: Viewer, case: Case, said: list[Position], steps: list[Step], slug: str
) -> HttpResponse:
    refused, (inline, others) = False, steps_shown(viewer, case, steps)
    if slug:
        step = taken_step(steps, slug)
        unsent_fill(request, step.form)
        refused, inline, others = not step.answer, [step], []
    shown = {"steps": steps, "inline": inline, "others": others, "one_step": bool(slug)}
    context = {**_facts(viewer, case, said), **shown}
    return render(request, "overlaps/case.html", context, status=403 if refused else 200)


def _taken(request: HttpRequest, viewer: Viewer, case: Case, step: Step) -> bool:
    """Take the step; what stands against it lands on its form, and nothing typed is lost."""
    form = step.form
    if not step.answer:
        form.add_error(None, step.answer.reason)
    elif form.is_valid():
        try:
            step.take(viewer, case)
        except StaleVersion as stale:
            version_renew(form, stale.current)
            form.add_error(None, str(stale))
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        except ValidationError as error:
            errors_show(form, error)
        else:
            messages.success(request, step.done)
            return True
    return False


@dataclass(frozen=True, slots=True)
class Awaited:
    """An entity concerned and what it said last; None while it has said nothing."""

    entity: Entity
    position: Position | None


def _facts(viewer: Viewer, case: Case, said: list[Position]) -> dict[str, Any]:
    """What the page tells ``viewer``: nothing that is hidden from them."""
    one, other = (side_of(viewer, work) for work in works_of(case.candidate))
    latest = latest_of(said)
    left = days_left(case, viewer.today)
    return {
        "case": case,
        "one": one,
        "other": other,
        "lines": lines_of(one, other),
        "is_archived": any(work.is_archived for work in works_of(case.candidate)),
        "reasons": reasons(viewer, case.candidate.evidence),
        "said": said,
        "awaited": [Awaited(lead, latest.get(lead.pk)) for lead in leads_of(case.candidate)],
        "groups": Group.objects.visible_to(viewer).live().filter(overlap_cases=case),
        "items": ActionItem.objects.visible_to(viewer).live().filter(overlap_cases=case).select_related("entity"),
        "days": left,
        "days_late": -left,
        "is_open": case.state == CaseState.OPEN,
        "is_settled": case.state == CaseState.SETTLED,
        "blind": blind_entities(case, viewer.today) if viewer.is_secretariat else [],
        "title": _("%(one)s and %(other)s") % {"one": one.name, "other": other.name},
    }
