"""The pages of planned activities for everybody: what is planned, one's own, and messages to contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compact.kernel.countries import country_choices
from compact.kernel.dates import on_or_after
from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.survivors import page_of_survivor
from compact.kernel.viewers import viewer_of
from workinggroups.groups.models import Role
from workinggroups.projects.forms import MessageForm, OwnPlannedForm, contact_initial
from workinggroups.projects.models import PlannedActivity, PlannedState, Project
from workinggroups.projects.near import MOST_CONTACTS
from workinggroups.projects.pages import message_initial, shown
from workinggroups.projects.policies.planned import contacts_write, planned_write
from workinggroups.projects.services import planned as services
from workinggroups.projects.writing import contacts_send

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest

    from compact.kernel.viewers import Viewer

PAGE = 50
_survivor_page = page_of_survivor(PlannedActivity, "planned-activity")


def _seen(viewer: Viewer) -> Any:
    return PlannedActivity.objects.visible_to(viewer).live().select_related("entity")


def _record(viewer: Viewer, uid: UUID) -> PlannedActivity:
    record: PlannedActivity | None = _seen(viewer).filter(uid=uid).first()
    if record is None:
        raise Http404
    return record


@login_required
@require_safe
def planned_list(request: HttpRequest) -> HttpResponse:
    """What is planned from this month on, the viewer's own entities first; with ``all`` also what is past."""
    viewer = viewer_of(request)
    rows, country = _seen(viewer).order_by("month", "country", "pk"), request.GET.get("country", "")
    codes = set(rows.order_by().values_list("country", flat=True).distinct())
    states = [choice for choice in country_choices() if choice[0] in codes]
    if country in codes:
        rows = rows.filter(country=country)
    if "all" not in request.GET:
        coming = rows.filter(on_or_after("month", viewer.today.replace(day=1)))
        rows = coming.exclude(state=PlannedState.CANCELLED)
    own_ids = viewer.entity_ids(Role.FOCAL_POINT, alternates=True)
    page = Paginator(rows.exclude(entity__in=own_ids), PAGE).get_page(request.GET.get("page"))
    context = {
        "own": shown(viewer, rows.filter(entity__in=own_ids)) if own_ids else [],
        "has_own": bool(own_ids),
        "others": shown(viewer, page.object_list),
        "page_obj": page,
        "states": states,
        "country": country,
        "all": "all" in request.GET,
        "may_plan": planned_write(viewer),
    }
    return render(request, "projects/planned_list.html", context)


@login_required
@require_safe
@_survivor_page
def planned_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One activity, what others plan near it, and what the viewer may do."""
    viewer = viewer_of(request)
    return _page(request, viewer, _record(viewer, uid))


def _page(request: HttpRequest, viewer: Viewer, record: PlannedActivity, status: int = 200) -> HttpResponse:
    (words,) = shown(viewer, [record])
    project = Project.objects.visible_to(viewer).live().filter(pk=record.project_id).first()
    context = {
        "record": record,
        "shown": words,
        "project": project,
        "others": services.others_of(viewer, record),
        "answer": planned_write(viewer, record),
        "may_write": contacts_write(viewer),
        "is_cancelled": record.state == PlannedState.CANCELLED,
    }
    return render(request, "projects/planned_page.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def planned_new(request: HttpRequest) -> HttpResponse:
    """Plan an activity; what others plan for the State is shown before anything is stored."""
    return _form_page(request, viewer_of(request), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@_survivor_page
def planned_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change an activity; once more the others are shown where State, month, institution or theme change."""
    viewer = viewer_of(request)
    return _form_page(request, viewer, _record(viewer, uid))


def _form_page(request: HttpRequest, viewer: Viewer, record: PlannedActivity | None) -> HttpResponse:
    answer = planned_write(viewer, record)
    if not answer:
        return render(request, "projects/planned_refused.html", {"reason": answer.reason}, status=403)
    user: Any = request.user
    initial = {} if record or viewer.is_secretariat else contact_initial(user)
    form = OwnPlannedForm(request.POST or None, instance=record, viewer=viewer, initial=initial)
    if request.method == "POST" and form.is_valid():
        stored: Any = form.save()
        messages.success(request, _("The planned activity is saved."))
        return HttpResponseRedirect(reverse("planned-activity", args=[stored.uid]))
    context = {"form": form, "record": record, "others": form.others, "may_write": contacts_write(viewer)}
    return render(request, "projects/planned_form.html", context)


@login_required
@require_POST
@_survivor_page
def planned_cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say that the activity will not take place."""

    def act(viewer: Viewer, record: PlannedActivity, version: int) -> str:
        services.planned_cancel(actor=viewer, planned=record, version=version)
        return _("The planned activity is cancelled.")

    return _act(request, uid, act)


@login_required
@require_POST
@_survivor_page
def planned_become(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make a project of the activity, in one step."""

    def act(viewer: Viewer, record: PlannedActivity, version: int) -> str:
        made = services.planned_become_project(actor=viewer, planned=record, version=version)
        return _("“%(project)s” is a project now.") % {"project": made.title}

    return _act(request, uid, act)


def _act(request: HttpRequest, uid: UUID, act: Callable[[Viewer, PlannedActivity, int], str]) -> HttpResponse:
    """Do one thing with the version that was shown; what stands against it is told on the activity's page."""
    viewer = viewer_of(request)
    record, version = _record(viewer, uid), request.POST.get("version", "")
    try:
        text = act(viewer, record, int(version) if version.isdecimal() and len(version) < 10 else 0)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return _page(request, viewer, record, status=403)
    except (StaleVersion, ValidationError) as error:
        told = error.messages if isinstance(error, ValidationError) else [str(error)]
        messages.error(request, " ".join(told))
    else:
        messages.success(request, text)
    return HttpResponseRedirect(reverse("planned-activity", args=[uid]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest) -> HttpResponse:
    """A message to the contacts of the activities that the address names, as far as the viewer sees them."""
    viewer = viewer_of(request)
    answer = contacts_write(viewer)
    rows = _named(viewer, request.GET.getlist("activity"))
    if not answer or not rows:
        reason = answer.reason or _("Choose activities on the list, then write to their contacts.")
        return render(request, "projects/planned_refused.html", {"reason": reason}, status=404 if answer else 403)
    words = shown(viewer, rows)
    user: Any = request.user
    reachable = [each for each in words if each.contact_email and each.contact_email.lower() != user.email.lower()]
    choices = [(str(each.uid), each.addressee) for each in reachable]
    initial = {"to": [uid for uid, _label in choices], **message_initial(user, words)}
    form = MessageForm(request.POST or None, contacts=choices, initial=initial)
    if request.method == "POST" and form.is_valid() and _sent(request, viewer, rows, form):
        return HttpResponseRedirect(reverse("planned-activities"))
    silent = [each for each in words if not each.contact_email]
    context = {"form": form, "silent": silent, "can_send": bool(reachable)}
    return render(request, "projects/planned_contacts.html", context)


def _named(viewer: Viewer, uids: list[str]) -> list[PlannedActivity]:
    """The activities behind ``uids``; what is no identifier, or hidden, is passed over."""
    known = [uid for uid in uids[:MOST_CONTACTS] if len(uid) == len("00000000-0000-4000-8000-000000000000")]
    try:
        return list(_seen(viewer).filter(uid__in=known).order_by("month", "pk"))
    except ValidationError:
        return []


def _sent(request: HttpRequest, viewer: Viewer, rows: list[PlannedActivity], form: MessageForm) -> bool:
    chosen, user = set(form.cleaned_data["to"]), request.user
    activities = [row for row in rows if str(row.uid) in chosen]
    subject, body = form.cleaned_data["subject"], form.cleaned_data["body"]
    try:
        reached, missed = contacts_send(
            actor=viewer,
            sender=user,  # type: ignore[arg-type]  # signed in
            activities=activities,
            subject=subject,
            body=body,
        )
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return False
    except ValidationError as error:
        form.add_error(None, error)
        return False
    if missed:
        form.add_error(None, _("Not reached: %(addresses)s. Call them.") % {"addresses": ", ".join(missed)})
        return False
    text = ngettext("The message went to %(number)d contact.", "The message went to %(number)d contacts.", reached)
    messages.success(request, text % {"number": reached})
    return True
