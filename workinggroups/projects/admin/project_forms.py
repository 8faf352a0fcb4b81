"""The form of a project with its partners: what the service answers lands on its field or row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from compact.agreements.models import Instrument
from compact.entities.models import Entity
from compact.kernel.admin.forms import RecordForm
from compact.kernel.places import Place
from workinggroups.groups.models import Group, GroupKind
from workinggroups.meetings.models import CLOSED_ACTIONS, ActionItem, Decision, SubjectKind
from workinggroups.needs.models import AssistanceRequest, Recommendation, Theme
from workinggroups.projects.admin import choices
from workinggroups.projects.admin.partner_lines import PartnerLines, partner_lines
from workinggroups.projects.models import ProjectKind
from workinggroups.projects.services.screen import PartnerErrors, SimilarFirst, project_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workinggroups.projects.similar import SimilarWork

MORE = "more"
"""The button that asks for more empty rows; it saves nothing."""

LISTS: dict[str, Any] = {"lead": Entity, "originator": Entity, "group": Group, "advisory_body": Group}
"""References that are chosen in a plain list, and what they lead to."""

SETS: dict[str, Any] = {
    "contributing_groups": (Group, choices.PlainTicks),
    "countries": (Place, choices.Ticks),
    "regions": (Place, choices.Ticks),
    "pillars": (Instrument, choices.PlainTicks),
    "themes": (Theme, choices.PlainTicks),
    "instruments": (Instrument, choices.Ticks),
    "requests": (AssistanceRequest, choices.Ticks),
    "recommendations": (Recommendation, choices.Ticks),
    "decisions": (Decision, choices.Ticks),
    "action_items": (ActionItem, choices.Ticks),
}
"""Sets, what is in them, and how they are ticked."""

_MOST_PARENTS = 300
_DECIDED = (SubjectKind.PROJECT, SubjectKind.ALLOCATION, SubjectKind.DOCUMENT, SubjectKind.OTHER)
_LEADING = (GroupKind.WORKING_GROUP, GroupKind.SUB_GROUP, GroupKind.COMMITTEE)


class ProjectForm(RecordForm):
    """A project; ``partners`` are the rows of its partners, stored with it.

    Where ``similar`` work is on record that the writer has not been shown, nothing is stored yet.
    """

    partners: PartnerLines
    similar_seen = forms.CharField(required=False, widget=forms.HiddenInput)
    similar: tuple[SimilarWork, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.growing = self.is_bound and MORE in self.data
        self._lists_offer()
        self._sets_offer()
        project = self.instance if self.instance.pk else None
        sent = self.data if self.is_bound else None
        self.partners = partner_lines(self.viewer, project, sent, grow=self.growing)

    # --- What can be chosen; what is chosen already stays to be chosen ---

    def _lists_offer(self) -> None:
        for name in LISTS.keys() & self.fields.keys():
            field: Any = self.fields[name]
            current = Q(pk=getattr(self.instance, f"{name}_id"))
            if name in ("lead", "originator"):
                field.queryset = self._rows(name, current)
                found = choices.named_choices(field.queryset)
            else:
                kinds = [GroupKind.ADVISORY_BODY] if name == "advisory_body" else _LEADING
                field.queryset = self._rows(name, current, kind__in=kinds)
                found = choices.group_choices(field.queryset)
            field.choices = [("", "–"), *found]
        if "parent" in self.fields:
            self._parents_offer()

    def _rows(self, name: str, current: Q, **narrowed: Any) -> Any:
        model = LISTS[name]
        live = Q(pk__in=model.objects.visible_to(self.viewer).live().filter(**narrowed).order_by().values("pk"))
        return model.objects.filter(live | current)

    def _parents_offer(self) -> None:
        """What a script finds by typing; without one, the first some hundred by reference and the one chosen."""
        field: Any = self.fields["parent"]
        rows = field.queryset.exclude(kind=ProjectKind.ACTIVITY).exclude(pk=self.instance.pk)
        chosen = filter(str.isdecimal, self._chosen("parent"))
        found = {
            row.pk: str(row) for row in [*rows.order_by("code", "pk")[:_MOST_PARENTS], *rows.filter(pk__in=chosen)]
        }
        field.choices = [("", "–"), *found.items()]

    def _sets_offer(self) -> None:
        offered: dict[str, Any] = {
            "contributing_groups": choices.group_choices,
            "countries": lambda rows: choices.country_choices_by_region(),
            "regions": lambda rows: choices.region_choices(),
            "pillars": choices.pillar_choices,
            "themes": choices.named_choices,
            "instruments": choices.instrument_choices,
            "requests": lambda rows: self._needs("requests", rows),
            "recommendations": lambda rows: self._needs("recommendations", rows),
            "decisions": lambda rows: self._follow_up("decisions", rows, Q(subject_kind__in=_DECIDED)),
            "action_items": lambda rows: self._follow_up("action_items", rows, ~Q(status__in=CLOSED_ACTIONS)),
        }
        for name in offered.keys() & self.fields.keys():
            field: Any = self.fields[name]
            field.choices = offered[name](field.queryset)

    def _needs(self, name: str, rows: Any) -> Any:
        return choices.need_choices(rows, self._chosen("countries"), filter(str.isdecimal, self._chosen(name)))

    def _follow_up(self, name: str, rows: Any, wanted: Q) -> Any:
        return choices.follow_up_choices(rows, filter(str.isdecimal, self._chosen(name)), wanted)

    def _chosen(self, name: str) -> list[str]:
        """The keys chosen in a list, as typed or as stored; a bound field asked for them would keep them for good."""
        if self.is_bound:
            return list(self.data.getlist(name))  # type: ignore[attr-defined]  # what was sent is a query dictionary
        value = self.initial.get(name)
        each = value if isinstance(value, (list, tuple)) else [value]
        return [str(getattr(row, "pk", row)) for row in each if row is not None]

    # --- Storing ---

    def full_clean(self) -> None:
        """Look at nothing when more rows are asked for: the page is shown again as it was typed."""
        if not self.growing:
            super().full_clean()
            return
        self._errors, self.cleaned_data = ErrorDict(), {}

    def is_valid(self) -> bool:
        """Whether it is stored."""
        return not self.growing and super().is_valid() and not self.similar

    def clean(self) -> dict[str, Any]:
        """Refuse while a row of the partners is wrong by itself, or is taken off without a reason."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.partners.is_valid():
            self.add_error(None, _("Correct what is marked among the partners."))
        elif not cleaned.get("change_reason") and any(form.cleaned_data.get("dropped") for form in self.partners):
            self.add_error("change_reason", _("Say why a partner is taken off."))
        return cleaned

    def store(self, values: Mapping[str, Any], version: int, reason: str) -> Any:
        """The project and its partners in one act."""
        project = self.instance if self.instance.pk else None
        lines, seen = self.partners.lines(), self.cleaned_data.get("similar_seen", "")
        try:
            return project_store(
                actor=self.viewer,
                project=project,
                version=version,
                values=values,
                partners=lines,
                reason=reason,
                seen=seen,
            )
        except PartnerErrors as errors:
            self.partners.tell(errors)
            raise ValidationError(_("Correct what is marked among the partners.")) from errors

    def _post_clean(self) -> None:
        try:
            super()._post_clean()
        except SimilarFirst as first:
            self.similar = first.similar
            data: Any = self.data.copy()  # type: ignore[attr-defined]  # what was sent is a query dictionary
            data[self.add_prefix("similar_seen")] = first.seen
            self.data = data

    def _values(self) -> dict[str, Any]:
        return {name: value for name, value in super()._values().items() if name != "similar_seen"}
