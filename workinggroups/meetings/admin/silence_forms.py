"""Forms of the staff's pages on silence procedures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.entities.models import Entity, Person
from compact.kernel.admin.forms import ReasonForm, RecordForm
from compact.kernel.zones import WallTimeField, ZonedTimesMixin, moments_for
from workinggroups.groups.models import Term
from workinggroups.meetings.models import SilenceOutcome
from workinggroups.meetings.policies.silence import standing_objections

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workinggroups.meetings.models import SilenceProcedure


class OpeningForm(ZonedTimesMixin, RecordForm):
    """A new procedure; its times are typed as clocks show them in its zone."""

    zoned: ClassVar[Mapping[str, str]] = {"opened_at": "zone", "deadline": "zone"}

    everyone = forms.BooleanField(
        label=gettext_lazy("all entities with a running term in this group"),
        required=False,
        help_text=gettext_lazy("Adds them to the addressees when you save."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addressees"].required = False
        self.fields["opened_at"].required = False
        self.fields["opened_at"].help_text = gettext_lazy("Empty: now. Earlier where it was opened by letter.")
        self.initial["opened_at"] = None

    def clean(self) -> dict[str, Any]:
        """Add whom the tick stands for."""
        cleaned = super().clean()
        chosen, group = list(cleaned.get("addressees") or ()), cleaned.get("group")
        if cleaned.get("everyone") and group is not None:
            terms = Term.objects.visible_to(self.viewer).live().as_of(self.viewer.today).filter(group=group)
            seen = Entity.objects.visible_to(self.viewer).live()
            running = seen.filter(pk__in=terms.values("entity_id")).exclude(pk__in=[each.pk for each in chosen])
            cleaned["addressees"] = [*chosen, *running]
        if not cleaned.get("addressees") and "addressees" not in self.errors and group is not None:
            self.add_error("addressees", self._nobody(everyone=bool(cleaned.get("everyone"))))
        return cleaned

    @staticmethod
    def _nobody(*, everyone: bool) -> str:
        if everyone:
            return _("No entity has a running term in this group. Choose the addressees one by one.")
        return _("Choose at least one addressee, or tick “all entities with a running term in this group”.")

    def _values(self) -> dict[str, Any]:
        left_out = {"everyone", *(["opened_at"] if self.cleaned_data.get("opened_at") is None else [])}
        return {name: value for name, value in super()._values().items() if name not in left_out}


class _StepForm(ZonedTimesMixin, ReasonForm):
    """What the steps of one procedure share: its zone, which is the form's."""

    def __init__(self, *args: Any, procedure: SilenceProcedure, **kwargs: Any) -> None:
        initial = {"version": procedure.version, "zone": procedure.zone, **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        for name in self.zoned:
            text = _("Local time in %(zone)s, on a 24-hour clock.")
            self.fields[name].help_text = text % {"zone": procedure.zone}


class ExtensionForm(_StepForm):
    """A later deadline, and why."""

    zoned: ClassVar[Mapping[str, str]] = {"deadline": "zone"}

    deadline = WallTimeField(label=gettext_lazy("new deadline"))

    field_order = ("version", "deadline", "reason")


class ClosingForm(ReasonForm):
    """With what the procedure is closed; a reason is needed to withdraw it."""

    outcome = forms.ChoiceField(label=gettext_lazy("outcome"), choices=SilenceOutcome, widget=forms.RadioSelect)

    field_order = ("version", "outcome", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].help_text = gettext_lazy("Kept in the history. Needed to withdraw the procedure.")


class RecordObjectionForm(_StepForm):
    """An objection that an addressee sent to the secretariat."""

    zoned: ClassVar[Mapping[str, str]] = {"made_at": "zone"}

    entity: Any = forms.ModelChoiceField(label=gettext_lazy("entity"), queryset=None)
    person: Any = forms.ModelChoiceField(
        label=gettext_lazy("person"),
        queryset=None,
        required=False,
        help_text=gettext_lazy("Who signed for the entity, among its people. Empty: not named."),
    )
    text = forms.CharField(
        label=gettext_lazy("objection"),
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60}),
        help_text=gettext_lazy("What would have to change."),
    )
    made_at = WallTimeField(label=gettext_lazy("received at"), required=False)
    source = forms.CharField(
        label=gettext_lazy("source"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text=gettext_lazy("Web address, letter or document with its date."),
    )

    field_order = ("version", "entity", "person", "text", "made_at", "source", "reason")

    def __init__(self, *args: Any, procedure: SilenceProcedure, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, procedure=procedure, **kwargs)
        entities = Entity.objects.visible_to(viewer).live().filter(silence_procedures=procedure)
        people = Person.objects.visible_to(viewer).live().filter(affiliations__entity__in=entities).distinct()
        self.fields["entity"].queryset = entities  # type: ignore[attr-defined]  # a choice of rows
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # as above
        self.fields["reason"].required = False
        text = _("Local time in %(zone)s, on a 24-hour clock. Empty: now.")
        self.fields["made_at"].help_text = text % {"zone": procedure.zone}

    def values(self) -> dict[str, Any]:
        """The objection, as the service takes it."""
        return {name: self.cleaned_data[name] for name in ("entity", "person", "text", "made_at", "source")}


def closing_intro(procedure: SilenceProcedure) -> str:
    """What one needs to know before closing."""
    standing = standing_objections(procedure).count()
    words = {"deadline": moments_for(procedure.deadline, procedure.zone), "count": standing}
    return _("Deadline: %(deadline)s. Objections that stand: %(count)d. What is closed stays closed.") % words
