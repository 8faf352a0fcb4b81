"""The pages of pairs for focal points and chairs: those that concern them, and one with the forms that fit them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from compact.kernel.admin.unsent import unsent_fill, unsent_keep
from compact.kernel.api.problems import ParameterError
from compact.kernel.viewers import viewer_of
from workinggroups.overlaps.acting import act, decisions_of, doing_of
from workinggroups.overlaps.concerned import WORK_RELATIONS
from workinggroups.overlaps.decided import report_of, waiting_consents
from workinggroups.overlaps.filters.pairs import PairFilters
from workinggroups.overlaps.models import Candidate, Case, ComparedKind
from workinggroups.overlaps.pair_list import PairChoice, choice_given
from workinggroups.overlaps.policies import leads_of, pair_report
from workinggroups.overlaps.sides import lines_of, side_of, work_name
from workinggroups.overlaps.telling import reasons
from workinggroups.overlaps.words import looks_words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from compact.kernel.viewers import Viewer
    from workinggroups.overlaps.acting import Doing

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A pair of the list, in words; ``asked`` says that an answer of the viewer's entity is awaited."""

    pair: Candidate
    one: str
    other: str
    entities: str
    looks_like: str
    asked: bool


def _seen(viewer: Viewer) -> Any:
    """The pairs of work that the viewer sees; those of entities and people are the secretariat's and have its page."""
    rows: Any = Candidate.objects.visible_to(viewer).live().filter(kind=ComparedKind.WORK)
    return rows.select_related(*WORK_RELATIONS)


@login_required
@require_safe
def pair_list(request: HttpRequest) -> HttpResponse:
    """The pairs that concern the viewer and fit, the strongest first; a parameter that is wrong is named."""
    viewer = viewer_of(request)
    given = choice_given(request.GET)
    filters = PairFilters(given, queryset=_seen(viewer).defer("evidence"), request=request)
    problems: dict[str, Any] = {}
    found: Any = Candidate.objects.none()
    try:
        if filters.is_valid():
            found = filters.qs.order_by("-probability", "pk")
        else:
            problems = dict(filters.errors)
    except ParameterError as error:
        problems = {each["parameter"]: [each["detail"]] for each in error.errors}
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    asked = set(waiting_consents(viewer).values_list("decision__candidate", flat=True))
    context = {
        "rows": [_row(pair, asked) for pair in page.object_list],
        "page_obj": page,
        "form": PairChoice(viewer, given),
        "problems": problems,
        "may_report": pair_report(viewer),
    }
    return render(request, "overlaps/pair_list.html", context, status=400 if problems else 200)


def _row(pair: Candidate, asked: set[int]) -> Row:
    return Row(
        pair,
        work_name(pair.a.record),
        work_name(pair.b.record),
        ", ".join(str(lead) for lead in leads_of(pair)),
        looks_words(pair.verdict, pair.strength, pair.kind),
        pair.pk in asked,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def pair_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One pair for whoever sees it, with the decisions and the answer that they may give."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            unsent_keep(request)
        return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
    viewer = viewer_of(request)
    pair: Candidate | None = _seen(viewer).filter(uid=uid).first()
    if pair is None:
        raise Http404
    doing = doing_of(request, viewer, pair)
    if request.method == "POST":
        told = act(request, viewer, pair, doing)
        if told:
            messages.success(request, told)
            return HttpResponseRedirect(request.path)
    else:
        _unsent(request, doing)
    refused = request.method == "POST" and not doing.choices and doing.consent_form is None
    return render(request, "overlaps/pair.html", _facts(viewer, pair, doing), status=403 if refused else 200)


def _unsent(request: HttpRequest, doing: Doing) -> None:
    """Show what was typed before the session ended, in the form that it was typed into."""
    unsent_fill(request, doing.consent_form or doing.decide_form)


def _facts(viewer: Viewer, pair: Candidate, doing: Doing) -> dict[str, Any]:
    """What the page tells ``viewer``: nothing that is hidden from them."""
    one, other = side_of(viewer, pair.a.record), side_of(viewer, pair.b.record)
    told = reasons(viewer, pair.evidence)
    return {
        "pair": pair,
        "one": one,
        "other": other,
        "lines": lines_of(one, other),
        "reasons_for": [each for each in told if each.is_for],
        "reasons_against": [each for each in told if not each.is_for],
        "looks_like": looks_words(pair.verdict, pair.strength, pair.kind),
        "report": report_of(pair),
        "decisions": decisions_of(viewer, pair),
        "cases": Case.objects.visible_to(viewer).live().filter(candidate=pair),
        "doing": doing,
    }
