"""The form that closes a work plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from workinggroups.workplans.admin.cycle import StepForm
from workinggroups.workplans.models import CycleState, Output, WorkPlan
from workinggroups.workplans.services.closing import unfinished

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


class ClosingForm(StepForm):
    """Which unfinished outputs go on, and in which plan."""

    carry_to: Any = forms.ModelChoiceField(
        label=gettext_lazy("carry over into"),
        queryset=WorkPlan.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nothing is carried over"),
        help_text=gettext_lazy("Plans of the same group that are not closed. Make the next plan first."),
    )
    outputs: Any = forms.ModelMultipleChoiceField(
        label=gettext_lazy("unfinished outputs"),
        queryset=Output.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Those to carry over."),
    )

    field_order = ("version", "carry_to", "outputs", "reason")

    def __init__(self, data: Any = None, *, viewer: Viewer, plan: WorkPlan) -> None:
        rows = unfinished(plan)
        plans = WorkPlan.objects.visible_to(viewer).live().filter(group=plan.group).exclude(pk=plan.pk)
        plans = plans.exclude(state=CycleState.CLOSED).select_related("group").order_by("-start", "-pk")
        # An earlier plan that was never closed is offered, but not chosen: outputs go forward.
        ahead = plans.filter(start__gt=plan.start).first() if plan.start else plans.first()
        initial = {"version": plan.version, "carry_to": ahead, "outputs": [row.pk for row in rows]}
        super().__init__(data, initial=initial)
        carry_to: Any = self.fields["carry_to"]
        carry_to.queryset = plans
        if rows:
            outputs: Any = self.fields["outputs"]
            outputs.queryset = Output.objects.filter(pk__in=initial["outputs"])
        else:
            del self.fields["outputs"]

    def carried(self) -> dict[str, Any]:
        """The target and the outputs, as the service takes them."""
        target = self.cleaned_data["carry_to"]
        if target is None:
            return {"carry_to": None, "outputs": None}
        return {"carry_to": target, "outputs": self.cleaned_data.get("outputs", ())}
