"""Forms whose last check is the service itself: it stores the row, or answers what is wrong with it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.admin.changes import Entry, entries_of
from compact.kernel.admin.display import field_label, field_value, value_text
from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.money import AmountField, Money

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db import models

    from compact.kernel.viewers import Viewer
    from compact.kernel.writes import RecordServices

    _ModelForm = forms.ModelForm[Any]
else:
    _ModelForm = forms.ModelForm


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of a row that somebody else changed: as stored now, and as typed."""

    label: str
    stored: str
    typed: str

    @property
    def differs(self) -> bool:
        """Whether saving again would change the field."""
        return self.stored != self.typed


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two versions of one row side by side, and what happened since the form was opened."""

    fields: tuple[Compared, ...]
    since: tuple[Entry, ...]
    is_archived: bool


class ServiceForm(_ModelForm):
    """Stores through :meth:`store`; whatever the service answers lands on the form, and nothing typed is lost.

    ``viewer`` is set on the class that the admin makes for a request. ``stored`` is the row once the form is
    valid, ``conflict`` both versions of it when somebody else was faster.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    change_reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text=gettext_lazy("Kept in the history of the record, e.g. “letter of 3 May 2026”."),
    )

    viewer: Viewer
    stored: models.Model | None = None
    conflict: Conflict | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = getattr(self.instance, "version", None)
            for field in self.instance._meta.many_to_many:
                if field.name in self.fields:
                    self._keep_members(field)

    def store(self, values: Mapping[str, Any], version: int, reason: str) -> Any:
        """Hand ``values`` to the service; subclasses say which."""
        raise NotImplementedError

    def save(self, commit: bool = True) -> Any:
        """The row that the service stored."""
        return self.stored

    def _post_clean(self) -> None:
        if self.errors:
            self._explain_errors()
            return
        try:
            version = self.cleaned_data.get("version") or 0
            self.stored = self.store(self._values(), version, self.cleaned_data.get("change_reason", ""))
        except StaleVersion as stale:
            self._show_conflict(stale)
        except Refused as refusal:
            self.add_error(None, refusal.reason)
        except ValidationError as error:
            errors_show(self, error)
        except IntegrityError:
            self.add_error(None, _("Somebody stored the same record at the same moment. Look at the list, then save."))

    def _keep_members(self, field: models.ManyToManyField[Any, Any]) -> None:
        """Let the members of a set be chosen again, those in the archive too, however its choices are narrowed."""
        shown: Any = self.fields[field.name]
        members = [row.pk for row in getattr(self.instance, field.name).all()]
        chosen = Q(pk__in=shown.queryset.order_by().values("pk")) | Q(pk__in=members)
        model = shown.queryset.model
        rows = model._base_manager.filter(chosen)
        shown.queryset = rows.order_by(*(shown.queryset.query.order_by or model._meta.ordering))

    def _explain_errors(self) -> None:
        """Let the row name the mistakes that need no service; it sees the sets that were chosen."""
        chosen = {field.name for field in self.instance._meta.many_to_many} & self.cleaned_data.keys()
        self.instance.many_pending = {name: list(self.cleaned_data[name]) for name in chosen}
        super()._post_clean()  # type: ignore[misc]  # Django's hook
        self.instance.many_pending = {}

    def _values(self) -> dict[str, Any]:
        extra = ("version", "change_reason")
        return {name: value for name, value in self.cleaned_data.items() if name not in extra}

    def _show_conflict(self, stale: StaleVersion) -> None:
        current: Any = stale.current
        opened = self.cleaned_data.get("version") or 0
        self.conflict = Conflict(
            fields=tuple(self._compared(current)),
            since=tuple(entry for entry in entries_of(current) if entry.version > opened),
            is_archived=getattr(current, "archived_at", None) is not None,
        )
        version_renew(self, current)
        self.add_error(None, str(stale))

    def _compared(self, current: models.Model) -> list[Compared]:
        fields: dict[str, Any] = {
            field.name: field for field in (*current._meta.concrete_fields, *current._meta.many_to_many)
        }
        values = self._values()
        return [
            Compared(
                field_label(fields[name]),
                value_text(fields[name], _stored(fields[name], current)),
                value_text(fields[name], _typed(fields[name], values)),
            )
            for name in values
            if name in fields
        ]


class RecordForm(ServiceForm):
    """The form of one record; ``services`` is set beside ``viewer``."""

    services: RecordServices[Any]

    def store(self, values: Mapping[str, Any], version: int, reason: str) -> Any:
        """Create or update through the room's service."""
        if self.instance.pk is None:
            return self.services.create(actor=self.viewer, values=values, reason=reason)
        return self.services.update(
            actor=self.viewer, record=self.instance, version=version, values=values, reason=reason
        )


class ReasonForm(forms.Form):
    """Why something is done; and the version of the row that it is done to."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=gettext_lazy("Kept in the history of the record."),
        error_messages={"required": gettext_lazy("Say why.")},
    )


def _stored(field: Any, row: Any) -> Any:
    return field_value(field, row) if isinstance(field, AmountField) else getattr(row, field.name)


def _typed(field: Any, values: Mapping[str, Any]) -> Any:
    """What was typed into ``field``; an amount with the currency typed beside it."""
    value, currency = values[field.name], values.get(getattr(field, "currency", ""))
    return Money(value, currency) if isinstance(field, AmountField) and value is not None and currency else value


@contextmanager
def refusals_told(form: ReasonForm) -> Iterator[None]:
    """Tell in ``form`` why a service did not do what its user confirmed; a form that was told so is not valid."""
    try:
        yield
    except StaleVersion as stale:
        version_renew(form, stale.current)
        form.add_error(None, _("Somebody changed this record meanwhile. Look at its history, then confirm again."))
    except Refused as refusal:
        form.add_error(None, refusal.reason)
    except ValidationError as error:
        errors_show(form, error)


def version_renew(form: forms.BaseForm, current: Any) -> None:
    """Let ``form`` be sent again for the row as it stands now."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # what was sent is a query dictionary
    data[form.add_prefix("version")] = str(current.version)
    form.data = data


def _needed(form: forms.BaseForm, name: str | None, error: ValidationError) -> ValidationError:
    """``error`` in the words of a form where the row's own words are those of a database."""
    if error.code == "null" and name is not None:
        return ValidationError(form.fields[name].error_messages["required"], code="required")
    return error


def errors_show(form: forms.BaseForm, error: ValidationError, prefix: str = "") -> None:
    """Put what a service answered on the fields of ``form``; what it has no field for goes to its head.

    ``prefix`` leads from a name of the service to the name of the form's field.
    """
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        names = (f"{prefix}{name}", name, f"{name}_en", f"change_{name}")
        target = next((field for field in names if field in form.fields), None)
        told = ValidationError([_needed(form, target, each) for each in errors])
        if target is None and name != NON_FIELD_ERRORS:
            told = ValidationError([f"{name}: {text}" for text in told.messages])
        form.add_error(target, told)
