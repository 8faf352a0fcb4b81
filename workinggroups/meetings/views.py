"""The pages of silence procedures: the exact text, the deadline, the objections, and the form to object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from compact.entities.models import Entity, Person
from compact.kernel.admin.forms import errors_show
from compact.kernel.admin.unsent import unsent_fill, unsent_keep
from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.viewers import viewer_of
from workinggroups.meetings.forms import ObjectionForm
from workinggroups.meetings.models import Decision, Objection, SilenceProcedure, SilenceState
from workinggroups.meetings.policies.silence import breaking, objection_write
from workinggroups.meetings.queries import addressed
from workinggroups.meetings.services import objections as services

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from compact.kernel.policies import Answer
    from compact.kernel.viewers import Viewer


def silence_waiting(viewer: Viewer) -> list[SilenceProcedure]:
    """The running procedures that are addressed to the viewer's entities and can still be objected to, nearest first.

    Alternates find those of the entities for which they stand in.
    """
    running = SilenceProcedure.objects.visible_to(viewer).live().filter(state=SilenceState.RUNNING)
    waiting = running.filter(addressed(viewer, "id"), deadline__gte=timezone.now())
    return list(waiting.select_related("group").order_by("deadline", "pk"))


@require_http_methods(["GET", "HEAD", "POST"])
def silence(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One procedure for whoever sees it, with the form to object for those entitled, or the reason why not."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            unsent_keep(request)
        return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
    viewer = viewer_of(request)
    seen = SilenceProcedure.objects.visible_to(viewer).live().filter(uid=uid)
    procedure: SilenceProcedure | None = seen.select_related("group").first()
    if procedure is None:
        raise Http404
    possible = breaking(viewer, procedure)
    form = ObjectionForm(request.POST or None, entities=possible.entities)
    if request.method == "POST" and _objected(request, viewer, procedure, form, possible.answer):
        return HttpResponseRedirect(request.path)
    unsent_fill(request, form)
    context = {
        **_facts(viewer, procedure),
        "form": form,
        "allowed": possible.answer,
        "show_form": possible.answer.allowed or form.is_bound or form.initial.get("text"),
    }
    refused = request.method == "POST" and not possible.answer
    return render(request, "meetings/silence.html", context, status=403 if refused else 200)


def _objected(
    request: HttpRequest, viewer: Viewer, procedure: SilenceProcedure, form: ObjectionForm, allowed: Answer
) -> bool:
    """Store what was sent; what is wrong lands on the form, and nothing typed is lost."""
    if not form.is_valid():
        return False
    if not allowed:
        form.add_error(None, allowed.reason)
        return False
    try:
        made = services.objection_create(actor=viewer, values={"procedure": procedure, **form.values()})
    except Refused as refusal:
        form.add_error(None, refusal.reason)
    except ValidationError as error:
        errors_show(form, error)
    else:
        messages.success(request, _("The objection of %(entity)s is recorded.") % {"entity": made.entity})
        return True
    return False


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """One objection on the page; ``person`` is None where the viewer may not see who it was."""

    objection: Objection
    person: Person | None
    may_withdraw: bool


def _facts(viewer: Viewer, procedure: SilenceProcedure) -> dict[str, Any]:
    """What the page tells ``viewer``: nothing that is hidden from them."""
    return {
        "procedure": procedure,
        "addressees": Entity.objects.visible_to(viewer).live().filter(silence_procedures=procedure),
        "objections": _lines(viewer, procedure),
        "decision": Decision.objects.visible_to(viewer).live().filter(pk=procedure.decision_id).first(),
        "is_over": timezone.now() > procedure.deadline,
    }


def _lines(viewer: Viewer, procedure: SilenceProcedure) -> list[ObjectionLine]:
    found = Objection.objects.visible_to(viewer).live().filter(procedure=procedure)
    rows = list(found.select_related("procedure", "entity"))
    people = Person.objects.visible_to(viewer).live().in_bulk([row.person_id for row in rows if row.person_id])
    own = viewer.entity_ids()
    return [
        ObjectionLine(row, people.get(row.person_id), row.entity_id in own and bool(objection_write(viewer, row)))
        for row in rows
    ]


@login_required
@require_POST
def objection_withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take back the objection of one's own entity."""
    viewer = viewer_of(request)
    found = Objection.objects.visible_to(viewer).live().filter(uid=uid)
    objection: Objection | None = found.select_related("procedure", "entity").first()
    if objection is None:
        raise Http404
    version = request.POST.get("version", "")
    try:
        services.objection_withdraw(
            actor=viewer, objection=objection, version=int(version) if version.isdecimal() and len(version) < 10 else 0
        )
    except (Refused, StaleVersion) as refusal:
        messages.error(request, str(refusal))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The objection of %(entity)s is withdrawn.") % {"entity": objection.entity})
    return HttpResponseRedirect(reverse("silence-procedure", args=[objection.procedure.uid]))
