"""The partners of a project as rows of its screen: plain fields, no script needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.entities.models import Entity
from compact.kernel.admin.forms import errors_show
from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.money import currency_choices
from workinggroups.projects.admin.choices import LongSelect, named_choices
from workinggroups.projects.admin.fields import AmountField
from workinggroups.projects.models import PartnerRole, Project, ProjectPartner
from workinggroups.projects.services.screen import PartnerLine

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from workinggroups.projects.services.screen import PartnerErrors

    _Lines = BaseFormSet["PartnerLineForm"]
else:
    _Lines = BaseFormSet

PREFIX = "partners"
MORE_ROWS = 3
_MOST_ROWS = 100
_FIELDS = ("entity", "role", "share", "currency", "contribution")


def _label(name: str) -> Any:
    return ProjectPartner._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # fields of its own


class PartnerLineForm(forms.Form):
    """A partner; ``record`` and ``version`` are empty in a new one."""

    record = forms.IntegerField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    entity: Any = forms.ModelChoiceField(label=_label("entity"), queryset=Entity.objects.none(), widget=LongSelect)
    role = forms.ChoiceField(label=_label("role"), choices=PartnerRole.choices, initial=PartnerRole.NOT_KNOWN)
    share = AmountField(label=_label("share"))
    currency = forms.ChoiceField(label=_label("currency"), required=False, widget=LongSelect)
    contribution = forms.CharField(label=_label("contribution"), required=False, max_length=300)
    dropped = forms.BooleanField(label=gettext_lazy("Take off"), required=False)

    def __init__(self, *args: Any, entities: Any, choices: Any, currencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entity, currency = cast("Any", self.fields["entity"]), cast("Any", self.fields["currency"])
        entity.queryset, entity.choices, currency.choices = entities, choices, currencies

    @property
    def is_stored(self) -> bool:
        """Whether the row is on record already."""
        return bool(self["record"].value())


class PartnerLines(_Lines):
    """The rows, those on record first, then empty ones; ``added`` names those on record that a sent page lacks."""

    rows: dict[int, ProjectPartner]
    places: list[Any]

    def lines(self) -> list[PartnerLine]:
        """What was typed, as the service takes it; ValidationError where a row is not one of this project's."""
        self.places = [form for form in self if form.has_changed() or form.is_stored]
        return [self._line(form) for form in self.places]

    def _line(self, form: Any) -> PartnerLine:
        typed = form.cleaned_data
        record = self.rows.get(typed["record"]) if typed["record"] else None
        if typed["record"] and record is None:
            raise ValidationError(_("A row below is not on record any more: somebody took it off."))
        values = {name: typed[name] for name in _FIELDS}
        return PartnerLine(values, record, typed["version"] or 0, dropped=typed["dropped"] and record is not None)

    def tell(self, errors: PartnerErrors) -> None:
        """Put what the service answered on the rows."""
        for place, error in errors.rows.items():
            form = self.places[place]
            if isinstance(error, StaleVersion):
                self._renew(form, error)
            elif isinstance(error, Refused):
                form.add_error(None, error.reason)
            else:
                errors_show(form, error)

    def _renew(self, form: Any, stale: StaleVersion) -> None:
        current: Any = stale.current
        data = cast("Any", form.data).copy()
        data[form.add_prefix("version")] = str(current.version)
        self.data = data
        for each in self:
            each.data = data
        told = _("Somebody changed this row meanwhile; it says now: “%(row)s”. Saving again replaces that.")
        form.add_error(None, told % {"row": row_text(current)})

    @property
    def added(self) -> list[str]:
        """Rows on record that the page does not hold, because somebody else added them since it was made."""
        if not self.is_bound:
            return []
        held = {str(form["record"].value()) for form in self}
        return [row_text(row) for key, row in self.rows.items() if str(key) not in held]


def row_text(row: ProjectPartner) -> str:
    """A partner in words: who, as what, with what."""
    parts = [str(row.entity), str(row.get_role_display()), str(row.share_money or ""), row.contribution]
    return " · ".join(part for part in parts if part)


def partner_lines(viewer: Viewer, project: Project | None, data: Any = None, *, grow: bool = False) -> PartnerLines:
    """The rows of ``project``, or of a new one; ``data`` is what was typed, with more empty rows if it is to grow."""
    rows = _rows(viewer, project)
    known = [row.entity_id for row in rows.values()]
    entities = Entity.objects.visible_to(viewer).live() | Entity.objects.visible_to(viewer).filter(pk__in=known)
    shared = {
        "entities": entities,
        "choices": [("", "–"), *named_choices(entities)],
        "currencies": [("", "–"), *currency_choices()],
    }
    made: Any = formset_factory(
        PartnerLineForm, formset=PartnerLines, extra=MORE_ROWS, max_num=_MOST_ROWS, absolute_max=_MOST_ROWS + 10
    )
    initial = [_initial(row) for row in rows.values()]
    lines: PartnerLines = made(_grown(data) if grow else data, prefix=PREFIX, initial=initial, form_kwargs=shared)
    lines.rows = rows
    return lines


def _rows(viewer: Viewer, project: Project | None) -> dict[int, ProjectPartner]:
    if project is None or project.pk is None:
        return {}
    rows = ProjectPartner.objects.visible_to(viewer).live().filter(project=project).select_related("entity")
    order = list(PartnerRole)
    return {row.pk: row for row in sorted(rows, key=lambda row: (order.index(PartnerRole(row.role)), row.entity.code))}


def _initial(row: ProjectPartner) -> dict[str, Any]:
    share = row.share_money
    return {
        "record": row.pk,
        "version": row.version,
        "entity": row.entity_id,
        "role": row.role,
        "share": share and share.amount,
        "currency": row.currency,
        "contribution": row.contribution,
    }


def _grown(data: Any) -> Any:
    """``data`` with more empty rows; a list that is sent without a choice would show its first one."""
    grown, key = data.copy(), f"{PREFIX}-TOTAL_FORMS"
    sent = str(grown.get(key) or "")
    rows = int(sent) if sent.isdecimal() and len(sent) < 5 else 0
    more = min(rows + MORE_ROWS, _MOST_ROWS)
    grown[key] = str(more)
    grown.update({f"{PREFIX}-{place}-role": PartnerRole.NOT_KNOWN for place in range(rows, more)})
    return grown
