"""The pages of calls for inputs: answer one, and see what came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from compact.entities.models import Person
from compact.kernel.admin.forms import errors_show, version_renew
from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.viewers import viewer_of
from workinggroups.workplans.compiling import compilation_docx, compile_inputs
from workinggroups.workplans.forms import AnswerForm
from workinggroups.workplans.models import CallForInputs, CallState, Input, InputState
from workinggroups.workplans.policies.calls import call_run, input_write
from workinggroups.workplans.services.calls import input_answer, input_nil

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from compact.kernel.viewers import Viewer

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def inputs_waiting(viewer: Viewer) -> list[Input]:
    """What the viewer's entities are asked for and have not answered, the nearest deadline first."""
    own = Input.objects.visible_to(viewer).live().filter(entity__in=viewer.entity_ids(alternates=True))
    waiting = own.filter(state=InputState.AWAITED, call__state=CallState.SENT)
    return list(waiting.select_related("call__group", "entity").order_by("call__deadline", "pk"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """An entity's place in a call: what is asked, until when, and the boxes to answer in."""
    viewer = viewer_of(request)
    seen = Input.objects.visible_to(viewer).live().filter(uid=uid)
    record = seen.select_related("call__group", "entity", "person").first()
    if record is None:
        raise Http404
    allowed = input_write(viewer, record)
    form = AnswerForm(request.POST or None, record=record)
    if request.method == "POST" and allowed and _stored(request, viewer, record, form):
        messages.success(request, _("Thank you: the answer of %(entity)s is recorded.") % {"entity": record.entity})
        return HttpResponseRedirect(request.path)
    context = {"input": record, "call": record.call, "form": form, "allowed": allowed, "may_run": False}
    context["may_run"] = bool(call_run(viewer, record.call))
    context["person"] = Person.objects.visible_to(viewer).live().filter(pk=record.person_id).first()
    return render(request, "workplans/input.html", context, status=200 if allowed or request.method != "POST" else 403)


def _stored(request: HttpRequest, viewer: Viewer, record: Input, form: AnswerForm) -> bool:
    """Store what was sent; what is wrong lands on the form, and nothing typed is lost."""
    nil = "nil" in request.POST
    if not form.is_valid() and not nil:
        return False
    version = form.cleaned_data.get("version") or 0
    try:
        if nil:
            input_nil(actor=viewer, record=record, version=version)
        else:
            input_answer(actor=viewer, record=record, version=version, answers=form.answers())
    except StaleVersion as stale:
        version_renew(form, stale.current)
        form.add_error(None, _other_answer(stale.current))
    except Refused as refusal:
        form.add_error(None, refusal.reason)
    except ValidationError as error:
        errors_show(form, error)
    else:
        return True
    return False


def _other_answer(current: Any) -> str:
    said = " / ".join(current.answers) or str(current.get_state_display())
    text = _("A colleague has answered meanwhile: “%(answer)s”. Yours is below; save again to replace theirs.")
    return text % {"answer": said}


@login_required
@require_safe
def call(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A call with who has answered what, on one page; with ``?format=docx`` as a Word document."""
    viewer = viewer_of(request)
    found = CallForInputs.objects.visible_to(viewer).live().filter(uid=uid).select_related("group").first()
    if found is None:
        raise Http404
    compilation = compile_inputs(viewer, found)
    if request.GET.get("format") == "docx":
        name = f"{slugify(found.title)[:60] or 'call'}-{timezone.now().date().isoformat()}.docx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(compilation_docx(compilation), content_type=DOCX, headers=headers)
    runs = bool(call_run(viewer, found))
    return render(request, "workplans/call.html", {"call": found, "compilation": compilation, "may_run": runs})
