"""Three pages that merge two records: field by field choice, all that would change, and why.

Nothing is stored before the third. What it confirms is the signed plan of the second, for both records as they were
then; where one was changed since, the choices come back on the first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.admin.base import StaffAdmin, address_of
from compact.kernel.errors import Conflict, StaleVersion
from compact.kernel.survivors import seen_by_uid
from compact.merging.choosing import SIDES
from compact.merging.plans import plan_make, plan_open, plan_sign
from compact.merging.policies import merge_write
from compact.merging.registry import mergeable_by_label
from compact.merging.rules import room_above
from compact.merging.services import merge

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from compact.kernel.viewers import Viewer
    from compact.merging.models import Merge
    from compact.merging.plans import Plan

_CHOICE = "choice_"
_CHANGED = gettext_lazy(
    "Somebody changed one of the two records, or one that refers to them, since the plan was made. Nothing was merged. "
    "Your choices are below: look at the two again."
)
_LAST = ("originator", "visibility", "source", "note")
"""Fields that every kind of record has: those that tell what it is stand above them."""
LONGEST_CLEARANCE = 300
MOST_FOUND = 50


@dataclass(slots=True)
class Asked:
    """What an address or a form asks for: two records of one kind, and sides by field."""

    model: Any
    survivor: Any
    retired: Any = None
    choices: dict[str, Any] = field(default_factory=dict)
    clearance: str = ""

    @property
    def model_label(self) -> str:
        """The kind of record, as addresses name it."""
        return str(self.model._meta.label_lower)

    def query(self, **other: Any) -> str:
        """The same as the query of an address; ``other`` stands instead."""
        told = {"model": self.model_label, "survivor": self.survivor.uid, "clearance": self.clearance}
        told |= {"retired": self.retired.uid} if self.retired is not None else {}
        told |= {f"{_CHOICE}{name}": side for name, side in self.choices.items()} | other
        return urlencode({name: value for name, value in told.items() if value})


class ConfirmForm(forms.Form):
    """The signed plan, and why the two records are the same."""

    token = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=gettext_lazy("Why the two records are the same. Kept in the history of both."),
        error_messages={"required": gettext_lazy("Say why.")},
    )


class PlanPages(StaffAdmin):
    """The pages ``plan/``, ``plan/preview/`` and ``plan/confirm/`` below the list."""

    def get_urls(self) -> list[Any]:
        """The three pages before Django's own."""
        pages = {"plan/": self.plan_view, "plan/preview/": self.preview_view, "plan/confirm/": self.confirm_view}
        own = [
            path(way, self.admin_site.admin_view(view), name=f"merge-{way.strip('/').rpartition('/')[2]}")
            for way, view in pages.items()
        ]
        return [*own, *super().get_urls()]

    # --- Page 1: choose ---

    def plan_view(self, request: HttpRequest) -> HttpResponse:
        """Which of the two survives, and whose value is taken, field by field; or first, which is the other one."""
        viewer = self.viewer(request)
        merge_write(viewer).require()
        asked = _asked(viewer, request.GET)
        if asked.retired is None:
            return self._other_view(request, asked)
        plan = self._plan(request, asked)
        fields = sorted(plan.fields, key=lambda each: each.name in _LAST) if plan else []
        context = {
            "plan": plan,
            "ways_on": _ways_on(viewer, plan),
            "differing": [each for each in fields if each.differs],
            "same": [each for each in fields if not each.differs],
            "is_cleared": any(each.name == "visibility" for each in fields),
            "swapped": f"?{_swapped(asked).query()}",
            "survivor_url": address_of(asked.model, "change", asked.survivor.pk),
            "retired_url": address_of(asked.model, "change", asked.retired.pk),
            "preview_url": reverse("admin:merge-preview"),
        }
        return self._page(request, "plan", _("Merge two records"), asked, **context)

    def _other_view(self, request: HttpRequest, asked: Asked) -> HttpResponse:
        """The record to merge into this one, by a search."""
        text = request.GET.get("q", "").strip()[:200]
        rows = asked.model.objects.visible_to(self.viewer(request)).live().exclude(pk=asked.survivor.pk)
        found = list(rows.search(text)[:MOST_FOUND]) if text else []
        lines = [(row, f"?{asked.query(retired=row.uid)}") for row in found]
        title = _("Merge a record into “%(record)s”") % {"record": asked.survivor}
        return self._page(request, "other", title, asked, text=text, lines=lines, most=MOST_FOUND)

    # --- Page 2: look ---

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """All that would change, with the signed plan."""
        viewer = self.viewer(request)
        merge_write(viewer).require()
        asked = _asked(viewer, request.GET)
        back = f"{reverse('admin:merge-plan')}?{asked.query()}"
        plan = self._plan(request, asked) if asked.retired is not None else None
        if plan is None:
            return HttpResponseRedirect(back)
        token = plan_sign(plan, viewer) if plan.is_possible else ""
        context = {
            "plan": plan,
            "ways_on": _ways_on(viewer, plan),
            "joining": [each for each in plan.sets if each.joining],
            "token": token,
            "back": back,
            "confirm_url": reverse("admin:merge-confirm"),
            "chosen": asked.query(),
        }
        return self._page(request, "preview", _("What the merge changes"), asked, **context)

    def _plan(self, request: HttpRequest, asked: Asked) -> Plan | None:
        """The plan; a choice that cannot be is told and left out, and without a plan None."""
        viewer = self.viewer(request)
        for choices in (asked.choices, {}):
            try:
                return plan_make(
                    actor=viewer,
                    survivor=asked.survivor,
                    retired=asked.retired,
                    choices=choices,
                    clearance=asked.clearance,
                )
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            except StaleVersion as stale:
                messages.error(request, str(stale))
            asked.choices = {}
        return None

    # --- Page 3: say why ---

    def confirm_view(self, request: HttpRequest) -> HttpResponse:
        """Ask why; with a reason, carry out the plan that was shown."""
        viewer, token = self.viewer(request), request.POST.get("token", "")
        merge_write(viewer).require()
        chosen = QueryDict(request.POST.get("asked", "")).urlencode()
        try:
            opened = plan_open(token, viewer)
            form = ConfirmForm(request.POST if "confirmed" in request.POST else None, initial={"token": token})
            if form.is_bound and form.is_valid():
                stored = merge(actor=viewer, token=token, reason=form.cleaned_data["reason"])
                return self._done(request, stored)
        except (StaleVersion, Conflict):
            messages.error(request, _CHANGED)
            return HttpResponseRedirect(f"{reverse('admin:merge-plan')}?{chosen}")
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, text)
            there = f"{reverse('admin:merge-preview')}?{chosen}" if chosen else self.address("changelist")
            return HttpResponseRedirect(there)
        asked = Asked(type(opened.survivor), opened.survivor, opened.retired)
        urls = {"back": f"{reverse('admin:merge-preview')}?{chosen}", "chosen": chosen}
        return self._page(request, "confirm", _("Confirm the merge"), asked, form=form, **urls)

    def _done(self, request: HttpRequest, stored: Merge) -> HttpResponse:
        """To the survivor's page, with the way to undo what was done."""
        text = _("“%(retired)s” is merged into this record.") % {"retired": stored.retired_label}
        link = format_html('<a href="{}">{}</a>', self.address("undo", stored.pk), _("Undo the merge…"))
        messages.success(request, format_html("{} {}", text, link))
        model: Any = mergeable_by_label(stored.model)
        return HttpResponseRedirect(address_of(model, "change", stored.survivor_key))

    def _page(self, request: HttpRequest, name: str, title: str, asked: Asked, **context: Any) -> HttpResponse:
        """One of the pages; it tells the kind of record."""
        kind = asked.model._meta.verbose_name
        return self.page(request, f"admin/merging/{name}.html", title, None, asked=asked, kind=kind, **context)


def _ways_on(viewer: Viewer, plan: Plan | None) -> list[tuple[str, str]]:
    """Where that is settled which stands against ``plan``: addresses, each with what its link says."""
    if plan is None or plan.is_possible:
        return []
    return room_above("ways_on", actor=viewer, survivor=plan.survivor, retired=plan.retired) or []


def _asked(viewer: Viewer, data: QueryDict) -> Asked:
    """What an address asks for; a page not found where it names no record. A merged record stands for its survivor."""
    model: Any = mergeable_by_label(data.get("model", ""))
    survivor = _row(model, viewer, data.get("survivor", "")) if model is not None else None
    if survivor is None:
        raise Http404(_("There is no such record."))
    retired = _row(model, viewer, data.get("retired", ""))
    names = [name for name in data if name.startswith(_CHOICE) and data[name] in SIDES]
    choices = {name.removeprefix(_CHOICE): data[name] for name in names}
    clearance = data.get("clearance", "")[:LONGEST_CLEARANCE]
    return Asked(model, survivor, None if retired == survivor else retired, choices, clearance)


def _row(model: Any, viewer: Viewer, text: str) -> Any:
    try:
        uid = UUID(text)
    except ValueError:
        return None
    return seen_by_uid(model, viewer, [uid]).get(uid)


def _swapped(asked: Asked) -> Asked:
    """The same with the other one as the survivor."""
    other = {"survivor": "retired", "retired": "survivor"}
    choices = {name: other[side] for name, side in asked.choices.items()}
    return Asked(asked.model, asked.retired, asked.survivor, choices, asked.clearance)
