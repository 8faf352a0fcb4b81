"""Forms of planned activities, for staff and for focal points, and of messages to their contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compact.entities.models import Entity
from compact.kernel.admin.display import EMPTY
from compact.kernel.admin.forms import RecordForm
from compact.kernel.countries import country_choices
from workinggroups.groups.models import Role
from workinggroups.needs.models import Theme
from workinggroups.projects.models import PlannedActivity
from workinggroups.projects.services.planned import OthersFirst, planned, planned_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.accounts.models import User
    from compact.kernel.viewers import Viewer
    from workinggroups.projects.near import Others


def _states() -> list[tuple[str, str]]:
    return [("", EMPTY), *country_choices()]


class PlannedForm(RecordForm):
    """A planned activity, stored only once its writer has been shown what others plan; then ``others`` is None."""

    country = forms.ChoiceField(
        label=capfirst(PlannedActivity._meta.get_field("country").verbose_name), choices=_states
    )
    others_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    services = planned
    others: Others | None = None
    theme_is_hidden = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "theme" in self.fields:
            self._themes_narrow()

    def _themes_narrow(self) -> None:
        """Offer the themes in use that the writer may see; one that was chosen and is hidden from them stays."""
        chosen: Any = self.fields["theme"]
        seen = Theme.objects.visible_to(self.viewer)
        chosen.queryset = seen.filter(Q(archived_at=None) | Q(pk=self.instance.theme_id)).order_by("code")
        self.theme_is_hidden = bool(self.instance.theme_id) and not seen.filter(pk=self.instance.theme_id).exists()

    def is_valid(self) -> bool:
        """Whether the activity is stored."""
        return super().is_valid() and self.others is None

    def store(self, values: Mapping[str, Any], version: int, reason: str) -> Any:
        """Through the service, which answers with the others where they were not shown yet."""
        record: Any = self.instance if self.instance.pk else None
        seen = self.cleaned_data.get("others_seen", "")
        return planned_store(actor=self.viewer, record=record, version=version, values=values, reason=reason, seen=seen)

    def _post_clean(self) -> None:
        try:
            super()._post_clean()
        except OthersFirst as first:
            self.others = first.others
            data: Any = self.data.copy()  # type: ignore[attr-defined]  # what was sent is a query dictionary
            data[self.add_prefix("others_seen")] = first.seen
            self.data = data

    def _values(self) -> dict[str, Any]:
        values = {name: value for name, value in super()._values().items() if name != "others_seen"}
        if self.theme_is_hidden and values.get("theme") is None:
            values.pop("theme", None)
        return values


class OwnPlannedForm(PlannedForm):
    """The same on the portal: for the writer's own entities, the few fields that are needed first."""

    FIRST = ("entity", "country", "institution", "theme", "month", "contact", "contact_email")

    class Meta:
        model = PlannedActivity
        fields = [
            "entity",
            "country",
            "institution",
            "theme",
            "month",
            "contact",
            "contact_email",
            "title",
            "state",
            "visibility",
        ]

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **kwargs)
        del self.fields["change_reason"]
        self.fields["month"].widget = forms.TextInput(attrs={"autocomplete": "off", "placeholder": "2026-11"})
        if self.instance.pk is None:
            del self.fields["state"]
        self._entities_narrow()

    def _entities_narrow(self) -> None:
        chosen: Any = self.fields["entity"]
        seen = Entity.objects.visible_to(self.viewer).live()
        if not self.viewer.is_secretariat:
            seen = seen.filter(pk__in=self.viewer.entity_ids(Role.FOCAL_POINT, alternates=True))
        chosen.queryset = seen.order_by("code")
        if seen.count() == 1:
            chosen.empty_label = None

    def first_fields(self) -> list[Any]:
        """What every activity needs."""
        return [self[name] for name in self.FIRST]

    def more_fields(self) -> list[Any]:
        """What can be said besides."""
        return [field for field in self.visible_fields() if field.name not in self.FIRST]


class MessageForm(forms.Form):
    """A message to the contacts of activities; ``contacts`` are pairs of an activity's ``uid`` and its words."""

    to = forms.MultipleChoiceField(
        label=pgettext_lazy("message", "To"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one contact.")},
        help_text=_("Each gets a mail of their own and does not see who else does."),
    )
    subject = forms.CharField(label=_("Subject"), max_length=150)
    body = forms.CharField(label=_("Message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 10}))

    def __init__(self, *args: Any, contacts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.choices = contacts

    def clean_subject(self) -> str:
        """One line, whatever was sent."""
        return " ".join(str(self.cleaned_data["subject"]).split())


def contact_initial(user: User) -> dict[str, str]:
    """Whom to call, unless the writer of a new activity says otherwise: themselves."""
    return {"contact": user.full_name, "contact_email": user.email}
