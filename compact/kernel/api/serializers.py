"""What may be written: a model serializer whose fields are the names of the resource's columns."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from compact.kernel.api.references import PlacesField, ReferenceField, ReferencesField
from compact.kernel.columns import ColumnType
from compact.kernel.dates import PartialDateField, point_in_time
from compact.kernel.money import AmountField
from compact.kernel.places import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.columns import Column

LONGEST_REASON = 2000
LARGEST_NUMBER = 2_147_483_647


@extend_schema_field({"type": "string", "maxLength": 10, "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"})
class PartialDate(serializers.CharField):
    """2019-05-08, 2019-05, 2019, or "" when not known."""


class PointInTime(serializers.DateTimeField):
    """2026-11-22T09:30:00Z: a point in time in ISO 8601, kept in UTC and to the second."""

    default_error_messages = {
        "point": gettext_lazy("Write a point in time of the years 1800 to 2199 as 2026-11-22T09:30:00Z."),
        "offset": gettext_lazy("Add Z, or the offset from UTC: 2026-11-22T09:30:00Z or 2026-11-22T10:30:00+01:00."),
    }

    def to_internal_value(self, value: Any) -> datetime.datetime:
        """The point in time; the offset is required, since nobody can guess whose clock was meant."""
        found = point_in_time(value)
        if found is None:
            self.fail("point")
        if found.tzinfo is None:
            self.fail("offset")
        return found


class Texts(serializers.ListField):
    """A list of texts in their order: at most 50, each of at most 5,000 characters.

    A text may be empty (a question that is not answered yet); where none may be, the model says so.
    """

    def __init__(self, **kwargs: Any) -> None:
        longest = None if kwargs.get("read_only") else 5000
        if longest:
            kwargs["max_length"] = 50
        super().__init__(child=serializers.CharField(max_length=longest, allow_blank=True), **kwargs)


@extend_schema_field({"type": "string", "pattern": r"^-?\d{1,15}(\.\d{1,3})?$", "examples": ["2100000.00"]})
class Amount(serializers.DecimalField):
    """2100000.00: an amount of money in major units, as text so that no digit is lost; its currency is beside it."""

    default_error_messages = {
        "text": gettext_lazy("Write the amount as text, digits and a point: “2100000.00”."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=18, decimal_places=3, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        """The amount; a number of JSON is refused, which may have lost a digit on its way."""
        if not isinstance(data, str):
            self.fail("text")
        return super().to_internal_value(data)


_READ_ONLY: Mapping[ColumnType, type[serializers.Field[Any, Any, Any, Any]]] = {
    ColumnType.IDENTIFIER: serializers.UUIDField,
    ColumnType.ADDRESS: serializers.URLField,
    ColumnType.TIME: serializers.DateTimeField,
    ColumnType.NUMBER: serializers.IntegerField,
    ColumnType.BOOLEAN: serializers.BooleanField,
    ColumnType.LIST: Texts,
    ColumnType.JSON: Texts,
    ColumnType.AMOUNT: Amount,
}


_OWN = {PartialDateField: PartialDate, models.DateTimeField: PointInTime, models.JSONField: Texts, AmountField: Amount}


class RecordSerializer(serializers.ModelSerializer[Any]):
    """Checks the form of what a client sends; the services check everything else.

    ``Meta.columns`` is the resource's tuple. A column that is an editable field of the model may be written
    under its name, a reference by the ``id`` of its row; all others are for reading.
    """

    serializer_field_mapping = {**serializers.ModelSerializer.serializer_field_mapping, **_OWN}

    class Meta:
        model: type[models.Model]
        columns: tuple[Column, ...]
        validators: list[Any] = []

    def get_field_names(self, declared_fields: Mapping[str, Any], info: Any) -> list[str]:
        """The columns' names."""
        return [column.name for column in self.Meta.columns]

    def build_field(self, field_name: str, info: Any, model_class: Any, nested_depth: int) -> tuple[Any, Any]:
        """A field for one column: to write where the model's field may be edited, else to read."""
        column = next(each for each in self.Meta.columns if each.name == field_name)
        field = _editable(model_class, column)
        if field is None:
            return self._reading(model_class, column)
        if field.many_to_many and field.related_model is Place:
            return PlacesField, {"label": column.label, "help_text": field.help_text, "required": not field.blank}
        if field.many_to_many:
            return ReferencesField, self._reference(field) | {"required": not field.blank}
        if field.remote_field is not None:
            return ReferenceField, self._reference(field)
        kind, options = self.build_standard_field(field_name, field)
        required = not field.blank and not field.has_default()
        return kind, {**_fitting(field, options), "label": column.label, "required": required}

    def _reading(self, model: type[models.Model], column: Column) -> tuple[Any, dict[str, Any]]:
        options: dict[str, Any] = {"read_only": True, "label": column.label}
        if column.through or column.annotation or column.type == ColumnType.TIME:
            options["allow_null"] = True
        field = _follow(model, column.source())
        if column.type == ColumnType.DATE:
            return (serializers.DateField, options | _nullable(field)) if _is_day(field) else (PartialDate, options)
        if column.type == ColumnType.NUMBER:
            options |= _nullable(field)
        if column.type == ColumnType.LIST and isinstance(field, models.UUIDField):
            return serializers.ListField, {**options, "child": serializers.UUIDField()}
        choices = getattr(field, "choices", None)
        if choices and column.type == ColumnType.CODE:
            return serializers.ChoiceField, {**options, "choices": choices}
        return _READ_ONLY.get(column.type, serializers.CharField), options

    def _reference(self, field: Any) -> dict[str, Any]:
        options = {"model": field.related_model, "label": field.verbose_name, "help_text": field.help_text}
        return options | ({"required": False, "allow_null": True} if field.null else {})

    def to_internal_value(self, data: Any) -> Any:
        """The values to store; a name that cannot be written is an error, except what PUT takes back unread."""
        if isinstance(data, dict):
            takes_back = self.instance is not None and not self.partial
            writable = {name for name, field in self.fields.items() if takes_back or not field.read_only}
            unknown = {name: [self._why_not(name)] for name in data if name not in writable}
            if unknown:
                raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)

    def _why_not(self, name: str) -> str:
        if name in self.fields:
            return _("This field is for reading only.")
        return _("There is no such field.")


def _fitting(field: Any, options: dict[str, Any]) -> dict[str, Any]:
    """``options`` of a field to write, without what the services check; the same on every database."""
    if isinstance(field, models.JSONField | AmountField):
        return {"help_text": field.help_text} | _nullable(field)
    kept = {name: value for name, value in options.items() if name not in ("validators", "allow_null")}
    if isinstance(field, models.IntegerField) and not field.choices:
        most = 32_767 if "Small" in type(field).__name__ else LARGEST_NUMBER
        least = 0 if "Positive" in type(field).__name__ else -most - 1
        kept["max_value"] = min(most, options.get("max_value", most))
        kept["min_value"] = max(least, options.get("min_value", least))
    return kept | _nullable(field)


def _nullable(field: Any) -> dict[str, bool]:
    """Nothing is null, texts apart, whose nothing is ""."""
    texts = isinstance(field, models.CharField | models.TextField)
    return {"allow_null": True} if getattr(field, "null", False) and not texts else {}


def _is_day(field: Any) -> bool:
    return isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField)


def _editable(model: type[models.Model], column: Column) -> Any:
    """The field that writing to ``column`` sets; None when the column is for reading."""
    if column.translated or column.source() not in (column.name, f"{column.name}__uid", f"{column.name}__code"):
        return None
    try:
        field = model._meta.get_field(column.name)
    except FieldDoesNotExist:
        return None
    return field if getattr(field, "editable", False) else None


def _follow(model: Any, path: str) -> Any:
    """The model field at the end of ``path``, or None."""
    field = None
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        model = field.related_model
    return field


class ReasonSerializer(serializers.Serializer[Any]):
    """Why a record is archived or restored."""

    reason = serializers.CharField(
        label=gettext_lazy("reason"),
        required=False,
        allow_blank=True,
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("Kept in the history; required to archive."),
    )
