"""What may be written: a model serializer whose fields are the names of the resource's columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from compact.kernel.api.references import ReferenceField
from compact.kernel.columns import ColumnType
from compact.kernel.dates import PartialDateField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db import models

    from compact.kernel.columns import Column

LONGEST_REASON = 2000

_READ_ONLY: Mapping[ColumnType, type[serializers.Field[Any, Any, Any, Any]]] = {
    ColumnType.IDENTIFIER: serializers.UUIDField,
    ColumnType.ADDRESS: serializers.URLField,
    ColumnType.TIME: serializers.DateTimeField,
    ColumnType.NUMBER: serializers.IntegerField,
    ColumnType.BOOLEAN: serializers.BooleanField,
}


@extend_schema_field({"type": "string", "maxLength": 10, "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"})
class PartialDate(serializers.CharField):
    """2019-05-08, 2019-05, 2019, or "" when not known."""


class RecordSerializer(serializers.ModelSerializer[Any]):
    """Checks the form of what a client sends; the services check everything else.

    ``Meta.columns`` is the resource's tuple. A column that is an editable field of the model may be written
    under its name, a reference by the ``id`` of its row; all others are for reading.
    """

    serializer_field_mapping = {**serializers.ModelSerializer.serializer_field_mapping, PartialDateField: PartialDate}

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
        if field.remote_field is not None:
            return ReferenceField, self._reference(field)
        kind, options = self.build_standard_field(field_name, field)
        for name in ("validators", "allow_null"):
            options.pop(name, None)
        required = not field.blank and not field.has_default()
        return kind, {**options, "label": column.label, "required": required}

    def _reading(self, model: type[models.Model], column: Column) -> tuple[Any, dict[str, Any]]:
        options: dict[str, Any] = {"read_only": True, "label": column.label}
        if column.through or column.annotation or column.type == ColumnType.TIME:
            options["allow_null"] = True
        if column.type == ColumnType.DATE:
            return PartialDate, options
        choices = getattr(_follow(model, column.source()), "choices", None)
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


def _editable(model: type[models.Model], column: Column) -> Any:
    """The field that writing to ``column`` sets; None when the column is for reading."""
    if column.translated or column.source() not in (column.name, f"{column.name}__uid"):
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
