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
            "properties": {column.name: _property(column) for column in self.view.columns},
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
    return OpenApiParameter(name, kind, enum=choices, many=is_multiple(each), description=each.label)


def _property(column: Column) -> dict[str, Any]:
    kind = {ColumnType.NUMBER: "integer", ColumnType.BOOLEAN: "boolean"}.get(column.type, "string")
    form = {"format": "uuid"} if column.type == ColumnType.IDENTIFIER else {}
    return {"type": kind, **form, "description": str(column.label)}
