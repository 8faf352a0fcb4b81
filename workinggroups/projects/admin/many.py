"""Many projects at once from the list: what would happen to each is shown before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compact.kernel.admin.base import StaffAdmin
from compact.kernel.admin.display import EMPTY
from compact.kernel.admin.forms import errors_show
from compact.kernel.visibility import Visibility
from compact.kernel.writes import ManyErrors
from workinggroups.groups.models import Group, GroupKind
from workinggroups.projects.admin.choices import group_choices
from workinggroups.projects.services.many import projects_clear, projects_set_group

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from compact.kernel.viewers import Viewer
    from workinggroups.projects.models import Project
    from workinggroups.projects.services.many import Effect

MOST = 200
"""More projects than this are not looked over on one page."""


class _ManyForm(forms.Form):
    """The clearance and the reason; the reason is asked for only when something is to be stored."""

    clearance = forms.CharField(
        label=gettext_lazy("clearance"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("How the originators agreed to wider sharing, e.g. “e-mails of 3 May 2026”."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text=gettext_lazy("Kept in the history of each project."),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def seen(self) -> str:
        """What decides what happens, so that nothing else is stored than what was shown."""
        names = [name for name in self.fields if name != "reason"]
        return " | ".join(str(self[name].value() or "") for name in names)  # a line end would come back as two


class ClearForm(_ManyForm):
    """To whom the projects are opened."""

    visibility = forms.ChoiceField(
        label=gettext_lazy("Open to"),
        choices=[(each.value, each.label) for each in (Visibility.ALL, Visibility.GROUP)],
        initial=Visibility.ALL,
    )
    field_order = ("visibility", "clearance", "reason")


class GroupForm(_ManyForm):
    """Which group leads from now on."""

    group: Any = forms.ModelChoiceField(
        label=gettext_lazy("lead group"), queryset=Group.objects.none(), required=False, empty_label=None
    )
    field_order = ("group", "clearance", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["group"]
        rows = Group.objects.visible_to(self.viewer).live()
        field.queryset = rows.exclude(kind__in=(GroupKind.PREDECESSOR, GroupKind.ADVISORY_BODY))
        field.choices = [("", _("No lead group")), *group_choices(field.queryset)]


@dataclass(frozen=True, slots=True)
class Act:
    """One of the acts: its form, its service, and how the state of a project is told in words."""

    name: str
    title: Any
    intro: Any
    submit: Any
    done: Callable[[int], str]
    form: type[_ManyForm]
    service: Callable[..., list[Effect]]
    state: Callable[[Project], str]
    head: Any


def _group_state(project: Project) -> str:
    return str(project.group or EMPTY)


CLEAR = Act(
    name="clear_selected",
    title=gettext_lazy("Clear projects for sharing"),
    intro=gettext_lazy(
        "Wider sharing needs the clearance of each originator. A project that is open as far already stays as it is."
    ),
    submit=gettext_lazy("Clear the ticked projects"),
    done=lambda count: ngettext("%(count)d project is cleared.", "%(count)d projects are cleared.", count),
    form=ClearForm,
    service=projects_clear,
    state=lambda project: str(project.get_visibility_display()),
    head=gettext_lazy("visible to"),
)
SET_GROUP = Act(
    name="group_selected",
    title=gettext_lazy("Set the lead group of projects"),
    intro=gettext_lazy(
        "The lead group contributes no more besides. What is open to its groups is opened wider by a new one: "
        "that needs the clearance of its originator."
    ),
    submit=gettext_lazy("Set the group of the ticked projects"),
    done=lambda count: ngettext("%(count)d project is changed.", "%(count)d projects are changed.", count),
    form=GroupForm,
    service=projects_set_group,
    state=_group_state,
    head=gettext_lazy("lead group"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A project on the page: as it is, as it would be, or why it cannot be."""

    project: Project
    before: str
    after: str = ""
    problem: str = ""
    is_looked_at: bool = False

    @property
    def ticked(self) -> bool:
        """Whether it takes part unless the user says otherwise."""
        return not self.is_looked_at or bool(self.after)


class ManyActions(StaffAdmin):
    """Adds both acts to the list: first what would happen, then, confirmed with a reason, all of it or nothing."""

    @admin.action(description=gettext_lazy("Clear the selected projects for sharing…"), permissions=["change"])
    def clear_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """Open the selected projects to more readers."""
        return self._many(request, queryset, CLEAR)

    @admin.action(description=gettext_lazy("Set the lead group of the selected projects…"), permissions=["change"])
    def group_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """Give the selected projects a lead group."""
        return self._many(request, queryset, SET_GROUP)

    def _many(self, request: HttpRequest, queryset: QuerySet[Any], act: Act) -> HttpResponse:
        rows = queryset.filter(archived_at__isnull=True).select_related("lead", "group", "originator")
        projects = list(rows.order_by("code", "pk")[: MOST + 1])
        if not projects or len(projects) > MOST:
            few, many = _("None of the selected records is in use."), _("Choose at most %(count)d projects at a time.")
            messages.warning(request, many % {"count": MOST} if projects else few)
            return HttpResponseRedirect(request.get_full_path())
        sent = request.POST if "step" in request.POST else None
        form = act.form(sent, viewer=self.viewer(request), initial={})
        confirmed = sent is not None and sent["step"] == "confirm" and sent.get("seen") == form.seen()
        if confirmed and form.is_valid():
            if not form.cleaned_data["reason"].strip():
                form.add_error("reason", _("Say why."))
            elif self._stored(request, form, act, projects):
                return HttpResponseRedirect(request.get_full_path())
        return self._many_shown(request, form, act, projects)

    def _stored(self, request: HttpRequest, form: _ManyForm, act: Act, projects: Sequence[Project]) -> bool:
        chosen = [(each, _number(request.POST.get(f"version_{each.pk}"))) for each in projects]
        try:
            effects = act.service(actor=form.viewer, projects=chosen, **form.cleaned_data)
        except ManyErrors as errors:
            for place, error in errors.rows.items():
                form.add_error(None, f"{projects[place]}: {' '.join(error.messages)}")
        except ValidationError as error:
            errors_show(form, error)
        else:
            count = sum(effect.after is not None for effect in effects)
            messages.success(request, act.done(count) % {"count": count})
        return not form.errors

    def _many_shown(self, request: HttpRequest, form: _ManyForm, act: Act, projects: Sequence[Project]) -> HttpResponse:
        """The page with what the form as it stands would do; nothing of that is stored."""
        looked_at = form.is_bound or act is CLEAR
        lines = _preview(form, act, projects) if looked_at else [Shown(each, act.state(each)) for each in projects]
        context = {
            "form": form,
            "act": act,
            "lines": lines,
            "looked_at": looked_at,
            "changing": sum(bool(line.after) for line in lines),
            "seen": form.seen(),
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return self.page(request, "admin/project_many.html", str(act.title), None, **context)


def _preview(form: _ManyForm, act: Act, projects: Sequence[Project]) -> list[Shown]:
    values: dict[str, Any] = {"clearance": "", "visibility": Visibility.ALL}
    if form.is_bound:
        if not form.is_valid() and set(form.errors) - {"reason", "__all__"}:
            return [Shown(each, act.state(each)) for each in projects]
        values = {name: value for name, value in form.cleaned_data.items() if name != "reason"}
    effects = act.service(
        actor=form.viewer, projects=[(each, each.version) for each in projects], preview=True, **values
    )
    return [_shown(act, effect) for effect in effects]


def _shown(act: Act, effect: Effect) -> Shown:
    after = act.state(effect.after) if effect.after else ""
    return Shown(effect.project, act.state(effect.project), after, effect.problem, is_looked_at=True)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
