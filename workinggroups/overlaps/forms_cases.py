"""The forms of an overlap case: what a chair proposes, an entity accepts, the secretariat settles, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from compact.entities.models import Entity
from compact.kernel.dates import validate_partial_date
from workinggroups.groups.models import Group
from workinggroups.overlaps.models import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workinggroups.overlaps.models import Position

_LONGEST_WORDS = 300
"""So much of what was said is told beside an outcome; the whole stands above the form."""


class _StepForm(forms.Form):
    """A step of the case at ``version``; whoever records for others says how they told it."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("How you know"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    def __init__(self, *args: Any, for_others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_others:
            self.fields["reason"].help_text = _("You record this for others: name their letter or call and its day.")
        else:
            del self.fields["reason"]

    def values(self) -> dict[str, Any]:
        """What the service takes, the version apart."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version" and value is not None}


def _choices(field: Any, rows: Sequence[Any]) -> None:
    """Let one of ``rows`` be chosen."""
    model = type(rows[0]) if rows else field.queryset.model
    field.queryset = model._default_manager.filter(pk__in=[row.pk for row in rows])


class OutcomeForm(_StepForm):
    """An outcome and what it means here; for whom it is said is asked where there are several ``parties``."""

    party: Any = forms.ModelChoiceField(label=_("For"), queryset=Entity.objects.none())
    outcome = forms.ChoiceField(
        label=pgettext_lazy("of an overlap", "Outcome"), choices=Outcome, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("In words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
    )
    text_help = _("Who does what until when; which one withdraws.")

    field_order = ("version", "party", "outcome", "text", "reason")

    def __init__(
        self,
        *args: Any,
        parties: Sequence[Any] = (),
        party_name: str = "",
        said: Sequence[Position] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.party_name, self.parties = party_name, parties
        self.words = {each.outcome: each.text for each in said if each.text}
        self.fields["text"].help_text = self.text_help
        if self.words:
            self._words_show()
        if len(parties) > 1:
            _choices(self.fields["party"], parties)
        else:
            del self.fields["party"]

    def _words_show(self) -> None:
        """Tell beside each outcome the words that were said for it last: left alone, they are taken with it."""
        outcome: Any = self.fields["outcome"]
        outcome.choices = [(value, self._label(value, label)) for value, label in Outcome.choices]
        text = gettext("Empty: the words that stand beside the outcome.")
        self.fields["text"].help_text = f"{self.text_help} {text}"

    def _label(self, value: str, label: Any) -> str:
        words = Truncator(" ".join(self.words.get(value, "").split())).chars(_LONGEST_WORDS)
        return f"{label} – {gettext('“%(text)s”') % {'text': words}}" if words else str(label)

    def values(self) -> dict[str, Any]:
        """The values, with the party under its name."""
        found = super().values()
        party = found.pop("party", None)
        return {**found, self.party_name: party} if self.party_name and party else found


class SettleForm(OutcomeForm):
    """What the secretariat decides."""

    text_help = _("What is decided, and why.")

    def __init__(self, *args: Any, is_early: bool, **kwargs: Any) -> None:
        super().__init__(*args, for_others=True, **kwargs)
        self.fields["text"].required = not self.words
        self.fields["reason"].label = _("Who asked the secretariat to decide")
        self.fields["reason"].help_text = (
            _("The entities still have time to agree.") if is_early else _("Empty: it was not agreed in time.")
        )

    def clean(self) -> dict[str, Any]:
        """What was typed, or else the words that were said last for the outcome."""
        found = super().clean() or {}
        found["text"] = found.get("text") or self.words.get(found.get("outcome", ""), "")
        if not found["text"] and "text" not in self.errors:
            self.add_error("text", gettext("Say what is decided, and why."))
        return found


class FollowUpForm(_StepForm):
    """An action item: who does what by when."""

    title = forms.CharField(label=_("What is to be done"), max_length=300)
    entity: Any = forms.ModelChoiceField(label=_("Entity in charge"), queryset=Entity.objects.none())
    group: Any = forms.ModelChoiceField(label=_("Group"), queryset=Group.objects.none())
    due = forms.CharField(
        label=_("Due"),
        required=False,
        max_length=10,
        validators=[validate_partial_date],
        help_text=_("2026-05-08, 2026-05 or 2026. Empty: no date."),
    )

    field_order = ("version", "title", "entity", "group", "due")

    def __init__(self, *args: Any, entities: Any, groups: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, for_others=False, **kwargs)
        entity: Any = self.fields["entity"]
        entity.queryset = entities
        if len(groups) == 1:
            del self.fields["group"]
        else:
            _choices(self.fields["group"], groups)
