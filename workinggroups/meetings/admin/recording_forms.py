"""The forms of the screen that records a whole meeting: plain fields, rows of fields, no script needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Q
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _

from compact.entities.models import Entity, Person
from compact.kernel.admin.display import field_label
from compact.kernel.dates import validate_partial_date
from compact.kernel.zones import ZonedTimesMixin
from workinggroups.groups.models import Group, GroupKind
from workinggroups.meetings.models import (
    ActionStatus,
    DecisionVerb,
    Meeting,
    Presence,
    SubjectKind,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer

    _ModelForm = forms.ModelForm[Meeting]
    _LineSet = BaseFormSet["LineForm"]
else:
    _ModelForm, _LineSet = forms.ModelForm, BaseFormSet


def _rows(model: Any, viewer: Viewer) -> Any:
    return model.objects.visible_to(viewer).live()


class RecordedMeetingForm(ZonedTimesMixin, _ModelForm):
    """The facts of the meeting itself."""

    zoned: ClassVar[Mapping[str, str]] = {"starts_at": "zone", "ends_at": "zone"}
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Meeting
        fields = [
            "groups",
            "kind",
            "number",
            "title_en",
            "title_fr",
            "status",
            "zone",
            "starts_at",
            "ends_at",
            "start",
            "end",
            "mode",
            "place",
            "head_count",
            "summary",
            "visibility",
            "source",
            "evidence",
        ]
        widgets = {"groups": forms.CheckboxSelectMultiple, "summary": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: Any = self.fields["groups"]
        own = list(self.instance.groups.values_list("pk", flat=True)) if self.instance.pk else []
        today = ~Q(kind=GroupKind.PREDECESSOR) | Q(pk__in=own)
        groups.queryset = _rows(Group, viewer).filter(today).order_by("kind", "code")
        self.initial["version"] = self.instance.version if self.instance.pk else None
        for name in ("title_en", "title_fr"):
            translated: Any = Meeting._meta.get_field(name)
            self.fields[name].label = field_label(translated)

    def values(self) -> dict[str, Any]:
        """What the service stores."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def _post_clean(self) -> None:
        """Nothing: the service validates the row as it will be stored."""


class TicksForm(forms.Form):
    """The entities that took part, to be ticked; ``shown`` are the rows that were ticked when the page was made."""

    entities: Any = forms.ModelMultipleChoiceField(
        label=_("Entities present"), queryset=Entity.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["entities"]
        field.queryset = _rows(Entity, viewer).order_by("code")
        field.label_from_instance = str


class LineForm(forms.Form):
    """A row of a part; ``record`` and ``version`` are empty in a new one."""

    record = forms.IntegerField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    dropped = forms.BooleanField(label=_("Take off"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("entity", Entity), ("presenter", Entity), ("person", Person), ("group", Group)):
            if name in self.fields:
                field: Any = self.fields[name]
                field.queryset = _rows(model, viewer)

    @property
    def is_stored(self) -> bool:
        """Whether the row is on record already."""
        return bool(self["record"].value())


def _choice_of(model: Any, label: Any, **options: Any) -> forms.ModelChoiceField[Any]:
    return forms.ModelChoiceField(label=label, queryset=model.objects.none(), required=False, **options)


def _day(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=10,
        validators=[validate_partial_date],
        widget=forms.TextInput(attrs={"size": 12, "autocomplete": "off", "placeholder": "2019-05-08"}),
    )


def _place(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=500)


def _text(rows: int = 1) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "cols": 60})


class AgendaForm(LineForm):
    """A point of the agenda; its place on the screen is its position."""

    title = forms.CharField(label=_("title"), max_length=300)
    presenter = _choice_of(Entity, _("presented by"))
    text = forms.CharField(label=_("explanation"), required=False, widget=_text())


class PersonForm(LineForm):
    """A person, a guest, or a number of people of an entity."""

    entity = _choice_of(Entity, _("entity"))
    person = _choice_of(Person, _("person"))
    guest = forms.CharField(label=_("guest"), required=False, max_length=200)
    head_count = forms.IntegerField(label=_("how many"), required=False, min_value=1, max_value=30000)
    presence = forms.ChoiceField(label=_("presence"), choices=Presence.choices, initial=Presence.PRESENT)


class DecisionForm(LineForm):
    """A decision; the agenda item is named by its place above."""

    verb = forms.ChoiceField(label=_("what it does"), choices=DecisionVerb.choices, initial=DecisionVerb.APPROVES)
    subject_kind = forms.ChoiceField(
        label=_("kind of subject"), choices=SubjectKind.choices, initial=SubjectKind.DOCUMENT
    )
    subject_en = forms.CharField(label=_("what it is about"), max_length=300)
    number = forms.CharField(label=_("number"), required=False, max_length=40)
    group = _choice_of(Group, _("decided by"))
    agenda_item = _place(_("agenda item (number)"))
    text = forms.CharField(label=_("wording"), required=False, widget=_text())


class ActionForm(LineForm):
    """Something to be done; the agenda item or decision that it follows from is named by its place above."""

    title = forms.CharField(label=_("what is to be done"), max_length=300)
    entity: Any = forms.ModelChoiceField(label=_("entity in charge"), queryset=Entity.objects.none())
    person = _choice_of(Person, _("person in charge"))
    due = _day(_("due"))
    status = forms.ChoiceField(label=_("status"), choices=ActionStatus.choices, initial=ActionStatus.OPEN)
    progress = forms.CharField(label=_("latest update"), required=False, widget=_text())
    group = _choice_of(Group, _("group"))
    agenda_item = _place(_("agenda item (number)"))
    decision = _place(_("decision (number)"))


class MinutesForm(forms.Form):
    """The text of the next revision, and the one that it is written from."""

    follows = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14, "cols": 80, "data-draft-key": "minutes"}),
        help_text=_("Markdown: headings, lists, tables. Saved as a new revision when it changed; none is ever lost."),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), required=False, widget=_text(2))


class LineSet(_LineSet):
    """The rows of a part, those on record first, then empty ones."""


PARTS: Mapping[str, tuple[type[LineForm], int]] = {
    "agenda": (AgendaForm, 8),
    "attendance": (PersonForm, 6),
    "decisions": (DecisionForm, 4),
    "actions": (ActionForm, 5),
}
"""The form of each part's rows, and how many empty rows a new meeting's screen has."""
