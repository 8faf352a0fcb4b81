"""Tables that staff import: django-import-export reads them, the room's service stores each row."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields, resources, widgets

from compact.kernel.admin.changes import shown_fields
from compact.kernel.admin.display import field_label, value_text
from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.exports import neutralised
from compact.kernel.operations import operation
from compact.kernel.sets import set_fields
from compact.kernel.sql import SEPARATOR
from compact.kernel.viewers import Door

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import tablib

    from compact.kernel.columns import Column
    from compact.kernel.viewers import Viewer
    from compact.kernel.writes import RecordServices

HEADER_ROWS = 1


class Outcome(models.TextChoices):
    """What a row of the table does."""

    NEW = "new", gettext_lazy("New")
    CHANGED = "changed", gettext_lazy("Changed")
    SAME = "same", gettext_lazy("Unchanged")


@dataclass(frozen=True, slots=True)
class Done:
    """What one row of the table did, or would do; ``row`` counts as a spreadsheet does."""

    row: int
    outcome: Outcome
    label: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one row; row 0 is the table itself."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or why it did nothing."""

    done: tuple[Done, ...]
    problems: tuple[Problem, ...]

    def count(self, outcome: str) -> int:
        """How many rows have that outcome."""
        return sum(1 for each in self.done if each.outcome == outcome)


class TextWidget(widgets.CharWidget):
    """Text as our exports write it: the apostrophe before a cell that a spreadsheet would run is taken off."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """The text as it was before it was neutralised."""
        text = _cell_text(value)
        return text[1:] if text.startswith("'") and neutralised(text[1:]) == text else text


class IdentifierWidget(widgets.Widget):
    """The public identifier of a row; empty for a new one."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> uuid.UUID | None:
        """The identifier; ValueError when it is none."""
        text = _cell_text(value)
        try:
            return uuid.UUID(text) if text else None
        except ValueError:
            raise ValueError(_("“%(value)s” is not an identifier.") % {"value": text}) from None


class CodeWidget(widgets.Widget):
    """A foreign key by the code of the row in use that it leads to."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__()
        self.model = model
        self.found: dict[str, Any] | None = None

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The row with that code; None for an empty cell; ValueError when there is none."""
        code = _cell_text(value)
        if not code:
            return None
        if self.found is None:
            rows = self.model._base_manager.filter(archived_at__isnull=True)
            self.found = {row.code: row for row in rows}  # type: ignore[attr-defined]  # models with a code
        if code not in self.found and (taken := self.merged(code)) is not None:
            self.found[code] = taken
        if code not in self.found:
            kind = self.model._meta.verbose_name
            raise ValueError(_("There is no %(kind)s with the code “%(code)s”.") % {"kind": kind, "code": code})
        return self.found[code]

    def merged(self, code: str) -> Any:
        """The row that took in the one with ``code``; None where rows are not merged."""
        return None


class CodesWidget(widgets.ManyToManyWidget):
    """A set by the codes of its members, separated by semicolons as our exports write them."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(model)
        self.code = CodeWidget(model)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Any]:
        """The rows with those codes; ValueError names the first that there is not."""
        parts = (part.strip() for part in _cell_text(value).split(SEPARATOR))
        return [self.code.clean(part) for part in parts if part]


def _cell_text(value: Any) -> str:
    """What stands in a cell, as typed: spreadsheets make numbers of years and dates of days."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def identifier_field() -> fields.Field:
    """The column ``id``, which leads to a row on record."""
    return fields.Field(column_name="id", attribute="uid", widget=IdentifierWidget())


def text_field(name: str) -> fields.Field:
    """A column of plain text, choices and partial dates included."""
    return fields.Field(column_name=name, attribute=name, widget=TextWidget())


def code_field(name: str, model: type[models.Model], widget: type[CodeWidget] = CodeWidget) -> fields.Field:
    """The column ``…_code`` of a foreign key."""
    return fields.Field(column_name=f"{name}_code", attribute=name, widget=widget(model))


def codes_field(name: str, model: type[models.Model]) -> fields.Field:
    """The column ``…_codes`` of a set (many-to-many field)."""
    return fields.Field(column_name=f"{name}_codes", attribute=name, widget=CodesWidget(model))


class RecordResource(resources.ModelResource):
    """Rows are found by the key columns of ``Meta.import_id_fields``; columns that are not there stay as they are.

    ``columns`` are those of the room's exports: a table that was exported can be read back. A column that is
    neither ours nor exported is an error.
    """

    services: RecordServices[Any]
    columns: Sequence[Column]

    def __init__(self, viewer: Viewer) -> None:
        super().__init__()
        self.viewer = replace(viewer, door=Door.IMPORT)
        self.done: list[Done] = []
        self.keys_seen: dict[tuple[str, ...], int] = {}

    def get_queryset(self) -> models.QuerySet[Any]:
        """The rows in use that the viewer may see."""
        model: Any = self._meta.model
        rows: models.QuerySet[Any] = model.objects.visible_to(self.viewer).live()
        return rows

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Refuse columns that mean nothing here: they are mostly misspelt."""
        known = {field.column_name for field in self.fields.values()} | {column.name for column in self.columns}
        unknown = [str(header) for header in dataset.headers or [] if header not in known]
        if unknown:
            raise ValidationError(_("Unknown columns: %(names)s.") % {"names": ", ".join(unknown)})
        missing = [name for name in self._meta.import_id_fields if name != "id" and name not in dataset.headers]
        if missing:
            raise ValidationError(_("The key columns are missing: %(names)s.") % {"names": ", ".join(missing)})

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """Refuse a key that an earlier row of the same table has."""
        key = tuple(_cell_text(row.get(name)) for name in self._meta.import_id_fields)
        if not any(key):
            return
        number = kwargs["row_number"] + HEADER_ROWS
        first = self.keys_seen.setdefault(key, number)
        if first != number:
            raise ValidationError(
                _("Row %(first)d has the same key “%(key)s”.") % {"first": first, "key": " ".join(key)}
            )

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, **kwargs: Any) -> None:
        """Only what could not be read; the rules are the service's."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Create or update through the service; Refused and StaleVersion become what is wrong with the row."""
        if is_create and _cell_text(row.get("id")) and "id" in self._meta.import_id_fields:
            raise ValidationError(_("No record in use has this identifier. Leave it empty for a new record."))
        values = self._values(row)
        try:
            with transaction.atomic():
                done = self._created(values) if is_create else self._changed(instance, values, row)
        except (Refused, StaleVersion) as error:
            raise ValidationError(str(error)) from error
        except IntegrityError as error:
            raise ValidationError(_("Another record has this already.")) from error
        self.done.append(replace(done, row=kwargs["row_number"] + HEADER_ROWS))

    def _values(self, row: Any) -> dict[str, Any]:
        """What the row says, as the service takes it; an empty cell leaves a needed value as it is."""
        found = {
            field.attribute: field.clean(row)
            for field in self.get_import_fields()
            if field.attribute != "uid" and field.column_name in row
        }
        meta = self._meta.model._meta
        return {name: value for name, value in found.items() if value != "" or meta.get_field(name).blank}

    def _created(self, values: dict[str, Any]) -> Done:
        return Done(0, Outcome.NEW, str(self.services.create(actor=self.viewer, values=values)))

    def _changed(self, instance: Any, values: dict[str, Any], row: Any) -> Done:
        stored = self._meta.model._base_manager.get(pk=instance.pk)
        before = {name: stored.many(name) for name in set_fields(type(stored)) if name in values}
        shown = _cell_text(row.get("version"))
        version = int(shown) if shown.isdecimal() else stored.version
        written = self.services.update(actor=self.viewer, record=stored, version=version, values=values)
        changes = (*_changes(stored, written), *_set_changes(before, written))
        return Done(0, Outcome.CHANGED if changes else Outcome.SAME, str(written), changes)

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Nothing: no record has such fields."""

    def run(self, dataset: tablib.Dataset, *, reason: str, dry_run: bool) -> Report:
        """Import ``dataset`` as one operation, all rows or none; a dry run takes everything back."""
        problems: list[Problem] = []
        try:
            with operation(actor=self.viewer, reason=reason):
                result = self.import_data(dataset, use_transactions=True, rollback_on_validation_errors=True)
                problems = sorted(_problems(result), key=lambda each: each.row)
                if dry_run or problems or not any(each.outcome != Outcome.SAME for each in self.done):
                    raise _TakenBack
        except _TakenBack:
            pass
        of_table = [each for each in problems if not each.row]
        return Report(tuple(self.done), tuple(of_table or problems))


class _TakenBack(Exception):
    """Ends an operation that must leave no trace."""


def _changes(before: models.Model, after: models.Model) -> Iterable[str]:
    for field in shown_fields(type(before)):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if field.editable and (old or None) != (new or None):
            yield f"{field_label(field)}: {value_text(field, old)} → {value_text(field, new)}"


def _set_changes(before: Mapping[str, list[Any]], after: Any) -> Iterable[str]:
    for name, old in before.items():
        field, new = after._meta.get_field(name), after.many(name)
        if set(old) != set(new):
            yield f"{field_label(field)}: {value_text(field, old)} → {value_text(field, new)}"


def _problems(result: Any) -> Iterable[Problem]:
    for error in result.base_errors:
        yield from (Problem(0, text) for text in _texts(error.error))
    for number, errors in result.row_errors():
        for error in errors:
            yield from (Problem(number + HEADER_ROWS, text) for text in _texts(error.error))
    for invalid in result.invalid_rows:
        yield from (Problem(invalid.number + HEADER_ROWS, text) for text in _texts(invalid.error))


def _texts(error: Exception) -> list[str]:
    if not isinstance(error, ValidationError):
        return [str(error)]
    if not hasattr(error, "error_dict"):
        return error.messages
    return [
        text if name == "__all__" else f"{name}: {text}" for name, texts in error.message_dict.items() for text in texts
    ]
