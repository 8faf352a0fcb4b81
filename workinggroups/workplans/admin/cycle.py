"""The pages that terms of reference and work plans share: move one on, or back, a step of the cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.admin.records import RecordAdmin
from compact.kernel.admin.steps import StepPages
from workinggroups.groups.models import GroupKind
from workinggroups.meetings.models import Decision, DecisionVerb
from workinggroups.workplans.models import CycleState
from workinggroups.workplans.services.cycle import goes_back, next_states

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from compact.kernel.viewers import Viewer
    from workinggroups.workplans.models import TermsOfReference, WorkPlan

CYCLE_FIELDS: Any = (gettext_lazy("Cycle"), {"fields": ["state", ("endorsed_by", "approved_by")]})


_RESTS_ON = {"endorsed_by": CycleState.ENDORSED, "approved_by": CycleState.APPROVED}
"""The decision that a state rests on."""


class StepForm(forms.Form):
    """What every step of the room asks: the version that was looked at, and why."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text=gettext_lazy("Kept in the history of the record, e.g. “letter of 3 May 2026”."),
    )


class MoveForm(StepForm):
    """The next state, and the decision that it rests on."""

    state = forms.ChoiceField(label=gettext_lazy("move to"))
    endorsed_by: Any = forms.ModelChoiceField(
        label=gettext_lazy("endorsed by"),
        queryset=Decision.objects.none(),
        required=False,
        help_text=gettext_lazy("The decision of the group. Empty: none on record."),
    )
    approved_by: Any = forms.ModelChoiceField(
        label=gettext_lazy("approved by"),
        queryset=Decision.objects.none(),
        required=False,
        help_text=gettext_lazy("The decision by which the Committee approved or adopted it. Record that one first."),
    )

    field_order = ("version", "state", "endorsed_by", "approved_by", "reason")

    def __init__(
        self, data: Any = None, *, viewer: Viewer, record: TermsOfReference | WorkPlan, ahead: list[CycleState]
    ) -> None:
        super().__init__(data, initial={"version": record.version})
        state: Any = self.fields["state"]
        state.choices = [(each, each.label) for each in ahead]
        if any(goes_back(record.state, each) for each in ahead):
            self.fields["reason"].help_text = _("Needed for a step back. Kept in the history of the record.")
        for name, wanted in _RESTS_ON.items():
            if wanted in ahead:
                field: Any = self.fields[name]
                field.queryset = _fitting(viewer, record, name)
                self.initial.setdefault(name, getattr(record, f"{name}_id"))
            else:
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """The step, as the service takes it; a decision only for the state that rests on it."""
        state = self.cleaned_data["state"]
        return {"state": state, **{name: self.cleaned_data[name] for name, on in _RESTS_ON.items() if on == state}}


def _fitting(viewer: Viewer, record: TermsOfReference | WorkPlan, name: str) -> Any:
    """The decisions that can endorse, or approve, ``record``."""
    decisions = Decision.objects.visible_to(viewer).live()
    if name == "endorsed_by":
        return decisions.filter(group=record.group)
    verbs = (DecisionVerb.APPROVES, DecisionVerb.ADOPTS)
    return decisions.filter(group__kind=GroupKind.COMMITTEE, verb__in=verbs)


class CyclePages(StepPages, RecordAdmin):
    """Adds the page that moves a record a step; ``steps`` are the further pages by name.

    ``closes`` is off where a page of its own closes a record.
    """

    steps: tuple[str, ...] = ()
    closes = True

    def get_urls(self) -> list[Any]:
        """The pages of the steps."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        pages = [
            path(
                f"<path:object_id>/{step.replace('_', '-')}/",
                self.admin_site.admin_view(getattr(self, f"{step}_view")),
                name=f"{name}_{step}",
            )
            for step in ("move", *self.steps)
        ]
        return [*pages, *super().get_urls()]

    def steps_open(self, record: Any) -> Sequence[str]:
        """Those of ``steps`` that make sense for ``record`` as it stands."""
        return self.steps

    def _links(self, record: Any) -> list[tuple[str, str]]:
        moves = self.closes or record.state != CycleState.APPROVED
        wanted = {*self.steps_open(record), *(["move"] if moves else [])}
        return [(self.address(page, record.pk), str(label)) for page, label in self.links if page in wanted]

    def _ahead(self, viewer: Viewer, record: Any) -> list[CycleState]:
        ahead = next_states(viewer, record)
        return ahead if self.closes else [each for each in ahead if each != CycleState.CLOSED]

    def move_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Move the record a step on or back."""
        record = self.record_get(request, object_id)
        viewer = self.viewer(request)
        self.services.policy(viewer, record).require()
        form = MoveForm(request.POST or None, viewer=viewer, record=record, ahead=self._ahead(viewer, record))

        def act() -> str:
            moved = self.services.update(
                actor=viewer,
                record=record,
                version=form.cleaned_data["version"] or 0,
                values=form.values(),
                reason=form.cleaned_data["reason"],
            )
            return _("It is now: %(state)s.") % {"state": moved.get_state_display()}

        return self.step(
            request,
            record,
            form,
            act,
            title=_("Move on “%(record)s”") % {"record": record},
            intro=_("Now: %(state)s.") % {"state": record.get_state_display()},
            submit=_("Move on"),
        )
