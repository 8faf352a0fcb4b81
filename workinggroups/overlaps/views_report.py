"""The page by which people report two pieces of work that they find alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from compact.kernel.admin.forms import errors_show
from compact.kernel.admin.unsent import unsent_fill, unsent_keep
from compact.kernel.errors import Refused
from compact.kernel.viewers import viewer_of
from workinggroups.overlaps import policies
from workinggroups.overlaps.families import pairs_between
from workinggroups.overlaps.forms_report import SIDES, WorkReportForm
from workinggroups.overlaps.services.pairs import pair_report

if TYPE_CHECKING:
    from django.http import HttpRequest

    from compact.kernel.viewers import Viewer
    from workinggroups.overlaps.models import Candidate


@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest) -> HttpResponse:
    """Two records and why; those of the address, by ``a`` and ``b``, are named already. A pair on record is opened."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            unsent_keep(request)
        return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
    viewer = viewer_of(request)
    answer = policies.pair_report(viewer)
    if not answer:
        return render(request, "overlaps/report.html", {"why_not": answer.reason}, status=403)
    given = {side: request.GET[side] for side in SIDES if side in request.GET}
    form = WorkReportForm(request.POST if request.method == "POST" else None, viewer=viewer, given=given)
    unsent_fill(request, form)
    if form.is_bound and form.is_valid():
        pair = _reported(request, viewer, form)
        if pair is not None:
            return HttpResponseRedirect(reverse("overlap", args=[pair.uid]))
    return render(request, "overlaps/report.html", {"form": form})


def _reported(request: HttpRequest, viewer: Viewer, form: WorkReportForm) -> Candidate | None:
    """The pair, new or known; None where the form says what is wrong."""
    data = form.cleaned_data
    try:
        stored = pair_report(actor=viewer, one=data["a"], other=data["b"], reason=data["reason"])
    except Refused as refusal:
        form.add_error(None, refusal.reason)
    except ValidationError as error:
        known = _known(viewer, data["a"], data["b"])
        if known is not None:
            messages.info(request, " ".join(error.messages))
            return known
        errors_show(form, error)
    else:
        messages.success(request, _("The pair is in the queue."))
        return stored
    return None


def _known(viewer: Viewer, one: Any, other: Any) -> Candidate | None:
    """The pair that stands between the two, where ``viewer`` sees it."""
    if one == other:
        return None
    pairs: Any = pairs_between(one, other)
    found: Candidate | None = pairs.visible_to(viewer).live().order_by("-pk").first()
    return found
