"""The forms of a pair: reporting it, the decision with its reason, and the answer of a lead entity."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from compact.entities.models import Entity
from compact.kernel.survivors import seen_by_uid
from compact.merging.found import found_by_code
from workinggroups.overlaps.families import COMPARED
from workinggroups.overlaps.models import Consent, Decided
from workinggroups.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compact.kernel.viewers import Viewer

_ANSWERS = (
    ("yes", pgettext_lazy("consent", "It agrees: the two become one record")),
    ("no", pgettext_lazy("consent", "It does not agree")),
)


class ReportForm(forms.Form):
    """Two records that somebody finds alike, each by its reference, code or identifier."""

    a = forms.CharField(
        label=gettext_lazy("One record"),
        max_length=60,
        help_text=gettext_lazy("The reference of a project, the code of an entity, or the identifier of any record."),
    )
    b = forms.CharField(
        label=gettext_lazy("The other"), max_length=60, help_text=gettext_lazy("Likewise; of the same kind.")
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "cols": 60})
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def clean_a(self) -> Any:
        """The record."""
        return self._found("a")

    def clean_b(self) -> Any:
        """The record."""
        return self._found("b")

    def _found(self, name: str) -> Any:
        text = self.cleaned_data[name].strip()
        try:
            uid = uuid.UUID(text)
        except ValueError:
            rows = [_by_code(model, self.viewer, text) for model in (Project, Entity)]
        else:
            rows = [seen_by_uid(model, self.viewer, [uid]).get(uid) for model in COMPARED]
        row = next((each for each in rows if each is not None), None)
        if row is None:
            raise forms.ValidationError(_("There is no such record."))
        return row


def _by_code(model: Any, viewer: Viewer, code: str) -> Any:
    return found_by_code(model.objects.visible_to(viewer).live(), code, by_staff=viewer.is_secretariat).first()


class DecideForm(forms.Form):
    """What is decided, by the button that is pressed, and why."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=gettext_lazy("Kept with the decision, for whoever asks later."),
        error_messages={"required": gettext_lazy("Say why; it is kept with the decision.")},
    )

    def decision(self) -> str:
        """What was pressed; "" where it is none of the decisions."""
        pressed = str(self.data.get("decision", ""))
        return pressed if pressed in Decided.values else ""


class ConsentForm(forms.Form):
    """Whether an entity that was asked agrees."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    entity = forms.ChoiceField(label=gettext_lazy("Entity"))
    agrees = forms.ChoiceField(
        label=gettext_lazy("Its answer"),
        choices=_ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether the entity agrees.")},
    )
    text = forms.CharField(
        label=gettext_lazy("In words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=gettext_lazy("Why not; or, entered by the secretariat, how the entity answered."),
    )

    def __init__(self, *args: Any, consents: Sequence[Consent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consents = {str(each.entity_id): each for each in consents}
        chosen: Any = self.fields["entity"]
        chosen.choices = [(key, str(each.entity)) for key, each in self.consents.items()]
        if len(self.consents) == 1:
            chosen.initial = next(iter(self.consents))
            chosen.widget = forms.HiddenInput()

    @property
    def earlier(self) -> list[Consent]:
        """What was answered already and can be changed here."""
        return [each for each in self.consents.values() if each.agrees is not None]

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {
            "version": data["version"] or 0,
            "entity": self.consents[data["entity"]].entity,
            "agrees": data["agrees"] == "yes",
            "text": data["text"],
        }
