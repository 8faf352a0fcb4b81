"""How the OpenAPI description shows a report: its parameters from its filters, its rows from its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from compact.kernel.api.filters import DayFilter
from compact.kernel.api.parameters import is_multiple
from compact.kernel.api.schema import ResourceSchema
from compact.kernel.columns import ColumnType

if TYPE_CHECKING:
    from compact.kernel.columns import Column

_FORMATS: dict[str, dict[str, Any]] = {
    ColumnType.IDENTIFIER: {"format": "uuid"},
    ColumnType.AMOUNT: {"pattern": r"^-?\d+(\.\d+)?$"},
}


class ReportSchema(ResourceSchema):
    """The description of a :class:`compact.reports.base.Report`."""

    def get_operation_id(self) -> str:
        """``report_roster`` for the report ``roster``."""
        return f"report_{self.view.name.replace('-', '_')}"

    def get_override_parameters(self) -> list[Any]:
        """The language, and what the filters take."""
        filters = self.view.filterset_class.base_filters
        return [*super().get_override_parameters(), *(_parameter(name, each) for name, each in filters.items())]

    def get_response_serializers(self) -> Any:
        """An object with the report's name, day, time and rows."""
        rows = {
            "type": "object",
            "properties": {column.name: _property(column, self.view.may_lack) for column in self.view.columns},
            "required": [column.name for column in self.view.columns],
        }
        properties = {
            "name": {"type": "string", "enum": [self.view.name]},
            "as_of": {"type": "string", "format": "date"},
            "generated_at": {"type": "string", "format": "date-time"},
            "rows": {"type": "array", "items": rows},
        }
        return {200: {"type": "object", "properties": properties, "required": list(properties)}}


def _parameter(name: str, each: Any) -> OpenApiParameter:
    given = each.extra.get("choices", ())
    choices = [value for value, label in getattr(given, "choices", given)] or None
    kind = OpenApiTypes.DATE if isinstance(each, DayFilter) else OpenApiTypes.STR
    required = bool(each.extra.get("required"))
    return OpenApiParameter(name, kind, enum=choices, many=is_multiple(each), description=each.label, required=required)


def _property(column: Column, may_lack: frozenset[str]) -> dict[str, Any]:
    text = {"description": str(column.label)}
    if column.type in (ColumnType.LIST, ColumnType.JSON):
        return {"type": "array", "items": {"type": "string"}, **text}
    kind = {ColumnType.NUMBER: "integer", ColumnType.BOOLEAN: "boolean"}.get(column.type, "string")
    form = _FORMATS.get(column.type, {})
    lacking = column.name in may_lack or bool(column.through)
    return {"type": [kind, "null"] if lacking else kind, **form, **text}
